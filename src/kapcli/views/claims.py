"""Claims: a list of them, or one in full with the studies on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.assessment import GRADED
from kapcli.evidence.grade_wording import LEVELS, closing, people_words, settling, shown_words, step_words
from kapcli.views import phrases
from kapcli.views.claim import SIGNS, certainty_line, figure_text, sides_line, verdict_label
from kapcli.views.closing_lines import about_lines
from kapcli.views.document import Heading, Sides, Space, Span, Title, item, row, text
from kapcli.views.document import closing as closing_blocks
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About, Claim
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.assessment import Assessed, Weighed
    from kapcli.views.claim import ClaimView, Linked
    from kapcli.views.document import Block, Document, Inline, Style

NOT_GRADE = "Rated by fixed rules modelled on GRADE; not a formal GRADE assessment, and signed by no clinician."


def claims_document(
    claims: Sequence[Assessed], total: int, vocabulary: Vocabulary, about: About, remarks: Sequence[str] = ()
) -> Document:
    """A list of claims.

    Args:
        claims: Those that are shown.
        total: How many match in all.
        vocabulary: For labels.
        about: For the foot.
        remarks: What has to be said before them.
    """

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        for assessed in claims:
            claim = assessed.claim
            yield Space()
            yield Title(claim.id, claim.statement, 2)
            yield _standing(claim, assessed.weighed, vocabulary)
            yield text(sides_line(claim, assessed.weighed), level=1, hang=2)
        yield Space()
        if claims:
            yield text(Span(count_line(len(claims), total), "strong"))
            yield text("One whole, with every step: kap claims ID")
        yield from closing_blocks(about_lines(about, ()))

    return tuple(blocks())


def claim_document(
    views: Sequence[ClaimView], vocabulary: Vocabulary, about: About, remarks: Sequence[str] = ()
) -> Document:
    """Claims in full, one after another."""

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        for view in views:
            yield Space()
            yield from _in_full(view, vocabulary)
        yield Space()
        yield from closing_blocks(about_lines(about, [study for view in views for study in view.studies]))

    return tuple(blocks())


def count_line(shown: int, total: int) -> str:
    """How many of how many."""
    claims = f"{total} {'claim' if total == 1 else 'claims'}"
    return claims if shown == total else f"{shown} of {claims} shown; --limit {total} shows all"


def standing(claim: Claim, weighed: Weighed, vocabulary: Vocabulary) -> list[str]:
    """Verdict, certainty, kind and speaker of a claim, in the order in which they are read."""
    parts = [verdict_label(claim, weighed, vocabulary).upper(), certainty_line(weighed, vocabulary)]
    parts.append(vocabulary.label("claim_kind", claim.kind))
    if claim.said_by:
        parts.append(f"said by {claim.said_by}")
    return [part for part in parts if part]


def facts(linked: Linked, vocabulary: Vocabulary) -> list[str]:
    """A linked study in a line: year, design, number, comparator, figure, why, limitations."""
    study, link = linked.study, linked.link
    parts = [
        str(study.year),
        vocabulary.label("design", study.design),
        phrases.people(study),
        phrases.comparator(study, vocabulary),
        phrases.retraction(study),
    ]
    if linked.outcome is not None:
        when = f", {linked.outcome.timepoint}" if linked.outcome.timepoint else ""
        parts.append(f"{linked.outcome.measure}{when}: {figure_text(linked, vocabulary)}")
    parts.append(link.because.rstrip("."))
    if link.indirect is not None:
        label = vocabulary.label("indirectness", link.indirect.kind)
        parts.append(f"indirect ({label}): {link.indirect.reason.rstrip('.')}")
    parts.append(f"limits: {phrases.limits_line(study, vocabulary)}")
    parts.append(phrases.reading_mark(study))
    return [part for part in parts if part]


def _standing(claim: Claim, weighed: Weighed, vocabulary: Vocabulary) -> Block:
    head, *rest = standing(claim, weighed, vocabulary)
    style: Style = "strong" if claim.verdict == "supported" else "limit"
    return text(Span(head, style), *(f" · {part}" for part in rest), level=1, hang=2)


def _in_full(view: ClaimView, vocabulary: Vocabulary) -> Iterator[Block]:
    claim, weighed = view.claim, view.weighed
    yield Heading(claim.statement)
    yield text(Span(claim.id, "id"), f" · {vocabulary.label('theme', claim.topic)}", level=1)
    yield _standing(claim, weighed, vocabulary)
    yield text(closing(claim, weighed), level=1)
    if claim.instead:
        yield row("What may be said instead", claim.instead)
    yield row("In plain words", claim.plain)
    if view.origin != "built-in":
        yield text(Span(f"From {view.origin}, not from the built-in catalogue", "muted"), level=1)
    yield Space()
    none = "none in this catalogue"
    counted = f"the count of kap limits ({claim.counted_by})" if claim.counted_by else none
    groups = view.groups
    sides = tuple(tuple(_linked(linked, vocabulary) for linked in group) for _, group in groups[:2])
    yield Sides((groups[0][0], groups[1][0]), sides, (counted, none))
    for name, group in groups[2:]:
        yield Heading(name, 3)
        yield from (item(*_linked(linked, vocabulary), level=2) for linked in group)
    if claim.both_sides:
        yield row("Why they differ", claim.both_sides)
    if view.context:
        yield Heading("Also relevant, not weighed", 3)
        yield from (item(*_linked(linked, vocabulary), level=2) for linked in view.context)
    if claim.kind == "effect":
        yield from _certainty(claim, weighed, vocabulary)
    if claim.caveats:
        yield Heading("To bear in mind")
        for caveat in claim.caveats:
            yield item(Span(vocabulary.label("limitation", caveat.code), "limit"), f": {caveat.note}")


def _linked(linked: Linked, vocabulary: Vocabulary) -> tuple[Inline, ...]:
    return (Span(linked.study.id, "id"), *(Span(f" · {part}") for part in facts(linked, vocabulary)))


def _certainty(claim: Claim, weighed: Weighed, vocabulary: Vocabulary) -> Iterator[Block]:
    yield Heading("How sure")
    if weighed.certainty is None or weighed.start is None:
        yield text(not_rated(claim, weighed), level=1)
        return
    label = vocabulary.label("certainty", weighed.certainty)
    shown = f": {shown_words(weighed)} ({people_words(weighed)})."
    yield text(Span(f"{SIGNS[weighed.certainty]} {label} certainty", "strong"), shown, level=1, hang=2)
    start = vocabulary.label("certainty", weighed.start)
    yield item(f"starts {start}: {LEVELS[weighed.level]} ({', '.join(weighed.weighed)})")
    for step in weighed.steps:
        yield item(Span(step_words(step), "limit"), f" ({', '.join(step.studies)})")
    for who, rating, outdated in weighed.rated:
        old = "; studies weighed here are newer than its search" if outdated else ""
        yield item(f"formal rating by {who}: {vocabulary.label('certainty', rating)}{old}")
    for name, reason in weighed.beside:
        yield item(Span(f"not weighed: {name}, {reason}", "muted"))
    if weighed.probable:
        yield item(f"counted once with a paper probably of the same trial: {', '.join(weighed.probable)}")
    if weighed.one_group:
        yield item("all of it from one group of authors; named, not counted")
    if settle := settling(weighed):
        yield row("What would settle it", "; ".join(settle))
    yield text(Span(NOT_GRADE, "muted"), level=1)


def not_rated(claim: Claim, weighed: Weighed) -> str:
    """Why an effect has no certainty."""
    if weighed.level == "within":
        return "Not rated: nobody was compared, people were only followed from before to after."
    if not weighed.level:
        return "Not rated: nothing here compares it."
    if claim.says not in GRADED:
        return "Not rated: the verdict comes from what was seen, and no difference between groups is claimed."
    return "Not rated: groups were compared, and no estimate of the difference was read."
