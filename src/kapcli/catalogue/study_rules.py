"""What follows from a study's own fields: its trial, how many people it counts, which sides hold ketamine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kapcli.catalogue.study import Arm, Study

KETAMINES = ("ketamine", "esketamine", "arketamine")
# Comparisons of one group with another; a level of evidence of the same name rests on such.
BETWEEN = ("between-randomised", "between")
# Values of psychotherapy that say there was none.
NO_PSYCHOTHERAPY = frozenset({"none", "coaching"})
# Works that count the studies of others.
SYNTHESES = frozenset({"meta-analysis", "systematic-review"})
_WITHOUT = r"\b(?:no|not|without|non)[ -]+\w*ketamine"


def trial_key(study: Study) -> str:
    """What the publications of one trial have in common; a publication's own id where it belongs to none."""
    return study.trial or study.parent or study.id


def is_secondary(study: Study) -> bool:
    """Whether a publication looks again at the data of a trial reported elsewhere."""
    return bool(study.parent) or study.design == "secondary-analysis"


def stated_overlap(one: Study, other: Study) -> str:
    """How surely either of two publications says that the other has the same participants.

    Returns:
        ``yes`` or ``probable`` as typed under ``same_trial``; empty where neither says so.
    """
    for study, wanted in ((one, other.id), (other, one.id)):
        for same in study.same_trial:
            if same.id == wanted:
                return same.sure
    return ""


def same_trial(one: Study, other: Study) -> bool:
    """Whether two publications are of one trial, for certain or probably."""
    return trial_key(one) == trial_key(other) or bool(stated_overlap(one, other))


def ketamine_arms(study: Study) -> tuple[Arm, ...]:
    """The arms that were given ketamine in any of its forms."""
    return tuple(arm for arm in study.arms if arm.drug in KETAMINES)


def holds_ketamine(side: str) -> bool:
    """Whether the side of a comparison is named as having had ketamine; *no ketamine* is a side without it."""
    folded = side.casefold()
    return "ketamine" in folded and "ketamine" in re.sub(_WITHOUT, "", folded)


class Count(msgspec.Struct, frozen=True):
    """A number of people and its kind: ``randomised``, ``analysed`` or ``enrolled``."""

    people: int
    kind: str


def counted(study: Study) -> Count | None:
    """The people of a study: randomised, else analysed, else enrolled.

    Returns:
        ``None`` where no source gave a count. A registry's target (``planned``) is nobody yet and never counts.
    """
    for kind in ("randomised", "analysed", "enrolled"):
        people = getattr(study.n, kind)
        if people is not None:
            return Count(people, kind)
    return None
