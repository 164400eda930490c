"""Points of the normal and of Student's t distribution, to the precision that an interval needs.

Written out because a statistics library would be the heaviest thing that a lookup loads; the tests hold every interval
against scipy and statsmodels.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TINY = 1e-300
_ENOUGH = 1e-15


# A page asks for the same few points thousands of times.
@functools.cache
def normal_point(share: float) -> float:
    """The point below which that share of a standard normal distribution lies; ``share`` between 0 and 1."""
    return _point(share, lambda point: math.erfc(-point / math.sqrt(2)) / 2)


@functools.cache
def t_point(share: float, freedom: float) -> float:
    """The same of Student's t with so many degrees of freedom, above 0."""
    return _point(share, lambda point: _t_below(point, freedom))


def _point(share: float, below: Callable[[float], float]) -> float:
    if not 0 < share < 1:
        raise ValueError(f"{share} is no share between 0 and 1")
    if share < 0.5:
        # The upper half is worked out, where nothing is lost to rounding, and turned over.
        return -_point(1 - share, below)
    low, high = 0.0, 1.0
    while below(high) < share and high < 1e6:
        low, high = high, 2 * high
    # Until no number lies between the two.
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if below(middle) < share else (low, middle)
    return middle


def _t_below(point: float, freedom: float) -> float:
    tail = _beta_share(freedom / (freedom + point * point), freedom / 2, 0.5) / 2
    return 1 - tail if point > 0 else tail


def _beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz's method)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_share(1 - x, b, a)
    logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    c, d = 1.0, 1 / _kept(1 - (a + b) * x / (a + 1))
    total = d
    for step in range(1, 400):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            d = 1 / _kept(1 + term * d)
            c = _kept(1 + term / c)
            total *= c * d
        if abs(c * d - 1) < _ENOUGH:
            break
    return math.exp(logs) * total / a


def _kept(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
