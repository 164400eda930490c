from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from kapcli.catalogue.layers import layers
from kapcli.index.store import open_store


@pytest.fixture(scope="session")
def catalogue() -> Iterator[sqlite3.Connection]:
    """The built-in catalogue, in memory as it was compiled for the session."""
    connection, compiled = sqlite3.connect(":memory:"), open_store(layers()).connection
    compiled.backup(connection)
    compiled.close()
    yield connection
    connection.close()
