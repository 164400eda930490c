"""The terms of the vocabulary that a text names: the longest phrase at each place, to its codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.words import one_word_drugs, singular, words
from kapcli.index.records import meta

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

# The longest phrase that is looked for, in words.
_LONGEST = 7
# What a statement can be about; the rest of the vocabulary stays words.
SPOTTED = frozenset("condition population route drug therapy comparator dosing_model design instrument domain".split())
# Words that are terms somewhere, and too common in sentences to be one there.
_EVERYDAY = frozenset(
    """medical act group active trial study drug none other mixed clinic operation combat case book theory review report
    use misuse abuse function safety response muscle mouth nose shot spray pill senior nurse doctor injury injured
    surgical surgery accident cancer had minor""".split()
)

# Phrases in which a word that is a term does not mean it.
_OF_NOTHING_HERE = ("respiratory depression",)
Codes = tuple[tuple[str, str], ...]


class Ways:
    """The ways of saying each code that a statement can be about.

    Attributes:
        said: Phrase, in the singular, to the section and code of everything that it names; empty for a phrase that only
            means something else (*respiratory depression* is no depression).
        words: Every word of a phrase.
    """

    def __init__(self, said: Mapping[str, Codes]) -> None:
        self.said = said
        self.words = frozenset(word for name in said for word in name.split())

    @classmethod
    def stored(cls, connection: sqlite3.Connection) -> Ways:
        """Those of a compiled catalogue."""
        return cls(msgspec.json.decode(meta(connection, "ways"), type=dict[str, Codes]))


def ways_to_say(phrases: Mapping[str, Iterable[tuple[str, str]]]) -> dict[str, Codes]:
    """Of every phrase to its codes those that a statement can be about."""
    # "Safe" and "risk" are both of the domain of safety, and say the opposite: they stay words.
    found = {
        name: tuple(pair for pair in pairs if pair[0] in SPOTTED and pair[1] != "safety")
        for name, pairs in phrases.items()
        if name not in _EVERYDAY
    }
    return {name: codes for name, codes in found.items() if codes} | dict.fromkeys(_OF_NOTHING_HERE, ())


def spotted(text: str, ways: Ways) -> dict[tuple[str, str], str]:
    """The codes that a text names, each with the words that name it, in the order of the text."""
    found: dict[tuple[str, str], str] = {}
    for name, codes in pieces(text, ways):
        for pair in codes:
            found.setdefault(pair, name)
    return found


def pieces(text: str, ways: Ways) -> Iterator[tuple[str, Codes]]:
    """A text cut into terms of the vocabulary and single words, in the singular, each with the codes that it names."""
    said = [singular(word) for word in words(one_word_drugs(text))]
    place = 0
    while place < len(said):
        length, codes = _longest(said, place, ways)
        yield " ".join(said[place : place + length]), codes
        place += length


def _longest(said: list[str], place: int, ways: Ways) -> tuple[int, Codes]:
    best: tuple[int, Codes] = 1, ()
    for length in range(1, min(_LONGEST, len(said) - place) + 1):
        if said[place + length - 1] not in ways.words:
            break
        codes = ways.said.get(" ".join(said[place : place + length]))
        if codes is not None:
            best = length, codes
    return best
