"""Words that no slot explains: which of them a wording or its studies account for."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from kapcli.checking.match import Against, Notes, same_study, stance
from kapcli.checking.tokens import root, roots

if TYPE_CHECKING:
    from kapcli.checking.frame import Frame


# One word in so many may differ where a sentence denies a claim or changes its number.
TOLERATED = 3
_LOOSE = 4


def hold_words(sentence: Frame, other: Against, notes: Notes) -> None:
    """Note which content words are missing, added, or known from nowhere in the claim."""
    # A design may be told in the words of the record; a result only in those of wordings that tell it so.
    told = other.facts.labels if sentence.finding or sentence.figures else other.facts.words
    own = other.frame.words | other.words.get(stance(other.frame), frozenset())
    extra = sentence.words - own - told
    every = frozenset().union(*other.words.values())
    notes.foreign = len(sentence.words - every - other.facts.words)
    ours, theirs = sentence.words & measured(), other.frame.words & measured()
    if ours and theirs and not ours & theirs:
        notes.apart.append("what was counted")
    recorded = other.facts.labels - other.facts.journals - _restricting() if other.strict else frozenset()
    missing = other.frame.words - sentence.words - recorded
    if other.strict:
        notes.extra += [f"the word {word}" for word in sorted(extra)]
        notes.open += [f"the word {word}" for word in sorted(missing)]
        return
    # What is not supported anyway may be recognised more freely, but not out of the mouth of a study it is not about.
    if ("study" in sentence.slots and "study" not in other.frame.slots) or (
        sentence.attributed and not other.frame.attributed and not same_study(sentence, other.frame)
    ):
        notes.apart.append("whether one study or all of them are spoken of")
    if _LOOSE * len(missing) > len(other.frame.words) or _first() & missing:
        notes.open += [f"the word {word}" for word in sorted(missing)]
    if notes.foreign > max(1, len(sentence.words) // TOLERATED) and missing:
        notes.extra += [f"the word {word}" for word in sorted(extra)]


@functools.cache
def _first() -> frozenset[str]:
    """To have been the first is the whole of such a claim."""
    return roots(("pioneering",))


@functools.cache
def measured() -> frozenset[str]:
    """Words of what was counted: an answer about one is none about another."""
    counted = """relapse return remission response abstinent abstinence craving connectivity amygdala dissociation
        flashback bladder pressure nausea memory cognition dropout withdrawal drinking function sleep bioavailability"""
    return frozenset(root(word) for word in counted.split())


@functools.cache
def _restricting() -> frozenset[str]:
    """Words of a record that say for whom or when, and must not be dropped."""
    return roots(("only", "some", "most", "many", "all", "first", "mostly", "primarily", "short", "mild"))
