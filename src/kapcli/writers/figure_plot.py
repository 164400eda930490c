"""Estimates with their intervals on one axis, laid out: beside their names where there is room, else under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.writers.cleaning import one_line
from kapcli.writers.figure_intervals import Place, axis_marks, interval, no_effect
from kapcli.writers.figure_marks import Box, Line, Mark, Text
from kapcli.writers.figure_pieces import LEADING, Piece
from kapcli.writers.figure_text import widest, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.views.drawings import Plot, PlotRow
    from kapcli.writers.figure_marks import Align

# So many rows on one axis; it is repeated where there are more, so that no row is far from its numbers.
_MOST = 36
# In parts of the room: the most that names and times may take, and the least an axis needs beside them.
_NAMES, _TIMES, _LEAST = 0.23, 0.15, 0.27
_ESTIMATE = "Estimate [95% CI]"


class PlotSize(msgspec.Struct, frozen=True):
    """How large a plot is drawn.

    Attributes:
        room: How wide it is.
        body: Size of names and figures.
        small: Size of what is said in passing.
        head: Whether its columns have titles.
    """

    room: float
    body: float
    small: float
    head: bool


class Columns(msgspec.Struct, frozen=True):
    """Where things stand; names are at the left edge, figures at the right.

    Attributes:
        when: Left edge of the times; 0 where none is shown.
        people: Right edge of the numbers of people; 0 where they stand behind the names.
        plot: Left end of the axis.
        length: How long the axis is.
        under: Whether the axis stands under the names, where there is no room for it beside them.
    """

    when: float
    people: float
    plot: float
    length: float
    under: bool


def columns_of(plots: Iterable[Plot], size: PlotSize) -> Columns:
    """The same columns for all plots of a document, so that a reader's eye goes straight down."""
    rows = [row for plot in plots for row in plot.rows]
    between, body, small = size.body + 0.5, size.body, size.small
    names = max(widest(_name(row, size), body, not row.second) + _inset(row, size) for row in rows)
    times = max(widest(_when(row, size), small) for row in rows)
    people = max(widest([row.people for row in rows], body), widest(["n"], small, True))
    figures = max(widest([row.figure for row in rows], body), widest([_ESTIMATE], small, True))
    when = names + between
    right = when + (times + between if times else 0) + people
    plot = right + between + body * 0.7
    length = size.room - plot - figures - between - body * 0.7
    if length < _LEAST * size.room:
        # The arrows at its ends, and half a number under each of them.
        margin = 1.5 * small
        return Columns(0.0, 0.0, margin, size.room - 2 * margin, True)
    return Columns(when if times else 0.0, right, plot, length, False)


def plot_pieces(plot: Plot, columns: Columns, size: PlotSize) -> list[Piece]:
    """The rows on their axis, and whom each side favours; all of it bound together."""
    place = Place(plot.axis, columns.plot, columns.length, size.small)
    draw = _under if columns.under else _beside
    pieces = []
    for start in range(0, len(plot.rows), _MOST):
        part = plot.rows[start : start + _MOST]
        if size.head:
            pieces.append(_head(columns, size))
        pieces += [draw(row, place, columns, size, index % 2 == 0) for index, row in enumerate(part)]
        pieces.append(_foot(plot, place, size))
    return pieces


def _head(columns: Columns, size: PlotSize) -> Piece:
    small = size.small
    y = small + 2
    marks: list[Mark] = [Text(0, y, "Study", small, True, "muted")]
    if columns.when:
        marks.append(Text(columns.when, y, "Time", small, True, "muted"))
    if columns.people:
        marks.append(Text(columns.people, y, "n", small, True, "muted", "right"))
    marks.append(Text(size.room, y, _ESTIMATE, small, True, "muted", "right"))
    marks.append(Line(0, y + 3, size.room, y + 3, 0.5, "rule"))
    return Piece(y + 3, tuple(marks), True)


def _beside(row: PlotRow, place: Place, columns: Columns, size: PlotSize, banded: bool) -> Piece:
    body, small = size.body, size.small
    name, when = _name(row, size), _when(row, size)
    high = max(1.53 * body, max(len(name) * body, len(when) * small) * 1.15 + 4)
    middle = high / 2
    base = middle + body * 0.36
    marks: list[Mark] = [Box(0, 0, size.room, high, "band", kind="band")] if banded else []
    marks += no_effect(place, 0, high)
    marks += _stack(name, _inset(row, size), middle, body, not row.second, "who")
    marks += _stack(when, columns.when, middle, small, False, "figure people")
    marks.append(Text(columns.people, base, one_line(row.people), body, align="right", kind="figure people"))
    marks.append(interval(row.mark, place, middle, second=row.second, words=_words(row)))
    marks.append(Text(size.room, base, one_line(row.figure), body, align="right", kind="figure"))
    return Piece(high, tuple(marks), True)


def _under(row: PlotRow, place: Place, columns: Columns, size: PlotSize, banded: bool) -> Piece:
    """Name, people and figure on a line, as far as they have room; the interval under it."""
    body, step = size.body, size.body * 1.25
    figure = one_line(row.figure)
    wide = width(figure, body)
    lines = wrapped(_label(row), body, size.room - _inset(row, size), True)
    people = one_line(row.people)
    people = people if people.startswith("n") or "/" in people else f"n {people}"
    used = _inset(row, size) + width(lines[-1], body, True) + body / 2
    # Where a line has no room for what belongs on it, there is one more.
    further = used + width(people, body) + body + wide > size.room
    text = [*lines, ""] if further else lines
    base = len(text) * step - step + body * 1.1
    high = len(text) * step + 2.1 * body
    middle = len(text) * step + 1.1 * body
    marks = [
        Text(_inset(row, size), body * 1.1 + at * step, line, body, True, kind="who") for at, line in enumerate(lines)
    ]
    drawn: list[Mark] = [Box(0, 0, size.room, high, "band", kind="band")] if banded and size.head else []
    drawn += [*no_effect(place, base + body * 0.4, high), *marks]
    drawn.append(Text(_inset(row, size) if further else used, base, people, body, kind="figure people"))
    drawn.append(Text(size.room, base, figure, body, align="right", kind="figure"))
    drawn.append(interval(row.mark, place, middle, second=row.second, words=_words(row)))
    return Piece(high, tuple(drawn), True)


def _foot(plot: Plot, place: Place, size: PlotSize) -> Piece:
    """The axis, and whom each side favours, either side of the line or one under the other."""
    small = size.small
    marks = axis_marks(place, 0)
    high = 5 + small * LEADING
    worse, better = map(one_line, (plot.worse, plot.better))
    if better and plot.axis.none is not None:
        line = place.x(plot.axis.none)
        before, after = f"◄ {worse}", f"{better} ►"
        y = high + small
        if width(before, small, True) + 6 <= line and line + 6 + width(after, small, True) <= size.room:
            marks.append(Text(line - 6, y, before, small, True, align="right", kind="sides"))
            marks.append(Text(line + 6, y, after, small, True, kind="sides"))
            marks.append(Line(line, high, line, y + 2, 0.13 * small))
            high += small * LEADING + 2
        else:
            # Each on its own side, one below the other where a line has no room for both.
            high += small * LEADING
            left, right = (wrapped(text, small, size.room, True) for text in (before, after))
            marks += _lines(left, 0, high, small)
            if width(before, small, True) + 6 + width(after, small, True) > size.room:
                high += small * LEADING * len(left)
            marks += _lines(right, size.room, high, small, "right")
            high += small * LEADING * (len(right) - 1)
    return Piece(high + 5, tuple(marks), True)


def _lines(lines: Sequence[str], x: float, y: float, size: float, align: Align = "left") -> list[Mark]:
    """The name of a side."""
    step = size * LEADING
    return [Text(x, y + at * step, line, size, True, align=align, kind="sides") for at, line in enumerate(lines)]


def _label(row: PlotRow) -> str:
    return row.name if row.second else f"{row.number} {row.name}{'=' if row.again else ''}"


def _name(row: PlotRow, size: PlotSize) -> list[str]:
    return wrapped(_label(row), size.body, _NAMES * size.room - _inset(row, size), not row.second)


def _when(row: PlotRow, size: PlotSize) -> list[str]:
    return wrapped(row.when, size.small, _TIMES * size.room) if row.when else []


def _inset(row: PlotRow, size: PlotSize) -> float:
    """How far a second side stands in from its study."""
    return 1.2 * size.body if row.second else 0.0


def _words(row: PlotRow) -> str:
    return f"{one_line(_label(row))}: {one_line(row.figure)}"


def _stack(lines: Sequence[str], x: float, middle: float, size: float, bold: bool, kind: str) -> list[Mark]:
    step = size * 1.15
    first = middle + size * 0.36 - (len(lines) - 1) * step / 2
    return [Text(x, first + place * step, line, size, bold, kind=kind) for place, line in enumerate(lines)]
