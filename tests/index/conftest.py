from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from kapcli.catalogue.layers import layers
from kapcli.index.build import build
from kapcli.index.loading import load


@pytest.fixture(scope="session")
def catalogue() -> Iterator[sqlite3.Connection]:
    """The built-in catalogue, compiled in memory."""
    connection = sqlite3.connect(":memory:")
    build(connection, load(layers()), "built-in")
    yield connection
    connection.close()
