"""The lists of words that checking goes by, from a data file."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.files import packaged

if TYPE_CHECKING:
    from collections.abc import Container, Sequence


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words and phrases by what they do to a statement, folded and in every form that counts.

    Attributes:
        overstated: Why nothing can bear such words out, to the words.
        not_overstated_before: Words of these that are none before some others (*breakthrough therapy designation*).
        never_bears: What *never* must stand before to say something of an effect.
        open: Phrases that leave open what follows them.
        asks: Words that ask or report what follows them.
        no_proof: What denies the words of `proof` behind it.
        clause: Words that begin another clause.
        counts: Overstated words that say of how many it holds.
        directions: Words that say which way something goes: ``up``, ``down``, ``better`` and ``worse``.
        light: Words that a search does without.
        neutral: Words without which a sentence says the same.
        alike: Phrases that say the same, in groups; those of a group whose first is empty say nothing by themselves.
        contracted: Words and ends of words that hold *not*, in this order.
        named: Names and abbreviations as the claims have them, to the other ways in which exactly these are written.
        spelt: Letters that are read as others, in this order.
        quantifies: Words that say of how many it holds, or how nearly: what denies them is not the opposite.
    """

    overstated: dict[str, tuple[str, ...]]
    not_overstated_before: dict[str, frozenset[str]]
    never_bears: frozenset[str]
    denials: frozenset[str]
    open: tuple[str, ...]
    asks: frozenset[str]
    no_proof: frozenset[str]
    proof: frozenset[str]
    clause: frozenset[str]
    almost: frozenset[str]
    counts: frozenset[str]
    hedges: frozenset[str]
    certain: frozenset[str]
    compares: frozenset[str]
    directions: dict[str, frozenset[str]]
    light: frozenset[str]
    neutral: frozenset[str]
    alike: tuple[tuple[str, ...], ...]
    contracted: dict[str, str]
    named: dict[str, tuple[str, ...]]
    spelt: dict[str, str]
    quantifies: frozenset[str]
    ask_first: frozenset[str]
    first_person: frozenset[str]


@functools.cache
def lists() -> Lists:
    """The lists, read once."""
    return msgspec.json.decode(packaged("checking", "words.json"), type=Lists)


def with_not(text: str) -> str:
    """A text in which *doesn't* is *does not*."""
    for contracted, whole in lists().contracted.items():
        text = text.replace(contracted, whole)
    return text


def longest(said: Sequence[str], place: int, known: Container[str], most: int) -> int:
    """How many words the longest known phrase has that begins at a place; 0 where none does."""
    lengths = range(min(most, len(said) - place), 0, -1)
    return next((length for length in lengths if " ".join(said[place : place + length]) in known), 0)


def one_name(text: str) -> str:
    """A text in which conditions, treatments and authorities have the name that the claims give them."""
    folded = text.casefold()
    if not any(start in folded for start in _starts()):
        # Most texts have none, and the pattern is costly to compile.
        return text
    names, pattern = _names()
    return pattern.sub(lambda found: names[_bare(found[0])], text)


@functools.cache
def _starts() -> frozenset[str]:
    """The first words of those names, as far as a hyphen."""
    return frozenset(way.casefold().replace("-", " ").split()[0] for ways in lists().named.values() for way in ways)


@functools.cache
def _names() -> tuple[dict[str, str], re.Pattern[str]]:
    names = {_bare(way): name for name, ways in lists().named.items() for way in ways}
    ways = (re.escape(way).replace(r"\ ", "-").replace(r"\-", "-") for ways in lists().named.values() for way in ways)
    either = "|".join(way.replace("-", r"[\s\u2010-\u2014-]+") for way in ways)
    return names, re.compile(rf"\b(?:{either})\b", re.IGNORECASE)


def _bare(way: str) -> str:
    return "".join(filter(str.isalpha, way.casefold()))
