"""Effects by the Metapsy data standard (docs.metapsy.org/data-preparation/format), for metapsyTools and other R tools.

One row an effect: a randomised comparison of two arms in one outcome. A row fills one of the standard's groups of
numbers where its source gives what the group needs; no standard deviation, count or size is made up. Every other effect
stands as its source gives it, in columns of our own, with the standard error that follows from its interval.
"""

from __future__ import annotations

import csv
import io
import math
import re
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.orientation import RATIOS, SHARES
from kapcli.catalogue.study_rules import holds_ketamine, trial_key
from kapcli.evidence.estimates import SOURCE, counts, people, sizes
from kapcli.evidence.intervals import Z95
from kapcli.exporting.metapsy_words import condition, study_labels, weeks, whole_words
from kapcli.exporting.outcomes import OutcomeOf, outcome_key, outcomes, rater
from kapcli.views.phrases import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.exporting.columns import Selection

Cell = str | float | bool | None

# Chance assigned each person to one arm. In a crossover the same people are in both, which no group of the standard
# can say.
_INDEPENDENT = frozenset({"parallel", "factorial", "randomised-withdrawal"})
_MEASURED = frozenset({"mean-difference", "hedges-g", "cohens-d", "standardised-difference"})
_REPORTED = _MEASURED | RATIOS | {"risk-difference", "posterior-mean-difference"}
_EVENTS = {"response-rate": "response", "remission-rate": "remission"}

# The standard's variables, in its order, each with its R class and what it means.
STANDARD: dict[str, tuple[str, str]] = {
    "study": ("character", "Last name of the first author, and year; publications of one trial share it"),
    "condition_arm1": ("character", "Condition in the first arm"),
    "condition_arm2": ("character", "Condition in the second arm"),
    "multi_arm1": ("character", "In a trial with more than two arms: which arm the first is"),
    "multi_arm2": ("character", "In a trial with more than two arms: which arm the second is"),
    "outcome_type": ("character", "response, remission, event, msd (a scale) or md (a difference without its spread)"),
    "instrument": ("character", "Instrument, or the measure in the source's words"),
    "time": ("character", "Measurement point, in the source's words"),
    "time_weeks": ("numeric", "The same in weeks, from where the source counts: mostly the first dose"),
    "rating": ("character", "self-report or clinician"),
    "mean_arm1": ("numeric", "Mean in the first arm; no source here gives it with its standard deviation"),
    "mean_arm2": ("numeric", "Mean in the second arm"),
    "sd_arm1": ("numeric", "Standard deviation in the first arm"),
    "sd_arm2": ("numeric", "Standard deviation in the second arm"),
    "n_arm1": ("numeric", "Sample size in the first arm, for these means"),
    "n_arm2": ("numeric", "Sample size in the second arm, for these means"),
    "mean_change_arm1": ("numeric", "Mean change from the start in the first arm: a fall is negative"),
    "mean_change_arm2": ("numeric", "Mean change in the second arm"),
    "sd_change_arm1": ("numeric", "Standard deviation of the change in the first arm"),
    "sd_change_arm2": ("numeric", "Standard deviation of the change in the second arm"),
    "n_change_arm1": ("numeric", "Sample size in the first arm, for these changes"),
    "n_change_arm2": ("numeric", "Sample size in the second arm, for these changes"),
    "event_arm1": ("numeric", "Number of events in the first arm"),
    "event_arm2": ("numeric", "Number of events in the second arm"),
    "totaln_arm1": ("numeric", "Sample size in the first arm, for these events"),
    "totaln_arm2": ("numeric", "Sample size in the second arm, for these events"),
    "precalc_g": ("numeric", "Hedges' g, first arm minus second; a published d is corrected for small samples"),
    "precalc_g_se": ("numeric", "Its standard error, from the published 95% interval"),
    "precalc_log_rr": ("numeric", "Natural logarithm of the published risk ratio, first arm over second"),
    "precalc_log_rr_se": ("numeric", "Its standard error, from the published 95% interval"),
}
# What the standard leaves to each database.
ADDED: dict[str, tuple[str, str]] = {
    "change_sign": ("logical", "Whether a negative g favours the first arm: calculateEffectSizes(change.sign = ...)"),
    "reported_type": ("character", "An effect as its source gives it: its kind"),
    "reported_value": ("numeric", "The published figure, first arm minus or over second"),
    "reported_ci_low": ("numeric", "Lower limit of its published 95% interval"),
    "reported_ci_high": ("numeric", "Upper limit"),
    "reported_se": ("numeric", "Its standard error; of a ratio that of its natural logarithm"),
    "reported_se_origin": ("character", "Where that comes from"),
    "reported_unit": ("character", "Unit of the published figure"),
    "people_arm1": ("numeric", "People in the first arm, where known"),
    "people_arm2": ("numeric", "People in the second arm, where known"),
    "better": ("character", "Which direction of the measure is better"),
    "domain": ("character", "Domain of the outcome"),
    "is_primary": ("logical", "Whether the source calls the outcome primary"),
    "allocation": ("character", "How people came into arms; in a crossover the same people are in both"),
    "blinding": ("character", "Who knew what"),
    "diagnosis": ("character", "Conditions studied"),
    "therapy": ("character", "Psychotherapy in the trial"),
    "year": ("numeric", "Year of publication"),
    "outcome_id": ("character", "The figure in this catalogue: kap show has it with its source"),
    "trial": ("character", "Id of the trial"),
    "retraction": ("character", "Whether the publication still stands, where that was checked"),
    "doi": ("character", "DOI"),
    "source": ("character", "Address the figure was read at"),
}
COLUMNS = {**STANDARD, **ADDED}
# What makes a comparison unique to metapsyTools.
IDENTIFYING = (
    *("study", "outcome_type", "instrument", "time", "time_weeks", "rating"),
    *("condition_arm1", "condition_arm2", "multi_arm1", "multi_arm2"),
)
_GROUPS = tuple(name for name in STANDARD if name.startswith(("mean_change", "event", "precalc")))


class Effects(msgspec.Struct, frozen=True):
    """What an export by the standard holds.

    Attributes:
        rows: A row an effect, by the names of `COLUMNS`.
        left_out: Why figures are not in it, each reason with their keys.
        reported: How many rows fill none of the standard's groups.
    """

    rows: list[dict[str, Cell]]
    left_out: dict[str, list[str]]
    reported: int


class _LeftOutError(Exception):
    """A figure that the standard has no place for, and why."""


def effects(selection: Selection) -> Effects:
    """The effects of a selection that can be set beside each other; the others are named with the reason."""
    labels = study_labels(selection.works)
    many = _arms_compared(selection)
    found: list[tuple[OutcomeOf, dict[str, Cell]]] = []
    left_out: dict[str, list[str]] = {}
    for row in outcomes(selection):
        try:
            found.append((row, _effect(row, labels, selection, multiple=row.study.id in many)))
        except _LeftOutError as why:
            left_out.setdefault(str(why), []).append(outcome_key(row.study.id, row.outcome.id))
    kept: dict[tuple[Cell, ...], dict[str, Cell]] = {}
    # Of several figures of one comparison the one with the standard's numbers, then the primary one.
    for row, effect in sorted(found, key=lambda pair: (not _complete(pair[1]), not pair[0].outcome.primary)):
        # A difference on a scale is the same comparison whether its spread is known or not.
        name = tuple("msd" if effect[part] == "md" else effect[part] for part in IDENTIFYING)
        if name in kept:
            reason = "another figure of the same arms, instrument and time is there"
            left_out.setdefault(reason, []).append(outcome_key(row.study.id, row.outcome.id))
        else:
            kept[name] = effect
    there = {id(effect) for effect in kept.values()}
    rows = [effect for _, effect in found if id(effect) in there]
    return Effects(rows, left_out, sum(not _complete(effect) for effect in rows))


def _complete(effect: dict[str, Cell]) -> bool:
    return any(effect[name] is not None for name in _GROUPS)


def _effect(row: OutcomeOf, labels: dict[str, str], selection: Selection, *, multiple: bool) -> dict[str, Cell]:
    study, outcome, vocabulary = row.study, row.outcome, selection.vocabulary
    _comparable(study, outcome)
    allocation = study.design_detail.allocation
    numbers = _numbers(outcome, study) if allocation in _INDEPENDENT else {}
    reported = _reported(outcome)
    if not numbers and not reported:
        raise _LeftOutError(_why(outcome))
    both = sizes(outcome, study)
    binary = outcome.estimate in SHARES or outcome.estimate in RATIOS or outcome.estimate == "risk-difference"
    effect: dict[str, Cell] = dict.fromkeys(COLUMNS)
    effect |= {
        "study": labels[trial_key(study)],
        "condition_arm1": condition(outcome.first, vocabulary),
        "condition_arm2": condition(outcome.second, vocabulary),
        "multi_arm1": whole_words(outcome.first) if multiple else None,
        "multi_arm2": whole_words(outcome.second) if multiple else None,
        "outcome_type": _EVENTS.get(outcome.estimate, "event") if binary else "msd" if numbers else "md",
        "instrument": outcome.instrument or outcome.measure,
        "time": outcome.timepoint or None,
        "time_weeks": weeks(outcome.timepoint),
        "rating": rater(outcome, vocabulary) or None,
        # Of counts metapsyTools makes g negative where there are more in the first arm.
        "change_sign": None if outcome.better == "neither" else outcome.better == ("higher" if binary else "lower"),
        "people_arm1": None if both is None else both.first,
        "people_arm2": None if both is None else both.second,
        "better": outcome.better,
        "domain": outcome.domain,
        "is_primary": outcome.primary,
        "allocation": allocation,
        "blinding": study.design_detail.blinding,
        "diagnosis": ", ".join(study.conditions) or None,
        "therapy": ", ".join(study.therapy) or None,
        "year": study.year,
        "outcome_id": outcome_key(study.id, outcome.id),
        "trial": trial_key(study),
        "retraction": study.retraction,
        "doi": study.record.doi or None,
        "source": outcome.source,
    }
    return effect | numbers | reported


def _arms_compared(selection: Selection) -> set[str]:
    """The studies with more than two arms: as listed, or as their figures compare them."""
    found = set()
    for work in selection.works:
        compared = [one for one in work.study.outcomes if one.comparison == "between-randomised"]
        sides = {side for one in compared for side in (one.first, one.second) if side}
        if len(work.study.arms) > 2 or len(sides) > 2:
            found.add(work.study.id)
    return found


def _comparable(study: Study, outcome: Outcome) -> None:
    """Refuse what is no comparison of two arms to which chance assigned people, and what does not count."""
    if outcome.comparison != "between-randomised":
        raise _LeftOutError("not a randomised comparison of two arms")
    if study.retracted:
        raise _LeftOutError("retracted")
    if study.design == "meta-analysis":
        raise _LeftOutError("of a review, not of one trial")
    if not (outcome.first and outcome.second):
        raise _LeftOutError("the two arms are not named")
    if not any(map(holds_ketamine, (outcome.first, outcome.second))):
        raise _LeftOutError("neither arm is named as having had ketamine (doses, schedules or additions compared)")


def _numbers(outcome: Outcome, study: Study) -> dict[str, Cell]:
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
    turn = _turn(outcome)
    if turn is None:
        return {}
    error = (interval[1] - interval[0]) / (2 * Z95)
    return {"precalc_g": _round(turn * outcome.value * correction), "precalc_g_se": _round(error * correction)}


def _risk_ratio(outcome: Outcome, _: Study) -> dict[str, Cell]:
    interval, turn = _interval(outcome), _turn(outcome)
    if outcome.estimate != "risk-ratio" or interval is None or turn is None or not outcome.value:
        return {}
    error = (math.log(interval[1]) - math.log(interval[0])) / (2 * Z95)
    return {"precalc_log_rr": _round(turn * math.log(outcome.value)), "precalc_log_rr_se": _round(error)}


def _interval(outcome: Outcome) -> tuple[float, float] | None:
    """The interval that the source itself gives."""
    return outcome.ci95 if outcome.ci_origin == SOURCE else None


def _turn(outcome: Outcome) -> int | None:
    return {"first": 1, "second": -1}.get(outcome.minuend)


def _reported(outcome: Outcome) -> dict[str, Cell]:
    """An estimate as its source gives it, from the first arm's side, with its standard error."""
    turn, interval, value = _turn(outcome), _interval(outcome), outcome.value
    if outcome.estimate not in _REPORTED or turn is None or value is None or outcome.control_value is not None:
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


def _why(outcome: Outcome) -> str:
    """Why a comparison of two arms has no row."""
    if outcome.value is None:
        return "no figure in our sources"
    if outcome.estimate in SHARES:
        return "shares without a number of people on each side from which counts follow"
    if outcome.estimate not in _REPORTED:
        return "a kind of figure that cannot be pooled (interaction, median, coefficient, test value and others)"
    if _turn(outcome) is None:
        return "which arm was subtracted from which is not stated"
    return "no interval or standard error in our sources"


def _round(value: float) -> float:
    return round(value, 6) + 0.0


def metapsy_csv(found: Effects) -> str:
    """The rows as R's ``write.csv2`` writes them: semicolons, decimal commas, ``NA`` for what is not known."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in found.rows)
    return file.getvalue()


def _cell(value: Cell) -> str:
    if value is None:
        return "NA"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number(value).replace(".", ",")
    # The standard forbids semicolons in cells.
    return re.sub(r"\s+", " ", value.replace(";", ",")).strip()
