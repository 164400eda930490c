"""The statements of a report, each with its verdict, both sides, and what was weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.assessment import LEVELS
from kapcli.evidence.grade_wording import closing, people_words, settling, shown_words, step_words
from kapcli.views import phrases
from kapcli.views.claim import NONE, sides, verdict_label
from kapcli.views.document import Heading, Sides, Span, Table, Verdict, inline, item, text
from kapcli.views.handout import Card, Fold
from kapcli.views.linked import result
from kapcli.views.report_data import file_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.claim import ClaimView, Linked
    from kapcli.views.document import Block, Inline
    from kapcli.views.report_data import ReportData

_LEVEL_WORDS = dict(
    zip(LEVELS, ("randomised groups", "groups not randomised", "one group before and after"), strict=True)
)


def claims_for_and_against(data: ReportData) -> Iterator[Block]:
    """The statements: those on just what was asked in full, the others that match in a line each."""
    if not data.claims:
        return
    yield Heading("Statements, for and against", short="For and against", name="claims", folded=True)
    yield text(
        "The verdict is on the statement as it is worded. The certainty follows by fixed rules from the linked "
        "results; they are modelled on GRADE, and this is not a formal GRADE assessment. Studies are never counted "
        "against each other."
    )
    # Claims about an effect of just what was asked are shown in full; the others that match in a line each.
    wanted = set(data.answering) or {view.claim.id for view in data.claims if view.claim.kind == "effect"}
    wanted |= {one.claim.id for one in data.verdict.quoted}
    yield from (_claim(view, data.vocabulary) for view in data.claims if view.claim.id in wanted)
    others = [view for view in data.claims if view.claim.id not in wanted]
    if others:
        yield Heading("Other statements that match", 3, name="single")
        yield Table(
            ("Statement", "Kind", "Verdict", "Certainty", "For, or favours it", "Against, or does not favour it"),
            tuple(_claim_cells(view, data.vocabulary) for view in others),
            (4, 1, 1, 1, 2, 2),
            caption="On harms, other effects, how it may act, rules and the field",
        )


def _claim_cells(view: ClaimView, vocabulary: Vocabulary) -> tuple[tuple[Inline, ...], ...]:
    claim, weighed = view.claim, view.weighed
    favours, opposes, _ = sides(claim, weighed)
    instead = Span(f" Fairer wording: {claim.instead}", "muted") if claim.instead else ""
    certainty = vocabulary.label("certainty", weighed.certainty) if weighed.certainty else ""
    return (
        inline(claim.statement, instead),
        inline(vocabulary.label("claim_kind", claim.kind)),
        (Verdict(claim.verdict, verdict_label(claim, weighed, vocabulary)),),
        inline(certainty),
        inline(favours or "none"),
        inline(opposes or "none"),
    )


def _claim(view: ClaimView, vocabulary: Vocabulary) -> Card:
    claim, weighed = view.claim, view.weighed

    def blocks() -> Iterator[Block]:
        yield Heading(claim.statement, 3)
        parts = [f"certainty {vocabulary.label('certainty', weighed.certainty)}" if weighed.certainty else ""]
        parts += [vocabulary.label("claim_kind", claim.kind), f"said by {claim.said_by}" if claim.said_by else ""]
        place = "replaced by" if claim.replaces else "from"
        parts.append("" if view.origin == "built-in" else f"{place} {file_name(view.origin)}")
        rest = "".join(f" · {part}" for part in parts if part)
        yield text(Verdict(claim.verdict, verdict_label(claim, weighed, vocabulary)), Span(rest, "muted"))
        yield text(closing(claim, weighed))
        if claim.instead:
            yield text(Span("Fairer wording: ", "label"), claim.instead)
        groups = view.groups
        cells = tuple(tuple(_studies(group, vocabulary)) for _, group in groups[:2])
        yield Sides((groups[0][0], groups[1][0]), cells, (NONE, NONE))
        for name, group in groups[2:]:
            yield text(Span(name, "label"))
            yield from (item(*parts) for parts in _studies(group, vocabulary))
        if view.context:
            others = tuple(item(*parts) for parts in _studies(view.context, vocabulary))
            noun = "study" if len(others) == 1 else "studies"
            yield Fold(f"Also relevant (not part of the rating): {len(others)} {noun}", others)
        if claim.both_sides:
            yield text(Span(claim.both_sides, "muted"))
        if weighed.certainty is not None:
            yield _found(view)

    return Card(tuple(blocks()))


def _found(view: ClaimView) -> Block:
    """What was weighed: what it shows, why it is less sure, and what would settle it."""
    weighed = view.weighed
    level = _LEVEL_WORDS.get(weighed.level, "")
    shown = f"{shown_words(weighed)}; {people_words(weighed)}; {level}. "
    steps = "; ".join(f"{step_words(step)} ({', '.join(step.studies)})" for step in weighed.steps)
    settle = "; ".join(settling(weighed))
    return text(
        Span("Certainty: ", "label"),
        shown,
        *((Span("Reasons: ", "label"), f"{steps}. ") if steps else ()),
        *((Span("What would settle it: ", "label"), f"{settle}.") if settle else ()),
    )


def _studies(group: Sequence[Linked], vocabulary: Vocabulary) -> Iterator[tuple[Inline, ...]]:
    """A line a study, however many of its results are linked on a side."""
    by_study: dict[str, list[Linked]] = {}
    for linked in group:
        by_study.setdefault(linked.study.id, []).append(linked)
    for name, own in by_study.items():
        study = own[0].study
        who = (
            vocabulary.label("design", study.design),
            phrases.people(study),
            phrases.comparator(study, vocabulary),
            phrases.retraction(study),
        )
        results = dict.fromkeys(result(linked, vocabulary) for linked in own)
        limits = phrases.limits_and_reading(study, vocabulary)
        parts = (f"{study.year}", *filter(None, who))
        yield inline(
            Span(name, "id"),
            f": {', '.join(parts)}. {' '.join(f'{one}.' for one in results)} ",
            Span(f"Limitations: {limits}.", "muted"),
        )
