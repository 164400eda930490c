"""Two to four studies side by side, what differs marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.forms import without_tags
from kapcli.views import phrases
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Space, Span, Table, inline, text
from kapcli.views.document import closing as closing_blocks
from kapcli.views.study_fields import FIELDS
from kapcli.views.study_results import BAR_LEGEND, bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Block, Document, Inline

# A column of fewer letters than this is no column: the studies are then listed one under another.
_COLUMN = 22
_LABEL = 16
# The row that gets a bar.
_FIGURE = "figure"
# Before the name of a row in which the studies differ: a sign, since colour may be missing.
DIFFERS = "≠"


class Compared(msgspec.Struct, frozen=True):
    """One thing compared.

    Attributes:
        field: The name of the field.
        name: What it is called here.
        values: One a study.
        explains: Whether a difference here could explain different results.
    """

    field: str
    name: str
    values: tuple[str, ...]
    explains: bool

    @property
    def differs(self) -> bool:
        """Whether the studies differ in it, as far as it is known of all of them."""
        known = [value for value in self.values if value]
        return len(known) == len(self.values) and len(set(known)) > 1


def compared(studies: Sequence[Study], vocabulary: Vocabulary) -> list[Compared]:
    """What is compared, in the order in which it is read."""
    return [
        Compared(field.name, field.compared, tuple(field.text(study, vocabulary) for study in studies), field.explains)
        for field in FIELDS
        if field.compared
    ]


def conclusion(rows: Sequence[Compared]) -> str:
    """The differences that could explain different results, in one sentence."""
    named = [row.name.lower() for row in rows if row.differs and row.explains]
    unknown = [row.name.lower() for row in rows if row.explains and not all(row.values)]
    said = (
        f"They differ in {', '.join(named)}: any of these could explain different results; none has been shown to."
        if named
        else "They do not differ in what is compared here; they may differ in other ways."
    )
    return said + (f" Not reported for every study: {', '.join(unknown)}." if unknown else "")


def compare_document(studies: Sequence[Study], vocabulary: Vocabulary, about: About) -> Document:
    """The studies in columns."""
    return tuple(_document(studies, vocabulary, about))


def _document(studies: Sequence[Study], vocabulary: Vocabulary, about: About) -> Iterator[Block]:
    rows = compared(studies, vocabulary)
    cells = [
        (
            (Span(row_name(row), "label"),),
            *(
                inline(value or phrases.NOT_KNOWN, *_bar(row, study))
                for value, study in zip(row.values, studies, strict=True)
            ),
        )
        for row in rows
    ]
    titles = ((), *((Span(_title(study), "muted"),) for study in studies))
    yield Table(
        ("", *(study.id for study in studies)),
        (titles, *cells),
        names=_LABEL,
        level=0,
        least=_LABEL + (_COLUMN + 2) * len(studies),
        instead=tuple(_listed(studies, rows)),
    )
    yield Space()
    if any(_bar(row, study) for row in rows for study in studies):
        yield text(Span(BAR_LEGEND, "muted"))
    yield text(Span(f"{DIFFERS} marks differences. ", "label"), conclusion(rows))
    yield from closing_blocks(last_lines(about, studies))


def _title(study: Study) -> str:
    named = f"{phrases.byline(study)} {study.year}"
    return ". ".join(filter(None, (named, without_tags(study.title), phrases.retraction(study))))


def _listed(studies: Sequence[Study], rows: Sequence[Compared]) -> Iterator[Block]:
    """Each thing with what every study says of it, under the studies' authors and titles."""
    for study in studies:
        title = f"{phrases.byline(study)} {study.year}. {without_tags(study.title)}"
        retraction = phrases.retraction(study)
        spans = (" · ", Span(retraction, "warning")) if retraction else ()
        yield text(Span(study.id, "id"), f" · {title}", *spans, hang=2)
    yield Space()
    for row in rows:
        yield text(Span(row_name(row), "heading"))
        for study, value in zip(studies, row.values, strict=True):
            yield text(Span(f"{study.id}: ", "id"), value or phrases.NOT_KNOWN, level=1, hang=2)
            if drawn := _bar(row, study):
                yield text(*drawn, level=2)


def as_cells(studies: Sequence[Study], rows: Sequence[Compared]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The comparison as a table: the names of its columns, and a row for each thing compared."""
    first = [("Title", "", *(without_tags(study.title) for study in studies))]
    first += [("Retraction", "", *map(phrases.retraction, studies))] if any(map(phrases.retraction, studies)) else []
    compared = [(row.name, "yes" if row.differs else "", *row.values) for row in rows]
    return ("field", "differs", *(study.id for study in studies)), [*first, *compared]


def _bar(row: Compared, study: Study) -> tuple[Inline, ...]:
    outcome = phrases.main_outcome(study) if row.field == _FIGURE else None
    return () if outcome is None else bar(outcome, study)


def row_name(row: Compared) -> str:
    """What a row is called, marked where the studies differ in it."""
    # No-break spaces, so that the names stay in line where nothing is marked.
    return f"{DIFFERS} {row.name}" if row.differs else f"\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}{row.name}"
