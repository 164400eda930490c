"""The field by year as a page and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.designs import KINDS
from kapcli.evidence.people import counted
from kapcli.views import phrases
from kapcli.views.closing_lines import about_lines
from kapcli.views.signs import GAP, LETTERS, WORDS, letters
from kapcli.writers.layout import Page, Span
from kapcli.writers.tables import escaped, markdown_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.model import About, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.chronology import Chronology, Landmark, YearOf
    from kapcli.writers.layout import Line

# The columns of the tab-separated form. Others may be added at the end; none is moved or taken out.
COLUMNS = ("year", "trials", *KINDS, "studies")
# What stands before a bar: the year, the number, and blanks.
_BEFORE = 12


def timeline_page(
    found: Chronology,
    vocabulary: Vocabulary,
    about: About,
    width: int,
    *,
    remarks: Sequence[str] = (),
    shown: Sequence[Study] = (),
) -> list[Line]:
    """The years with a bar of letters each, what stands out, and what is still to come.

    Args:
        found: The studies in order of time.
        vocabulary: For labels.
        about: For the date and the disclaimer.
        width: Columns.
        remarks: What has to be said first.
        shown: Studies on the page, to know whether urgent help must be named.
    """
    page = Page(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    page.blank()
    page.text(Span(title(found), "heading"))
    page.blank()
    each = _each(found, page.width - _BEFORE)
    for year in found.years:
        _bar(page, year, each)
    page.blank()
    for line in legend(found, each):
        page.text(line, hang=2)
    if found.landmarks:
        page.heading("Landmarks, by rule: the first randomised trials in this catalogue, and the largest")
        for landmark in found.landmarks:
            page.text(
                f"{landmark.study.year}  ",
                Span(landmark.study.id, "id"),
                f" · {landmark_words(landmark, vocabulary)}",
                indent=2,
                hang=8,
            )
    for heading, studies in unfinished(found):
        page.heading(heading)
        for study in studies:
            page.bullet(Span(study.id, "id"), f" · {plan_words(study, vocabulary)}")
    page.blank()
    for line in about_lines(about, shown):
        page.text(Span(line, "muted"))
    return page.lines


def timeline_markdown(
    found: Chronology, vocabulary: Vocabulary, about: About, remarks: Sequence[str], shown: Sequence[Study]
) -> str:
    """The same as Markdown: a table of years, and lists."""
    kinds = [kind for kind in KINDS if any(kind in year.kinds for year in found.years)]
    header = ("Year", "Trials or works", *(WORDS[kind] for kind in kinds))
    rows = [
        (str(year.year), str(year.trials), *(", ".join(year.kinds.get(kind, ())) for kind in kinds))
        for year in found.years
    ]
    parts = [*(f"{escaped(remark)}\n" for remark in remarks), f"{title(found)}\n"]
    parts += [markdown_table(header, rows)] if rows else []
    if found.landmarks:
        listed = [
            f"- {one.study.year}, {escaped(one.study.id)}: {escaped(landmark_words(one, vocabulary))}"
            for one in found.landmarks
        ]
        parts.append("Landmarks, by rule:\n\n" + "\n".join(listed) + "\n")
    for heading, studies in unfinished(found):
        listed = [f"- {escaped(study.id)}: {escaped(plan_words(study, vocabulary))}" for study in studies]
        parts.append(f"{heading}:\n\n" + "\n".join(listed) + "\n")
    parts += [f"{escaped(line)}\n" for line in about_lines(about, shown)]
    return "\n".join(parts)


def year_rows(found: Chronology) -> list[tuple[str, ...]]:
    """Every year as the cells of `COLUMNS`."""
    return [
        (
            str(year.year),
            str(year.trials),
            *(str(len(year.kinds.get(kind, ()))) for kind in KINDS),
            " ".join(year.studies),
        )
        for year in found.years
    ]


def title(found: Chronology) -> str:
    """What is shown."""
    studies = f"{found.studies} {'study' if found.studies == 1 else 'studies'}"
    return f"By year: {studies}" + ("" if found.trials == found.studies else f" of {found.trials} trials or works")


def legend(found: Chronology, each: int) -> list[str]:
    """How a bar is read."""
    lines = []
    if found.years:
        stands = "one trial or work" if each == 1 else f"up to {each} trials or works"
        kinds = {kind for year in found.years for kind in year.kinds}
        lines.append(f"A letter stands for {stands}, in the year of its own report: {letters(kinds)}.")
    if found.running or found.unreported:
        lines.append("Trials without results here stand below, and in no bar.")
    if any(not year.kinds for year in found.years):
        lines.append(f"{GAP} nothing of that year here.")
    return lines


def landmark_words(landmark: Landmark, vocabulary: Vocabulary) -> str:
    """Why a trial stands out."""
    parts = []
    for shared in (False, True):
        named = [
            _first_of(reason, code, vocabulary)
            for reason, code, together in landmark.reasons
            if reason != "largest" and together == shared
        ]
        if named:
            parts.append(f"{'among the first' if shared else 'first'} for {', '.join(named)}")
    if any(name == "largest" for name, _, _ in landmark.reasons):
        count = counted(landmark.study)
        assert count is not None
        parts.append(f"largest of these: {count.people} {count.kind}")
    return "; ".join(parts)


def _first_of(reason: str, code: str, vocabulary: Vocabulary) -> str:
    if reason == "first-condition":
        return vocabulary.label("condition", code)
    if reason == "first-route":
        return f"{vocabulary.label('route', code)} ketamine"
    return "ketamine beside a psychotherapy"


def plan_words(study: Study, vocabulary: Vocabulary) -> str:
    """A trial without results: its status, what it is about, and how many people are planned."""
    status = vocabulary.label("status", study.status)
    parts = [
        # A plan that was published is no result that was.
        f"{vocabulary.label('design', study.design)}, {status}" if study.design == "protocol" else status,
        phrases.conditions(study, vocabulary),
        phrases.given(study, vocabulary),
        phrases.therapy(study, vocabulary),
        _planned(study),
    ]
    return " · ".join(filter(None, parts))


def _planned(study: Study) -> str:
    """Planned people, said to be planned even where some have been enrolled."""
    people = phrases.people(study)
    if counted(study) is not None and study.n.planned is not None:
        return f"{people}, {study.n.planned} planned"
    return people


def unfinished(found: Chronology) -> list[tuple[str, tuple[Study, ...]]]:
    """Headings, each with the trials without results that stand under it."""
    pairs = [
        ("Running or to come, as last read in a registry", found.running),
        ("Planned or registered, without results here", found.unreported),
    ]
    return [(heading, studies) for heading, studies in pairs if studies]


def _each(found: Chronology, room: int) -> int:
    """For how many trials a letter stands, so that the longest bar fits."""
    each = 1
    while any(sum(-(-len(ids) // each) for ids in year.kinds.values()) > room for year in found.years):
        each += 1
        if each > max(year.trials for year in found.years):
            break
    return each


def _bar(page: Page, year: YearOf, each: int) -> None:
    digits = 4
    if not year.kinds:
        page.lines.append((Span(f"{year.year}  "), Span(GAP.rjust(digits), "limit")))
        return
    bar = "".join(LETTERS[kind] * -(-len(ids) // each) for kind, ids in year.kinds.items())
    page.lines.append((Span(f"{year.year}  {year.trials:{digits}}  "), Span(bar)))


__all__ = [
    "COLUMNS",
    "landmark_words",
    "legend",
    "plan_words",
    "timeline_markdown",
    "timeline_page",
    "title",
    "unfinished",
    "year_rows",
]
