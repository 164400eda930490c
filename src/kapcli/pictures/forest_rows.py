"""A panel of a forest plot: title, rows on one axis, whom each side favours, and each row's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.pictures.interval_marks import axis_marks, interval_marks, no_effect
from kapcli.pictures.letters import shown, widest, width, wrapped
from kapcli.pictures.marks import Box, Line, Mark, Text
from kapcli.pictures.palette import BAND, INK, MUTED, RULE
from kapcli.pictures.sheet import BODY, LEADING, ROOM, SMALL, Block, gap, paragraph
from kapcli.views import forest_words as said
from kapcli.views import phrases
from kapcli.views.phrases import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.effects import Mark as Interval
    from kapcli.evidence.forest import Forest, Panel, Row

# So many rows stay on one page with their words.
_TOGETHER = 8
# So many rows on one axis; it is repeated where there are more, so that no row is far from its numbers.
_MOST = 36
_NAMES, _TIMES = 116.0, 78.0
_GAP = 9.0
_ESTIMATE = "Estimate [95% interval]"
_ROW = 13.0


class Columns(msgspec.Struct, frozen=True):
    """Where things stand; names are at the left edge, figures at the right.

    Attributes:
        when: Left edge of the times; 0 where none is shown.
        people: Right edge of the numbers of people.
        plot: Left end of the axis.
        room: How long the axis is.
    """

    when: float
    people: float
    plot: float
    room: float


class _Entry(msgspec.Struct, frozen=True):
    """One line of the plot."""

    row: Row
    interval: Interval
    name: list[str]
    people: str
    when: list[str]
    figure: str
    second: bool


def columns_of(forest: Forest) -> Columns:
    """The same columns for every panel, so that a reader's eye goes straight down."""
    entries = [entry for row in forest.rows() for entry in _entries(row)]
    names = max(widest(entry.name, BODY, not entry.second) + (10 if entry.second else 0) for entry in entries)
    times = max(widest(entry.when, SMALL) for entry in entries)
    people = max(widest([entry.people for entry in entries], BODY), widest(["n"], BODY))
    figures = max(widest([entry.figure for entry in entries], BODY), widest([_ESTIMATE], SMALL, True))
    when = names + _GAP
    right = when + (times + _GAP if times else 0) + people
    plot = right + _GAP + 6
    return Columns(when if times else 0.0, right, plot, ROOM - plot - figures - _GAP - 6)


def panel_blocks(panel: Panel, vocabulary: Vocabulary, columns: Columns) -> list[Block]:
    """The panel: its plot stays on one page; where its words are many they may go on to the next."""
    entries = [entry for row in panel.rows for entry in _entries(row)]
    blocks = [gap(4), paragraph(said.title(panel, vocabulary), ROOM, size=BODY + 0.5, bold=True, bound=True)]
    # Said in each panel: the heading above them may be a page away.
    unit = ("As published. " if panel.published else "") + said.unit_line(panel, vocabulary)
    blocks.append(paragraph(unit, ROOM, size=SMALL + 0.5, color=MUTED, bound=True))
    for start in range(0, len(entries), _MOST):
        part = entries[start : start + _MOST]
        blocks.append(_head(columns))
        blocks += [_line(entry, panel, columns, index % 2 == 0) for index, entry in enumerate(part)]
        blocks.append(_foot(panel, columns))
    for row in panel.rows:
        blocks.append(paragraph(_words(row, panel, vocabulary), ROOM, size=SMALL, label=str(row.number), hang=10))
    if len(panel.rows) <= _TOGETHER:
        blocks = [msgspec.structs.replace(block, bound=True) for block in blocks]
    return [*blocks, gap(6)]


def _entries(row: Row) -> list[_Entry]:
    year = "" if str(row.study.year) in row.study.id else f" {row.study.year}"
    entries = []
    for place, interval in enumerate(row.effect.marks):
        name = interval.name if place else f"{row.number} {row.study.id}{year}{'=' if row.again else ''}"
        when = "" if place else row.outcome.timepoint
        entries.append(
            _Entry(
                row,
                interval,
                wrapped(name, BODY, _NAMES - (10 if place else 0), not place),
                said.mark_people(row, interval),
                wrapped(when, SMALL, _TIMES) if when else [],
                said.as_drawn(row, interval).replace("-", "\N{MINUS SIGN}"),
                bool(place),
            )
        )
    return entries


def _head(columns: Columns) -> Block:
    y = SMALL + 2
    marks: list[Mark] = [Text(0, y, "Study", SMALL, True, MUTED)]
    if columns.when:
        marks.append(Text(columns.when, y, "Time", SMALL, True, MUTED))
    marks.append(Text(columns.people, y, "n", SMALL, True, MUTED, "right"))
    marks.append(Text(ROOM, y, _ESTIMATE, SMALL, True, MUTED, "right"))
    marks.append(Line(0, y + 3, ROOM, y + 3, 0.5, RULE))
    return Block(y + 3, tuple(marks), True)


def _line(entry: _Entry, panel: Panel, columns: Columns, banded: bool) -> Block:
    lines = max(len(entry.name) * BODY, len(entry.when) * SMALL) * 1.15
    high = max(_ROW, lines + 4)
    middle = high / 2
    marks: list[Mark] = [Box(0, 0, ROOM, high, BAND)] if banded else []
    marks += no_effect(panel.axis, columns.plot, columns.room, 0, high)
    marks += _stack(entry.name, 10 if entry.second else 0, middle, BODY, not entry.second, INK)
    marks += _stack(entry.when, columns.when, middle, SMALL, False, INK)
    base = middle + BODY * 0.36
    marks.append(Text(columns.people, base, entry.people, BODY, align="right"))
    marks += interval_marks(
        entry.interval,
        panel.axis,
        columns.plot,
        columns.room,
        middle,
        second=entry.second,
        dashed=entry.row.effect.worked_out,
        published=panel.published,
    )
    marks.append(Text(ROOM, base, entry.figure, BODY, align="right"))
    return Block(high, tuple(marks), True)


def _stack(lines: Sequence[str], x: float, middle: float, size: float, bold: bool, color: str) -> list[Mark]:
    step = size * 1.15
    first = middle + size * 0.36 - (len(lines) - 1) * step / 2
    return [Text(x, first + place * step, line, size, bold, color) for place, line in enumerate(lines)]


def _foot(panel: Panel, columns: Columns) -> Block:
    """The axis, and whom each side favours, either side of the line or one under the other."""
    marks = axis_marks(panel.axis, columns.plot, columns.room, 0)
    high = 3 + SMALL * LEADING + 2
    worse, better = map(shown, said.sides(panel))
    if better and panel.axis.none is not None:
        line = columns.plot + columns.room * panel.axis.place(panel.axis.none)
        before, after = f"◄ {worse}", f"{better} ►"
        y = high + SMALL
        if width(before, SMALL, True) + 6 <= line and line + 6 + width(after, SMALL, True) <= ROOM:
            marks.append(Text(line - 6, y, before, SMALL, True, INK, "right"))
            marks.append(Text(line + 6, y, after, SMALL, True))
            marks.append(Line(line, high, line, y + 2, 0.9, INK))
            high += SMALL * LEADING + 2
        else:
            for text in (before, f"► {better}"):
                for piece in wrapped(text, SMALL, ROOM, True):
                    high += SMALL * LEADING
                    marks.append(Text(0, high, piece, SMALL, True))
    return Block(high + 5, tuple(marks), False)


def _words(row: Row, panel: Panel, vocabulary: Vocabulary) -> str:
    parts = [
        said.reported(row.outcome, vocabulary),
        "interval worked out here" if row.effect.worked_out else "",
        said.shows(row, panel),
        said.turned(row),
        said.again(row),
        phrases.retraction(row.study),
    ]
    design = vocabulary.label("design", row.study.design)
    words = ". ".join(part[:1].upper() + part[1:] for part in parts if part)
    return f"{measure(row.outcome)}; {design}. {words}."
