"""The built-in catalogue, opened once, and what holds a sentence against its claims."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from kapcli.catalogue.layers import layers
from kapcli.catalogue.model import Claim
from kapcli.catalogue.vocabulary import Vocabulary
from kapcli.checking.checker import checker
from kapcli.checking.checking import Checked
from kapcli.index.build import build
from kapcli.index.claims import claim_ids, claims_at
from kapcli.index.loading import load

MOST = 3


class Opened(NamedTuple):
    connection: sqlite3.Connection
    vocabulary: Vocabulary


@pytest.fixture(scope="session")
def opened() -> Iterator[Opened]:
    """The built-in catalogue, compiled in memory."""
    connection = sqlite3.connect(":memory:")
    loaded = load(layers())
    build(connection, loaded, "built-in")
    yield Opened(connection, loaded.vocabulary)
    connection.close()


@pytest.fixture(scope="session")
def checked(opened: Opened) -> Callable[[str], Checked]:
    """Holds one sentence against the claims, as ``kap check`` does."""
    held = checker(opened.connection, opened.vocabulary)
    return functools.cache(lambda sentence: held(sentence, MOST))


@pytest.fixture(scope="session")
def claims(opened: Opened) -> list[Claim]:
    """Every claim, in the order of the catalogue."""
    count = len(claim_ids(opened.connection))
    return [assessed.claim for assessed in claims_at(opened.connection, range(1, count + 1))]
