"""A grid of numbers laid out: a cell for each pair, darker where there is more, hatched where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.writers.cleaning import one_line
from kapcli.writers.figure_marks import Box, Group, Line, Mark, Simple, Text, moved
from kapcli.writers.figure_pieces import LEADING, Piece
from kapcli.writers.figure_text import widest, width, wrapped

if TYPE_CHECKING:
    from kapcli.views.drawings import Cell, Column, Grid

_LINE = 1.15
_SIGN = 0.83


class GridSize(msgspec.Struct, frozen=True):
    """How large a grid is drawn.

    Attributes:
        room: How wide it is where it can be.
        most: How wide it may become; beyond that its rarest columns are put together.
        names: Size of the names of rows.
        heads: Size of the names of columns.
        numbers: Size of the numbers.
        labels: How wide the names of rows may be.
        narrow: The least width of a cell.
        wide: What a cell is widened to where there is room.
        high: The least height of a row.
        between: Between two cells.
        round: Radius of the corners of a cell.
    """

    room: float
    most: float
    names: float
    heads: float
    numbers: float
    labels: float
    narrow: float
    wide: float
    high: float
    between: float = 2.0
    round: float = 0.0


class _Place(msgspec.Struct, frozen=True):
    column: Column
    left: float
    width: float


class _Columns(msgspec.Struct, frozen=True):
    """Where the columns stand, and whether their names stand upright because there is no room for them."""

    places: tuple[_Place, ...]
    upright: bool
    labels: float

    @property
    def right(self) -> float:
        return self.places[-1].left + self.places[-1].width


def fitted(grid: Grid, size: GridSize) -> Grid:
    """The grid with as many of its rarest columns put together as it takes to be no wider than it may be."""
    while _columns(grid, size).right > size.most and (narrower := grid.narrower()) is not None:
        grid = narrower
    return grid


def grid_pieces(grid: Grid, size: GridSize) -> tuple[float, list[Piece]]:
    """The names of the columns and each row, bound together; and how wide they are.

    Args:
        grid: As it was fitted.
        size: How large.
    """
    columns = _columns(grid, size)
    rows = _rows(grid, columns, size)
    tall = sum(piece.height for piece in rows)
    return columns.right, [_header(grid, columns, size, tall), *rows]


def _columns(grid: Grid, size: GridSize) -> _Columns:
    pad, apart = size.names / 2, size.names
    cells = [cell for column in grid.columns for cell in column.cells if not cell.gap]
    indents = [_indent(row.depth, size) for row in grid.rows]
    wanted = max(
        widest([row.name], size.names, row.total) + indent for row, indent in zip(grid.rows, indents, strict=True)
    )
    # The name of their dimension stands above them on one line.
    labels = max(min(size.labels, wanted + 2 * pad), widest([grid.corner], size.names, True) + pad)
    numbers = max((_cell_width(cell, size) for cell in cells), default=0.0) + 2 * pad
    narrow = max(size.narrow, numbers)
    flat = [max(narrow, widest(column.label.split(), size.heads, True) + pad) for column in grid.columns]
    roomy = min(size.room * 1.25, size.most)
    upright = labels + sum(flat) > roomy and narrow * len(flat) < 0.8 * sum(flat) and size.most > roomy
    widths = [narrow] * len(flat) if upright else flat
    # The columns of values alike, where that does not make the whole much wider.
    inner = max((wide for wide, one in zip(widths, grid.columns, strict=True) if not one.total), default=0.0)
    alike = [wide if one.total else inner for wide, one in zip(widths, grid.columns, strict=True)]
    if labels + sum(alike) <= roomy:
        widths = alike
    spare = size.room - labels - sum(widths) - len(widths) * size.between - 2 * apart
    if spare > 0:
        widths = [min(max(one, size.wide), one + spare / len(widths)) for one in widths]
    places, left, before = [], labels, False
    for place, (column, wide) in enumerate(zip(grid.columns, widths, strict=True)):
        # Sums stand apart from values, and the last of them from what is not stated.
        left += apart if column.total and place and (not before or place == len(widths) - 1) else 0
        before = column.total
        places.append(_Place(column, left, wide))
        left += wide + size.between
    return _Columns(tuple(places), upright, labels)


def _header(grid: Grid, columns: _Columns, size: GridSize, below: float) -> Piece:
    """The names of the columns, and an outline around each that was asked for."""
    step = size.heads * LEADING
    lines = [wrapped(place.column.label, size.heads, place.width, True) for place in columns.places]
    if columns.upright:
        high = max(widest([place.column.label], size.heads, True) for place in columns.places)
    else:
        high = max(map(len, lines)) * step
    marks: list[Mark] = [
        Box(place.left - 1, 0, place.width + 2, high + 4 + below, "", "accent", 1.5, round=size.round, kind="asked")
        for place in columns.places
        if place.column.asked
    ]
    for place, parts in zip(columns.places, lines, strict=True):
        middle = place.left + place.width / 2
        strong = "name strong" if place.column.total else "name"
        if columns.upright:
            label = one_line(place.column.label)
            marks.append(Text(middle, high, label, size.heads, True, "ink", "center", True, strong))
            continue
        for number, line in enumerate(parts):
            y = high - (len(parts) - 1 - number) * step - 2
            marks.append(Text(middle, y, line, size.heads, True, "ink", "center", kind=strong))
    marks.append(Text(0, high - 2, one_line(grid.corner), size.names, True, "muted", kind="name strong"))
    return Piece(high + 4, tuple(marks), True)


def _rows(grid: Grid, columns: _Columns, size: GridSize) -> list[Piece]:
    pieces = []
    apart, step = size.names, size.names * _LINE
    for place, row in enumerate(grid.rows):
        left = _indent(row.depth, size)
        last = place == len(grid.rows) - 1
        bold = row.total and last
        lines = wrapped(row.name, size.names, columns.labels - left - size.names / 2, bold)
        high = max(size.high, len(lines) * step + 5)
        top = apart if row.total and place and (last or not grid.rows[place - 1].total) else 0.0
        marks: list[Mark] = [Line(0, -apart / 2, columns.right, -apart / 2, 0.5, "rule")] if top else []
        for number, line in enumerate(lines):
            y = high / 2 + size.names * 0.36 + (number - (len(lines) - 1) / 2) * step
            marks.append(Text(left, y, line, size.names, bold, kind="name strong" if bold else "name"))
        for one in columns.places:
            total = row.total or one.column.total
            marks += moved(_cell(one.column.cells[place], one.width, high, size, total), one.left, 0)
        pieces.append(Piece(top + high + (0 if last else size.between), moved(marks, 0, top), not last))
    return pieces


def _cell(cell: Cell, wide: float, high: float, size: GridSize, total: bool) -> list[Mark]:
    """A cell: a gap hatched, a number on a shade; nothing where there is nothing to say."""
    if cell.gap:
        kind = "gap total" if total else "gap"
        box = Box(0, 0, wide, high, "ground", "gap", 0.5, True, size.round, kind)
        return [Group((box,), "", one_line(cell.words))]
    if not cell.number:
        return []
    fill, color = ("total", "ink") if total else (f"shade-{cell.shade}", f"on-{cell.shade}")
    edge = "" if total else "cell"
    marks: list[Simple] = [Box(0, 0, wide, high, fill, edge, 0.4, round=size.round, kind=f"cell {fill}")]
    kind = "count on-total" if total else f"count {color}"
    start, y = (wide - _cell_width(cell, size)) / 2, high / 2 + size.numbers * 0.36
    marks.append(Text(start, y, cell.number, size.numbers, True, color, kind=kind))
    if cell.sign:
        right = (wide + _cell_width(cell, size)) / 2
        marks.append(Text(right, y, cell.sign, size.numbers * _SIGN, False, color, "right", kind=kind))
    return [Group(tuple(marks), "", one_line(cell.words))]


def _cell_width(cell: Cell, size: GridSize) -> float:
    sign = size.numbers / 3 + width(cell.sign, size.numbers * _SIGN) if cell.sign else 0.0
    return width(cell.number, size.numbers, True) + sign


def _indent(depth: int, size: GridSize) -> float:
    return depth * size.names * 1.06
