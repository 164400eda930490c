"""An axis: from where to where, with ticks at round numbers, linear or logarithmic."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.evidence.effects import Mark

# An interval that reaches beyond so many times the usual reach is cut with an arrow: it would press all others flat.
_REACH = 2.5
_TICKS = 5
# A reach below this is none: no source reports so finely.
_NOTHING = 1e-7


class Axis(msgspec.Struct, frozen=True):
    """What a drawing needs to place a figure.

    Attributes:
        low: The left end, in the unit of the figures.
        high: The right end.
        ticks: Round numbers from left to right; the ends are among them.
        log: Whether equal ratios are equally far apart.
        none: Where there is no effect; ``None`` where there is no such line.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    log: bool = False
    none: float | None = None

    def place(self, value: float) -> float:
        """Where a figure lies: 0 at the left end, 1 at the right; beyond them it lies outside."""
        if self.log:
            return (math.log(value) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
        return (value - self.low) / (self.high - self.low)


PERCENT = Axis(0.0, 100.0, (0.0, 25.0, 50.0, 75.0, 100.0))


def axis(marks: Sequence[Mark], *, log: bool = False, none: float | None = None) -> Axis:
    """The axis for some marks: every estimate and the line of no effect lie on it.

    Args:
        marks: At least one; above 0 where ``log``.
        log: Logarithmic.
        none: Where there is no effect; without it the axis is one of shares, 0 to 100 percent.
    """
    if none is None:
        return PERCENT
    line = math.log10(none) if log else none
    lows = [line - _scaled(mark.low, log) for mark in marks]
    highs = [_scaled(mark.high, log) - line for mark in marks]
    points = [_scaled(mark.estimate, log) - line for mark in marks if mark.estimate is not None]
    reaches = sorted(max(pair) for pair in zip(lows, highs, strict=True))
    most = _REACH * reaches[(len(reaches) - 1) // 2]
    left = _reach(lows, [-point for point in points], most)
    right = _reach(highs, points, most)
    # Some room on the side where nothing lies, so that it can be seen to be empty.
    most = max(left, right)
    if most < _NOTHING:
        most = math.log10(2) if log else 1.0
    left, right = max(left, most / 8), max(right, most / 8)
    ticks = _log_ticks(line - left, line + right) if log else _ticks(line - left, line + right)
    return Axis(ticks[0], ticks[-1], tuple(ticks), log, none)


def centred(mark: Mark, *, log: bool, none: float) -> Axis:
    """An axis for one mark alone, with no effect in its middle and no ticks."""
    line = math.log(none) if log else none
    ends = [math.log(end) if log else end for end in (mark.low, mark.high)]
    reach = 1.1 * max(abs(end - line) for end in ends) or 1.0
    low, high = (math.exp(line - reach), math.exp(line + reach)) if log else (line - reach, line + reach)
    return Axis(low, high, (), log, none)


def _scaled(value: float, log: bool) -> float:
    return math.log10(value) if log else value


def _reach(ends: Iterable[float], points: Iterable[float], most: float) -> float:
    """How far a side must reach: every point, and every interval that does not go far beyond what is usual."""
    needed = max((point for point in points), default=0.0)
    beyond = [end for end in ends if end > 0]
    if any(end > most for end in beyond):
        # A little beyond the furthest point, so that the rest of its interval is seen to leave.
        needed *= 1.1
    return max([needed, 0.0, *(end for end in beyond if end <= most)])


def _ticks(low: float, high: float) -> list[float]:
    rough = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((times * power for times in (1, 2, 5, 10) if times * power >= rough * 0.999), 10 * power)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    # As many decimals as the step has, and no binary dust.
    decimals = max(0, 1 - math.floor(math.log10(step)))
    return [round(index * step, decimals) + 0.0 for index in range(first, last + 1)]


def _log_ticks(low: float, high: float) -> list[float]:
    """Round ratios from one power of ten to another; ``low`` and ``high`` are logarithms to base 10."""
    span = high - low
    if span <= 0.75:
        times: tuple[float, ...] = (1, 1.5, 2, 3, 5, 7)
    elif span <= 2.6:
        times = (1, 2, 5)
    else:
        times = (1,)
    every = max(1, math.ceil(span / 8))
    powers = range(math.floor(low) - 1, math.ceil(high) + 2)
    grid = [round(time * 10.0**power, 12 - power) for power in powers for time in times if power % every == 0]
    first = max((tick for tick in grid if math.log10(tick) <= low + 1e-9), default=grid[0])
    last = min((tick for tick in grid if math.log10(tick) >= high - 1e-9), default=grid[-1])
    return [tick for tick in grid if first <= tick <= last]
