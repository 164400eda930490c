"""The verdict on an effect as it is worded, by rule from what was weighed, and whether a typed one agrees with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.study_rules import BETWEEN
from kapcli.evidence.assessment import GRADED, LADDER
from kapcli.evidence.certainty import weigh
from kapcli.evidence.frequencies import frequency
from kapcli.evidence.intervals import wilson
from kapcli.evidence.thresholds import important

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.study import Study
    from kapcli.evidence.assessment import Effect, Weighed
    from kapcli.evidence.estimates import Scale

# An effect is called supported, or contradicted, from this certainty on.
LEAST = "low"
_HALF = 0.5
# What one that is overstated may be without its restriction.
_WITHOUT_RESTRICTION = frozenset({"supported", "uncertain", "not-shown", "mixed"})


def by_rule(claim: Claim, found: Weighed) -> str:
    """The first verdict that holds, in the order of docs/method.md; ``unverified`` and ``overstated`` are typed."""
    if found.level not in BETWEEN:
        return "untested"
    if found.disagree:
        return "mixed"
    effect = found.effect
    if effect is not None and effect.low is not None and effect.high is not None:
        sure = found.certainty is not None and LADDER.index(found.certainty) >= LADDER.index(LEAST)
        limits = _limits(effect)
        if claim.says == "equal":
            return _equal(effect.low, effect.high, limits, sure=sure)
        if sure and found.every and effect.low > 0:
            return "supported"
        if sure and effect.low <= 0 and limits is not None and effect.high < limits[1]:
            return "contradicted"
        if effect.low <= 0 <= effect.high:
            return "not-shown"
    elif effect is None and found.silent and not found.unsized:
        return "not-shown"
    return "uncertain"


def _equal(low: float, high: float, limits: tuple[float, float] | None, *, sure: bool) -> str:
    if sure and limits is not None and low > limits[0]:
        return "supported"
    if sure and high < 0:
        return "contradicted"
    return "not-shown" if low <= 0 <= high else "uncertain"


def _limits(effect: Effect) -> tuple[float, float] | None:
    scale: Scale = effect.scale  # type: ignore[assignment]
    return important(scale, effect.instrument)


def disagreements(claim: Claim, studies: Mapping[str, Study]) -> Iterator[tuple[str, str]]:
    """What does not agree, and what to do about it.

    Args:
        claim: With links that all exist.
        studies: Id to study, for every study that is linked.
    """
    if claim.kind != "effect":
        yield from _sides(claim)
    if claim.verdict != "supported" and not claim.instead:
        yield f"{claim.verdict}, and nothing says what holds instead", "add 'instead: ...'"
    if claim.verdict == "unverified" and not claim.said_by:
        yield "unverified, and nobody is named who says so", "add 'said_by: ...'"
    if claim.kind == "effect":
        yield from _effect(claim, weigh(claim, studies), studies)


def _sides(claim: Claim) -> Iterator[tuple[str, str]]:
    wanted = {"supported": ("for",), "contradicted": ("against",), "mixed": ("for", "against")}
    there = {"for": bool(claim.for_), "against": bool(claim.against)}
    for side in wanted.get(claim.verdict, ()):
        # What is counted over the catalogue is its own evidence.
        if not there[side] and not claim.counted_by:
            yield f"{claim.verdict}, and nothing stands {side} it", f"add a study under '{side}:', or another verdict"
    # Harm is not graded, but it may have been looked for without telling.
    if claim.verdict in ("uncertain", "not-shown") and claim.kind != "harm":
        yield f"{claim.verdict} is a verdict on effects and harms", "another verdict, or another kind"
    if claim.verdict == "supported" and claim.against and not claim.both_sides:
        yield "supported, and a study against it is not explained", "add 'both_sides: ...'"
    twice = {link.study for link in claim.for_} & {link.study for link in claim.against}
    if twice and not claim.both_sides:
        yield f"{', '.join(sorted(twice))} stands on both sides without a reason", "add 'both_sides: ...'"


def _effect(claim: Claim, found: Weighed, studies: Mapping[str, Study]) -> Iterator[tuple[str, str]]:
    verdict, rule = claim.verdict, by_rule(claim, found)
    if verdict == "overstated":
        if not claim.left_out and not claim.first_edition:
            yield "overstated, and nothing says by what", "add 'left_out: ...': the restriction or word of certainty"
        if claim.says in GRADED and rule not in _WITHOUT_RESTRICTION:
            yield f"overstated, but by the rules it is {rule}", f"write {rule!r}"
        return
    if verdict == "unverified":
        return
    if claim.says not in GRADED:
        if verdict == "supported" and claim.says == "share" and not _majority(claim, studies):
            yield "supported, but not every share has its interval above half", "another verdict"
        # The verdict on a share, a cure, a duration or on everybody comes from what was seen, and is not graded.
        if verdict in ("uncertain", "mixed"):
            yield f"{verdict} is for effects that are graded", "another verdict"
        return
    if verdict != rule:
        yield f"{verdict}, but by the rules it is {rule}", f"write {rule!r}, or look at the links again"


def _majority(claim: Claim, studies: Mapping[str, Study]) -> bool:
    """Whether every linked share that is known by its counts lies with its whole interval above half."""
    lows = []
    for link in claim.linked:
        study = studies[link.study]
        outcome = next(one for one in study.outcomes if one.id == link.outcome)
        found = frequency(outcome, study)
        if found is not None:
            lows.append(wilson(found.count, found.of)[0])
        elif outcome.ci95 is not None and outcome.unit == "percent":
            lows.append(outcome.ci95[0] / 100)
        else:
            return False
    return bool(lows) and min(lows) > _HALF
