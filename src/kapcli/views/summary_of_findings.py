"""A Summary of Findings: a row for each claim on an effect, with its figure, its certainty and the reasons for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.study_rules import BETWEEN
from kapcli.evidence.grade_wording import step_words
from kapcli.views import effect_words, signs
from kapcli.views.claim import certainty_words, people_cell, studies_cell, verdict_label
from kapcli.views.claim_certainty import NOT_GRADE, not_rated
from kapcli.views.claim_full import COMPARATORS
from kapcli.views.closing_lines import last_line
from kapcli.views.document import Span, Table, inline, text
from kapcli.views.document import closing as closing_blocks
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.claim import ClaimView, Linked
    from kapcli.views.document import Block, Document, Inline

COLUMNS = (
    "id",
    "statement",
    "outcome",
    "time",
    "intervention",
    "comparator",
    "studies",
    "people",
    "effect",
    "effect_study",
    "interval",
    "certainty",
    "verdict",
    "reasons",
)
_NOT_FORMAL = "Rated by rules modelled on GRADE; no formal assessment, signed by no clinician."
_ABBREVIATIONS = (
    "MD mean difference; SMD standardised mean difference; g Hedges' g; d Cohen's d; OR odds ratio; RR risk ratio; "
    "HR hazard ratio; RD risk difference; CI confidence interval. Estimates have the sign of their source; an interval "
    "that is marked as calculated was worked out here. Studies: trials of the pool that leads + other studies. People: "
    "with a + where the number is not known for every study."
)
# Narrower than this each claim stands in lines of its own.
_LEAST = 100


class Finding(msgspec.Struct, frozen=True):
    """A row.

    Attributes:
        effect: The estimate as published with its 95% CI, or why there is none.
        effect_study: Whose figure it is.
        interval: ``source``, ``calculated (METHOD)``, or empty.
        certainty: A code, or empty where it is not rated.
        reasons: Why it is rated down, or why it is not rated.
    """

    id: str
    statement: str
    outcome: str
    time: str
    intervention: str
    comparator: str
    studies: str
    people: str
    effect: str
    effect_study: str
    interval: str
    certainty: str
    verdict: str
    reasons: tuple[str, ...]


def findings(views: Sequence[ClaimView], vocabulary: Vocabulary, longest: int | None = None) -> list[Finding]:
    """The rows of the claims on an effect; others have none.

    Args:
        views: The claims.
        vocabulary: For labels.
        longest: Of more letters than this, what led to a step down is left out.
    """
    return [_finding(view, vocabulary, longest) for view in views if view.claim.kind == "effect"]


def _finding(view: ClaimView, vocabulary: Vocabulary, longest: int | None) -> Finding:
    claim, weighed, asked = view.claim, view.weighed, view.claim.question
    linked = _that_counts(view)
    effect, study, interval = "no comparison", "", ""
    if linked is not None and linked.outcome is not None:
        effect = effect_words.effect_cell(linked.outcome, linked.study, vocabulary)
        study, interval = linked.study.id, effect_words.origin_of(linked.outcome, linked.study)
    elif weighed.level in BETWEEN:
        effect = effect_words.NO_ESTIMATE
    rated = weighed.certainty is not None
    steps = (step_words(step, longest) for step in weighed.steps)
    reasons = tuple(steps) if rated else (not_rated(claim, weighed).rstrip("."),)
    time = linked.outcome.timepoint if linked is not None and linked.outcome is not None else ""
    return Finding(
        claim.id,
        claim.statement,
        vocabulary.label("domain", claim.domain) if claim.domain else "",
        time or (asked.window if asked is not None else ""),
        asked.intervention if asked is not None else "",
        COMPARATORS[asked.comparator] if asked is not None else "",
        studies_cell(view),
        people_cell(view),
        effect,
        study,
        interval,
        weighed.certainty or "",
        claim.verdict,
        reasons,
    )


def _that_counts(view: ClaimView) -> Linked | None:
    """The figure that the verdict rests on."""
    effect = view.weighed.effect
    if effect is None:
        return None
    every = (*view.for_, *view.against, *view.unsized)
    return next(
        (one for one in every if one.outcome and (one.study.id, one.outcome.id) == (effect.study, effect.outcome)), None
    )


def table(views: Sequence[ClaimView], vocabulary: Vocabulary, *, briefly: bool = False) -> Iterator[Block]:
    """The table, its footnotes with the reasons, and what its letters mean; nothing where no claim is on an effect.

    Args:
        views: The claims.
        vocabulary: For labels.
        briefly: For a first screen: reasons without what led to them, in one text, and no list of abbreviations.
    """
    effects = [view for view in views if view.claim.kind == "effect"]
    if not effects:
        return
    notes: dict[str, int] = {}
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    listed: list[Block] = []
    for view, one in zip(effects, findings(effects, vocabulary, 0 if briefly else None), strict=True):
        marks = ", ".join(str(notes.setdefault(reason, len(notes) + 1)) for reason in one.reasons)
        sign = signs.VERDICTS[view.claim.verdict]
        verdict = verdict_label(view.claim, view.weighed, vocabulary)
        sure = f"{certainty_words(view, vocabulary)} [{marks}]" if marks else certainty_words(view, vocabulary)
        studies = f"{one.studies} ({one.people})" if one.people else one.studies
        what = f"{one.outcome}, {one.time}" if one.time else one.outcome
        effect = f"{one.effect} ({one.effect_study})" if one.effect_study else one.effect
        rows.append(
            (
                inline(Span(sign, "strong"), f" {one.statement} ({verdict})"),
                inline(what),
                inline(studies),
                inline(effect),
                inline(sure),
            )
        )
        listed.append(text(Span(sign, "strong"), f" {one.statement}", hang=2))
        listed.append(text(f"{verdict} · {what} · studies (people): {studies}", level=1, hang=2))
        listed.append(text(f"{effect} · {sure}", level=1, hang=2))
    yield Table(
        ("Statement (verdict)", "Outcome and time", "Studies (people)", "Effect [95% CI]", "Certainty"),
        tuple(rows),
        (30, 16, 10, 26, 18),
        level=0,
        least=_LEAST,
        instead=tuple(listed),
        caption="Summary of Findings",
    )
    if briefly:
        yield text(" · ".join(f"[{number}] {reason}" for reason, number in notes.items()), hang=4)
    else:
        yield from (text(f"[{number}] {reason}", hang=4) for reason, number in notes.items())
        yield text(Span(_ABBREVIATIONS, "muted"))
    yield text(Span(_NOT_FORMAL if briefly else NOT_GRADE, "muted"))


def summary_document(
    views: Sequence[ClaimView],
    topic: str,
    vocabulary: Vocabulary,
    about: About,
    remarks: Sequence[str] = (),
    *,
    urgent: bool = False,
    total: int | None = None,
) -> Document:
    """The table as a page of its own.

    Args:
        views: The claims that are shown.
        topic: What was asked, in words.
        vocabulary: For labels.
        about: For the foot.
        remarks: What has to be said first.
        urgent: Whether urgent help is named.
        total: Of a first screen, how many claims there are.
    """
    title = f"Summary of Findings: {topic}" if topic else "Summary of Findings"
    of = "" if total in (None, len(views)) else f"{len(views)} of {total} effects shown. "
    return (
        *first_remarks(remarks),
        text(Span(title, "heading")),
        *table(views, vocabulary, briefly=total is not None),
        *([text(f"{of}All, with every reason and abbreviation: --full")] if total is not None else []),
        *([text(Span(about.urgent_help, "strong"))] if urgent else []),
        *closing_blocks([last_line(about)]),
    )


def as_cells(one: Finding) -> tuple[str, ...]:
    """A row as the cells of `COLUMNS`."""
    fields: dict[str, Any] = msgspec.structs.asdict(one) | {"reasons": "; ".join(one.reasons)}
    return tuple(fields[name] for name in COLUMNS)


def as_data(one: Finding) -> dict[str, Any]:
    """A row for a program; what is not known or not rated is null."""
    fields: dict[str, Any] = msgspec.to_builtins(one)
    return fields | {name: fields[name] or None for name in ("people", "effect_study", "interval", "certainty", "time")}
