"""What follows for a sentence from how it stands to a claim, and when nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.checking.match import stance
from kapcli.checking.tokens import roots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.checking.frame import Frame
    from kapcli.checking.match import Match, Relation
    from kapcli.evidence.certainty import Assessed


# Verdict on the sentence by its relation and the claim's verdict; what is not here is left without one.
_VERDICTS: dict[tuple[Relation, str], str] = {
    ("opposite", "supported"): "contradicted",
    # What nobody compared, or what studies disagree on, is so whichever way it is told.
    ("opposite", "untested"): "untested",
    ("opposite", "mixed"): "mixed",
    ("different-figure", "supported"): "contradicted",
    ("broader", "supported"): "overstated",
    ("broader", "overstated"): "overstated",
    ("broader", "contradicted"): "overstated",
    ("broader", "mixed"): "mixed",
    ("broader", "untested"): "untested",
    ("broader", "unverified"): "unverified",
    ("narrower", "supported"): "untested",
    ("narrower", "overstated"): "overstated",
    ("narrower", "untested"): "untested",
    # What does not hold in general may hold of a narrower case, and was not tested there.
    ("narrower", "contradicted"): "untested",
    ("narrower", "mixed"): "untested",
}
# How near a wording must be for a verdict to follow from it.
_CLOSE: dict[Relation, float] = {"opposite": 0.2, "different-figure": 0.2, "broader": 0.3, "narrower": 0.3}
# The same for a claim that is not supported, which is recognised more freely.
_CLOSE_ENOUGH = 0.45
_OF_WHOM = frozenset(("condition", "population"))
_HARM = tuple(
    """unsafe dangerous danger harmful harm risky risk hazard hazardous damage damages addictive fatal deadly toxic
    kills death deaths dependence psychosis overdose""".split()
)
_PRAISE = ("safe", "harmless", "tolerated", "tolerable")


def ruling(sentence: Frame, relation: Relation, verdict: str, nearness: float, *, harm: bool) -> str | None:
    """The verdict on a sentence by one wording of one claim.

    Args:
        sentence: As read.
        relation: How it stands to the wording.
        verdict: Of the claim.
        nearness: How near the two are, 0 to 1.
        harm: Whether the claim is about harm.

    Returns:
        A code, or ``None`` where nothing follows.
    """
    least = _CLOSE_ENOUGH if relation == "same" and verdict != "supported" else _CLOSE.get(relation, 0.0)
    if sentence.trouble or nearness < least:
        return None
    asserted = harm or (relation in ("broader", "narrower") and _alarms(sentence))
    if asserted and relation != "same" and not _reassures(sentence):
        # Harm is never worded down: what asserts a harm is not called wrong for want of a detail.
        return None
    given = verdict if relation == "same" else _VERDICTS.get((relation, verdict))
    if sentence.overstated and given == "supported":
        return "overstated"
    return given


def _reassures(sentence: Frame) -> bool:
    """Whether a sentence denies a harm or praises: *not safe* denies the praise, and reassures nobody."""
    if sentence.words & roots(_PRAISE):
        return not sentence.denied
    return sentence.denied or sentence.finding.startswith("not-")


def _alarms(sentence: Frame) -> bool:
    """Whether a sentence asserts a harm, whatever the claim is about."""
    if sentence.finding:
        return sentence.finding == "worse" and not sentence.reference
    return bool(sentence.words & roots(_HARM))


def only_describes(sentence: Frame, assessed: Assessed, match: Match) -> bool:
    """Whether a sentence only describes a paper with other details than the claim on it, or speaks of no paper."""
    if assessed.claim.kind not in ("record", "field") or match.relation not in ("broader", "narrower"):
        return False
    sound = assessed.claim.verdict == "supported"
    return "study" in match.open or (sound and not sentence.finding and not sentence.overstated)


def says_nothing_of(sentence: Frame, assessed: Assessed, match: Match) -> bool:
    """Whether a claim that does not stand says nothing of a sentence: on less than it gives, or on more people."""
    if (
        assessed.claim.verdict in ("untested", "unverified")
        and match.relation == "broader"
        and _OF_WHOM & {*match.open}
    ):
        # That nobody tested it in some people says nothing of all.
        return True
    return assessed.claim.verdict != "supported" and "what is given" in match.open and bool(sentence.agent)


def shares_nothing(sentence: Frame, wording: Frame, match: Match) -> bool:
    """Whether two share no word and nothing they are about: then they only speak of the same drug."""
    if not sentence.finding and (
        not sentence.words & wording.words or any(name.startswith("the word ") for name in match.open)
    ):
        # Where no result is told, what is said stands in the words.
        return True
    return not (
        sentence.words & wording.words
        or sentence.slots.keys() & wording.slots.keys()
        or (sentence.reference and wording.reference)
        or (sentence.hours and wording.hours)
    )


def told_so(text: str, sentence: Frame, frames: Sequence[Frame]) -> bool:
    """Whether the wording that a sentence denies was read as the claim means it: a single one may be misread."""
    if any(_agrees(frame, sentence) for frame in frames):
        return False
    (read,) = (frame for frame in frames if frame.text == text)
    return read is frames[0] or sum(stance(frame) == stance(read) for frame in frames) > 1


def _agrees(wording: Frame, sentence: Frame) -> bool:
    """Whether both find the same of the same treatment."""
    return (
        bool(sentence.finding)
        and (wording.finding, wording.denied) == (sentence.finding, sentence.denied)
        and bool(wording.agent & sentence.agent)
        and not wording.reference & sentence.agent
        and not sentence.reference & wording.agent
    )
