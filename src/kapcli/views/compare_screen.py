"""The first screen of a comparison: the result and its limitations first kept, what differs before what is alike."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kapcli.catalogue.forms import without_tags
from kapcli.views import effect_words, phrases
from kapcli.views.closing_lines import last_lines
from kapcli.views.compare import DIFFERS, compared, conclusion, row_name
from kapcli.views.document import Shortest, Span, Table, inline, text
from kapcli.views.document import closing as closing_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.compare import Compared
    from kapcli.views.document import Block, Document

# A column of fewer letters than this is no column; the names of rows take so many.
_COLUMN, _LABEL = 17, 16
# What a first screen never leaves out, and what it leaves out last first.
_KEPT = ("figure", "shows", "limits")
_THEN = ("people_compared", "comparator_compared", "sessions", "measured", "harms", "follow_up", "design_compared")
# So many adverse events are named; the others are counted.
_EVENTS = 2
# So many letters of a title stand in a line; below so many rows there is no room for it.
_TITLE, _FEW = 36, 7


def first_screen(studies: Sequence[Study], vocabulary: Vocabulary, about: About, *, lines: int, full: str) -> Document:
    """As much of a comparison as a window holds.

    Args:
        studies: Two to four.
        vocabulary: For labels.
        about: For the date and the disclaimer.
        lines: Of the window.
        full: The command that shows everything.
    """
    rows = compared(studies, vocabulary)
    order = _in_turn(rows)

    def page(many: int, title: int) -> Document:
        told = {row.field for row in order[:many]}
        shown = [row for row in rows if row.field in told]
        away = len(rows) - len(shown)
        return (
            *_names(studies, title),
            _table(studies, shown, vocabulary),
            text(Span(f"{DIFFERS} marks differences. ", "label"), conclusion(rows)),
            text(f"{away} more rows, whole figures, bars: {full}" if away else f"Whole figures, bars: {full}"),
            *closing_blocks(last_lines(about, studies)),
        )

    lengths = [(len(order), len(max((study.title for study in studies), key=len)))]
    lengths += [(many, _TITLE) for many in range(len(order), _FEW - 1, -1)]
    lengths += [(many, 0) for many in range(_FEW, len(_KEPT) - 1, -1)]
    return (Shortest(lines, [partial(page, *length) for length in lengths]),)


def _in_turn(rows: Sequence[Compared]) -> list[Compared]:
    """What is kept, what most often explains a difference, what else differs, what is alike."""

    def rank(row: Compared) -> tuple[int, int]:
        if row.field in _KEPT:
            return 0, _KEPT.index(row.field)
        if not row.differs and all(row.values):
            return 3, 0
        return (1, _THEN.index(row.field)) if row.field in _THEN else (2, 0)

    return sorted(rows, key=rank)


def _names(studies: Sequence[Study], title: int) -> Iterator[Block]:
    """Authors and year, and of the title what there is room for."""
    for study in studies:
        words = without_tags(study.title)
        if title and len(words) > title:
            words = f"{words[:title].rpartition(' ')[0]} …"
        retraction = phrases.retraction(study)
        spans = (" · ", Span(retraction, "warning")) if retraction else ()
        named = f"{phrases.byline(study)} {study.year}{f'. {words}' if title else ''}"
        yield text(Span(study.id, "id"), f" · {named}", *spans, hang=2)


def _table(studies: Sequence[Study], rows: Sequence[Compared], vocabulary: Vocabulary) -> Table:
    cells, listed = [], []
    for row in rows:
        values = [_brief(row, place, study, vocabulary) for place, study in enumerate(studies)]
        cells.append(((Span(row_name(row), "label"),), *(inline(value) for value in values)))
        listed.append(text(Span(f"{row_name(row)}: ", "label"), " | ".join(_under(studies, values)), hang=4))
    return Table(
        ("", *(study.id for study in studies)),
        tuple(cells),
        names=_LABEL,
        level=0,
        least=_LABEL + (_COLUMN + 2) * len(studies),
        instead=tuple(listed),
    )


def _under(studies: Sequence[Study], values: Sequence[str]) -> list[str]:
    """Each value after its study; what all have in common once."""
    if len(set(values)) == 1:
        return [f"all: {values[0]}"]
    return [f"{study.id} {value}" for study, value in zip(studies, values, strict=True)]


def _brief(row: Compared, place: int, study: Study, vocabulary: Vocabulary) -> str:
    value = row.values[place]
    outcome = phrases.main_outcome(study)
    if row.field == "figure" and outcome is not None:
        # Whom it favours is the next row.
        return effect_words.effect_cell(outcome, study, vocabulary, way=False, what=False) or phrases.NOT_KNOWN
    if row.field == "shows":
        # By which design is a row of its own.
        return value.partition("; ")[0] or phrases.NOT_KNOWN
    if row.field == "people_compared":
        return value.removeprefix("n = ") or phrases.NOT_KNOWN
    if row.field == "harms" and len(events := value.split("; ")) > _EVENTS + 1:
        return f"{'; '.join(events[:_EVENTS])}; {len(events) - _EVENTS} more"
    return value or phrases.NOT_KNOWN
