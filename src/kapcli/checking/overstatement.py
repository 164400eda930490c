"""Words that go beyond anything a study can bear out, each with what it is said of, whatever the claim."""

from __future__ import annotations

import functools
import itertools
import re

import msgspec

from kapcli.catalogue.folding import one_width
from kapcli.catalogue.words import plain
from kapcli.checking.lists import lists, longest, with_not

_PIECES = re.compile(r"[^\W_]+|[,;:.!?()–—]")
# How far before a word a denial takes its strength away: "not proven", "no proof that it is safe".
_REACH = 4
_LONGEST_PHRASE = 4
# Of what a word is said, so many words are shown.
_BEHIND, _BEFORE = 7, 5


class Overstatement(msgspec.Struct, frozen=True):
    """A word of overstatement.

    Attributes:
        words: The word or words, folded.
        said_of: With what they are said of, as the sentence has it (*cures PTSD*).
        because: Why nothing can bear them out.
    """

    words: str
    said_of: str
    because: str


def overstatements(text: str) -> tuple[Overstatement, ...]:
    """The words of overstatement of a sentence; those that are denied, asked or left open are none."""
    text = with_not(one_width(text)).replace("%", " percent ")
    pieces = _PIECES.findall(text)
    folded = [plain(piece) for piece in pieces]
    found: dict[str, Overstatement] = {}
    place = 0
    while place < len(folded):
        length = longest(folded, place, _reasons(), _LONGEST_PHRASE)
        if length and not _taken_back(folded, place, length):
            words = " ".join(folded[place : place + length])
            found.setdefault(words, Overstatement(words, _said_of(pieces, folded, place, length), _reasons()[words]))
        place += length or 1
    return tuple(found.values())


@functools.cache
def _reasons() -> dict[str, str]:
    return {word: because for because, words in lists().overstated.items() for word in words}


def _taken_back(folded: list[str], place: int, length: int) -> bool:
    known = lists()
    word = " ".join(folded[place : place + length])
    after = folded[place + length : place + length + 2]
    clause = folded[_clause_start(folded, place) : place]
    if after and after[0] in known.not_overstated_before.get(word, ()):
        return True
    if word == "never":
        # "Never reaches the blood" is a plain fact or a plain fault; what never fails is beyond any study.
        return not known.never_bears.intersection(after)
    if word == "always" and not clause:
        # "Always ask a doctor" is advice.
        return True
    if word in known.counts and (not clause or clause[-1] in known.clause):
        # "Everyone had therapy too" says what was done.
        return True
    if clause and clause[-1] in known.almost and word not in ("everyone", "everybody"):
        return True
    if any(first in known.no_proof and second in known.proof for first, second in itertools.pairwise(folded[:place])):
        return True
    if any(one in known.denials or one in known.asks for one in clause[-_REACH:]):
        return True
    if "that" in clause and known.denials.intersection(clause[: clause.index("that")][-_REACH:]):
        # "Nobody has shown that it is ..."
        return True
    spoken = f" {' '.join(clause)} "
    return any(f" {phrase} " in spoken for phrase in known.open)


def _clause_start(folded: list[str], place: int) -> int:
    """Where the clause begins that a word stands in; words that ask or report are of the clause they begin."""
    for at in range(place - 1, -1, -1):
        if not folded[at][0].isalnum() or (folded[at] in lists().clause and folded[at] != "that"):
            return at + 1
    return 0


def _said_of(pieces: list[str], folded: list[str], place: int, length: int) -> str:
    end = place + length
    if folded[end : end + 1] == ["that"]:
        # "Proved that ..." is said of what follows.
        end += 1
    while end < len(folded) and end < place + length + _BEHIND and _goes_on(folded[end]):
        end += 1
    begin = place
    if end == place + length:
        while begin > max(0, place - _BEFORE) and _goes_on(folded[begin - 1]):
            begin -= 1
    while end > place + length and folded[end - 1] in lists().light:
        end -= 1
    return " ".join(pieces[begin:end])


def _goes_on(word: str) -> bool:
    return word[0].isalnum() and word not in lists().clause
