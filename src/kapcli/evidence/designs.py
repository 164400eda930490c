"""Kinds of design for a picture: how far a work can tell a treatment from time, hope and chance.

Eighteen designs are too many to tell apart at a glance. The kinds follow the rules on limits (see
`kapcli.evidence.limitation_rules`), so that a picture and a list of limits never disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.study_rules import SYNTHESES
from kapcli.evidence.limitation_rules import CLINICAL, PLANNED, RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.study import Study

# Strongest first. A review counts trials again, so it stands for a field only where no study of people does.
KINDS = ("randomised", "compared", "uncontrolled", "review", "other", "planned")

# The groups under which studies are listed, in the order in which a reader wants them.
GROUPS = ("guideline", "randomised", "review", "other", "no-result")
# A review's numbers count reports, and people whom the included studies count already.
REVIEWS = SYNTHESES | {"narrative-review"}


def kind(study: Study) -> str:
    """Which of `KINDS` a work is.

    Where no source names a comparator, a study of people is ``uncontrolled``: it is never called more than was read.
    """
    if study.design in PLANNED:
        return "planned"
    if study.design in SYNTHESES:
        return "review"
    if study.design not in CLINICAL:
        return "other"
    if RULES["not-randomised"](study) == "no":
        return "randomised"
    return "compared" if RULES["no-control"](study) == "no" else "uncontrolled"


def strongest(studies: Iterable[Study]) -> str:
    """The strongest kind among some works; empty where there are none."""
    found = {kind(study) for study in studies}
    return next((name for name in KINDS if name in found), "")


def group(study: Study) -> str:
    """Which of `GROUPS` a work is listed under: a plan, and a work whose result could not be read, with the last."""
    if not has_result(study):
        return "no-result"
    if study.design == "guideline":
        return "guideline"
    return found if (found := kind(study)) in ("randomised", "review") else "other"


def has_result(study: Study) -> bool:
    """Whether there is a result to read: something was measured and could be read, or none was to be expected."""
    if study.retracted or any(caveat.code == "no-results" for caveat in study.limitations):
        return False
    if study.outcomes:
        return True
    opened = {reading.read for reading in study.read_at}
    return study.design not in CLINICAL | PLANNED | {"meta-analysis"} and "part" not in opened
