"""The table with a row for each figure of a study: as published, and turned so that it can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.orientation import oriented
from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.study import Study
from kapcli.evidence.estimates import Estimate, estimate, sizes
from kapcli.exporting.columns import Column, Kind, Selection, Table
from kapcli.exporting.studies import retraction, study_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.vocabulary import Vocabulary

# Who fills an instrument in, in the words of the table.
_RATERS = {"self": "self-report", "clinician": "clinician"}


class OutcomeOf(msgspec.Struct, frozen=True):
    """A figure of a study, and the same turned."""

    study: Study
    outcome: Outcome
    turned: Estimate | None


def outcome_key(study: str, outcome: str) -> str:
    """The key of a figure: an outcome's own id is unique within its study only."""
    return f"{study}:{outcome}"


def outcomes(selection: Selection) -> Iterator[OutcomeOf]:
    """Every figure of what is exported."""
    for work in selection.works:
        for outcome in work.study.outcomes:
            yield OutcomeOf(work.study, outcome, estimate(outcome, work.study))


def rater(outcome: Outcome, vocabulary: Vocabulary) -> str:
    """Who rated; empty where that is not known or both happen."""
    return _RATERS.get(vocabulary.term("instrument", outcome.instrument).rater, "") if outcome.instrument else ""


def _of(name: str, kind: Kind, means: str, **more: Any) -> Column:
    """A column that holds a field of the catalogue under its own name."""
    return Column(name, kind, means, lambda row, _: getattr(row.outcome, name), **more)


def _end(field: str, place: int) -> Any:
    def read(row: OutcomeOf, _: Vocabulary) -> float | None:
        interval = getattr(row.outcome, field)
        return None if interval is None else interval[place]

    return read


def _side(field: str, side: str) -> Any:
    def read(row: OutcomeOf, _: Vocabulary) -> int | None:
        found = sizes(row.outcome, row.study) if field == "people" else getattr(row.outcome, field)
        return None if found is None else getattr(found, side)

    return read


def _turned(name: str) -> Any:
    def read(row: OutcomeOf, _: Vocabulary) -> Any:
        return None if row.turned is None else _rounded(getattr(row.turned, name))

    return read


def _effect(row: OutcomeOf, _: Vocabulary) -> float | None:
    value = row.turned.value if row.turned is not None else oriented(row.outcome)
    return None if value is None else float(_rounded(value))


def _rounded(value: Any) -> Any:
    """Without what binary fractions and logarithms add to a figure of a few decimals."""
    return round(value, 6) + 0.0 if isinstance(value, float) else value


def _read(row: OutcomeOf, _: Vocabulary) -> str:
    return next((one.read for one in row.study.read_at if one.url == row.outcome.source), "")


OUTCOMES = Table(
    "outcomes",
    "Outcomes",
    "One row per figure of a study, with the source's own sign, and turned so that above 0 favours the first side or "
    "means improvement",
    (
        Column("id", "code", "The key: study and outcome", lambda row, _: outcome_key(row.study.id, row.outcome.id)),
        study_key(),
        Column("outcome", "code", "Id of the figure within its study", lambda row, _: row.outcome.id),
        _of("measure", "text", "What was measured, in the source's terms"),
        _of("instrument", "code", "The same as a code", section="instrument", facet=True),
        Column("rating", "code", "Who rated: self-report or clinician", lambda row, words: rater(row.outcome, words)),
        _of("domain", "code", "Domain", section="domain", facet=True),
        _of("primary", "boolean", "Whether the source calls it primary"),
        _of("timepoint", "text", "When, in words"),
        _of("contrast", "text", "In whom, or what was compared, if more needs to be said"),
        _of("comparison", "code", "What the figure compares", section="comparison", facet=True),
        _of("first", "text", "The side named first"),
        _of("second", "text", "The other side"),
        _of("estimate", "code", "What kind of figure value is", section="estimate", facet=True),
        _of("value", "number", "The figure as published, with the source's own sign"),
        _of("unit", "code", "Its unit", section="unit"),
        Column("ci_low", "number", "Lower limit of its 95% interval as published", _end("ci95", 0)),
        Column("ci_high", "number", "Upper limit", _end("ci95", 1)),
        Column(
            "ci_origin",
            "text",
            "Origin of that interval: source, or calculated with the method",
            lambda row, _: row.outcome.ci_origin if row.outcome.ci95 is not None else None,
        ),
        _of("sd", "number", "Standard deviation of the first side"),
        _of("sd_of", "code", "Whether sd is of changes (change) or of scores at the end (end)"),
        _of("se", "number", "Standard error of value"),
        _of("p", "text", "p as printed; without a sign it is exact"),
        _of("n", "integer", "People analysed for it"),
        _of("trials", "integer", "Of a pooled figure: how many trials it rests on"),
        _of("baseline", "number", "Score at the start"),
        _of("end", "number", "Score at the end"),
        _of("control_value", "number", "The other side's figure, in the same unit"),
        _of("control_sd", "number", "The other side's standard deviation"),
        Column("control_ci_low", "number", "Lower limit of the other side's own 95% interval", _end("control_ci95", 0)),
        Column("control_ci_high", "number", "Upper limit", _end("control_ci95", 1)),
        Column(
            "difference_ci_low",
            "number",
            "Lower limit for first minus second of two shares, in percentage points",
            _end("difference_ci95", 0),
        ),
        Column("difference_ci_high", "number", "Upper limit", _end("difference_ci95", 1)),
        Column("people_first", "integer", "People of this figure on the first side", _side("people", "first")),
        Column("people_second", "integer", "On the other side", _side("people", "second")),
        Column(
            "people_kind",
            "code",
            "Whether these were analysed for it, or only randomised",
            lambda row, _: None if (both := sizes(row.outcome, row.study)) is None else both.kind,
        ),
        Column("events_first", "integer", "Of these, people with the event", _side("events", "first")),
        Column("events_second", "integer", "On the other side", _side("events", "second")),
        _of("minuend", "code", "What the source subtracted from, or the numerator of a ratio", section="minuend"),
        _of("better", "code", "Which direction of the measure is better: lower, higher or neither"),
        _of("direction", "code", "What the figure shows, as the source reads it", section="direction", facet=True),
        Column("effect", "number", "The figure turned: above 0 favours first, or means improvement", _effect),
        Column("effect_low", "number", "Lower limit of its 95% interval", _turned("low")),
        Column("effect_high", "number", "Upper limit", _turned("high")),
        Column(
            "effect_scale",
            "code",
            "Scale of effect: difference (in unit), standardised, percent (points) or ratio (natural logarithm)",
            _turned("scale"),
        ),
        Column(
            "effect_origin", "text", "Origin of its interval: source, or calculated with the method", _turned("origin")
        ),
        _of("part", "boolean", "Whether it is about only part of the study's participants"),
        _of("note", "text", "Remark"),
        _of("source", "address", "Address of the source of this figure"),
        Column("read", "code", "How much of that source was read", _read, section="read"),
        retraction(),
    ),
    outcomes,
    searched=("measure", "contrast", "note"),
)
