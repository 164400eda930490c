"""Whether a sentence says the same as a claim. Only then is the claim's verdict a verdict on the sentence.

Two texts say the same where they hold the same words in the same order. A term of the vocabulary counts as its code, a
number as its digits, any other word as its stem; only the words of a closed list count for nothing. Denials, words of
certainty, comparisons and purposes are words like any other, so that whatever changes the meaning keeps a sentence out:
a word more, a word less, another number, sides that are swapped. Few sentences pass, and that is meant.

A sentence that differs from a claim by one denial alone says the opposite, which is told of supported claims only.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.numbers import NAMED, figures
from kapcli.catalogue.words import singular
from kapcli.checking.differences import Claimed, differences
from kapcli.checking.lists import lists
from kapcli.checking.stems import stem
from kapcli.index.spotting import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.numbers import Figure
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.spotting import Ways

_NUMBERS = {name: f"{value:g}" for name, value in NAMED.items()}
# What a wording must have in common with the statement of its claim.
_SUBJECT = frozenset({"condition", "population", "route", "treatment"})
_DIGITS = re.compile(r"\d[\d.,]*")
_SPRAVATO = re.compile(r"\bspravato\b", re.IGNORECASE)
_BEING = frozenset("is are was were be been being".split())
_DOING = frozenset("do doe did".split())


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


class _Read(msgspec.Struct, frozen=True):
    """A text as it is compared: every word that counts, in order, and its figures with their units."""

    said: tuple[str, ...]
    figures: frozenset[tuple[float, str]]

    @property
    def without_denials(self) -> tuple[str, ...]:
        return tuple(word for word in self.said if word not in _denials())

    @property
    def denials(self) -> int:
        return len(self.said) - len(self.without_denials)

    @property
    def hedged(self) -> bool:
        """Whether a word leaves open how far it holds: to deny it is not to say the opposite."""
        return not _unsure().isdisjoint(self.said)


class Gate:
    """Compares one sentence after another with claims."""

    def __init__(self, ways: Ways, vocabulary: Vocabulary) -> None:
        self._ways, self._vocabulary = ways, vocabulary
        self._texts: dict[str, tuple[tuple[str, _Read], ...]] = {}

    def same(self, sentence: str, claims: Iterable[Claim]) -> Same | None:
        """The claim that says what a sentence says, or its opposite; ``None`` where none does for certain.

        Args:
            sentence: As it was read.
            claims: Those that may; where two of them give it different verdicts, it has none.
        """
        said = self._read(sentence)
        if not said.said:
            return None
        found = [one for claim in claims if (one := self._one(said, claim)) is not None]
        return found[0] if len({one.verdict for one in found}) == 1 else None

    def _one(self, said: _Read, claim: Claim) -> Same | None:
        texts = self._whole(claim)
        for text, read in texts:
            if said == read:
                return Same(claim.id, claim.verdict, text)
        if claim.verdict != "supported" or said.hedged:
            return None
        for text, read in texts:
            one_denial = {said.denials, read.denials} == {0, 1}
            same = said.figures == read.figures and said.without_denials == read.without_denials
            if one_denial and same and not read.hedged:
                return Same(claim.id, "contradicted", text, denied=True)
        return None

    def _whole(self, claim: Claim) -> tuple[tuple[str, _Read], ...]:
        """The statement, and the wordings that say no less, and nothing of others.

        What one paper says may be said in parts. Any other wording is of the same people and treatment as the
        statement; of an effect it leaves out nothing to which the statement is restricted. A figure that the statement
        does not have is of one study, and may be right where the claim is not.
        """
        if claim.id not in self._texts:
            statement = Claimed(_generic(claim.statement), (), self._ways)
            whole = (text for text in claim.wordings if claim.kind == "record" or self._no_less(text, statement, claim))
            self._texts[claim.id] = tuple((text, self._read(text)) for text in (claim.statement, *whole))
        return self._texts[claim.id]

    def _no_less(self, text: str, statement: Claimed, claim: Claim) -> bool:
        if claim.verdict != "supported" and set(_DIGITS.findall(text)) - set(_DIGITS.findall(claim.statement)):
            return False
        found = differences(_generic(text), statement, self._ways, self._vocabulary)
        if any(one.kind in _SUBJECT for one in found):
            return False
        return claim.kind != "effect" or not any(one.read for one in found)

    def _read(self, text: str) -> _Read:
        plain = _generic(text).replace("n't", " not").replace("n’t", " not")
        plain = plain.replace("cannot", "can not").replace("%", " percent ")
        said: list[str] = []
        for words, codes in pieces(plain, self._ways):
            if codes:
                said.append(" ".join(f"{section}:{code}" for section, code in sorted(codes)))
            else:
                said += map(_counting, words.split())
        return _Read(tuple(filter(None, said)), frozenset(map(_amount, figures(text))))


def _generic(text: str) -> str:
    """A text in which the brand name is what it stands for, the route included."""
    return _SPRAVATO.sub("esketamine nasal spray", text)


def _amount(figure: Figure) -> tuple[float, str]:
    return figure.value, figure.unit


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
