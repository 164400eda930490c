"""The score interval of a share, after Wilson (1927), J Am Stat Assoc 22(158):209-212.

Unlike the share plus or minus two standard errors it never leaves 0 to 1, and it stays sensible for small groups and
for shares of none or all (Brown, Cai and DasGupta 2001, Statistical Science 16(2):101-133).
"""

from __future__ import annotations

import math

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
