"""Natural frequencies: "10 of 15 people", only where the source's share and group size give one whole number.

People understand counts better than percentages (Gigerenzer and others), but a count that nobody published must not be
made up: where more than one whole number would round to the share, or none, nothing is said. Nor is it where nobody
says of how many people the share is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.orientation import SHARES
from kapcli.catalogue.study_rules import holds_ketamine

if TYPE_CHECKING:
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study


class Frequency(msgspec.Struct, frozen=True):
    """So many of so many, and the same on the other side; ``None`` there where nobody was compared."""

    count: int
    of: int
    other: tuple[int, int] | None


def frequency(outcome: Outcome, study: Study) -> Frequency | None:
    """The counts behind a share.

    Returns:
        ``None`` where they do not follow, or where only one of two sides has them: a count never stands without the
        comparator's.
    """
    if outcome.estimate not in SHARES or outcome.unit != "percent" or outcome.value is None:
        return None
    if outcome.comparison == "within":
        own = whole(outcome.value, outcome.n)
        return None if own is None or outcome.n is None else Frequency(own, outcome.n, None)
    groups = arm_sizes(outcome, study)
    if outcome.control_value is None or groups is None:
        return None
    own, other = whole(outcome.value, groups[0]), whole(outcome.control_value, groups[1])
    return None if own is None or other is None else Frequency(own, groups[0], (other, groups[1]))


def whole(share: float, group: int | None) -> int | None:
    """The one whole number of people that a share of a group stands for; ``None`` where there is not exactly one.

    Args:
        share: In percent, as rounded by its source.
        group: People.
    """
    if not group:
        return None
    text = f"{share:.4f}".rstrip("0")
    half = 0.5 / 10 ** len(text.partition(".")[2])
    fits = [count for count in range(group + 1) if abs(100 * count / group - share) <= half + 1e-9]
    return fits[0] if len(fits) == 1 else None


def arm_sizes(outcome: Outcome, study: Study) -> tuple[int, int] | None:
    """The sizes of a study's two sides, the first first; ``None`` where it cannot be told which size is whose."""
    drug, control = study.n.ketamine, study.n.control
    if drug is None or control is None:
        return None
    # A study's number alone is not enough: a figure is often of those who were still there.
    whole_trial = study.n.randomised == drug + control and study.n.analysed in (None, drug + control)
    if outcome.n != drug + control and not (outcome.n is None and whole_trial):
        return None
    first, second = (holds_ketamine(side) for side in (outcome.first, outcome.second))
    if first == second:
        return None
    return (drug, control) if first else (control, drug)
