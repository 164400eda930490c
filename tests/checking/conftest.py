"""The built-in catalogue, opened once, and what checks sentences against it."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from graded import DEEP

from kapcli.catalogue.claim import Claim
from kapcli.catalogue.layers import layers
from kapcli.catalogue.vocabulary import Vocabulary
from kapcli.checking.checker import Checked, Checker
from kapcli.index.build import build
from kapcli.index.claims import claim_ids, claims_at
from kapcli.index.loading import load
from kapcli.index.spotting import Ways


class Opened(NamedTuple):
    connection: sqlite3.Connection
    vocabulary: Vocabulary
    ways: Ways


@pytest.fixture(scope="session")
def opened() -> Iterator[Opened]:
    """The built-in catalogue, compiled in memory."""
    connection = sqlite3.connect(":memory:")
    loaded = load(layers())
    build(connection, loaded, "built-in")
    yield Opened(connection, loaded.vocabulary, Ways.stored(connection))
    connection.close()


@pytest.fixture(scope="session")
def checked(opened: Opened) -> Callable[[str], Checked]:
    """Checks one sentence, as ``kap check`` does."""
    checker = Checker(opened.connection, opened.vocabulary)
    return functools.cache(lambda sentence: checker.sentence(sentence, DEEP))


@pytest.fixture(scope="session")
def claims(opened: Opened) -> list[Claim]:
    """Every claim, in the order of the catalogue."""
    count = len(claim_ids(opened.connection))
    return [assessed.claim for assessed in claims_at(opened.connection, range(1, count + 1))]
