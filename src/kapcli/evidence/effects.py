"""One reported figure as it goes on an axis: turned so that right is better, with its interval, or why it cannot go.

Nothing is estimated here but the interval of a share whose counts follow from what the source gives (see `wilson`), and
that is marked. A standard error or a p value is never made into an interval.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from kapcli.catalogue.orientation import DIFFERENCES, RATIOS, STANDARDISED, factor
from kapcli.catalogue.study_rules import holds_ketamine
from kapcli.evidence.frequencies import frequency
from kapcli.evidence.intervals import wilson

if TYPE_CHECKING:
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.evidence.frequencies import Frequency

# What an axis can hold, in the order in which axes are listed. Each kind has axes of its own.
KINDS = (
    "mean-difference",
    "median-difference",
    "posterior-mean-difference",
    "pre-post-change",
    "percent-difference",
    "standardised-difference",
    "risk-difference",
    "odds-ratio",
    "risk-ratio",
    "hazard-ratio",
    "response-rate",
    "remission-rate",
)
# These three are all in units of standard deviations; the row says which of them it is.
DRAWN_SHARES = frozenset({"response-rate", "remission-rate"})

# What a figure compares; right of the line means another thing in each, so that each has axes of its own.
Contrast = Literal["control", "other", "two-groups", "before-after", "one-group"]
CONTRASTS: tuple[str, ...] = get_args(Contrast)

# Why a figure is listed and not drawn, in the order in which the reasons are listed.
Reason = Literal[
    "no-interval",
    "no-count",
    "no-side",
    "minuend-unstated",
    "sides",
    "unsound",
    "zero-ratio",
    "other-share",
    "no-axis",
    "no-figure",
    "another-domain",
]
REASONS: tuple[str, ...] = get_args(Reason)


class Mark(msgspec.Struct, frozen=True):
    """A point with its 95% interval, in the unit of the axis: ratios as ratios, shares in percent.

    Attributes:
        estimate: ``None`` where only the interval was read.
        name: Whose it is, where a row holds both sides of a comparison.
        count: Of a share: how many people; ``None`` where the counts are not known.
        of: Of how many.
    """

    low: float
    high: float
    estimate: float | None
    name: str = ""
    count: int | None = None
    of: int | None = None


class Effect(msgspec.Struct, frozen=True):
    """A figure that can be drawn.

    Attributes:
        kind: One of `KINDS`.
        contrast: ``control``: ketamine against something else. ``other``: both sides hold ketamine, or neither does.
            ``before-after``: one group and its own beginning. ``two-groups`` and ``one-group``: shares.
        marks: One, or the first side and the second.
        none: Where there is no effect; ``None`` for shares, which have no such line.
        turned: Whether the source counts the other way: its sign, or for a ratio the ratio, is turned over.
        worked_out: Whether the interval was worked out here and is not the source's.
        side: Where the whole interval lies; ``open`` where it holds no effect, empty where there is no such line.
    """

    kind: str
    contrast: Contrast
    marks: tuple[Mark, ...]
    none: float | None
    turned: bool = False
    worked_out: bool = False
    side: Literal["right", "left", "open", ""] = ""

    @property
    def log(self) -> bool:
        """Whether it belongs on a logarithmic axis."""
        return self.kind in RATIOS


def kind_of(outcome: Outcome) -> str:
    """The kind of axis for an estimate; empty where there is none."""
    kind = "standardised-difference" if outcome.estimate in STANDARDISED else outcome.estimate
    return kind if kind in KINDS else ""


def effect(outcome: Outcome, study: Study) -> Effect | Reason:
    """The figure as it is drawn, or why it is only listed."""
    if outcome.value is None and outcome.ci95 is None:
        return "no-figure"
    if outcome.estimate == "rate":
        return "other-share"
    kind = kind_of(outcome)
    if not kind:
        return "no-axis"
    return _share(outcome, study, kind) if outcome.estimate in DRAWN_SHARES else _compared(outcome, kind)


def _compared(outcome: Outcome, kind: str) -> Effect | Reason:
    if outcome.ci95 is None:
        return "no-interval"
    if outcome.better == "neither":
        return "no-side"
    turn = factor(outcome)
    if turn is None:
        return "minuend-unstated"
    contrast = _contrast(outcome)
    if contrast is None:
        return "sides"
    low, high = outcome.ci95
    value = outcome.value
    ratio = outcome.estimate in RATIOS
    if not ratio and outcome.estimate not in DIFFERENCES:
        return "no-axis"
    if not _sound(low, value, high) or (ratio and low < 0):
        return "unsound"
    if ratio and low == 0:
        return "zero-ratio"
    if turn < 0:
        # A bound that is turned changes its end.
        low, high = (1 / high, 1 / low) if ratio else (-high, -low)
        value = None if value is None else 1 / value if ratio else -value
    none = 1.0 if ratio else 0.0
    # Zero has no sign on a page.
    mark = Mark(low + 0.0, high + 0.0, None if value is None else value + 0.0)
    side: Literal["right", "left", "open"] = "right" if low > none else "left" if high < none else "open"
    return Effect(kind, contrast, (mark,), none, turned=turn < 0, side=side)


def before_after(outcome: Outcome) -> bool:
    """Whether a figure is of one group and its own beginning, whatever the design it comes from."""
    return (
        outcome.comparison == "within"
        or outcome.estimate == "pre-post-change"
        or outcome.minuend in ("end", "baseline")
    )


def _contrast(outcome: Outcome) -> Contrast | None:
    """What is compared; ``None`` where right would not be the side of ketamine, or nobody can tell."""
    if before_after(outcome):
        return "before-after"
    if not (outcome.first and outcome.second):
        return None
    first, second = (holds_ketamine(side) for side in (outcome.first, outcome.second))
    if first == second:
        return "other"
    return "control" if first else None


def _share(outcome: Outcome, study: Study, kind: str) -> Effect | Reason:
    one = outcome.comparison in ("within", "pooled", "none") and outcome.control_value is None
    if outcome.unit != "percent" or outcome.better != "higher":
        return "other-share"
    if one and outcome.ci95 is not None:
        low, high = outcome.ci95
        if not (_sound(low, outcome.value, high) and low >= 0 and high <= 100):
            return "unsound"
        return Effect(kind, "one-group", (Mark(low, high, outcome.value),), None)
    counts = frequency(outcome, study)
    if counts is None:
        return "no-count"
    marks = _wilson_marks(outcome, counts)
    return Effect(kind, "two-groups" if counts.other else "one-group", marks, None, worked_out=True)


def _wilson_marks(outcome: Outcome, counts: Frequency) -> tuple[Mark, ...]:
    sides = [(outcome.first if counts.other else "", counts.count, counts.of)]
    if counts.other:
        sides.append((outcome.second, *counts.other))
    marks = []
    for name, count, of in sides:
        low, high = wilson(count, of)
        # The interval is of the counts: their share, and not its rounding, lies within it.
        marks.append(Mark(100 * low, 100 * high, 100 * count / of, name, count, of))
    return tuple(marks)


def _sound(low: float, value: float | None, high: float) -> bool:
    middle = low if value is None else value
    return all(map(math.isfinite, (low, middle, high))) and low <= middle <= high
