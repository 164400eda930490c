"""What a sentence and a claim name differently: figures, denials, directions, people, routes, times, certainty.

Each is a small rule of its own that says what stands on one side only. None of them decides anything: whether the two
say the same is for the reader to judge.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from kapcli.catalogue.numbers import Figure, figures, same
from kapcli.catalogue.study_rules import KETAMINES
from kapcli.catalogue.words import words
from kapcli.checking.lists import lists, with_not
from kapcli.index.spotting import spotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.spotting import Ways

Kind = Literal[
    "figures", "denial", "direction", "comparison", "condition", "population", "route", "treatment", "time", "certainty"
]
# In the order in which they are shown.
KINDS: tuple[Kind, ...] = get_args(Kind)
_SECTIONS: dict[str, Kind] = {
    "condition": "condition",
    "population": "population",
    "route": "route",
    "drug": "treatment",
    "therapy": "treatment",
    "comparator": "comparison",
}
# What a sentence on ketamine need not say.
_PLAIN = frozenset({("drug", "ketamine"), ("population", "adults")})
# Directions of `lists` that cannot both hold: what is lowered is mostly a symptom.
_OPPOSITES = (("up", "down"), ("better", "worse"), ("down", "worse"))
_OF_A_FIGURE = re.compile(r"\b(?:more|less|fewer|greater|higher|lower) than (?=\d|half|one|two|three)", re.I)
# What other words say of one.
_ONE = ("one ", "within one ")

Codes = dict[tuple[str, str], str]
# What only the sentence has, and what only the claim has.
Sides = tuple[tuple[str, ...], tuple[str, ...]]


class Claimed:
    """What a claim says, each part read once, and only where it is asked for.

    Attributes:
        statement: What only it names is missing in a sentence.
        others: The other wordings: what any of them names is not added by a sentence.
    """

    def __init__(self, statement: str, others: tuple[str, ...], ways: Ways) -> None:
        self.statement, self.others, self._ways = statement, others, ways

    @functools.cached_property
    def named(self) -> Codes:
        """The codes that the statement names."""
        return spotted(self.statement, self._ways)

    @functools.cached_property
    def every(self) -> Codes:
        """Those that any of its texts names."""
        return self.named | {pair: name for text in self.others for pair, name in spotted(text, self._ways).items()}


class Difference(msgspec.Struct, frozen=True):
    """One kind of thing that differs.

    Attributes:
        said: What only the sentence has.
        read: What only the claim has.
    """

    kind: Kind
    said: tuple[str, ...]
    read: tuple[str, ...]


def differences(sentence: str, claim: Claimed, ways: Ways, vocabulary: Vocabulary) -> tuple[Difference, ...]:
    """What differs between a sentence and a claim.

    Args:
        sentence: As it was read.
        claim: The claim's texts and what they name.
        ways: The ways of saying each code.
        vocabulary: Tells which code is above which.
    """
    coded = _coded(spotted(sentence, ways), claim, vocabulary)
    found: list[Difference] = []
    for kind in KINDS:
        said, read = coded.get(kind, ((), ()))
        if kind in _RULES:
            more = _RULES[kind](sentence, claim.statement, claim.others)
            # A comparator that is named says more than the word that compares.
            said, read = said or more[0], read or more[1]
        if said or read:
            found.append(Difference(kind, said, read))
    return tuple(found)


def figure_sides(sentence: str, statement: str, others: Iterable[str]) -> Sides:
    """Numbers that only one of the two has; times and years are told apart elsewhere."""
    return _amounts(sentence, statement, others, lambda one: one.unit not in ("hours", "year"))


def time_sides(sentence: str, statement: str, others: Iterable[str]) -> Sides:
    """Lengths of time that only one of the two has, and years where both have one and not the same."""
    said, read = _amounts(sentence, statement, others, lambda one: one.unit == "hours")
    years, since = _amounts(sentence, statement, others, lambda one: one.unit == "year")
    return ((*said, *years), (*read, *since)) if years and since else (said, read)


def _amounts(sentence: str, statement: str, others: Iterable[str], wanted: Callable[[Figure], bool]) -> Sides:
    ours, theirs = ([one for one in figures(text) if wanted(one)] for text in (sentence, statement))
    added = [one for one in ours if not any(same(one, other) for other in (*theirs, *_meant(statement, wanted)))]
    more = [one for text in others for one in (*figures(text), *_meant(text, wanted)) if wanted(one)] if added else []
    said = [one.written for one in added if not any(same(one, other) for other in more)]
    left = [one for one in theirs if not any(same(other, one) for other in ours)]
    also = _meant(sentence, wanted) if left else []
    read = [one.written for one in left if not any(same(other, one) for other in also)]
    return tuple(dict.fromkeys(said)), tuple(dict.fromkeys(read))


def _meant(text: str, wanted: Callable[[Figure], bool]) -> list[Figure]:
    """Figures that a text has in words which are none by themselves: *a single infusion*, *within a day*."""
    text = text.casefold()
    spelt = {way: other for way, other in lists().spelt.items() if way in text and other.startswith(_ONE)}
    for way, other in spelt.items():
        text = text.replace(way, other)
    return [one for one in figures(text) if wanted(one)] if spelt else []


def denial_sides(sentence: str, statement: str, _: Iterable[str]) -> Sides:
    """Words of denial, where one of the two has an odd number of them and the other an even one."""
    # Who answers "no, ..." denies in the words behind it.
    ours, theirs = (
        _those(re.sub(r"^\W*no[,.:;!]", "", text, flags=re.I), lists().denials) for text in (sentence, statement)
    )
    return (ours, theirs) if len(ours) % 2 != len(theirs) % 2 else ((), ())


def direction_sides(sentence: str, statement: str, _: Iterable[str]) -> Sides:
    """Words that say which way something goes, where the two go opposite ways: *lowers* and *raises*."""
    directions = lists().directions
    ours, theirs = ({name: _those(text, own) for name, own in directions.items()} for text in (sentence, statement))
    if any(ours[name] and theirs[name] for name in directions):
        return (), ()
    for one, other in _OPPOSITES:
        for here, there in ((one, other), (other, one)):
            if ours[here] and theirs[there]:
                return ours[here], theirs[there]
    return (), ()


def comparing_sides(sentence: str, statement: str, others: Iterable[str]) -> Sides:
    """Words that compare, where only one of the two does."""
    # *More than 70%* is a figure and compares nothing.
    ours, theirs = (_those(_OF_A_FIGURE.sub("", text), lists().compares) for text in (sentence, statement))
    any_of_them = theirs or any(_those(text, lists().compares) for text in others)
    return (() if any_of_them else ours, () if ours else theirs)


def certainty_sides(sentence: str, statement: str, _: Iterable[str]) -> Sides:
    """Words of certainty that only one of the two has."""
    known = lists().hedges | lists().certain
    ours, theirs = (_those(text, known) for text in (sentence, statement))
    return _only(ours, theirs), _only(theirs, ours)


_RULES: dict[Kind, Callable[[str, str, Iterable[str]], Sides]] = {
    "figures": figure_sides,
    "denial": denial_sides,
    "direction": direction_sides,
    "comparison": comparing_sides,
    "time": time_sides,
    "certainty": certainty_sides,
}


def _coded(ours: Codes, claim: Claimed, vocabulary: Vocabulary) -> dict[Kind, Sides]:
    """What is named by a code of the vocabulary; a broader and a narrower term do not differ."""
    # The other wordings are read only for what the statement does not name.
    said = _lacking(ours, claim.named, vocabulary) and _lacking(ours, claim.every, vocabulary)
    read = _lacking(claim.named, ours, vocabulary)
    return {kind: (tuple(said.get(kind, ())), tuple(read.get(kind, ()))) for kind in (*said, *read)}


def _lacking(own: Codes, others: Codes, vocabulary: Vocabulary) -> dict[Kind, dict[str, None]]:
    """What one side names and the other does not, in its own words."""
    found: dict[Kind, dict[str, None]] = {}
    names = set(others.values())
    for pair, name in own.items():
        kind = _SECTIONS.get(pair[0])
        if pair[0] == ("comparator" if pair[1] in KETAMINES else "drug") and _twice(pair, own):
            # Midazolam is given to compare with, and esketamine as a treatment.
            continue
        if kind is None or pair in _PLAIN or name in names or _related(pair, others, vocabulary):
            continue
        found.setdefault(kind, {})[name] = None
    return found


def _twice(pair: tuple[str, str], own: Iterable[tuple[str, str]]) -> bool:
    return sum(section in ("drug", "comparator") and code == pair[1] for section, code in own) > 1


def _related(pair: tuple[str, str], others: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> bool:
    section, code = pair
    above = set(vocabulary.broader(section, code))
    return any(section == other and (one in above or code in vocabulary.broader(section, one)) for other, one in others)


def _those(text: str, known: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in words(with_not(text)) if word in known)


def _only(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    known = set(others)
    return tuple(dict.fromkeys(word for word in some if word not in known))
