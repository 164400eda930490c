"""An interval and an axis as marks: where a figure lies comes from `kapcli.evidence.axis`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.pictures.letters import width
from kapcli.pictures.marks import Line, Mark, Shape, Text
from kapcli.pictures.palette import INK, RULE, VERMILION
from kapcli.pictures.sheet import SMALL
from kapcli.views.phrases import number

if TYPE_CHECKING:
    from kapcli.evidence.axis import Axis
    from kapcli.evidence.effects import Mark as Interval

# Bounds that binary fractions put a hair outside the axis are on it.
_HAIR = 1e-9
_POINT, _END, _ARROW = 6.0, 5.0, 5.0


def interval_marks(
    interval: Interval, axis: Axis, left: float, room: float, y: float, *, second: bool, dashed: bool, published: bool
) -> list[Mark]:
    """A whisker with its point.

    Args:
        interval: Estimate and bounds.
        axis: Shared by its panel.
        left: Where the axis begins.
        room: How long it is.
        y: The middle.
        second: The other side of a comparison: an open point in another colour.
        dashed: The interval is not the source's.
        published: A square point: a result of a review.
    """
    color = VERMILION if second else INK
    low, high = axis.place(interval.low), axis.place(interval.high)
    start, end = (left + room * min(1.0, max(0.0, place)) for place in (low, high))
    marks: list[Mark] = [Line(start, y, end, y, 1.0, color, dashed)]
    if low < -_HAIR:
        marks.append(Shape("left", left + _ARROW / 2 - 1, y, _ARROW, color))
    else:
        marks.append(Line(start, y - _END / 2, start, y + _END / 2, 1.0, color))
    if high > 1 + _HAIR:
        marks.append(Shape("right", left + room - _ARROW / 2 + 1, y, _ARROW, color))
    else:
        marks.append(Line(end, y - _END / 2, end, y + _END / 2, 1.0, color))
    if interval.estimate is not None:
        place = left + room * axis.place(interval.estimate)
        marks.append(Shape("square" if published else "circle", place, y, _POINT, color, second))
    return marks


def axis_marks(axis: Axis, left: float, room: float, y: float) -> list[Mark]:
    """The axis with its ticks, and as many numbers under them as have room: no effect and the ends first."""
    marks: list[Mark] = [Line(left, y, left + room, y, 0.7, INK)]
    ends = (axis.ticks[0], axis.ticks[-1])
    taken: list[tuple[float, float]] = []
    for tick in sorted(axis.ticks, key=lambda tick: (tick != axis.none, tick not in ends, tick)):
        x = left + room * axis.place(tick)
        marks.append(Line(x, y, x, y + 3, 0.7, INK))
        text = number(tick).replace("-", "\N{MINUS SIGN}")
        half = width(text, SMALL) / 2 + 2
        if all(x + half <= low or x - half >= high for low, high in taken):
            taken.append((x - half, x + half))
            marks.append(Text(x, y + 3 + SMALL, text, SMALL, align="center"))
    return marks


def no_effect(axis: Axis, left: float, room: float, top: float, bottom: float) -> list[Mark]:
    """The line of no effect, where there is one; where there is none, light lines at the ticks."""
    if axis.none is not None:
        x = left + room * axis.place(axis.none)
        return [Line(x, top, x, bottom, 0.9, INK)]
    return [
        Line(left + room * axis.place(tick), top, left + room * axis.place(tick), bottom, 0.4, RULE)
        for tick in axis.ticks
    ]
