"""Whether a sentence says the same as a claim. Only then is the claim's verdict a verdict on the sentence.

Two texts say the same where they hold the same words in the same order. A number counts as its digits, a word as its
stem, a phrase of a closed list (*reduces*, *lowers*) as the first of its group; only the words of another closed list
count for nothing. The vocabulary of the search is no such list: it takes *suicidal thoughts* for *suicide*. Denials,
words of certainty, comparisons and purposes are words like any other, so that whatever changes the meaning keeps a
sentence out: a word more, a word less, another number, sides that are swapped. Few sentences pass, and that is meant.

A sentence that differs from a claim by one denial alone says the opposite, which is told of supported claims only.
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.numbers import NAMED
from kapcli.catalogue.words import one_word_drugs, singular, words
from kapcli.checking.lists import lists, longest, with_not
from kapcli.index.stems import stem, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kapcli.catalogue.claim import Claim

_NUMBERS = {name: f"{value:g}" for name, value in NAMED.items()}
_BEING = frozenset("is are was were be been being".split())
_DOING = frozenset("do doe did".split())
# The longest phrase of a group, in words that count.
_LONGEST = 6


class Same(msgspec.Struct, frozen=True):
    """A claim that a sentence repeats, or denies.

    Attributes:
        claim: Its id.
        verdict: The verdict on the sentence, by code.
        wording: The text of the claim that says the same.
        denied: Whether the sentence says the opposite of it.
    """

    claim: str
    verdict: str
    wording: str
    denied: bool = False


# A text as it is compared: every word that counts, in order.
_Read = tuple[str, ...]


class Gate:
    """Compares one sentence after another with claims."""

    def __init__(self) -> None:
        self._first: dict[str, list[str]] = {}
        # All stems at once: one by one they take longer than all the rest.
        _learn(itertools.chain.from_iterable(lists().alike))
        for group in lists().alike:
            phrases = [_counted(phrase) for phrase in group]
            self._first |= {" ".join(phrase): phrases[0] for phrase in phrases if phrase}
        self._known: dict[str, _Read] = {}

    def same(self, sentence: str, claims: Iterable[Claim]) -> Same | None:
        """The claim that says what a sentence says, or its opposite; ``None`` where none does for certain.

        Args:
            sentence: As it was read.
            claims: Those that may; where two of them give it different verdicts, it has none.
        """
        claims = list(claims)
        texts = (sentence, *(text for claim in claims for text in (claim.statement, *claim.wordings)))
        _learn(text for text in texts if text not in self._known)
        said = self._read(sentence)
        if not said:
            return None
        found = [one for claim in claims if (one := self._one(said, claim)) is not None]
        return found[0] if len({one.verdict for one in found}) == 1 else None

    def _one(self, said: _Read, claim: Claim) -> Same | None:
        flips = claim.verdict == "supported"
        opposite = None
        for text in (claim.statement, *claim.wordings):
            read = self._read(text)
            if said == read:
                return Same(claim.id, claim.verdict, text)
            if flips and opposite is None and _opposite(said, read):
                opposite = Same(claim.id, "contradicted", text, denied=True)
        return opposite

    def _read(self, text: str) -> _Read:
        if text not in self._known:
            self._known[text] = tuple(self._in_one_way(_counted(text)))
        return self._known[text]

    def _in_one_way(self, said: list[str]) -> Iterator[str]:
        """The words with every phrase of a group as the first of it."""
        place = 0
        while place < len(said):
            length = longest(said, place, self._first, _LONGEST)
            phrase = said[place : place + (length or 1)]
            yield from self._first[" ".join(phrase)] if length else phrase
            place += len(phrase)


@functools.lru_cache(maxsize=4096)
def _opposite(one: _Read, other: _Read) -> bool:
    """Whether two texts differ by one denial, and no word leaves open how far they hold: then each denies the other."""
    ours, theirs = (tuple(word for word in read if word not in _denials()) for read in (one, other))
    denials = {len(one) - len(ours), len(other) - len(theirs)}
    return denials == {0, 1} and ours == theirs and _unsure().isdisjoint((*one, *other))


@functools.lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    return tuple(singular(word) for word in words(one_word_drugs(_spelt(text))))


def _counted(text: str) -> list[str]:
    return list(filter(None, map(_counting, _words(text))))


def _learn(texts: Iterable[str]) -> None:
    stems(word for text in texts for word in _words(text))


def _spelt(text: str) -> str:
    text = with_not(text.casefold())
    if any(map(str.isdigit, text)):
        # As one word, so that .5 is not 5 and -5 not 5.
        text = re.sub(r"(?<![\w)])[-−](?=\.?\d)", "minus ", re.sub(r"(?<=\d),(?=\d{3}\b)", "", text))
        text = re.sub(r"(?<![\d.])\.(?=\d)", "0.", text)
        text = re.sub(r"(?<=\d)[.,·](?=\d)", "point", text)
    for way, other in lists().spelt.items():
        text = text.replace(way, other)
    return text


@functools.cache
def _counting(word: str) -> str:
    """What a word counts as; empty where it counts for nothing."""
    if word in _neutral() or word in _DOING:
        return ""
    if word in _BEING:
        return "be"
    if word in _denials() or word in _unsure():
        return word
    return _NUMBERS.get(word) or stem(word)


# Words reach the gate in the singular, so the lists do too (*does* is then *doe*).
@functools.cache
def _neutral() -> frozenset[str]:
    return frozenset(map(singular, lists().neutral))


@functools.cache
def _denials() -> frozenset[str]:
    return frozenset(map(singular, lists().denials))


@functools.cache
def _unsure() -> frozenset[str]:
    return frozenset(map(singular, lists().hedges | lists().certain | lists().quantifies))
