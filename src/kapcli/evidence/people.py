"""How many people a study counts, and which count that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kapcli.catalogue.study import Study

# A review's numbers count reports, and people whom the included studies count already.
REVIEWS = frozenset({"meta-analysis", "systematic-review", "narrative-review"})


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
