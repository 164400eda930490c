"""Two to four studies side by side, what differs marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.forms import plain_title
from kapcli.catalogue.ketamines import ketamine_arms
from kapcli.views import phrases
from kapcli.views.closing_lines import about_lines
from kapcli.writers.interval_bar import LEGEND, inline_bar
from kapcli.writers.layout import Page, Span
from kapcli.writers.tables import markdown_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kapcli.catalogue.model import About, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.writers.layout import Line

# A column narrower than this is no column: the studies then stand one under another.
_COLUMN = 22
_LABEL = 12
# The row that gets a bar, and the cells of a bar where studies stand one under another.
_FOUND = "Found"
_BAR = 31
# Stands before the name of a row in which the studies differ: a sign, since colour may be missing.
DIFFERS = "≠"


class Row(msgspec.Struct, frozen=True):
    """One thing compared.

    Attributes:
        name: What it is.
        values: One a study.
        explains: Whether a difference here could explain different results.
    """

    name: str
    values: tuple[str, ...]
    explains: bool

    @property
    def differs(self) -> bool:
        """Whether the studies differ in it, as far as it is known of all of them."""
        known = [value for value in self.values if value]
        return len(known) == len(self.values) and len(set(known)) > 1


def compared(studies: Sequence[Study], vocabulary: Vocabulary) -> list[Row]:
    """What is compared, in the order in which it is read (after PICO: people, intervention, comparison, outcome)."""
    writers: tuple[tuple[str, Callable[[Study], str], bool], ...] = (
        ("Question", lambda study: study.question, False),
        ("Design", lambda study: _design(study, vocabulary), True),
        ("Condition", lambda study: phrases.conditions(study, vocabulary), True),
        ("People", lambda study: _groups(study, vocabulary), True),
        ("Number", phrases.people, True),
        ("Given", lambda study: phrases.given(study, vocabulary), True),
        ("Sessions", _sessions, True),
        ("Against", lambda study: phrases.comparator(study, vocabulary), True),
        ("Therapy", lambda study: phrases.therapy(study, vocabulary), True),
        ("Measured", _measured, True),
        (_FOUND, lambda study: _figure(study, vocabulary), False),
        ("Shows", lambda study: _shows(study, vocabulary), False),
        ("Watched", lambda study: "" if study.follow_up is None else study.follow_up.text, True),
        ("Harms", lambda study: phrases.safety_status(study, vocabulary), False),
        ("Limits", lambda study: phrases.limits_line(study, vocabulary), False),
        ("Paid by", lambda study: study.funding, False),
    )
    return [Row(name, tuple(write(study) for study in studies), explains) for name, write, explains in writers]


def closing(rows: Sequence[Row]) -> str:
    """The differences that could explain different results, in one sentence."""
    named = [row.name.lower() for row in rows if row.differs and row.explains]
    unknown = [row.name.lower() for row in rows if row.explains and not all(row.values)]
    text = (
        f"They differ in {', '.join(named)}: each could explain different results, and none is shown to."
        if named
        else "Nothing compared here differs; what is not compared may."
    )
    return text + (f" Not known of all of them: {', '.join(unknown)}." if unknown else "")


def compare_page(studies: Sequence[Study], vocabulary: Vocabulary, about: About, width: int) -> list[Line]:
    """The studies in columns, or one under another where the width does not allow it."""
    page = Page(width)
    rows = compared(studies, vocabulary)
    if page.width >= _LABEL + (_COLUMN + 2) * len(studies):
        _columns(page, studies, rows)
    else:
        _stacked(page, studies, rows)
    page.blank()
    if any(_bar(study, _BAR) for study in studies):
        page.text(Span(LEGEND, "muted"))
    page.text(Span(f"{DIFFERS} marks what differs. ", "label"), closing(rows))
    for line in about_lines(about, studies):
        page.text(Span(line, "muted"))
    return page.lines


def compare_markdown(studies: Sequence[Study], vocabulary: Vocabulary, about: About) -> str:
    """The same as a Markdown table."""
    rows = compared(studies, vocabulary)
    header = ("", *(f"{study.id} ({study.year})" for study in studies))
    table = markdown_table(
        header, [(_name(row), *(value or phrases.NOT_KNOWN for value in row.values)) for row in rows]
    )
    return "\n".join([table, f"{DIFFERS} marks what differs. {closing(rows)}", "", *about_lines(about, studies)]) + "\n"


def _columns(page: Page, studies: Sequence[Study], rows: Sequence[Row]) -> None:
    shares = (_LABEL, *((page.width - _LABEL) // len(studies) for _ in studies))
    room = page.column(shares, 1, 0) - 1
    cells = [
        (
            (Span(_name(row), "label"),),
            *(_cell(row, value, study, room) for value, study in zip(row.values, studies, strict=True)),
        )
        for row in rows
    ]
    heads = [study.id for study in studies]
    titles = (
        (Span("", "label"),),
        *((Span(f"{plain_title(study.title)} ({study.year})", "muted"),) for study in studies),
    )
    page.table(("", *heads), [titles, *cells], shares, indent=0)


def _cell(row: Row, value: str, study: Study, room: int) -> Line:
    """A value; under a figure with an interval its bar, as wide as the column, so that it gets a line of its own."""
    bar = _bar(study, room) if row.name == _FOUND else ""
    text = Span(value or phrases.NOT_KNOWN)
    return (text, Span(f" {bar}")) if bar else (text,)


def _bar(study: Study, cells: int) -> str:
    place = _main(study)
    return "" if place is None else inline_bar(study.outcomes[place], study, cells)


def _stacked(page: Page, studies: Sequence[Study], rows: Sequence[Row]) -> None:
    for row in rows:
        page.text(Span(_name(row), "heading"))
        for study, value in zip(studies, row.values, strict=True):
            page.text(Span(f"{study.id}: ", "id"), value or phrases.NOT_KNOWN, indent=2, hang=4)
            if row.name == _FOUND and (bar := _bar(study, min(_BAR, page.width - 4))):
                page.text(bar, indent=4)


def _name(row: Row) -> str:
    # No-break spaces, so that the names stay in line where nothing is marked.
    return f"{DIFFERS} {row.name}" if row.differs else f"\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}{row.name}"


def _design(study: Study, vocabulary: Vocabulary) -> str:
    parts = [vocabulary.label("design", study.design)]
    if study.design_detail.allocation:
        parts.append(vocabulary.label("allocation", study.design_detail.allocation))
    if study.design_detail.blinding:
        parts.append(vocabulary.label("blinding", study.design_detail.blinding))
    return ", ".join(parts)


def _groups(study: Study, vocabulary: Vocabulary) -> str:
    return ", ".join(vocabulary.label("population", code) for code in study.population)


def _sessions(study: Study) -> str:
    counts = dict.fromkeys(str(arm.sessions) for arm in ketamine_arms(study) if arm.sessions is not None)
    return " or ".join(counts)


def _main(study: Study) -> int | None:
    """The place of the first primary outcome; of the first outcome where none is called primary."""
    for place, outcome in enumerate(study.outcomes):
        if outcome.primary:
            return place
    return 0 if study.outcomes else None


def _measured(study: Study) -> str:
    place = _main(study)
    if place is None:
        return ""
    outcome = study.outcomes[place]
    return ", ".join(filter(None, (outcome.measure, outcome.timepoint)))


def _figure(study: Study, vocabulary: Vocabulary) -> str:
    place = _main(study)
    return "" if place is None else phrases.figure(study.outcomes[place], vocabulary)


def _shows(study: Study, vocabulary: Vocabulary) -> str:
    place = _main(study)
    return "" if place is None else phrases.shows(study.outcomes[place], vocabulary)


__all__ = ["DIFFERS", "Row", "closing", "compare_markdown", "compare_page", "compared"]
