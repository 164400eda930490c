"""Stems of words, by the Porter stemmer that SQLite brings along: the same that the search index uses."""

from __future__ import annotations

import functools
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_known: dict[str, str] = {}


@functools.cache
def _stemmer() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE VIRTUAL TABLE text USING fts5(word, tokenize='porter ascii');"
        "CREATE VIRTUAL TABLE stem USING fts5vocab(text, 'instance');"
    )
    return connection


def stems(words: Iterable[str]) -> frozenset[str]:
    """The stems of some folded words."""
    words = tuple(words)
    _learn(words)
    return frozenset(_known[word] for word in words)


def stem(word: str) -> str:
    """The stem of a folded word."""
    if word not in _known:
        _learn((word,))
    return _known[word]


def _learn(words: Iterable[str]) -> None:
    new = [word for word in dict.fromkeys(words) if word not in _known]
    if not new:
        return
    connection = _stemmer()
    connection.execute("DELETE FROM text")
    connection.executemany("INSERT INTO text (rowid, word) VALUES (?, ?)", enumerate(new, 1))
    found = dict(connection.execute("SELECT doc, term FROM stem ORDER BY doc, offset DESC"))
    for number, word in enumerate(new, 1):
        _known[word] = found.get(number, word)
