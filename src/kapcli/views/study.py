"""One study whole, as a clinician would read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.forms import plain_title
from kapcli.views import phrases, study_people, study_results, study_sources
from kapcli.views.closing_lines import about_lines
from kapcli.writers.layout import Page, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.study_sheet import Sheet
    from kapcli.writers.layout import Line

# Harms named at the head of a page; all of them stand under Safety.
_HARMS = 4


def study_page(sheets: Sequence[Sheet], vocabulary: Vocabulary, about: About, width: int) -> list[Line]:
    """Studies one below the other, laid out for a width."""
    page = Page(width)
    for index, sheet in enumerate(sheets):
        if index:
            page.blank()
            page.text(Span("─" * page.width, "muted"))
        _study(page, sheet, vocabulary)
    page.blank()
    for line in about_lines(about, [sheet.study for sheet in sheets]):
        page.text(Span(line, "muted"))
    return page.lines


def _study(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    study = sheet.study
    page.text(Span(study.id, "id"), " · ", Span(plain_title(study.title), "heading"), hang=2)
    source = [phrases.byline(study), plain_title(study.journal or study.publisher), str(study.year)]
    page.text(" · ".join(filter(None, source)), indent=2)
    page.text(phrases.record(study) or "no DOI, PubMed or registry number known", indent=2)
    for claim in study.unverified:
        if claim.field == "doi":
            page.text(Span(f"DOI {claim.value}: unverified, the word of {claim.said_by} only", "warning"), indent=2)
    for version in study.versions:
        name = " ".join(filter(None, (version.id, version.journal, str(version.year or ""), version.doi)))
        page.text(f"also as {version.kind.replace('-', ' ')}: {name}", indent=2, hang=4)
    if sheet.origin != "built-in":
        page.text(Span(f"from {sheet.origin}, not from the built-in catalogue", "warning"), indent=2)
    if study.retraction not in ("not-checked", "none"):
        page.text(Span(f"retraction: {study.retraction}", "warning"), indent=2)
    in_short(page, sheet, vocabulary)
    for title, lines in sections(sheet, vocabulary, page.width):
        page.heading(title)
        page.lines += lines


def sections(sheet: Sheet, vocabulary: Vocabulary, width: int) -> list[tuple[str, list[Line]]]:
    """The parts of the page that have something to say: title and lines."""
    writers = (
        ("What was asked", study_people.asked),
        ("Who", study_people.who),
        ("What was given, against what", study_people.given),
        ("What was found", study_results.found),
        ("Safety", study_results.safety),
        ("Limits, heaviest first", study_results.limits),
        ("Claims that rest on it", study_results.claims),
        ("Who paid", study_sources.paid),
        ("Other works", study_sources.works),
        ("Where it was read", study_sources.read),
        ("Reference", study_sources.reference),
    )
    sections = []
    for title, write in writers:
        page = Page(width)
        write(page, sheet, vocabulary)
        if page.lines:
            sections.append((title, page.lines))
    return sections


def in_short(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """What somebody must see who reads no further: the result, of whom, against what, how weak, which harm."""
    study = sheet.study
    page.heading("In short")
    if study.plain:
        page.text(study.plain, indent=2)
    people = filter(None, (phrases.people(study), phrases.comparator(study, vocabulary)))
    page.pair("People", " · ".join(people))
    mark = phrases.reading_mark(study)
    limits = phrases.limits_line(study, vocabulary) + (f" · {mark}" if mark else "")
    page.text(Span("Weakest points: ", "label"), Span(limits, "limit"), indent=2, hang=4)
    harms = ", ".join(study.safety.common[:_HARMS]) + (" ..." if len(study.safety.common) > _HARMS else "")
    page.pair("Harms", phrases.safety_status(study, vocabulary) + (f" ({harms})" if harms else ""))


__all__ = ["in_short", "sections", "study_page"]
