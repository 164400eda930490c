"""Turning a reported figure so that positive always favours ketamine, or means improvement.

The source's sign is kept in the catalogue as it was reported; what it was subtracted from stands beside it. A
difference is turned by its minuend and by which direction of the measure is better; a ratio is turned on the log
scale; two shares are subtracted. Everything else (one group's share, a count, a correlation) has no side.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapcli.catalogue.outcome import Outcome

DIFFERENCES = frozenset(
    {
        "mean-difference",
        "median-difference",
        "risk-difference",
        "percent-difference",
        "standardised-difference",
        "hedges-g",
        "cohens-d",
        "pre-post-change",
        "posterior-mean-difference",
        "regression-coefficient",
    }
)
RATIOS = frozenset({"odds-ratio", "risk-ratio", "hazard-ratio"})
STANDARDISED = frozenset({"standardised-difference", "hedges-g", "cohens-d"})
SHARES = frozenset({"response-rate", "remission-rate", "rate"})


def factor(outcome: Outcome) -> int | None:
    """+1 or -1: what a reported difference (or log ratio) is multiplied by to favour ketamine when positive.

    Returns:
        ``None`` where the source does not say what was subtracted, or where neither direction is better.
    """
    if outcome.better == "neither":
        return None
    first = {"first": 1, "end": 1, "second": -1, "baseline": -1}.get(outcome.minuend)
    if first is None:
        return None
    return first if outcome.better == "higher" else -first


def oriented(outcome: Outcome) -> float | None:
    """The figure with positive favouring ketamine or meaning improvement.

    Returns:
        In the unit of the outcome for a difference, as a natural logarithm for a ratio, in percentage points for two
        shares; ``None`` where the figure has no side.
    """
    turned = _turned(outcome)
    # Figures have at most a few decimals; what binary fractions add to a subtraction is none of them.
    # Adding zero takes the sign from a negative zero: no change has no side.
    return None if turned is None else round(turned, 10) + 0.0


def _turned(outcome: Outcome) -> float | None:
    if outcome.value is None:
        return None
    if outcome.estimate in SHARES:
        if outcome.control_value is None or outcome.better == "neither":
            return None
        gap = outcome.value - outcome.control_value
        return gap if outcome.better == "higher" else -gap
    turn = factor(outcome)
    if turn is None:
        return None
    if outcome.estimate in DIFFERENCES:
        return turn * outcome.value
    if outcome.estimate in RATIOS and outcome.value > 0:
        return turn * math.log(outcome.value)
    return None


def contradicts(outcome: Outcome) -> bool:
    """Whether the turned figure and the coded direction point to different sides."""
    side = oriented(outcome)
    if side is None:
        return False
    if outcome.direction in ("favours-ketamine", "improved"):
        return side < 0
    if outcome.direction in ("favours-control", "worsened"):
        return side > 0
    return False
