"""An interval, an axis and a line of no effect drawn in character cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.axis import centred
from kapcli.views import signs
from kapcli.views.phrases import number

if TYPE_CHECKING:
    from kapcli.evidence.axis import Axis
    from kapcli.evidence.effects import Mark
    from kapcli.views.document import Bar

# Bounds that binary fractions put a hair outside the axis are on it.
_HAIR = 1e-9


def cell(value: float, axis: Axis, cells: int) -> int:
    """The cell of a figure, from 0; what lies outside the axis gets the cell at its end."""
    return min(cells - 1, max(0, round(axis.place(value) * (cells - 1))))


def interval_bar(mark: Mark, axis: Axis, cells: int, point: str = signs.POINT) -> str:
    """One mark on an axis, exactly ``cells`` wide: whiskers, point, no effect, arrows where it leaves the axis."""
    row = [" "] * cells
    low, high = cell(mark.low, axis, cells), cell(mark.high, axis, cells)
    row[low : high + 1] = signs.LINE * (high + 1 - low)
    if low < high:
        row[low], row[high] = signs.LEFT_END, signs.RIGHT_END
    if axis.none is not None:
        none = cell(axis.none, axis, cells)
        row[none] = signs.CROSSING if low < none < high else row[none] if none in (low, high) else signs.NO_EFFECT
    if axis.place(mark.low) < -_HAIR:
        row[0] = signs.BEYOND_LEFT
    if axis.place(mark.high) > 1 + _HAIR:
        row[-1] = signs.BEYOND_RIGHT
    if mark.estimate is not None:
        row[cell(mark.estimate, axis, cells)] = point
    return "".join(row)


def axis_lines(axis: Axis, cells: int) -> tuple[str, str]:
    """The axis and the numbers under its ticks, each ``cells`` wide but for what the last numbers overhang."""
    line = [signs.LINE] * cells
    for tick in axis.ticks:
        line[cell(tick, axis, cells)] = signs.TICK
    if axis.none is not None:
        line[cell(axis.none, axis, cells)] = signs.CROSSING
    return "".join(line), _numbers(axis, cells)


def _numbers(axis: Axis, cells: int) -> str:
    """As many numbers as have room: no effect first, then the ends, then the others from the middle outwards."""
    ends = (axis.ticks[0], axis.ticks[-1])
    wanted = sorted(axis.ticks, key=lambda tick: (tick != axis.none, tick not in ends, tick))
    taken: dict[int, str] = {}
    for tick in wanted:
        text = number(tick)
        place = cell(tick, axis, cells)
        # A minus sign hangs over, so that digits stand under the tick.
        digits = len(text.lstrip("-"))
        start = max(0, place - (digits - 1) // 2 - (len(text) - digits))
        start = min(start, cells - 1) if place < cells - 1 else place - digits + 1 - (len(text) - digits)
        start = max(0, start)
        if all(start + len(text) < other or other + len(shown) < start for other, shown in taken.items()):
            taken[start] = text
    row = ""
    for start in sorted(taken):
        row = row.ljust(start) + taken[start]
    return row


def inline_bar(bar: Bar, cells: int) -> str:
    """A bar for one figure on a scale of its own, no effect in the middle.

    Its blanks are no-break spaces, so that it stays in one piece where lines are filled.
    """
    # An odd number of cells has a middle.
    cells = max(5, cells - 1 + cells % 2)
    text = interval_bar(bar.mark, centred(bar.mark, log=bar.log, none=bar.none), cells)
    return text.replace(" ", "\N{NO-BREAK SPACE}")
