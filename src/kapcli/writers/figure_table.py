"""A table laid out: as many columns as it has, each cell in as many lines as it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views.plain_text import plain
from kapcli.writers.figure_marks import Line, Mark, moved
from kapcli.writers.figure_pieces import SMALL, Piece, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.views.document import Inline

_BETWEEN = 8.0


def row_pieces(
    header: Sequence[str], rows: Sequence[Sequence[Sequence[Inline]]], shares: Sequence[int], room: float
) -> Iterator[Piece]:
    """A piece a row; the titles of the columns stay with the first of them.

    Args:
        header: A title for each column; empty ones are no row.
        rows: For each row its cells.
        shares: How the width is divided; alike where there are none.
        room: The width.
    """
    count = len(header)
    shares = shares or (1,) * count
    free = room - _BETWEEN * (count - 1)
    widths = [free * share / sum(shares) for share in shares]
    if any(header):
        yield _row(list(header), widths, bold=True)
    for cells in rows:
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
