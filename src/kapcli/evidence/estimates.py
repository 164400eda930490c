"""What a figure says of two groups: the difference turned so that above 0 favours the first side, and its interval.

Differences and shares keep their unit, ratios are natural logarithms. Where the source gives no interval and one
follows from what it does give, it is worked out and says so; it is never passed off as the source's.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.catalogue.orientation import DIFFERENCES, RATIOS, SHARES, STANDARDISED, factor
from kapcli.evidence import intervals
from kapcli.evidence.assessment import side_of
from kapcli.evidence.frequencies import arm_sizes, frequency, whole

if TYPE_CHECKING:
    from kapcli.catalogue.outcome import Outcome, Sides
    from kapcli.catalogue.study import Study

Scale = Literal["difference", "standardised", "percent", "ratio"]
SOURCE = "source"
_EXACT = re.compile(r"0?\.\d{1,6}")
# An interaction is no difference between two groups, and a median's p is of a rank test.
_WITHOUT_P = frozenset({"interaction", "median-difference", "posterior-mean-difference", "pre-post-change"})


class Estimate(msgspec.Struct, frozen=True):
    """An estimate of two groups, turned.

    Attributes:
        value: Above 0 favours the first side; ``None`` where only the interval was read.
        low: Lower limit of the 95% interval; ``None`` where there is none.
        high: Upper limit.
        origin: ``source``, or ``calculated (METHOD)``; empty without an interval.
        scale: Of what kind it is: a ratio is a natural logarithm.
    """

    value: float | None
    scale: Scale
    low: float | None = None
    high: float | None = None
    origin: str = ""

    @property
    def sign(self) -> int:
        """1 where it favours the first side, -1 where the second, 0 where neither."""
        return side_of(self.value, self.low, self.high)

    def turned(self) -> Estimate:
        """The same from the other side."""
        low, high = (None if end is None else -end + 0.0 for end in (self.high, self.low))
        return Estimate(None if self.value is None else -self.value + 0.0, self.scale, low, high, self.origin)


def sizes(outcome: Outcome, study: Study) -> Sides | None:
    """The people on either side of a figure: its own, else the study's arms where the figure is of all of them."""
    from kapcli.catalogue.outcome import Sides

    if outcome.people is not None:
        return outcome.people
    if outcome.part or len(study.arms) > 2 or (pair := arm_sizes(outcome, study)) is None:
        return None
    return Sides(first=pair[0], second=pair[1], kind="analysed" if outcome.n else "randomised")


def people(outcome: Outcome, study: Study) -> tuple[int | None, bool]:
    """People of a figure, and whether they were only randomised; never the total of which it is a part."""
    if outcome.n is not None:
        return outcome.n, False
    if (both := sizes(outcome, study)) is not None:
        return both.first + both.second, both.kind == "randomised"
    two_arms = len(study.arms) == 2 and study.n.randomised is not None and not outcome.part
    if two_arms and outcome.comparison == "between-randomised" and study.n.analysed in (None, study.n.randomised):
        return study.n.randomised, True
    return None, False


def estimate(outcome: Outcome, study: Study) -> Estimate | None:
    """The figure as a comparison of its two sides; ``None`` where it is none, or has no side."""
    if outcome.better == "neither":
        return None
    if outcome.estimate in SHARES:
        return _shares(outcome, study)
    if outcome.estimate == "pre-post-change":
        return _changes(outcome, study)
    turn = factor(outcome)
    if turn is None or outcome.minuend in ("end", "baseline"):
        return None
    if outcome.estimate in RATIOS:
        return _ratio(outcome, study, turn)
    if outcome.estimate in DIFFERENCES:
        return _difference(outcome, study, turn)
    return None


def counts(outcome: Outcome, study: Study) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """How many of how many on either side, where that was read or follows."""
    both = sizes(outcome, study)
    if outcome.events is not None and both is not None:
        return (outcome.events.first, both.first), (outcome.events.second, both.second)
    if both is not None and outcome.value is not None and outcome.control_value is not None:
        first, second = whole(outcome.value, both.first), whole(outcome.control_value, both.second)
        if outcome.estimate in SHARES and first is not None and second is not None:
            return (first, both.first), (second, both.second)
    found = frequency(outcome, study)
    return None if found is None or found.other is None else ((found.count, found.of), found.other)


def _shares(outcome: Outcome, study: Study) -> Estimate | None:
    if outcome.value is None or outcome.control_value is None:
        return None
    turn = 1 if outcome.better == "higher" else -1
    gap = turn * (outcome.value - outcome.control_value)
    if outcome.difference_ci95 is not None:
        return _turned(gap, "percent", outcome.difference_ci95, turn, SOURCE)
    if (both := counts(outcome, study)) is not None:
        low, high = intervals.risk_difference(*both)
        return _turned(gap, "percent", (100 * low, 100 * high), turn, "calculated (Newcombe)")
    return _by_p(outcome, study, gap, "percent")


def _changes(outcome: Outcome, study: Study) -> Estimate | None:
    """The difference of two groups' changes; a change of one group alone is no comparison."""
    if outcome.value is None or outcome.control_value is None or outcome.minuend not in ("end", "baseline"):
        return None
    turn = factor(outcome)
    if turn is None:
        return None
    gap = turn * (outcome.value - outcome.control_value)
    both = sizes(outcome, study)
    if outcome.sd_of == "change" and outcome.sd is not None and outcome.control_sd is not None and both is not None:
        found = intervals.mean_difference(
            (outcome.value, outcome.sd, both.first), (outcome.control_value, outcome.control_sd, both.second)
        )
        if found is not None:
            return _turned(gap, "difference", found, turn, "calculated (Welch)")
    return Estimate(gap, "difference")


def _ratio(outcome: Outcome, study: Study, turn: int) -> Estimate | None:
    value = None if outcome.value is None or outcome.value <= 0 else turn * math.log(outcome.value)
    if outcome.ci95 is not None and outcome.ci95[0] > 0:
        low, high = (math.log(end) for end in outcome.ci95)
        return _turned(value, "ratio", (low, high), turn, outcome.ci_origin)
    if value is None:
        return None
    both = counts(outcome, study)
    if both is not None and outcome.estimate != "hazard-ratio":
        found = intervals.ratio(*both, odds=outcome.estimate == "odds-ratio")
        if found is not None:
            low, high = (math.log(end) for end in found[1])
            return _turned(value, "ratio", (low, high), turn, "calculated (log method)")
    return _by_p(outcome, study, value, "ratio")


def _difference(outcome: Outcome, study: Study, turn: int) -> Estimate | None:
    scale: Scale = "difference"
    if outcome.estimate in STANDARDISED or outcome.unit == "sd":
        scale = "standardised"
    elif outcome.estimate == "risk-difference":
        scale = "percent"
    value = None if outcome.value is None else turn * outcome.value
    if outcome.ci95 is not None:
        return _turned(value, scale, outcome.ci95, turn, outcome.ci_origin)
    if value is None:
        return None
    if scale == "percent" and (both := counts(outcome, study)) is not None:
        low, high = intervals.risk_difference(*both)
        # Counts stand by side; the figure may have been counted the other way.
        way = turn if outcome.minuend == "first" else -turn
        return _turned(value, scale, (100 * low, 100 * high), way, "calculated (Newcombe)")
    if outcome.se is not None and (found := intervals.from_error(value, outcome.se, people(outcome, study)[0])):
        return Estimate(value, scale, *found, "calculated (standard error)")
    return _by_p(outcome, study, value, scale)


def _by_p(outcome: Outcome, study: Study, value: float, scale: Scale) -> Estimate:
    if outcome.estimate not in _WITHOUT_P and _EXACT.fullmatch(outcome.p):
        found = intervals.from_p(value, float(outcome.p), people(outcome, study)[0])
        if found is not None:
            return Estimate(value, scale, *found, "calculated (exact p)")
    return Estimate(value, scale)


def _turned(value: float | None, scale: Scale, ends: tuple[float, float], turn: int, origin: str) -> Estimate:
    low, high = ends if turn > 0 else (-ends[1] + 0.0, -ends[0] + 0.0)
    return Estimate(value, scale, low, high, origin)
