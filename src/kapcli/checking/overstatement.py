"""Words that go beyond anything a study can show: named whatever the claim."""

from __future__ import annotations

import itertools

from kapcli.catalogue.words import words
from kapcli.checking.lexicon import NEGATION, OVERSTATED, OVERSTATED_PHRASES

# How far before a word a denial takes its strength away: "not proven", "no proof that it is safe".
_REACH = 4


def overstatements(text: str) -> tuple[tuple[str, str], ...]:
    """The words of overstatement in a sentence, each with why it is one; those that are denied are none."""
    spoken = words(text.replace("n't", " not").replace("n’t", " not"))
    found: dict[str, str] = {}
    place = 0
    while place < len(spoken):
        length, reason = _phrase(spoken, place)
        if reason and not _denied(spoken, place):
            found.setdefault(" ".join(spoken[place : place + length]), reason)
        place += length
    return tuple(found.items())


def _phrase(spoken: list[str], place: int) -> tuple[int, str]:
    for length in (4, 3, 2):
        if reason := OVERSTATED_PHRASES.get(" ".join(spoken[place : place + length])):
            return length, reason
    return 1, OVERSTATED.get(spoken[place], "")


def _denied(spoken: list[str], place: int) -> bool:
    after = spoken[place + 1 : place + 2]
    if spoken[place] == "never":
        # That nobody looked is a modest thing to say.
        return bool(_LOOKED.intersection(after))
    if spoken[place] in ("everyone", "everybody") and _HAD.intersection(spoken[place + 1 : place + 3]):
        # "Everyone also had exposure therapy" says what was done, and of nobody that it helped.
        return True
    if spoken[place] == "established" and not _STATES.intersection(spoken[max(0, place - 3) : place]):
        # "Established treatments" are other treatments.
        return not after or after[0] != "that"
    if (place and spoken[place - 1] in ("nearly", "almost")) or spoken[place + 1 : place + 3] == ["of", "concept"]:
        return True
    if any(pair in _NO_PROOF for pair in itertools.pairwise(spoken[:place])):
        return True
    return any(word in NEGATION for word in spoken[max(0, place - _REACH) : place])


_LOOKED = frozenset(
    "been tested studied compared confirmed replicated repeated measured examined published shown proven".split()
)
_HAD = frozenset(("also", "received", "underwent"))
_STATES = frozenset("is are was were been has have had firmly well clearly have".split())
# These deny whatever is said after them in the same sentence.
_NO_PROOF = frozenset(
    (denial, noun)
    for denial in ("no", "little", "without", "any", "insufficient", "lacks", "lack")
    for noun in ("proof", "evidence", "data")
)


# Words that say of how many it holds: of the people of one study they may be plain fact.
EVERYBODY = frozenset(
    {"everyone", "everybody", "anyone", "all patients", "all people", "every patient", "every person"}
)
