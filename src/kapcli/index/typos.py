"""Which word a misspelt one was meant to be, and when to leave it alone.

Words are corrected only to words that say what a study is about, never to running prose, and never across drugs:
one drug must not silently become another.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.files import packaged
from kapcli.catalogue.study_rules import KETAMINES
from kapcli.catalogue.words import is_unbroken
from kapcli.index.lexicon import FUNCTION_WORDS

if TYPE_CHECKING:
    import sqlite3

# One edit from five letters, two from nine; at four only two neighbouring letters that changed places.
_SWAP_ONLY, _TWO_EDITS = 4, 9
# A tie goes to the word so many times as frequent.
_CLEARLY_MORE = 4


class Correction(msgspec.Struct, frozen=True):
    """A word as it was written, and as it was searched for."""

    wrote: str
    searched: str


def correct(word: str, connection: sqlite3.Connection) -> tuple[str, ...]:
    """What a word that nothing in the catalogue has was probably meant to be.

    Args:
        word: Folded, without diacritics.
        connection: The compiled catalogue.

    Returns:
        One word where it is clear; two or more where it is not and none may be taken; none where nothing is near.
    """
    if len(word) < _SWAP_ONLY or any(character.isdigit() for character in word):
        return ()
    # A letter of such a script is half a word: another one is another word, and no slip.
    if is_unbroken(word):
        return ()
    edits = 2 if len(word) >= _TWO_EDITS else 1
    drugs = _near_drugs(word, edits)
    if len(drugs) > 1:
        return drugs
    candidates = _candidates(word, edits, connection)
    if not candidates:
        return drugs if drugs and drugs[0][0] == word[0] else ()
    candidates.sort(key=lambda found: (found[0], -found[1], -found[2], found[3]))
    distance, grade, frequency, best = candidates[0]
    rivals = [
        found
        for found in candidates[1:]
        if found[0] == distance and found[1] == grade and frequency < _CLEARLY_MORE * found[2]
    ]
    # A singular and its plural are one word here.
    rivals = [found for found in rivals if found[3].rstrip("s") != best.rstrip("s")]
    if rivals:
        return (best, *(found[3] for found in rivals[:2]))
    return (best,)


@functools.cache
def _ordinary() -> frozenset[str]:
    return frozenset(packaged("index", "ordinary.txt").split())


def is_ordinary(word: str) -> bool:
    """Whether a word is plain English that lies near a word of the catalogue (*magic*, *manic*): no slip of the pen."""
    return word in _ordinary()


def near_drug(word: str) -> bool:
    """Whether a word is one letter away from a form of ketamine, and none itself."""
    if word in KETAMINES or not 7 <= len(word) <= 12:
        return False
    from rapidfuzz.distance import OSA

    return any(OSA.distance(word, drug, score_cutoff=1) <= 1 for drug in KETAMINES)


def _candidates(word: str, edits: int, connection: sqlite3.Connection) -> list[tuple[int, int, int, str]]:
    from rapidfuzz.distance import OSA

    rows = connection.execute(
        "SELECT word, frequency, grade FROM term WHERE grade > 0 AND initial = ? AND length BETWEEN ? AND ?",
        (word[0], len(word) - edits, len(word) + edits),
    )
    found = []
    for other, frequency, grade in rows:
        distance = OSA.distance(word, other, score_cutoff=edits)
        if distance > edits:
            continue
        if len(word) == _SWAP_ONLY and sorted(word) != sorted(other):
            continue
        if len(other) < _SWAP_ONLY or other in FUNCTION_WORDS:
            continue
        found.append((distance, grade, frequency, other))
    return found


def _near_drugs(word: str, edits: int) -> tuple[str, ...]:
    """The forms of ketamine a word may be, nearest first; more than one means that none may be taken.

    The first letter is ignored here: *eketamine* is one letter from ketamine and one from esketamine.
    """
    from rapidfuzz.distance import OSA

    distances = {drug: OSA.distance(word, drug) for drug in KETAMINES}
    nearest = min(distances.values())
    if nearest > edits:
        return ()
    near = [drug for drug in KETAMINES if distances[drug] <= nearest + 1]
    return tuple(sorted(near, key=distances.__getitem__))
