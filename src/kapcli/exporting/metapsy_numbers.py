"""The numbers of an effect by the Metapsy data standard: what its source gives, and nothing made up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kapcli.catalogue.orientation import RATIOS, SHARES
from kapcli.evidence.estimates import SOURCE, counts, people, sizes
from kapcli.evidence.intervals import Z95

if TYPE_CHECKING:
    from collections.abc import Callable

    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study

Cell = str | float | bool | None
# What can stand as its source gives it.
REPORTED = frozenset(
    {*RATIOS, "mean-difference", "hedges-g", "cohens-d", "standardised-difference"}
    | {"risk-difference", "posterior-mean-difference"}
)


def group_numbers(outcome: Outcome, study: Study) -> dict[str, Cell]:
    """The one group of the standard that can be filled; empty where none can."""
    for group in (_changes, _events, _standardised, _risk_ratio):
        if found := group(outcome, study):
            return found
    return {}


def _changes(outcome: Outcome, study: Study) -> dict[str, Cell]:
    both = sizes(outcome, study)
    if outcome.estimate != "pre-post-change" or outcome.sd_of != "change" or both is None or both.kind != "analysed":
        return {}
    if None in (outcome.value, outcome.control_value, outcome.sd, outcome.control_sd):
        return {}
    assert outcome.value is not None
    assert outcome.control_value is not None
    turn = {"end": 1, "baseline": -1}.get(outcome.minuend)
    if turn is None:
        return {}
    return {
        "mean_change_arm1": turn * outcome.value,
        "mean_change_arm2": turn * outcome.control_value,
        "sd_change_arm1": outcome.sd,
        "sd_change_arm2": outcome.control_sd,
        "n_change_arm1": both.first,
        "n_change_arm2": both.second,
    }


def _events(outcome: Outcome, study: Study) -> dict[str, Cell]:
    # A hazard ratio is of times, not of counts.
    if outcome.better == "neither" or outcome.estimate == "hazard-ratio":
        return {}
    if (found := counts(outcome, study)) is None or _counted_already(outcome, study, found):
        return {}
    (event1, total1), (event2, total2) = found
    return {"event_arm1": event1, "event_arm2": event2, "totaln_arm1": total1, "totaln_arm2": total2}


def _counted_already(outcome: Outcome, study: Study, found: Any) -> bool:
    """Whether the counts behind a ratio or difference are those of a share that has a row: pooled, they count once."""
    shares = (other for other in study.outcomes if other.estimate in SHARES)
    return outcome.estimate not in SHARES and any(counts(share, study) == found for share in shares)


def _standardised(outcome: Outcome, study: Study) -> dict[str, Cell]:
    interval = _interval(outcome)
    if outcome.estimate not in ("hedges-g", "cohens-d") or interval is None or outcome.value is None:
        return {}
    correction = 1.0
    if outcome.estimate == "cohens-d":
        many, _ = people(outcome, study)
        if many is None or many < 4:
            return {}
        # Hedges (1981), in the form in which Borenstein and others give it.
        correction = 1 - 3 / (4 * (many - 2) - 1)
    turn = way(outcome)
    if turn is None:
        return {}
    error = (interval[1] - interval[0]) / (2 * Z95)
    return {"precalc_g": _round(turn * outcome.value * correction), "precalc_g_se": _round(error * correction)}


def _risk_ratio(outcome: Outcome, _: Study) -> dict[str, Cell]:
    interval, turn = _interval(outcome), way(outcome)
    if outcome.estimate != "risk-ratio" or interval is None or turn is None or not outcome.value:
        return {}
    error = (math.log(interval[1]) - math.log(interval[0])) / (2 * Z95)
    return {"precalc_log_rr": _round(turn * math.log(outcome.value)), "precalc_log_rr_se": _round(error)}


def _interval(outcome: Outcome) -> tuple[float, float] | None:
    """The interval that the source itself gives."""
    return outcome.ci95 if outcome.ci_origin == SOURCE else None


def way(outcome: Outcome) -> int | None:
    """1 where the source subtracted the second arm from the first, -1 the other way; ``None`` where it does not say."""
    return {"first": 1, "second": -1}.get(outcome.minuend)


def as_reported(outcome: Outcome) -> dict[str, Cell]:
    """An estimate as its source gives it, from the first arm's side, with its standard error."""
    turn, interval, value = way(outcome), _interval(outcome), outcome.value
    if outcome.estimate not in REPORTED or turn is None or value is None:
        return {}
    ratio = outcome.estimate in RATIOS
    if ratio and (value <= 0 or (interval is not None and interval[0] <= 0)):
        return {}
    if interval is not None:
        low, high = map(math.log, interval) if ratio else interval
        error = _round((high - low) / (2 * Z95))
        origin = f"from the 95% interval of the source{', on the log scale' if ratio else ''}"
    elif outcome.se is not None and not ratio:
        error, origin = outcome.se, "given by the source"
    else:
        return {}
    turned: Callable[[float], float] = (lambda one: _round(1 / one)) if ratio else (lambda one: -one + 0.0)
    if turn < 0:
        value = turned(value)
        interval = None if interval is None else (turned(interval[1]), turned(interval[0]))
    return {
        "reported_type": outcome.estimate,
        "reported_value": value,
        "reported_ci_low": None if interval is None else interval[0],
        "reported_ci_high": None if interval is None else interval[1],
        "reported_se": error,
        "reported_se_origin": origin,
        "reported_unit": outcome.unit,
    }


def _round(value: float) -> float:
    return round(value, 6) + 0.0
