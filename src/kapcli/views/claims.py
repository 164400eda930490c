"""Claims on a page: in a list three lines each, or one whole with both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.certainty import Weighed
from kapcli.evidence.grade_wording import LEVELS, SHOWN, closing, settling
from kapcli.views import phrases
from kapcli.views.claim import certainty_line, ids, verdict_label
from kapcli.views.closing_lines import about_lines
from kapcli.writers.layout import Page, Span
from kapcli.writers.tables import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.model import About, Claim, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.certainty import Assessed
    from kapcli.views.claim import ClaimSheet, Linked
    from kapcli.writers.layout import Line, Style

# From this width on the two sides stand side by side.
_BESIDE = 100
NOT_GRADE = "By rule from the linked figures; not a formal GRADE assessment."


def claims_page(
    claims: Sequence[Assessed],
    total: int,
    vocabulary: Vocabulary,
    about: About,
    width: int,
    remarks: Sequence[str] = (),
) -> list[Line]:
    """A list of claims.

    Args:
        claims: Those that are shown.
        total: How many match in all.
        vocabulary: For labels.
        about: For the foot.
        width: Columns.
        remarks: What has to be said before them.
    """
    page = Page(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    for assessed in claims:
        page.blank()
        _short(page, assessed, vocabulary)
    page.blank()
    if claims:
        page.text(Span(count_line(len(claims), total), "strong"))
        page.text("One whole, with every step: kap claims ID")
    for line in about_lines(about, ()):
        page.text(Span(line, "muted"))
    return page.lines


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


def sides_line(claim: Claim) -> str:
    """Who stands where, by id."""
    parts = [f"for: {ids(claim.for_) or 'none here'}", f"against: {ids(claim.against) or 'none here'}"]
    if claim.context:
        parts.append(f"beside: {ids(claim.context)}")
    return " · ".join(parts)


def _short(page: Page, assessed: Assessed, vocabulary: Vocabulary) -> None:
    claim = assessed.claim
    page.text(Span(claim.id, "id"), " · ", claim.statement, hang=2)
    head, *rest = standing(claim, assessed.weighed, vocabulary)
    page.text(Span(head, _style(claim)), *(f" · {part}" for part in rest), indent=2, hang=4)
    page.text(sides_line(claim), indent=2, hang=4)


def _style(claim: Claim) -> Style:
    return "strong" if claim.verdict == "supported" else "limit"


def claim_pages(sheets: Iterable[ClaimSheet], vocabulary: Vocabulary, about: About, width: int) -> list[Line]:
    """Claims whole, one after another."""
    page = Page(width)
    studies: list[Study] = []
    for sheet in sheets:
        page.blank()
        _whole(page, sheet, vocabulary)
        studies += sheet.studies
    page.blank()
    for line in about_lines(about, studies):
        page.text(Span(line, "muted"))
    return page.lines


def _whole(page: Page, sheet: ClaimSheet, vocabulary: Vocabulary) -> None:
    claim, weighed = sheet.claim, sheet.weighed
    page.text(Span(claim.statement, "heading"))
    page.text(Span(claim.id, "id"), f" · {vocabulary.label('theme', claim.topic)}", indent=2)
    head, *rest = standing(claim, weighed, vocabulary)
    page.text(Span(head, _style(claim)), *(f" · {part}" for part in rest), indent=2, hang=4)
    page.text(closing(claim, weighed), indent=2)
    if claim.instead:
        page.pair("What may be said instead", claim.instead)
    page.pair("In plain words", claim.plain)
    if sheet.origin != "built-in":
        page.text(Span(f"From {sheet.origin}, not from the built-in catalogue", "muted"), indent=2)
    page.blank()
    if page.width >= _BESIDE and sheet.for_ and sheet.against:
        _beside(page, sheet, vocabulary)
    else:
        _side(page, "For", sheet.for_, vocabulary, claim)
        _side(page, "Against", sheet.against, vocabulary, claim)
    if claim.both_sides:
        page.pair("Why both sides", claim.both_sides)
    if sheet.context:
        _side(page, "Beside it, not weighed", sheet.context, vocabulary, claim)
    if claim.kind == "effect":
        _certainty(page, weighed, vocabulary)
    if claim.caveats:
        page.heading("To bear in mind")
        for caveat in claim.caveats:
            page.bullet(Span(vocabulary.label("limitation", caveat.code), "limit"), f": {caveat.note}")


def _beside(page: Page, sheet: ClaimSheet, vocabulary: Vocabulary) -> None:
    rows = []
    for index in range(max(len(sheet.for_), len(sheet.against))):
        cells = []
        for side in (sheet.for_, sheet.against):
            cells.append(_cell(side[index], vocabulary) if index < len(side) else (Span(""),))
        rows.append(cells)
    page.table(("For", "Against"), rows, (1, 1))


def _cell(linked: Linked, vocabulary: Vocabulary) -> tuple[Span, ...]:
    return (Span(linked.study.id, "id"), *(Span(f" · {part}") for part in facts(linked, vocabulary)))


def facts(linked: Linked, vocabulary: Vocabulary) -> list[str]:
    """A linked study in a line: year, design, number, comparator, figure, why, limits."""
    study, link = linked.study, linked.link
    parts = [
        str(study.year),
        vocabulary.label("design", study.design),
        phrases.people(study),
        phrases.comparator(study, vocabulary),
    ]
    if linked.outcome is not None:
        when = f", {linked.outcome.timepoint}" if linked.outcome.timepoint else ""
        parts.append(f"{linked.outcome.measure}{when}: {phrases.figure(linked.outcome, vocabulary)}")
    parts.append(link.because.rstrip("."))
    if link.indirect is not None:
        label = vocabulary.label("indirectness", link.indirect.kind)
        parts.append(f"indirect ({label}): {link.indirect.reason.rstrip('.')}")
    parts.append(f"limits: {phrases.limits_line(study, vocabulary)}")
    parts.append(phrases.reading_mark(study))
    return [part for part in parts if part]


def _side(page: Page, name: str, side: Sequence[Linked], vocabulary: Vocabulary, claim: Claim) -> None:
    page.text(Span(name, "heading"), indent=2)
    if not side:
        counted = claim.counted_by and name == "For"
        page.text(f"the count of kap limits ({claim.counted_by})" if counted else "none in this catalogue", indent=4)
    for linked in side:
        page.bullet(*_cell(linked, vocabulary), indent=4)


def _certainty(page: Page, weighed: Weighed, vocabulary: Vocabulary) -> None:
    page.heading("How sure")
    if weighed.certainty is None or weighed.start is None:
        page.text("Nothing here compares it, so there is nothing to grade.", indent=2)
        return
    label = vocabulary.label("certainty", weighed.certainty)
    shows = SHOWN[weighed.shows]
    people = "number of people not known" if weighed.people is None else f"{weighed.people} people analysed"
    page.text(Span(f"{label} certainty", "strong"), f" of what is shown: {shows} ({people}).", indent=2, hang=4)
    level = LEVELS[weighed.level]
    start = vocabulary.label("certainty", weighed.start)
    page.bullet(f"starts {start}: {level} ({', '.join(weighed.weighed)})")
    for step in weighed.steps:
        page.bullet(Span(f"{step.name} -{step.down}", "limit"), f": {step.reason} ({', '.join(step.studies)})")
    for name, reason in weighed.beside:
        page.bullet(Span(f"not weighed: {name}, {reason}", "muted"))
    if weighed.probable:
        page.bullet(f"counted once with a paper probably of the same trial: {', '.join(weighed.probable)}")
    if weighed.one_group:
        page.bullet("all of it from one group of authors; named, not counted")
    if settle := settling(weighed):
        page.pair("What would settle it", "; ".join(settle))
    page.text(Span(NOT_GRADE, "muted"), indent=2)


def claims_markdown(sheets: Iterable[ClaimSheet], vocabulary: Vocabulary, about: About) -> str:
    """Claims whole, as Markdown."""
    parts = []
    studies: list[Study] = []
    for sheet in sheets:
        claim, weighed = sheet.claim, sheet.weighed
        studies += sheet.studies
        lines = [f"## {escaped(claim.statement)}\n", f"{escaped(' · '.join(standing(claim, weighed, vocabulary)))}\n"]
        lines.append(f"{escaped(closing(claim, weighed))}\n")
        if claim.instead:
            lines.append(f"What may be said instead: {escaped(claim.instead)}\n")
        for name, side in (("For", sheet.for_), ("Against", sheet.against), ("Beside it", sheet.context)):
            if side:
                lines.append(f"### {name}\n")
                bullets = [f"- {escaped(one.study.id)}: {escaped(' · '.join(facts(one, vocabulary)))}" for one in side]
                lines.append("\n".join(bullets) + "\n")
        if weighed.certainty is not None:
            steps = [f"- {step.name} -{step.down}: {escaped(step.reason)}" for step in weighed.steps]
            label = vocabulary.label("certainty", weighed.certainty)
            lines.append("\n".join([f"### How sure: {label}\n", *steps]) + "\n")
        parts.append("\n".join(lines))
    parts += [f"{escaped(line)}\n" for line in about_lines(about, studies)]
    return "\n".join(parts)


__all__ = [
    "NOT_GRADE",
    "claim_pages",
    "claims_markdown",
    "claims_page",
    "count_line",
    "facts",
    "sides_line",
    "standing",
]
