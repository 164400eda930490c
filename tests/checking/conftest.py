"""The built-in catalogue, opened once, and what checks sentences against it."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from graded import DEEP

from kapcli.catalogue.claim import Claim
from kapcli.catalogue.layers import layers
from kapcli.catalogue.vocabulary import Vocabulary
from kapcli.checking.checker import Checked, Checker
from kapcli.index.claims import claim_ids, claims_at
from kapcli.index.loading import load_vocabulary
from kapcli.index.spotting import Ways
from kapcli.index.store import open_store


class Unchanging(sqlite3.Connection):
    """A catalogue that nothing is written to any more: what it was asked once it need not look up again."""

    # From when on nothing is written.
    answers: dict[tuple[str, tuple[Any, ...]], list[Any]] | None = None

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        if self.answers is None:
            return super().execute(sql, parameters)
        asked = (sql, tuple(parameters))
        if asked not in self.answers:
            self.answers[asked] = super().execute(sql, parameters).fetchall()
        return Rows(self.answers[asked])


class Rows:
    """The rows of an answer, as a cursor gives them."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows = iter(rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)


class Opened(NamedTuple):
    connection: sqlite3.Connection
    vocabulary: Vocabulary
    ways: Ways


@pytest.fixture(scope="session")
def opened() -> Iterator[Opened]:
    """The built-in catalogue, in memory as it was compiled for the session."""
    connection, compiled = sqlite3.connect(":memory:", factory=Unchanging), open_store(layers()).connection
    compiled.backup(connection)
    compiled.close()
    connection.answers = {}
    yield Opened(connection, load_vocabulary(), Ways.stored(connection))
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
