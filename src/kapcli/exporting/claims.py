"""The tables of claims: what each says and how certain it is, every step of that, and what bears on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.evidence.assessment import Step
from kapcli.evidence.grade_wording import closing, step_words
from kapcli.exporting.columns import Column, Kind, Selection, Table
from kapcli.exporting.outcomes import outcome_key
from kapcli.exporting.studies import retraction, study_key
from kapcli.views.claim import ClaimView, Linked, pooled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.vocabulary import Vocabulary

# Of effects the side follows from the figure; of other claims it is stated.
_EFFECT_SIDES = ("favours", "does-not-favour", "no-estimate")
_STATED_SIDES = ("for", "against", "no-estimate")


class StepOf(msgspec.Struct, frozen=True):
    """A step of a certainty, and its place."""

    view: ClaimView
    number: int
    step: Step


class LinkOf(msgspec.Struct, frozen=True):
    """Something that bears on a claim, its place, and the side it is on."""

    view: ClaimView
    number: int
    side: str
    linked: Linked

    @property
    def study(self) -> Any:
        """The study of the link."""
        return self.linked.study


def _of(name: str, kind: Kind, means: str, **more: Any) -> Column:
    return Column(name, kind, means, lambda view, _: getattr(view.claim, name), **more)


def _weighed(name: str, kind: Kind, means: str, **more: Any) -> Column:
    return Column(name, kind, means, lambda view, _: getattr(view.weighed, name), **more)


def _asked(field: str) -> Any:
    return lambda view, _: None if view.claim.question is None else getattr(view.claim.question, field)


def _effect(field: str) -> Any:
    def read(view: ClaimView, _: Vocabulary) -> Any:
        found = None if view.weighed.effect is None else getattr(view.weighed.effect, field)
        return round(found, 6) + 0.0 if isinstance(found, float) else found

    return read


def _steps_in_words(view: ClaimView, _: Vocabulary) -> list[str]:
    return [step_words(step) for step in view.weighed.steps]


def _studies(view: ClaimView, _: Vocabulary) -> int:
    if view.claim.kind == "effect":
        return len(view.weighed.weighed)
    return len({linked.study.id for linked in (*view.for_, *view.against)})


def _claim_key() -> Column:
    return Column("claim", "code", "The claim", lambda row, _: row.view.claim.id, refers="claims")


CLAIMS = Table(
    "claims",
    "Claims",
    "One row per statement about the field, with its verdict and the certainty of the evidence",
    (
        Column("id", "code", "The key of a claim", lambda view, _: view.claim.id),
        _of("kind", "code", "What it is about", section="claim_kind", facet=True),
        _of("topic", "code", "What it is listed under", section="theme", facet=True),
        _of("statement", "text", "The statement; see verdict before it is quoted"),
        _of("verdict", "code", "The verdict of the evidence on it as worded", section="verdict", facet=True),
        _weighed(
            "certainty",
            "code",
            "How certain the evidence on an effect is; null where it is not rated, as for harm",
            section="certainty",
            facet=True,
        ),
        Column("summary", "text", "What may be said of it, by rule", lambda view, _: closing(view.claim, view.weighed)),
        _of("instead", "text", "What the sources say instead, unless it is supported"),
        _of("plain", "text", "The answer in everyday words"),
        _of("domain", "code", "What was measured", section="domain", facet=True),
        Column(
            "conditions", "list", "For an effect: the conditions it is about", _asked("condition"), section="condition"
        ),
        Column("population", "text", "The same more closely", _asked("population")),
        Column("intervention", "text", "Intervention", _asked("intervention")),
        Column(
            "comparator",
            "code",
            "Comparator: inert, active-placebo, control (either), active (another treatment) or nothing",
            _asked("comparator"),
        ),
        Column("window", "text", "When it was measured", _asked("window")),
        Column(
            "studies", "integer", "Studies weighed; for other claims than effects, studies for or against it", _studies
        ),
        Column(
            "pooled",
            "integer",
            "If a pooled figure leads: how many trials it rests on",
            lambda view, _: None if (pool := pooled(view)) is None else pool.trials,
        ),
        Column(
            "people",
            "integer",
            "People in the studies weighed, as far as their number is known",
            lambda view, _: view.weighed.everyone,
        ),
        Column(
            "people_all_known",
            "boolean",
            "Whether the number is known of all of them",
            lambda view, _: view.weighed.known if view.weighed.weighed else None,
        ),
        Column(
            "effect_outcome",
            "code",
            "The figure behind the verdict",
            lambda view, _: _rests_on(view),
            refers="outcomes",
        ),
        Column("effect", "number", "That figure turned: above 0 is the claimed side", _effect("value")),
        Column("effect_low", "number", "Lower limit of its 95% interval", _effect("low")),
        Column("effect_high", "number", "Upper limit", _effect("high")),
        Column(
            "effect_scale",
            "code",
            "difference, standardised, percent (points) or ratio (natural logarithm)",
            _effect("scale"),
        ),
        Column(
            "effect_origin", "text", "Origin of the interval: source, or calculated with the method", _effect("origin")
        ),
        Column(
            "shows",
            "code",
            "What the figures show, whatever the statement says",
            lambda view, _: view.weighed.shows if view.weighed.certainty is not None else None,
        ),
        _weighed("start", "code", "Where the certainty started", section="certainty"),
        Column(
            "steps", "list", "Why it is lower than that, in words; one row each in the table steps", _steps_in_words
        ),
        _of("left_out", "text", "What an overstated claim leaves out"),
        _of("both_sides", "text", "What explains a disagreement"),
        _of("said_by", "text", "Whose statement it is, if it is someone's"),
        Column("origin", "text", "built-in, or the catalogue file it came from", lambda view, _: view.origin),
    ),
    lambda selection: selection.claims,
    searched=("statement", "plain", "instead", "summary"),
)


def _rests_on(view: ClaimView) -> str | None:
    effect = view.weighed.effect
    return None if effect is None else outcome_key(effect.study, effect.outcome)


def _steps(selection: Selection) -> Iterator[StepOf]:
    for view in selection.claims:
        for number, step in enumerate(view.weighed.steps, 1):
            yield StepOf(view, number, step)


STEPS = Table(
    "steps",
    "Steps of certainty",
    "One row per reason why the certainty of a claim is rated down",
    (
        Column("id", "code", "The key: claim and number", lambda row, _: f"{row.view.claim.id}:{row.number}"),
        _claim_key(),
        Column("number", "integer", "Place among the steps of the claim, from 1", lambda row, _: row.number),
        Column(
            "domain",
            "code",
            "bias, inconsistency, indirectness, imprecision, publication, or rating (a formal rating caps it)",
            lambda row, _: row.step.name,
            facet=True,
        ),
        Column("down", "integer", "By how many levels", lambda row, _: row.step.down),
        Column("reason", "text", "Why", lambda row, _: row.step.reason),
        Column("studies", "list", "Ids of the studies that caused it", lambda row, _: row.step.studies),
    ),
    _steps,
)


def _links(selection: Selection) -> Iterator[LinkOf]:
    for view in selection.claims:
        sides = _EFFECT_SIDES if view.claim.kind == "effect" else _STATED_SIDES
        groups = (*zip(sides, (view.for_, view.against, view.unsized), strict=True), ("context", view.context))
        numbered = [(side, linked) for side, group in groups for linked in group]
        for number, (side, linked) in enumerate(numbered, 1):
            yield LinkOf(view, number, side, linked)


def _link(name: str, kind: Kind, means: str, **more: Any) -> Column:
    return Column(name, kind, means, lambda row, _: getattr(row.linked.link, name), **more)


def _indirect(field: str) -> Any:
    return lambda row, _: None if row.linked.link.indirect is None else getattr(row.linked.link.indirect, field)


LINKS = Table(
    "links",
    "Links",
    "One row per study, or figure of a study, that is relevant to a claim",
    (
        Column("id", "code", "The key: claim and number", lambda row, _: f"{row.view.claim.id}:{row.number}"),
        _claim_key(),
        study_key(),
        Column(
            "outcome",
            "code",
            "The figure it is based on",
            lambda row, _: None if row.linked.outcome is None else outcome_key(row.study.id, row.linked.outcome.id),
            refers="outcomes",
        ),
        Column(
            "side",
            "code",
            "Of effects, by the figure: favours, does-not-favour, no-estimate; of other claims: for, against; of both: "
            "context (it answers another question)",
            lambda row, _: row.side,
            facet=True,
        ),
        _link("because", "text", "Why it is relevant to the claim"),
        _link("rests_on", "code", "If it is not based on a figure: the field it is based on"),
        Column("indirect", "code", "How its question differs", _indirect("kind"), section="indirectness"),
        Column("indirect_reason", "text", "How it differs", _indirect("reason")),
        _link("leads", "boolean", "Whether it is the pooled estimate taken as the effect"),
        _link("corrects", "boolean", "Whether it is an estimate of the same pool, corrected for bias"),
        _link("reversed", "boolean", "Whether the statement is about the second side"),
        retraction(),
    ),
    _links,
)
