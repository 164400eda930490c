"""Which publications belong to one trial, so that it counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapcli.catalogue.study import Study


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
