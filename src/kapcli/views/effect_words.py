"""A figure in a cell: the estimate as published, its 95% CI, and whose interval that is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kapcli.catalogue.orientation import DIFFERENCES, RATIOS, SHARES, factor
from kapcli.evidence.estimates import SOURCE, estimate
from kapcli.views.phrases import UNITS, number

if TYPE_CHECKING:
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.estimates import Estimate

# What a table calls them; a foot says what the letters mean.
SHORT = {
    "mean-difference": "MD",
    "standardised-difference": "SMD",
    "hedges-g": "g",
    "cohens-d": "d",
    "odds-ratio": "OR",
    "risk-ratio": "RR",
    "hazard-ratio": "HR",
    "risk-difference": "RD",
}
NO_INTERVAL = "no interval in our sources"
NO_ESTIMATE = "no estimate"
_WITHOUT = {
    "no-difference": "no difference reported, no estimate",
    "favours-ketamine": "a difference reported, no estimate",
    "favours-control": "a difference reported, no estimate",
}


def effect_cell(
    outcome: Outcome | None, study: Study, vocabulary: Vocabulary, *, way: bool = True, what: bool = True
) -> str:
    """An estimate with its interval, as a table shows it: never turned, and marked where the interval is not its own.

    Args:
        outcome: The figure; ``None`` where no figure of the study is linked.
        study: Its study.
        vocabulary: For labels.
        way: Whether it says what was subtracted from what; a group that names the side needs it less.
        what: Whether it says what was measured or counted: a difference of shares tells nothing without its event.
    """
    if outcome is None:
        return ""
    if outcome.value is None and outcome.ci95 is None:
        return _WITHOUT.get(outcome.direction, NO_ESTIMATE)
    measured = f"{outcome.measure}, " if what else ""
    interval = interval_words(outcome, study)
    if outcome.value is None:
        # Without an estimate nothing but the sides tells whom the interval favours.
        name = SHORT.get(outcome.estimate) or vocabulary.label("estimate", outcome.estimate)
        return f"{measured}{name} {interval}{_unit(outcome)}, no point estimate in our sources{_way(outcome)}"
    ending = f" {interval}" if interval else f", {NO_INTERVAL}"
    return f"{measured}{value_words(outcome, vocabulary)}{ending}{_way(outcome) if way else ''}"


def value_words(outcome: Outcome, vocabulary: Vocabulary) -> str:
    """The estimate as published, without its interval."""
    name = SHORT.get(outcome.estimate) or vocabulary.label("estimate", outcome.estimate)
    if outcome.value is None:
        return name
    unit = _unit(outcome)
    if between_sides(outcome):
        return f"{name} {number(outcome.value)}{unit}{_each_side(outcome)}"
    if outcome.control_value is not None:
        first, second = (f"{number(value)}{unit}" for value in (outcome.value, outcome.control_value))
        if outcome.first and outcome.second:
            first, second = f"{outcome.first} {first}", f"{outcome.second} {second}"
        return f"{first} vs {second}" if outcome.estimate in SHARES else f"{name} {first} vs {second}"
    return f"{name} {number(outcome.value)}{unit}"


def between_sides(outcome: Outcome) -> bool:
    """Whether the value is already a difference or a ratio of both sides, and not what one of them had."""
    # Of a change from before to after each side has its own.
    return outcome.estimate in (DIFFERENCES | RATIOS) - {"pre-post-change"}


def _each_side(outcome: Outcome) -> str:
    """What either side had, beside their difference, as far as the source gives it."""
    sides = ((outcome.first or "first", outcome.end), (outcome.second or "second", outcome.control_value))
    if outcome.control_value is None:
        return ""
    return f" ({' vs '.join(f'{name} {number(value)}' for name, value in sides if value is not None)})"


def interval_words(outcome: Outcome, study: Study) -> str:
    """The 95% CI the way round that the estimate is printed, with its origin where that is not the source."""
    found = estimate(outcome, study)
    of_gap = outcome.control_value is not None and not between_sides(outcome)
    if not of_gap and outcome.ci95 is not None:
        origin = "" if outcome.ci_origin == SOURCE else f", {outcome.ci_origin}"
        return f"[{number(outcome.ci95[0])} to {number(outcome.ci95[1])}{origin}]"
    if found is None or found.low is None or found.high is None:
        return ""
    low, high = _as_printed(outcome, found)
    origin = "" if found.origin == SOURCE else f", {found.origin}"
    gap = "difference " if of_gap else ""
    points = " points" if of_gap and outcome.estimate in SHARES and outcome.unit == "percent" else ""
    return f"[{gap}{_rounded(low, found)} to {_rounded(high, found)}{points}{origin}]"


def origin_of(outcome: Outcome, study: Study) -> str:
    """Whose the interval is: ``source``, ``calculated (METHOD)``, or empty where there is none."""
    found = estimate(outcome, study)
    if found is not None and found.low is not None:
        return found.origin
    return outcome.ci_origin if outcome.ci95 is not None else ""


def includes_no_effect(outcome: Outcome, study: Study) -> bool | None:
    """Whether the interval includes no effect; ``None`` where there is no interval of a difference."""
    found = estimate(outcome, study)
    if found is None or found.low is None or found.high is None:
        return None
    return found.low <= 0 <= found.high


def _as_printed(outcome: Outcome, found: Estimate) -> tuple[float, float]:
    """The two ends turned back to the sign of the source."""
    low, high = found.low or 0.0, found.high or 0.0
    turn = (1 if outcome.better == "higher" else -1) if outcome.estimate in SHARES else factor(outcome) or 1
    if turn < 0:
        low, high = -high, -low
    return (math.exp(low), math.exp(high)) if outcome.estimate in RATIOS else (low, high)


def _rounded(value: float, found: Estimate) -> str:
    places = 2 if found.scale in ("ratio", "standardised") else 1
    if found.origin == SOURCE:
        return number(value)
    return f"{round(value, places) + 0.0:.{places}f}"


def _unit(outcome: Outcome) -> str:
    unit = UNITS.get(outcome.unit or "", "")
    return unit if unit in ("", "%") else f" {unit}"


def _way(outcome: Outcome) -> str:
    """What was subtracted from what, or divided by what."""
    if outcome.minuend not in ("first", "second") or not (outcome.first and outcome.second):
        return ""
    top, other = (outcome.first, outcome.second) if outcome.minuend == "first" else (outcome.second, outcome.first)
    return f", {top} {'over' if outcome.estimate in RATIOS else 'minus'} {other}"
