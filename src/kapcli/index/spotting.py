"""The terms of the vocabulary that a text names: the longest phrase at each place, to its codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kapcli.catalogue.words import one_word_drugs, singular, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# The longest phrase that is looked for, in words.
_LONGEST = 7
# What a statement can be about; the rest of the vocabulary stays words.
SPOTTED = frozenset("condition population route drug therapy comparator dosing_model design instrument domain".split())
# Words that are terms somewhere, and too common in sentences to be one there.
_EVERYDAY = frozenset(
    """medical act group active trial study drug none other mixed clinic operation combat case book theory review report
    use misuse abuse function safety response muscle mouth nose shot spray pill senior nurse doctor injury injured
    surgical surgery accident cancer had""".split()
)


class Ways(Protocol):
    """The ways of saying each code."""

    def has(self, word: str) -> bool:
        """Whether any phrase has a word, in the singular."""

    def get(self, phrase: str) -> tuple[tuple[str, str], ...]:
        """The section and code of everything that a phrase names."""


class Compiled:
    """The ways while a catalogue is compiled."""

    def __init__(self, ways: dict[str, list[tuple[str, str]]]) -> None:
        self._ways = {name: tuple(codes) for name, codes in ways.items()}
        self._words = {word for name in ways for word in name.split()}

    def has(self, word: str) -> bool:
        """Whether any phrase has a word."""
        return word in self._words

    def get(self, phrase: str) -> tuple[tuple[str, str], ...]:
        """What a phrase names."""
        return self._ways.get(phrase, ())


class Stored:
    """The ways asked of a compiled catalogue, each once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._words: dict[str, bool] = {}
        self._ways: dict[str, tuple[tuple[str, str], ...]] = {}

    def has(self, word: str) -> bool:
        """Whether any phrase has a word."""
        if word not in self._words:
            found = self._connection.execute("SELECT 1 FROM phrase_word WHERE word = ?", (word,)).fetchone()
            self._words[word] = found is not None
        return self._words[word]

    def get(self, phrase: str) -> tuple[tuple[str, str], ...]:
        """What a phrase names."""
        if phrase not in self._ways:
            sql = "SELECT section, code FROM phrase WHERE name = ? ORDER BY place"
            self._ways[phrase] = tuple(self._connection.execute(sql, (phrase,)))
        return self._ways[phrase]


def spotted(text: str, ways: Ways) -> dict[tuple[str, str], str]:
    """The codes that a text names, each with the words that name it, in the order of the text."""
    found: dict[tuple[str, str], str] = {}
    for name, codes in pieces(text, ways):
        for pair in codes:
            found.setdefault(pair, name)
    return found


def pieces(text: str, ways: Ways) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """A text cut into terms of the vocabulary and single words, in the singular, each with the codes that it names."""
    said = [singular(word) for word in words(one_word_drugs(text))]
    place = 0
    while place < len(said):
        length, codes = _longest(said, place, ways)
        yield " ".join(said[place : place + length]), codes
        place += length


def _longest(said: list[str], place: int, ways: Ways) -> tuple[int, tuple[tuple[str, str], ...]]:
    best: tuple[int, tuple[tuple[str, str], ...]] = 1, ()
    for length in range(1, min(_LONGEST, len(said) - place) + 1):
        if not ways.has(said[place + length - 1]):
            break
        if length == 1 and said[place] in _EVERYDAY:
            continue
        # "Safe" and "risk" are both of the domain of safety, and say the opposite: they stay words.
        codes = tuple(
            pair
            for pair in ways.get(" ".join(said[place : place + length]))
            if pair[0] in SPOTTED and pair[1] != "safety"
        )
        if codes:
            best = length, codes
    return best
