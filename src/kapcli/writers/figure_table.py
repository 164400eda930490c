"""A table laid out: as many columns as it has, each cell in as many lines as it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views.document import plain
from kapcli.writers.figure_marks import Line, Mark, moved
from kapcli.writers.figure_pieces import SMALL, Piece, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.views.document import Table

_BETWEEN = 8.0


def table_pieces(table: Table, room: float) -> Iterator[Piece]:
    """A piece a row; the titles of the columns stay with the first of them."""
    count = len(table.header)
    shares = table.shares or (1,) * count
    free = room - _BETWEEN * (count - 1)
    widths = [free * share / sum(shares) for share in shares]
    if any(table.header):
        yield _row(list(table.header), widths, bold=True)
    for cells in table.rows:
        yield _row([plain(cell) for cell in cells], widths)


def _row(cells: list[str], widths: list[float], *, bold: bool = False) -> Piece:
    marks: list[Mark] = []
    left = high = 0.0
    for text, wide in zip(cells, widths, strict=True):
        inner = paragraph(text, wide, size=SMALL + 0.5, bold=bold)
        marks += moved(inner.marks, left, 0)
        left += wide + _BETWEEN
        high = max(high, inner.height)
    marks.append(Line(0, high + 1.5, left - _BETWEEN, high + 1.5, 0.4, "rule"))
    return Piece(high + 4, tuple(marks), bold)
