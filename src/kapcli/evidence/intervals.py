"""95% intervals worked out from what a source gives, each by a published method.

A share: Wilson (1927), J Am Stat Assoc 22(158):209-212. Unlike the share plus or minus two standard errors it never
leaves 0 to 1, and it stays sensible for small groups and for shares of none or all (Brown, Cai and DasGupta 2001,
Statistical Science 16(2):101-133). A difference of two shares: Newcombe (1998), Stat Med 17:873-890, method 10, from
the two Wilson intervals. A ratio of shares or odds: normal on the log scale, with the standard errors of Katz and of
Woolf. Two means: Welch. An estimate with its exact p: Altman and Bland, BMJ 2011;343:d2090, with t in place of z under
60 people.

The points of both distributions are written out, because a statistics library would be the heaviest thing that a lookup
loads; the tests hold every interval against scipy and statsmodels.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Below so many people the spread is itself uncertain enough for t to differ from z.
SMALL = 60
Interval = tuple[float, float]

# Of the continued fraction behind t.
_TINY = 1e-300
_ENOUGH = 1e-15
# The 97.5% point of the standard normal distribution: 95% lie between it and its negative.
Z95 = 1.959963984540054


def wilson(count: int, of: int, z: float = Z95) -> tuple[float, float]:
    """Lower and upper limit of the share ``count / of``, each from 0 to 1; without continuity correction.

    Raises:
        ValueError: Nobody was counted, or more or fewer than can be.
    """
    if of <= 0 or not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share")
    share = count / of
    weight = 1 + z * z / of
    middle = (share + z * z / (2 * of)) / weight
    half = z / weight * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    # At none and all one limit is the share itself; binary fractions must not put it a hair beside it.
    low = 0.0 if count == 0 else min(max(0.0, middle - half), share)
    high = 1.0 if count == of else max(min(1.0, middle + half), share)
    return low, high


def risk_difference(first: tuple[int, int], second: tuple[int, int]) -> Interval:
    """Limits of the first share less the second, each ``(count, of)``; from -1 to 1.

    Raises:
        ValueError: Counts that cannot be.
    """
    (low1, high1), (low2, high2) = wilson(*first), wilson(*second)
    share1, share2 = first[0] / first[1], second[0] / second[1]
    gap = share1 - share2
    return (
        gap - math.hypot(share1 - low1, high2 - share2),
        gap + math.hypot(high1 - share1, share2 - low2),
    )


def ratio(first: tuple[int, int], second: tuple[int, int], *, odds: bool) -> tuple[float, Interval] | None:
    """The ratio of two shares, or of their odds, with its limits; ``None`` where a count of none leaves it open."""
    (a, n1), (c, n2) = first, second
    if not (0 < a <= n1 and 0 < c <= n2) or (odds and (a == n1 or c == n2)):
        return None
    if odds:
        value = (a / (n1 - a)) / (c / (n2 - c))
        error = math.sqrt(1 / a + 1 / (n1 - a) + 1 / c + 1 / (n2 - c))
    else:
        value = (a / n1) / (c / n2)
        error = math.sqrt(1 / a - 1 / n1 + 1 / c - 1 / n2)
    return value, (value * math.exp(-Z95 * error), value * math.exp(Z95 * error))


def mean_difference(first: tuple[float, float, int], second: tuple[float, float, int]) -> Interval | None:
    """Limits of the first mean less the second, each ``(mean, standard deviation, people)``, after Welch."""
    (mean1, sd1, n1), (mean2, sd2, n2) = first, second
    if min(n1, n2) < 2 or min(sd1, sd2) < 0 or sd1 == sd2 == 0:
        return None
    part1, part2 = sd1 * sd1 / n1, sd2 * sd2 / n2
    freedom = (part1 + part2) ** 2 / (part1**2 / (n1 - 1) + part2**2 / (n2 - 1))
    half = t_point(0.975, freedom) * math.sqrt(part1 + part2)
    return mean1 - mean2 - half, mean1 - mean2 + half


def from_error(value: float, error: float, people: int | None) -> Interval | None:
    """Limits of an estimate with its standard error: on the scale on which both stand."""
    if error <= 0:
        return None
    half = _point(0.975, people) * error
    return value - half, value + half


def from_p(value: float, p: float, people: int | None) -> Interval | None:
    """Limits of an estimate of which an exact two-sided p tells how far it is from none (0; a ratio as its logarithm).

    Returns:
        ``None`` where the estimate is none, or p is 0 or 1: then its spread does not follow.
    """
    if not 0 < p < 1 or value == 0:
        return None
    return from_error(value, abs(value) / _point(1 - p / 2, people), people)


def _point(share: float, people: int | None) -> float:
    return t_point(share, people - 2) if people is not None and 2 < people < SMALL else normal_point(share)


# A page asks for the same few points thousands of times.
@functools.cache
def normal_point(share: float) -> float:
    """The point below which that share of a standard normal distribution lies; ``share`` between 0 and 1."""
    return _where(share, lambda point: math.erfc(-point / math.sqrt(2)) / 2)


@functools.cache
def t_point(share: float, freedom: float) -> float:
    """The same of Student's t with so many degrees of freedom, above 0."""
    return _where(share, lambda point: _t_below(point, freedom))


def _where(share: float, below: Callable[[float], float]) -> float:
    if not 0 < share < 1:
        raise ValueError(f"{share} is no share between 0 and 1")
    if share < 0.5:
        # The upper half is worked out, where nothing is lost to rounding, and turned over.
        return -_where(1 - share, below)
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
