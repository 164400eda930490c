"""Effects by the Metapsy data standard (docs.metapsy.org/data-preparation/format), for metapsyTools and other R tools.

One row an effect: a randomised comparison of two arms in one outcome. A row fills one of the standard's groups of
numbers where its source gives what the group needs; no standard deviation, count or size is made up. Every other effect
stands as its source gives it, in columns of our own, with the standard error that follows from its interval.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.orientation import RATIOS, SHARES
from kapcli.catalogue.study_rules import holds_ketamine, trial_key
from kapcli.evidence.estimates import sizes
from kapcli.exporting.metapsy_numbers import REPORTED, Cell, as_reported, group_numbers, way
from kapcli.exporting.metapsy_words import condition, study_labels, weeks, whole_words
from kapcli.exporting.outcomes import OutcomeOf, outcome_key, outcomes, rater
from kapcli.views.phrases import number

if TYPE_CHECKING:
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.exporting.columns import Selection

# Chance assigned each person to one arm. In a crossover the same people are in both, which no group of the standard
# can say.
_INDEPENDENT = frozenset({"parallel", "factorial", "randomised-withdrawal"})
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
    "blinding": ("character", "Who was blinded"),
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
    numbers = group_numbers(outcome, study) if allocation in _INDEPENDENT else {}
    reported = as_reported(outcome)
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


def _why(outcome: Outcome) -> str:
    """Why a comparison of two arms has no row."""
    if outcome.value is None:
        return "no figure in our sources" if outcome.ci95 is None else "no point estimate in our sources"
    if outcome.estimate in SHARES:
        return "shares without a number of people on each side from which counts follow"
    if outcome.estimate not in REPORTED:
        return "a kind of figure that cannot be pooled (interaction, median, coefficient, test value and others)"
    if way(outcome) is None:
        return "which arm was subtracted from which is not stated"
    return "no interval or standard error in our sources"


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
