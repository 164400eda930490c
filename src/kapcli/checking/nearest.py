"""The claims nearest to a sentence: three rankings by the index, fused by their ranks.

The words of the whole claim with the codes it names, the words of each wording by itself, and the letters of all of
them (three in a row), which forgive a slip of the pen. A claim with just the words of the sentence comes first, and of
those that come out alike the one whose statement the sentence repeats. Nothing is cut: how close the first ones come is
measured apart, and only decides how they are introduced.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.checking.lists import lists, with_not
from kapcli.evidence.assessment import Assessed
from kapcli.index.claims import claims_at
from kapcli.index.query import quoted
from kapcli.index.schema import FIRST_WORDING, token
from kapcli.index.stems import stem, stems
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
# Of the fused ranking so many are held against the sentence word by word, and what a whole statement then counts: about
# as much as one place among the first. More brings no further sentence to its claim, and loses some.
_COMPARED, _STATED = 20, 0.01
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

_Said = tuple[list[frozenset[str]], list[frozenset[str]]]


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
        self._claims: int = self._one("SELECT count(*) FROM claim")
        self._wordings: int = self._one("SELECT count(*) FROM wording_fts")
        self._weight = functools.cache(self._rarity)
        self._spread = functools.cache(self._claims_with)
        self._claim = functools.cache(lambda position: claims_at(connection, [position])[0])
        self._said = functools.cache(self._telling)

    def near(self, text: str, about: Iterable[tuple[str, str]], most: int, whole: str = "") -> list[Near]:
        """The nearest claims, the nearest first.

        Args:
            text: A sentence.
            about: What it names, or the text before it does: section and code, or ``study`` and its id.
            most: How many.
            whole: The sentence with what is not looked for (a DOI): how close a claim is counts all of it.
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
        fused = sorted(scores, key=lambda position: (-scores[position], position))
        # A claim with just the words of the sentence comes first; of the others one more by how much of its statement
        # the sentence has.
        order = {
            position: (self._repeats(position, roots), scores[position] + _STATED * self._share(position, roots))
            for position in fused[: max(_COMPARED, most)]
        }
        roots = stems(content(whole)) if whole else roots
        return [self._near(position, roots) for position in sorted(order, key=order.__getitem__, reverse=True)[:most]]

    def _by_words(self, said: Sequence[str], codes: Sequence[str]) -> list[int]:
        sql = f"SELECT rowid FROM claim_fts WHERE claim_fts MATCH ? ORDER BY bm25(claim_fts, {_WEIGHTS}), rowid LIMIT ?"
        return self._rows(sql, (*said, *codes), _CLAIMS)

    def _by_wording(self, said: Sequence[str]) -> list[int]:
        # A word that most wordings have takes long to look up, and tells none from another.
        rare = [word for word in said if self._weight(stem(word)) > _COMMON]
        sql = "SELECT rowid FROM wording_fts WHERE wording_fts MATCH ? ORDER BY rank, rowid LIMIT ?"
        return list(dict.fromkeys(row // FIRST_WORDING for row in self._rows(sql, rare or said, _WORDINGS)))

    def _by_letters(self, said: str) -> list[int]:
        letters = list(dict.fromkeys(said[place : place + 3] for place in range(len(said) - 2)))
        found = sorted(filter(self._spread, letters), key=self._spread)
        rare = [one for one in found if self._spread(one) <= _LETTERS_IN * self._claims]
        sql = "SELECT rowid FROM claim_letters WHERE claim_letters MATCH ? ORDER BY rank, rowid LIMIT ?"
        return self._rows(sql, (rare or found)[:_LETTERS], _CLAIMS)

    def _claims_with(self, letters: str) -> int:
        """How many claims have three letters in a row."""
        return self._one("SELECT claims FROM letters_in WHERE letters = ?", letters) or 0

    def _one(self, sql: str, *values: str | int) -> Any:
        row = self._connection.execute(sql, values).fetchone()
        return row and row[0]

    def _rows(self, sql: str, terms: Sequence[str], most: int) -> list[int]:
        match = " OR ".join(map(quoted, terms))
        return [row for (row,) in self._connection.execute(sql, (match, most))] if match else []

    def _telling(self, position: int) -> _Said:
        """The stems of the telling words of a claim's texts: those that say the same as it, and the others."""
        json = self._one("SELECT json FROM claim_stems WHERE position = ?", position)
        same, others = msgspec.json.decode(json, type=_Said)
        return [own - _light() for own in same], [own - _light() for own in others]

    def _repeats(self, position: int, roots: frozenset[str]) -> bool:
        """Whether a claim has just the words of a sentence, or says those of its denial."""
        same, others = self._said(position)
        telling = roots - _denials()
        return roots in others or bool(telling and any(telling == own - _denials() for own in same))

    def _share(self, position: int, roots: frozenset[str]) -> float:
        """The share of a claim's statement that a sentence has, by weight."""
        statement = self._said(position)[0][0]
        whole = sum(map(self._weight, statement))
        return sum(map(self._weight, statement & roots)) / whole if whole else 0.0

    def _near(self, position: int, roots: frozenset[str]) -> Near:
        assessed = self._claim(position)
        same, others = self._said(position)
        shared = [sum(map(self._weight, roots & own)) for own in same]
        # Of what says the same as the claim, the first that shares most: the statement where it is one of them.
        wording = (assessed.claim.statement, *assessed.claim.wordings)[shared.index(max(shared))]
        return Near(assessed, wording, self._closeness(roots, frozenset().union(*same, *others)))

    def _closeness(self, roots: frozenset[str], others: frozenset[str]) -> float:
        """The share of some words that are among others, by weight; 0 where it is but one of several."""
        common = roots & others
        if len(common) < _SHARED <= len(roots):
            return 0.0
        whole = sum(map(self._weight, roots))
        return round(sum(map(self._weight, common)) / whole, 3) if whole else 1.0

    def _rarity(self, root: str) -> float:
        """How rare a word is among the wordings: 0 for one that all have."""
        having = self._one("SELECT wordings FROM wording_word WHERE word = ?", root) or 0
        return math.log((self._wordings + 1) / (having + 1))


@functools.cache
def _light() -> frozenset[str]:
    return stems(lists().light)


@functools.cache
def _denials() -> frozenset[str]:
    return stems(lists().denials)


def content(text: str) -> list[str]:
    """The words of a text that say something, each once; all of them where none does."""
    said = list(dict.fromkeys(searchable(with_not(text)).split()))
    return ([word for word in said if word not in lists().light] or said)[:_WORDS]
