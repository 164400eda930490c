"""The claims nearest to a sentence: three rankings by the index, fused by their ranks.

The words of the whole claim with the codes it names, the words of each wording by itself, and the letters of all of
them (three in a row), which forgive a slip of the pen. A claim that says the sentence word for word comes first. Else
nothing is sorted again, and nothing is cut: how close the first ones come is measured apart, and only decides how they
are introduced.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from kapcli.checking.lists import lists
from kapcli.checking.stems import stem, stems
from kapcli.evidence.assessment import Assessed
from kapcli.index.query import quoted
from kapcli.index.schema import FIRST_WORDING, token
from kapcli.index.texts import searchable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

# In the order of the columns of claim_fts: statement, people, topic, codes, wordings, reasons, mentions.
_WEIGHTS = "4.0, 3.0, 1.0, 2.0, 4.0, 0.5, 0.0"
# How many of each ranking are fused: claims, and wordings, of which a claim has about ten.
_CLAIMS, _WORDINGS = 60, 150
# Reciprocal rank fusion: 1 / (_RANKS + rank). The smaller, the more the first places count.
_RANKS = 10
# Of the letters of a sentence the rarest are looked for: the others are in most claims.
_LETTERS, _LETTERS_IN = 60, 0.5
# The weight of a word that half of the wordings have.
_COMMON = math.log(2)
# From a long sentence so many words are searched for.
_WORDS = 80
# A single word in common makes no sentence close.
_SHARED = 2
# Below this share of a sentence's weight of words, none of the claims is close to it. More than half of the sentences
# that no claim is about stay below it, and one in twenty of the others: tests/checking/test_nearest.py holds it so.
FLOOR = 0.25


class Near(msgspec.Struct, frozen=True):
    """A claim near a sentence.

    Attributes:
        wording: The text of the claim that shares most with it.
        close: The share of the sentence's words that are in the claim, each weighed by how rare it is: 0 to 1.
    """

    assessed: Assessed
    wording: str
    close: float


class Finder:
    """Finds the claims nearest to one sentence after another in an open catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        (self._claims,) = connection.execute("SELECT count(*) FROM claim").fetchone()
        (self._wordings,) = connection.execute("SELECT count(*) FROM wording_fts").fetchone()
        self._weights: dict[str, float] = {}
        self._spread: dict[str, int] = {}
        self._read: dict[int, Assessed] = {}
        self._stems: dict[int, list[tuple[str, frozenset[str]]]] = {}

    def near(self, text: str, about: Iterable[tuple[str, str]], most: int) -> list[Near]:
        """The nearest claims, the nearest first.

        Args:
            text: A sentence.
            about: What it names, or the text before it does: section and code, or ``study`` and its id.
            most: How many.
        """
        said = content(text)
        if not said:
            return []
        roots = stems(said)
        rankings = (
            self._by_words(said, [code if section == "study" else token(section, code) for section, code in about]),
            self._by_wording(said),
            self._by_letters(" ".join(said)),
        )
        scores: dict[int, float] = {}
        for ranking in rankings:
            for rank, position in enumerate(ranking):
                scores[position] = scores.get(position, 0.0) + 1 / (_RANKS + rank)
        said_so = self._by_whole(text)
        first = sorted({*scores, *said_so}, key=lambda one: (one not in said_so, -scores.get(one, 0.0), one))[:most]
        self._read_all(position for position in first if position not in self._read)
        return [self._compared(position, roots) for position in first]

    def _by_words(self, said: Sequence[str], codes: Sequence[str]) -> list[int]:
        sql = f"SELECT rowid FROM claim_fts WHERE claim_fts MATCH ? ORDER BY bm25(claim_fts, {_WEIGHTS}), rowid LIMIT ?"
        return self._rows(sql, (*said, *codes), _CLAIMS)

    def _by_wording(self, said: Sequence[str]) -> list[int]:
        # A word that most wordings have takes long to look up, and tells none from another.
        rare = [word for word in said if self._weight(stem(word)) > _COMMON]
        sql = "SELECT rowid FROM wording_fts WHERE wording_fts MATCH ? ORDER BY rank, rowid LIMIT ?"
        return list(dict.fromkeys(row // FIRST_WORDING for row in self._rows(sql, rare or said, _WORDINGS)))

    def _by_whole(self, text: str) -> frozenset[int]:
        """The claims of which a text is the statement or a wording, word for word."""
        whole = searchable(text)
        sql = "SELECT rowid FROM wording_fts WHERE wording_fts MATCH ? ORDER BY rowid LIMIT ?"
        found = {row // FIRST_WORDING for row in self._rows(sql, [whole], _CLAIMS)}
        self._read_all(position for position in found if position not in self._read)
        return frozenset(one for one in found if any(searchable(own) == whole for own in self._same(one)))

    def _same(self, position: int) -> tuple[str, ...]:
        claim = self._read[position].claim
        return (claim.statement, *claim.wordings)

    def _by_letters(self, said: str) -> list[int]:
        letters = list(dict.fromkeys(said[place : place + 3] for place in range(len(said) - 2)))
        for three in letters:
            if three not in self._spread:
                row = self._connection.execute("SELECT claims FROM letters_in WHERE letters = ?", (three,)).fetchone()
                self._spread[three] = row[0] if row else 0
        found = sorted((one for one in letters if self._spread[one]), key=self._spread.__getitem__)
        rare = [one for one in found if self._spread[one] <= _LETTERS_IN * self._claims]
        sql = "SELECT rowid FROM claim_letters WHERE claim_letters MATCH ? ORDER BY rank, rowid LIMIT ?"
        return self._rows(sql, (rare or found)[:_LETTERS], _CLAIMS)

    def _rows(self, sql: str, terms: Sequence[str], most: int) -> list[int]:
        match = " OR ".join(map(quoted, terms))
        return [row for (row,) in self._connection.execute(sql, (match, most))] if match else []

    def _read_all(self, positions: Iterable[int]) -> None:
        texts: dict[int, tuple[str, ...]] = {}
        for position in positions:
            (json,) = self._connection.execute("SELECT json FROM claim_doc WHERE position = ?", (position,)).fetchone()
            self._read[position] = msgspec.json.decode(json, type=Assessed)
            claim = self._read[position].claim
            texts[position] = (claim.statement, *claim.wordings, *claim.found_by, claim.plain)
        # All words at once: stemming them text by text would take longer than all the rest.
        stems(word for own in texts.values() for text in own for word in content(text))
        for position, own in texts.items():
            self._stems[position] = [(text, stems(content(text))) for text in own]

    def _compared(self, position: int, roots: frozenset[str]) -> Near:
        every = frozenset().union(*(own for _, own in self._stems[position]))
        same = self._stems[position][: len(self._same(position))]
        shared = [(sum(map(self._weight, roots & own)), text) for text, own in same]
        # Of what says the same as the claim, the first that shares most: the statement where it is one of them.
        _, wording = max(shared, key=lambda pair: pair[0])
        return Near(self._read[position], wording, self._closeness(roots, every))

    def _closeness(self, roots: frozenset[str], others: frozenset[str]) -> float:
        """The share of some words that are among others, by weight; 0 where it is but one of several."""
        common = roots & others
        if len(common) < _SHARED <= len(roots):
            return 0.0
        whole = sum(map(self._weight, roots))
        return round(sum(map(self._weight, common)) / whole, 3) if whole else 1.0

    def _weight(self, root: str) -> float:
        """How rare a word is among the wordings: 0 for one that all have."""
        if root not in self._weights:
            row = self._connection.execute("SELECT wordings FROM wording_word WHERE word = ?", (root,)).fetchone()
            self._weights[root] = math.log((self._wordings + 1) / ((row[0] if row else 0) + 1))
        return self._weights[root]


def content(text: str) -> list[str]:
    """The words of a text that say something, each once; all of them where none does."""
    said = list(dict.fromkeys(searchable(text).split()))
    return ([word for word in said if word not in lists().light] or said)[:_WORDS]
