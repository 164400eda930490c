"""An interval and an axis as marks: where a figure lies comes from `kapcli.evidence.axis`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.views.phrases import number
from kapcli.writers.figure_marks import Group, Line, Mark, Shape, Simple, Text
from kapcli.writers.figure_text import width

if TYPE_CHECKING:
    from kapcli.evidence.axis import Axis
    from kapcli.evidence.effects import Mark as Interval

# Bounds that binary fractions put a hair outside the axis are on it.
_HAIR = 1e-9


class Place(msgspec.Struct, frozen=True):
    """An axis on a figure.

    Attributes:
        axis: Its figures.
        left: Where it begins.
        room: How long it is.
        size: Of the numbers under it; everything else on it is in proportion.
    """

    axis: Axis
    left: float
    room: float
    size: float

    def x(self, value: float) -> float:
        """Where a figure stands; one that lies outside the axis, at its end."""
        return self.left + self.room * min(1.0, max(0.0, self.axis.place(value)))


def interval(mark: Interval, place: Place, y: float, *, second: bool, words: str = "") -> Group:
    """A whisker with its point: an arrow where the interval leaves the axis, an end where it does not.

    Args:
        mark: Estimate and bounds.
        place: Where the axis stands.
        y: The middle.
        second: The other side of a comparison: an open point in another colour.
        words: The same in words.
    """
    color = "accent" if second else "ink"
    thick, end, arrow, point = (place.size * part for part in (0.14, 0.36, 0.72, 0.86))
    start, stop = place.x(mark.low), place.x(mark.high)
    marks: list[Simple] = [Line(start, y, stop, y, thick, color, "interval")]
    if place.axis.place(mark.low) < -_HAIR:
        marks.append(Shape("left", place.left + arrow / 2 - 1, y, arrow, color, kind="arrow"))
    else:
        marks.append(Line(start, y - end, start, y + end, thick, color, "interval"))
    if place.axis.place(mark.high) > 1 + _HAIR:
        marks.append(Shape("right", place.left + place.room - arrow / 2 + 1, y, arrow, color, kind="arrow"))
    else:
        marks.append(Line(stop, y - end, stop, y + end, thick, color, "interval"))
    if mark.estimate is not None:
        marks.append(Shape("circle", place.x(mark.estimate), y, point, color, second))
    return Group(tuple(marks), "second" if second else "first", words)


def axis_marks(place: Place, y: float) -> list[Mark]:
    """The axis with its ticks, and as many numbers under them as have room: no effect and the ends first."""
    axis, size = place.axis, place.size
    marks: list[Mark] = [Line(place.left, y, place.left + place.room, y, 0.1 * size)]
    ends = (axis.ticks[0], axis.ticks[-1])
    taken: dict[float, tuple[float, float]] = {}
    for tick in sorted(axis.ticks, key=lambda tick: (tick != axis.none, tick not in ends, tick)):
        x, half = place.x(tick), width(number(tick), size) / 2 + 2
        if all(x + half <= low or x - half >= high for low, high in taken.values()):
            taken[tick] = (x - half, x + half)
    for tick in axis.ticks:
        x = place.x(tick)
        marks.append(Line(x, y, x, y + 0.43 * size, 0.1 * size))
        if tick in taken:
            marks.append(Text(x, y + 1.43 * size, number(tick), size, align="center", kind="tick"))
    return marks


def no_effect(place: Place, top: float, bottom: float) -> list[Mark]:
    """The line of no effect, where there is one; where there is none, light lines at the ticks."""
    axis, thick = place.axis, 0.13 * place.size
    if axis.none is not None:
        x = place.x(axis.none)
        return [Line(x, top, x, bottom, thick, kind="none")]
    return [Line(place.x(tick), top, place.x(tick), bottom, thick / 2, "rule") for tick in axis.ticks]
