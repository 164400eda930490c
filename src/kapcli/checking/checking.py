"""A sentence held against claims: which it says, which it denies, and what may be said of it.

``supported`` is given only where a wording of a supported claim says the same in every slot, every word and number of
the sentence is accounted for, and nothing in it goes beyond a study. Whatever is in doubt is left without a verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.ketamines import KETAMINES
from kapcli.checking.facts import Facts
from kapcli.checking.figures import Figure
from kapcli.checking.frame import Frame
from kapcli.checking.match import Against, Match, Relation, ordered, stance
from kapcli.checking.references import Reference
from kapcli.checking.relation import relate
from kapcli.checking.ruling import only_describes, ruling, says_nothing_of, shares_nothing, told_so
from kapcli.evidence.certainty import Assessed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.checking.kinship import Kinship

_ORDER: tuple[Relation, ...] = ("same", "different-figure", "opposite", "broader", "narrower", "related")
# Nearer than this, and a claim is worth showing though it says something else.
NEAR = 0.16
# The same for a sentence that names neither ketamine nor a study.
_STRANGER = 0.4
_AS_NEAR = 0.05


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
        beside(one) if one.relation == "different-figure" and one.match.nearness < nearest + _AS_NEAR else one
        for one in kept
    ]
    kept.sort(key=precedence)
    if not kept:
        return Checked(sentence, None, (), "")
    if sentence.trouble:
        shown = tuple(msgspec.structs.replace(one, relation="related", verdict=None) for one in kept[:most])
        shown = tuple(sorted(shown, key=lambda one: -one.match.nearness))
        return Checked(sentence, None, shown, sentence.trouble)
    first = kept[0]
    # What settles the sentence stands first; of the rest only what says it too, or denies it, has a say.
    rest = [one if one.relation in ("same", "opposite") and one.verdict else beside(one) for one in kept[1:]]
    rest.sort(key=lambda one: (one.verdict is None, -one.match.nearness))
    shown = (first, *(one for one in rest[: most - 1] if one.verdict or _worth(one, first)))
    open_ended = first.verdict is None or (first.relation != "same" and first.verdict in ("untested", "unverified"))
    if open_ended and sentence.overstated and in_scope(sentence):
        named = ", ".join(word for word, _ in sentence.overstated)
        return Checked(sentence, "overstated", shown, f"no study can bear out: {named}")
    return Checked(sentence, first.verdict, shown, _why(first))


_AMOUNTS = ("time", "number of sessions")


def _has_figures(sentence: Frame, result: Result) -> bool:
    telling = [figure for figure in sentence.figures if figure.unit not in ("dated", "number")]
    unmet = any(name.startswith("the figure") or name in _AMOUNTS for name in result.match.extra)
    return bool(telling or sentence.hours or sentence.sessions) and not unmet


def beside(result: Result) -> Result:
    """The same claim as one that is only near, and rules on nothing."""
    return msgspec.structs.replace(result, relation="related", verdict=None)


def in_scope(sentence: Frame) -> bool:
    """Whether a sentence speaks of ketamine in any form, or of a study here."""
    return bool(sentence.treatments & set(KETAMINES)) or "study" in sentence.slots


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
        verdict = ruling(
            sentence,
            match.relation,
            claim.verdict,
            match.nearness,
            harm=claim.kind == "harm" or claim.topic == "safety",
        )
        if only_describes(sentence, assessed, match) or (
            not alike and (shares_nothing(sentence, frame, match) or says_nothing_of(sentence, assessed, match))
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
        return beside(best)
    if best.relation == "opposite" and not told_so(best.wording, sentence, understood.frames):
        return beside(best)
    return best


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


def precedence(result: Result) -> tuple[object, ...]:
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
