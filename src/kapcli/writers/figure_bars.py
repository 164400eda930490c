"""Bars laid out: a square for each thing, its kind as letter and colour, one bar under another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.writers.cleaning import one_line
from kapcli.writers.figure_marks import Box, Group, Mark, Simple, Text
from kapcli.writers.figure_palette import PALETTE
from kapcli.writers.figure_pieces import Piece
from kapcli.writers.figure_text import widest

if TYPE_CHECKING:
    from kapcli.views.drawings import Bars, Series


class BarSize(msgspec.Struct, frozen=True):
    """How large bars are drawn.

    Attributes:
        room: How wide they may be.
        side: Of a square.
        size: Of labels and numbers.
    """

    room: float
    side: float
    size: float


def for_how_many(bars: Bars, size: BarSize) -> int:
    """For how many a square stands, so that the longest bar has room."""
    most = max(1, int((size.room - _before(bars, size)) // (size.side + 1)))
    each, largest = 1, max((row.number for row in bars.rows), default=0)
    while each < largest and any(_squares(row, each) > most for row in bars.rows):
        each += 1
    return each


def bar_pieces(bars: Bars, size: BarSize) -> list[Piece]:
    """A piece a bar: label, number, squares; hatched where there is nothing."""
    each = for_how_many(bars, size)
    before = _before(bars, size)
    digits = before - size.size
    base = size.side / 2 + size.size * 0.36
    pieces = []
    for row in bars.rows:
        marks: list[Mark] = [Text(0, base, one_line(row.label), size.size)]
        if row.parts:
            marks.append(Text(digits, base, str(row.number), size.size, True, align="right", kind="count"))
            marks += _squares_of(row, each, before, size)
        else:
            box = Box(before, size.side / 4, 2 * size.side, size.side / 2, "ground", "gap", 0.4, True, kind="gap")
            marks.append(box)
        pieces.append(Piece(size.side + 2, tuple(marks), True))
    return pieces


def _squares_of(row: Series, each: int, left: float, size: BarSize) -> list[Mark]:
    marks: list[Mark] = []
    letter = size.side * 0.62
    for sign, count in row.parts:
        fill = f"sign-{sign}" if f"sign-{sign}" in PALETTE else "ground"
        ink = f"on-{fill}" if fill != "ground" else "ink"
        for _ in range(-(-count // each)):
            square: tuple[Simple, ...] = (
                Box(left, 0, size.side, size.side, fill, "ink", 0.4, kind=f"square {fill}"),
                Text(left + size.side / 2, size.side / 2 + letter * 0.36, sign, letter, True, ink, "center", kind=ink),
            )
            marks.append(Group(square))
            left += size.side + 1
    return marks


def _before(bars: Bars, size: BarSize) -> float:
    """What the labels and the numbers take."""
    labels = widest([row.label for row in bars.rows], size.size)
    return labels + widest([str(row.number) for row in bars.rows], size.size, True) + 2.5 * size.size


def _squares(row: Series, each: int) -> int:
    return sum(-(-count // each) for _, count in row.parts)
