"""Pieces of a figure, one under another: paragraphs, headings, and whatever else stays together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.views.plain_text import plain
from kapcli.writers.cleaning import one_line
from kapcli.writers.figure_marks import Line, Mark, Text, moved
from kapcli.writers.figure_text import width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kapcli.views.document import Inline

TITLE, HEAD, BODY, SMALL = 13.0, 10.0, 8.5, 7.0
LEADING = 1.3

_BETWEEN = 8.0


class Piece(msgspec.Struct, frozen=True):
    """Marks that stay together, from the piece's top left corner.

    Attributes:
        height: How much room it takes.
        bound: Whether it stays on one page with the piece after it.
        heading: The words of a heading, so that a page can say what it goes on with.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    bound: bool = False
    heading: str = ""


def gap(height: float, *, bound: bool = False) -> Piece:
    """Empty room."""
    return Piece(height, (), bound)


def paragraph(
    text: str,
    room: float,
    *,
    size: float = BODY,
    bold: bool = False,
    color: str = "ink",
    label: str = "",
    indent: float = 0.0,
    hang: float = 0.0,
    bound: bool = False,
) -> Piece:
    """Lines of text.

    Args:
        text: What it says.
        room: How wide it may be.
        size: Of the letters.
        bold: All of it.
        color: Of the letters.
        label: Bold words before it, on the first line.
        indent: Before every line.
        hang: Before the others besides.
        bound: Stay with what follows.
    """
    step = size * LEADING
    marks: list[Mark] = []
    label = one_line(label)
    before = width(label, size, True) + 0.6 * size if label else 0.0
    if before > (room - indent) / 2:
        # A label as long as that gets lines of its own.
        lines = [(line, True, 0.0) for line in wrapped(label, size, room - indent, True)]
        lines += [(line, bold, hang) for line in wrapped(text, size, room - indent - hang, bold)]
    else:
        first, *rest = wrapped(text, size, room - indent - hang, bold, room - indent - before)
        lines = [(first, bold, before), *((line, bold, hang) for line in rest)]
        if label:
            marks.append(Text(indent, size, label, size, True, color))
    for place, (line, heavy, left) in enumerate(lines):
        if line:
            marks.append(Text(indent + left, size + place * step, line, size, heavy, color))
    return Piece(len(lines) * step, tuple(marks), bound)


def heading(text: str, room: float, size: float = HEAD) -> Piece:
    """A heading with room above, bound to what follows."""
    inner = paragraph(text, room, size=size, bold=True)
    return Piece(inner.height + 12, moved(inner.marks, 0, 10), True, text)


def stacked(pieces: Iterable[Piece]) -> Piece:
    """Pieces one under another, as one."""
    marks: list[Mark] = []
    used = 0.0
    for piece in pieces:
        marks += moved(piece.marks, 0, used)
        used += piece.height
    return Piece(used, tuple(marks))


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
