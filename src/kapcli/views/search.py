"""The answer to a search as a page, and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.facets import option, placed
from kapcli.catalogue.forms import plain_title
from kapcli.views import phrases
from kapcli.views.closing_lines import about_lines
from kapcli.writers.layout import Page, Span
from kapcli.writers.tables import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.model import About, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.search import Found, Hit
    from kapcli.writers.layout import Line

# Below this a hit's facts stand one under another.
STACKED = 60
# Facets named below an answer to narrow it, and how many values of each.
_NARROW = placed(lambda facet: facet.offered)
_VALUES = 3


def search_page(
    found: Found,
    vocabulary: Vocabulary,
    about: About,
    width: int,
    *,
    remarks: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    narrowed: Sequence[str] = (),
    harms: bool = False,
    explain: bool = False,
) -> list[Line]:
    """A search answer laid out for a terminal.

    Args:
        found: The answer.
        vocabulary: For labels.
        about: For the date and the disclaimer.
        width: Columns.
        remarks: What has to be said before the hits (corrections, no match).
        footnotes: What the answer leaves out.
        narrowed: Facets that are set already, so that they are not offered again.
        harms: Show for each hit what it says of harm: the question was about that.
        explain: Show for each hit which field matched.
    """
    page = Page(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    for hit in found.hits:
        page.blank()
        _hit(page, hit, vocabulary, harms=harms, explain=explain)
    page.blank()
    if found.total:
        page.text(Span(count_line(found), "strong"))
        _offer(page, found, vocabulary, narrowed)
    for note in footnotes:
        page.text(note)
    for line in about_lines(about, [hit.study for hit in found.hits]):
        page.text(Span(line, "muted"))
    return page.lines


def search_markdown(found: Found, vocabulary: Vocabulary, about: About, remarks: Sequence[str]) -> str:
    """A search answer as Markdown: a heading and a short list a study."""
    parts = [f"{escaped(remark)}\n" for remark in remarks]
    for hit in found.hits:
        study = hit.study
        parts.append(f"## {escaped(study.id)}: {escaped(plain_title(study.title))} ({study.year})\n")
        lines = [
            ("Design", vocabulary.label("design", study.design)),
            ("Condition", phrases.conditions(study, vocabulary)),
            ("Given", phrases.given(study, vocabulary)),
            ("Therapy", phrases.therapy(study, vocabulary)),
            ("People", _people(study, vocabulary)),
            ("Finding", study.finding),
            ("Limits", _limits(study, vocabulary)),
            ("Record", phrases.record(study)),
        ]
        if hit.missing:
            lines.append(("Without", ", ".join(hit.missing)))
        if hit.origin != "built-in":
            lines.append(("From", hit.origin))
        parts.append("\n".join(f"- {name}: {escaped(text)}" for name, text in lines if text) + "\n")
    if found.total:
        parts.append(f"{escaped(count_line(found))}\n")
    parts += [f"{escaped(line)}\n" for line in about_lines(about, [hit.study for hit in found.hits])]
    return "\n".join(parts)


def count_line(found: Found) -> str:
    """How many of how many, as studies and as trials."""
    shown = len(found.hits)
    studies = f"{found.total} {'study' if found.total == 1 else 'studies'}"
    trials = "" if found.trials == found.total else f" of {found.trials} trials or works"
    if shown < found.total:
        return f"{shown} of {studies}{trials} shown; --limit {found.total} shows all"
    return f"{studies}{trials}"


def _hit(page: Page, hit: Hit, vocabulary: Vocabulary, *, harms: bool, explain: bool) -> None:
    study = hit.study
    head = [
        str(study.year),
        vocabulary.label("design", study.design),
        phrases.conditions(study, vocabulary),
    ]
    given = phrases.given(study, vocabulary)
    middle = [given, phrases.therapy(study, vocabulary) if given or study.therapy != ("none",) else ""]
    people = [phrases.people(study), phrases.comparator(study, vocabulary)]
    status = study.status
    if status not in ("published", "report"):
        head.insert(1, vocabulary.label("status", status))
    if page.width < STACKED:
        page.text(Span(study.id, "id"))
        for part in [*head, *middle, *people]:
            if part:
                page.text(part, indent=2, hang=4)
    else:
        page.text(Span(study.id, "id"), " · ", " · ".join(filter(None, head)), hang=2)
        facts = [*filter(None, middle), *filter(None, people)]
        page.text(" · ".join(facts), indent=2)
    page.text(study.finding, indent=2)
    if harms:
        parts = filter(None, (phrases.safety_status(study, vocabulary), study.safety.text))
        page.text(Span("Harms: ", "label"), ". ".join(parts), indent=2, hang=4)
    page.text(Span("Limits: ", "label"), Span(_limits(study, vocabulary), "limit"), indent=2, hang=4)
    if hit.missing:
        page.text(Span(f"Without: {', '.join(hit.missing)}", "warning"), indent=2)
    if hit.origin != "built-in":
        page.text(Span(f"From {hit.origin}, not from the built-in catalogue", "muted"), indent=2)
    if explain:
        for unit, fields in hit.matched.items():
            page.text(Span(f"{unit}: ", "label"), ", ".join(fields), indent=2, hang=4)


def _people(study: Study, vocabulary: Vocabulary) -> str:
    return ", ".join(filter(None, (phrases.people(study), phrases.comparator(study, vocabulary))))


def _limits(study: Study, vocabulary: Vocabulary) -> str:
    mark = phrases.reading_mark(study)
    return phrases.limits_line(study, vocabulary) + (f" · {mark}" if mark else "")


def _offer(page: Page, found: Found, vocabulary: Vocabulary, narrowed: Sequence[str]) -> None:
    """Facet values that would narrow the answer, with their counts."""
    if found.total <= 3:
        return
    offers = []
    for facet in _NARROW:
        values = [
            (code, count)
            for code, count in found.facets.get(facet, {}).items()
            if count < found.total and code not in ("none", "other", "mixed")
        ][:_VALUES]
        if values and facet not in narrowed:
            listed = ", ".join(f"{code} ({count})" for code, count in values)
            offers.append(f"{option(facet)} {listed}")
    if offers:
        page.text(Span("Narrow with: ", "label"), "; ".join(offers), hang=2)


__all__ = ["STACKED", "count_line", "search_markdown", "search_page"]
