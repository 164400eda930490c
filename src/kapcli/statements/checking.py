"""A sentence held against claims: which it says, which it denies, and what may be said of it.

``supported`` is given only where a wording of a supported claim says the same in every slot, every word and number of
the sentence is accounted for, and nothing in it goes beyond a study. Whatever is in doubt is left without a verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.evidence.certainty import Assessed
from kapcli.statements.comparison import KETAMINES
from kapcli.statements.facts import Facts
from kapcli.statements.figures import Figure
from kapcli.statements.frame import Frame
from kapcli.statements.references import Reference
from kapcli.statements.relation import Against, Match, Relation, ordered, relate, stance
from kapcli.statements.tokens import roots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.statements.kinship import Kinship

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
_ORDER: tuple[Relation, ...] = ("same", "different-figure", "opposite", "broader", "narrower", "related")
# Nearer than this, and a claim is worth showing though it says something else.
NEAR = 0.16
# The same for a sentence that names neither ketamine nor a study.
_STRANGER = 0.4
_AS_NEAR = 0.05
# How near a wording must be for a verdict to follow from it.
_CLOSE: dict[Relation, float] = {"opposite": 0.2, "different-figure": 0.2, "broader": 0.3, "narrower": 0.3}
# The same for a claim that is not supported, which is recognised more freely.
_CLOSE_ENOUGH = 0.45


class Understood(msgspec.Struct, frozen=True):
    """A claim as it is read: what a sentence is held against.

    Attributes:
        frames: The statement first, then its other wordings.
        words: Roots of the words of all of them.
        facts: What the studies behind it answer for.
        figures: The figures of all of them.
        strength: The greatest strength of any.
    """

    frames: tuple[Frame, ...]
    words: frozenset[str]
    facts: Facts
    figures: frozenset[Figure]
    strength: int


class Result(msgspec.Struct, frozen=True):
    """A claim that a sentence was held against.

    Attributes:
        relation: How the sentence stands to it.
        verdict: Of the sentence, by this claim; ``None`` where it does not follow.
        wording: The wording of the claim that came nearest.
        match: What was open, extra or different.
        part: The part of a long sentence that it rules on; empty where that is the whole.
    """

    assessed: Assessed
    relation: Relation
    verdict: str | None
    wording: str
    match: Match
    part: str = ""


class Checked(msgspec.Struct, frozen=True):
    """The answer to one sentence.

    Attributes:
        frame: The sentence as it was read.
        verdict: Of the sentence; ``None`` where nothing here settles it.
        results: The claims, the one that settles it first.
        why: Why there is no verdict, or what limits it; empty where there is nothing to add.
        reference: Where it is an entry of a list of references: how that stands to the record. It has no verdict.
    """

    frame: Frame
    verdict: str | None
    results: tuple[Result, ...]
    why: str
    reference: Reference | None = None


def check(sentence: Frame, candidates: Sequence[tuple[Assessed, Understood]], kin: Kinship, most: int = 3) -> Checked:
    """Hold a sentence against the claims that are most like it.

    Args:
        sentence: As read.
        candidates: Claims found by likeness, with their readings.
        kin: What is a kind of what.
        most: How many claims to give back at most.
    """
    results = [_result(sentence, assessed, understood, kin) for assessed, understood in candidates]
    if not in_scope(sentence):
        results = [one for one in results if one.match.nearness >= _STRANGER or one.relation in ("same", "opposite")]
    kept = [result for result in results if result.match.nearness >= NEAR or result.relation == "same"]
    owners = [one for one in kept if one.relation in ("same", "broader", "narrower") and _has_figures(sentence, one)]
    nearest = max((one.match.nearness for one in owners), default=0.0)
    # Figures that are those of another claim as near are no slip in this one.
    kept = [
        _beside(one) if one.relation == "different-figure" and one.match.nearness < nearest + _AS_NEAR else one
        for one in kept
    ]
    kept.sort(key=_precedence)
    if not kept:
        return Checked(sentence, None, (), "")
    if sentence.trouble:
        shown = tuple(msgspec.structs.replace(one, relation="related", verdict=None) for one in kept[:most])
        shown = tuple(sorted(shown, key=lambda one: -one.match.nearness))
        return Checked(sentence, None, shown, sentence.trouble)
    first = kept[0]
    # What settles the sentence stands first; of the rest only what says it too, or denies it, has a say.
    rest = [one if one.relation in ("same", "opposite") and one.verdict else _beside(one) for one in kept[1:]]
    rest.sort(key=lambda one: (one.verdict is None, -one.match.nearness))
    shown = (first, *(one for one in rest[: most - 1] if one.verdict or _worth(one, first)))
    open_ended = first.verdict is None or (first.relation != "same" and first.verdict in ("untested", "unverified"))
    if open_ended and sentence.overstated and in_scope(sentence):
        named = ", ".join(word for word, _ in sentence.overstated)
        return Checked(sentence, "overstated", shown, f"no study can bear out: {named}")
    return Checked(sentence, first.verdict, shown, _why(first))


def joined(whole: Checked, pieces: Sequence[Checked], most: int) -> Checked:
    """A long sentence with what its parts say: what a part gets wrong stands first, and the whole is judged by none."""
    found: dict[str, Result] = {}
    for piece in pieces:
        for result in piece.results:
            kept = found.get(result.assessed.claim.id)
            if kept is None or _precedence(result) < _precedence(kept):
                found[result.assessed.claim.id] = result
    for result in whole.results:
        found.setdefault(result.assessed.claim.id, result)
    ranked = sorted(found.values(), key=lambda one: (one.verdict == "supported", *_precedence(one)))
    return msgspec.structs.replace(whole, results=tuple(ranked[:most]))


_AMOUNTS = ("time", "number of sessions")


def _has_figures(sentence: Frame, result: Result) -> bool:
    telling = [figure for figure in sentence.figures if figure.unit not in ("dated", "number")]
    unmet = any(name.startswith("the figure") or name in _AMOUNTS for name in result.match.extra)
    return bool(telling or sentence.hours or sentence.sessions) and not unmet


def _beside(result: Result) -> Result:
    return msgspec.structs.replace(result, relation="related", verdict=None)


def in_scope(sentence: Frame) -> bool:
    """Whether a sentence speaks of ketamine in any form, or of a study here."""
    return bool(sentence.treatments & KETAMINES) or "study" in sentence.slots


def _worth(result: Result, first: Result) -> bool:
    return 2 * result.match.nearness >= first.match.nearness


def _result(sentence: Frame, assessed: Assessed, understood: Understood, kin: Kinship) -> Result:
    claim = assessed.claim
    found: list[tuple[Result, tuple[float, ...]]] = []
    words: dict[tuple[str, bool], frozenset[str]] = {}
    for frame in understood.frames:
        words[stance(frame)] = words.get(stance(frame), frozenset()) | frame.words
    orders = frozenset().union(*(ordered(frame) for frame in understood.frames))
    for frame in understood.frames:
        if frame.trouble:
            continue
        other = Against(
            frame,
            words,
            understood.facts,
            understood.figures,
            understood.strength,
            orders,
            claim.kind == "effect" and _restricts_as(frame, understood.frames[0]),
            claim.verdict == "supported",
        )
        match = relate(sentence, other, kin)
        alike = match.relation not in ("broader", "narrower")
        verdict = _verdict(
            sentence,
            match.relation,
            claim.verdict,
            match.nearness,
            harm=claim.kind == "harm" or claim.topic == "safety",
        )
        if _describes(sentence, assessed, match) or (
            not alike and (_shares_nothing(sentence, frame, match) or _elsewhere(sentence, assessed, match))
        ):
            match, verdict = msgspec.structs.replace(match, relation="related"), None
        result = Result(assessed, match.relation, verdict, frame.text, match)
        found.append((result, (_ORDER.index(match.relation), len(match.open) + len(match.extra), -match.nearness)))
    if not found:
        return Result(assessed, "related", None, claim.statement, Match("related"))
    best = min(found, key=lambda pair: pair[1])[0]
    denied = any(
        result.relation == "opposite" and not result.match.open and not result.match.extra for result, _ in found
    )
    if best.verdict == "supported" and denied:
        # One wording says it and another denies it: one of them was misread.
        return _beside(best)
    if best.relation == "opposite" and not _told_so(best.wording, sentence, understood.frames):
        return _beside(best)
    return best


def _describes(sentence: Frame, assessed: Assessed, match: Match) -> bool:
    """Whether a sentence only describes a paper with other details than the claim on it, or speaks of no paper."""
    if assessed.claim.kind not in ("record", "field") or match.relation not in ("broader", "narrower"):
        return False
    sound = assessed.claim.verdict == "supported"
    return "study" in match.open or (sound and not sentence.finding and not sentence.overstated)


def _elsewhere(sentence: Frame, assessed: Assessed, match: Match) -> bool:
    """Whether a claim that does not stand says nothing of a sentence: on less than it gives, or on more people."""
    if (
        assessed.claim.verdict in ("untested", "unverified")
        and match.relation == "broader"
        and _OF_WHOM & {*match.open}
    ):
        # That nobody tested it in some people says nothing of all.
        return True
    return assessed.claim.verdict != "supported" and "what is given" in match.open and bool(sentence.agent)


_OF_WHOM = frozenset(("condition", "population"))


def _shares_nothing(sentence: Frame, wording: Frame, match: Match) -> bool:
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


def _told_so(text: str, sentence: Frame, frames: Sequence[Frame]) -> bool:
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


def _restricts_as(wording: Frame, statement: Frame) -> bool:
    """Whether a wording leaves open nothing that the claim's statement restricts."""
    slots = set(statement.slots) - {"study", "design", "measure"}
    return (
        slots <= set(wording.slots)
        and set(statement.hours) <= set(wording.hours)
        and statement.vague <= wording.vague
        and bool(statement.sessions) <= bool(wording.sessions)
        and bool(statement.reference) <= bool(wording.reference)
    )


def _verdict(sentence: Frame, relation: Relation, verdict: str, nearness: float, *, harm: bool) -> str | None:
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


_HARM = tuple(
    """unsafe dangerous danger harmful harm risky risk hazard hazardous damage damages addictive fatal deadly toxic
    kills death deaths dependence psychosis overdose""".split()
)
_PRAISE = ("safe", "harmless", "tolerated", "tolerable")


def _precedence(result: Result) -> tuple[object, ...]:
    """Nearest relation first; where two say the same, the one that is not supported: a doubt is never hidden."""
    if result.verdict is None:
        return (True, -result.match.nearness, result.assessed.claim.id)
    return (
        False,
        _ORDER.index(result.relation),
        len(result.match.open) + len(result.match.extra),
        result.assessed.claim.verdict == "supported",
        -result.match.nearness,
        result.assessed.claim.id,
    )


def _why(result: Result) -> str:
    match = result.match
    if result.relation == "different-figure":
        said, found = match.figures[0]
        return f"the sentence says {said}, what was read says {found}"
    if result.relation == "broader":
        return f"it leaves open {', '.join(match.open[:3])}"
    if result.relation == "narrower":
        return f"it adds {', '.join(match.extra[:3])}, which what was read does not answer for"
    if result.relation == "related":
        return "no claim here says this: the nearest are shown"
    return ""


# What a sentence says only if read with the text around it, or a part of it alone, must be nearer than a whole one.
_NEAR_PART = 0.5
_COUNTED = ("%", " people", " points")


def cautious(found: Checked, part: str = "", *, named: bool = False) -> Checked:
    """Of an uncertain reading only what it shares with a claim that does not stand, or says of a result outright.

    A part leaves out what the rest of the sentence says, and a study named further up may not be the one that is meant:
    so nothing is called overstated or untested for what such a reading leaves open of a sound claim or adds to it.

    Args:
        found: What the reading came to.
        part: The part that was read; empty where that is the whole.
        named: Whether the part itself names the study it is about.
    """
    results = tuple(
        msgspec.structs.replace(one, part=part, verdict=one.verdict if _certain(one, bool(part), named=named) else None)
        for one in found.results
    )
    verdict = results[0].verdict if results and found.verdict == found.results[0].verdict else None
    return msgspec.structs.replace(found, results=results, verdict=verdict)


def _certain(result: Result, part: bool, *, named: bool) -> bool:
    match, sound = result.match, result.assessed.claim.verdict == "supported"
    if result.verdict is None:
        return False
    if sound and result.relation == "same":
        return part
    if sound and result.relation == "different-figure":
        return part and (named or (match.nearness >= _NEAR_PART and match.figures[0][0].endswith(_COUNTED)))
    return not sound and result.relation in ("same", "broader", "narrower") and match.nearness >= _NEAR_PART


def as_heading(found: Checked) -> Checked:
    """A heading that asserts nothing: what is near it is kept, and nothing is said of it."""
    frame = found.frame
    if frame.finding or frame.figures or frame.overstated:
        return found
    results = tuple(_beside(one) for one in found.results)
    why = "it is a heading, and says nothing that could be held against the evidence"
    return msgspec.structs.replace(found, verdict=None, results=results, why=why)


__all__ = ["NEAR", "Checked", "Result", "Understood", "as_heading", "cautious", "check", "in_scope", "joined"]
