"""A sentence as tokens: words, numbers, terms of the vocabulary, studies by name, and the signs between them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec

from kapcli.catalogue.words import plain, singular
from kapcli.checking import lexicon
from kapcli.checking.lexicon import ALIASES, NUMBER_WORDS
from kapcli.checking.normalising import normalised
from kapcli.checking.stems import stem, stems

# The longest phrase of the vocabulary that a sentence is searched for, in words.
_LONGEST = 7
# Sections whose terms are slots of a statement; what else the vocabulary knows stays a word.
SLOTS = (
    "condition",
    "population",
    "route",
    "drug",
    "therapy",
    "comparator",
    "dosing_model",
    "design",
    "instrument",
    "domain",
)
# Words that are terms of the vocabulary somewhere, and too common in sentences to be one there.
_EVERYDAY = frozenset(
    """medical act group active trial study drug none other mixed clinic operation combat case book theory review report
    use misuse abuse function safety response anxiety-free muscle mouth nose shot spray pill stress-free senior
    nurse doctor injury injured surgical surgery accident cancer had""".split()
)
_OWNER = re.compile(r"\b([A-Z][\w-]+)['’]s\b")
_SIGNS = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+\+[a-z]+|[^\W\d_]+|[,;:.?!()\"]")
# Kinds of token.
WORD, NUMBER, TERM, STUDY, SIGN = "word", "number", "term", "study", "sign"


class Lookup(Protocol):
    """The ways of saying each code of the vocabulary."""

    def has(self, word: str) -> bool:
        """Whether a word, in the singular, is part of any of them."""

    def get(self, phrase: str) -> tuple[tuple[str, str], ...]:
        """The codes that some words, joined by blanks, may mean."""


class Token(msgspec.Struct):
    """One token.

    Attributes:
        kind: One of the five above.
        text: Folded.
        stem: Of a word, after words that mean the same were made one.
        value: Of a number.
        codes: Of a term: section and code of each meaning; of a study: ``study`` and its ids.
    """

    kind: str
    text: str
    stem: str = ""
    value: float = 0.0
    codes: tuple[tuple[str, str], ...] = ()


class Names(msgspec.Struct, frozen=True):
    """What studies are called.

    Attributes:
        families: From the family name of a first author, folded, to the ids of that author's studies.
        acronyms: From a trial's own name, folded, to the ids of its studies.
    """

    families: Callable[[str], tuple[str, ...]]
    acronyms: Callable[[str], tuple[str, ...]]


def tokens(text: str, lookup: Lookup, names: Names) -> list[Token]:
    """Take a sentence apart.

    Args:
        text: One sentence.
        lookup: Finds a phrase among the ways of saying each code.
        names: Finds studies.
    """
    # "Grabski's trial": at the start of a sentence only this tells a name from a word.
    owners = frozenset(plain(name) for name in _OWNER.findall(text))
    text = normalised(text)
    raw = [(found, plain(found) if found.isalpha() else found) for found in _SIGNS.findall(text)]
    stems(folded for _, folded in raw if folded.isalpha())
    result: list[Token] = []
    place = 0
    while place < len(raw):
        token, length = _study(raw, place, names, owners) or _term(raw, place, lookup) or (_single(raw[place][1]), 1)
        result.append(_swallowed(token, result))
        place += length
    return result


def _swallowed(token: Token, before: list[Token]) -> Token:
    """A drink of a drug ("six weekly ketamine drinks") is a dose, and no sign of drinking."""
    if token.kind != TERM or token.stem != stem("drink") or not before:
        return token
    drug = any(section == "drug" for section, _ in before[-1].codes)
    return Token(WORD, token.text, root(token.text)) if drug or before[-1].text in ("weekly", "oral") else token


@functools.cache
def _aliases() -> dict[str, str]:
    stems((*ALIASES, *ALIASES.values()))
    return {stem(other): stem(first) for other, first in ALIASES.items()}


def root(word: str) -> str:
    """The stem of a folded word, the same for words that stand for one another."""
    found = stem(word)
    return _aliases().get(found, found)


@functools.cache
def _learn_lexicon() -> None:
    """Stem every word of the lists at once: one by one they would cost more than all the rest."""
    lists = (value for value in vars(lexicon).values() if isinstance(value, frozenset | dict))
    stems(word for words in lists for word in words if " " not in word)


def roots(words: Iterable[str]) -> frozenset[str]:
    """The roots of some folded words."""
    words = tuple(words)
    _learn_lexicon()
    stems(words)
    return frozenset(root(word) for word in words)


def _single(folded: str) -> Token:
    if folded[0].isdigit():
        return Token(NUMBER, folded, value=float(folded))
    if not folded[0].isalpha():
        return Token(SIGN, folded)
    if "+" in folded:
        tens, ones = folded.casefold().split("+")
        return Token(NUMBER, folded, value=float(NUMBER_WORDS[tens] + NUMBER_WORDS[ones]))
    if folded in NUMBER_WORDS:
        return Token(NUMBER, folded, stem(folded), float(NUMBER_WORDS[folded]))
    return Token(WORD, folded, root(folded))


def _term(raw: list[tuple[str, str]], place: int, lookup: Lookup) -> tuple[Token, int] | None:
    if not raw[place][1].isalpha():
        return None
    words: list[str] = []
    best: tuple[Token, int] | None = None
    for length in range(1, min(_LONGEST, len(raw) - place) + 1):
        folded = raw[place + length - 1][1]
        if not folded[0].isalnum():
            break
        words.append(singular(folded))
        if not lookup.has(words[-1]):
            break
        if length == 1 and folded in _EVERYDAY:
            continue
        # "Safe" and "risk" are both of the domain of safety, and say the opposite: they stay words.
        codes = tuple(pair for pair in lookup.get(" ".join(words)) if pair[0] in SLOTS and pair[1] != "safety")
        if codes and words[0] != "observational":
            text = " ".join(part for _, part in raw[place : place + length])
            best = Token(TERM, text, stem(folded), codes=codes), length
    return best


def _study(raw: list[tuple[str, str]], place: int, names: Names, owners: frozenset[str]) -> tuple[Token, int] | None:
    original, folded = raw[place]
    if ids := names.acronyms(folded):
        return _named(folded, ids), 1
    year_first = folded.isdigit() and len(folded) == 4 and place + 1 < len(raw)
    if year_first and raw[place + 1][0][0].isupper():
        # "The 2014 Feder trial".
        exact = tuple(name for name in names.families(raw[place + 1][1]) if folded in name)
        if exact:
            return _named(f"{raw[place + 1][1]} {folded}", exact), 2
    ids = names.families(folded)
    if not ids:
        return None
    length, et_al = 1, False
    rest = [part for _, part in raw[place + 1 : place + 8]]
    shared = len(raw) > place + 2 and rest[0] == "and" and raw[place + 2][0][0].isupper()
    if shared or tuple(rest[:2]) in (("et", "al"), ("and", "colleagues"), ("and", "coworkers")):
        length, et_al = 3, True
    for distance, part in enumerate(raw[place + length : place + length + 4], length):
        if part[1].isdigit() and len(part[1]) == 4:
            if exact := tuple(name for name in ids if part[1] in name):
                end = distance + 1
                kept = [one for _, one in raw[place + length : place + distance] if one.isalpha()]
                # Words between name and year belong to the sentence; only brackets and commas are taken in.
                return _named(f"{folded} {part[1]}", exact), end if not kept else length
            break
        if part[1] in (";", "?", "!"):
            break
    if et_al or (original[0].isupper() and (place > 0 or folded in owners)):
        return _named(folded, ids), length
    return None


def _named(text: str, ids: tuple[str, ...]) -> Token:
    return Token(STUDY, text, codes=tuple(("study", name) for name in ids))
