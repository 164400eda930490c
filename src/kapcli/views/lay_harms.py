"""Harms in the client's version: every one that was named, or how many more there are; silence is no sign of safety."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.adverse_events import STATUSES
from kapcli.evidence.adverse_events import serious as counted_serious
from kapcli.evidence.limitation_rules import CLINICAL
from kapcli.views import harm_words, lay_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.study import Study

# More would not fit on two printed pages.
_HARMS, _COUNTED = 14, 3
_TOLD = {
    "reported": "named side effects",
    "partial": "told only part of them",
    "none-found": "said that there were none",
    "not-reported": "said nothing about them",
}
NOBODY = "No study on this that treated or watched people is in this list."
SILENCE = "Harm that was not reported is not known. It is no sign of safety."
RARE = "Most studies were small and short. Harms that are rare or slow to show would be missed."


def named(harms: Sequence[str]) -> str:
    """The harms that were named; where there are more than fit, how many more."""
    if not harms:
        return ""
    more = len(harms) - _HARMS
    rest = f"; and {more} more that are in the full report" if more > 0 else ""
    return f"Named in these studies: {'; '.join(harms[:_HARMS])}{rest}. {lay_words.UNSURE}"


def serious(works: Iterable[Study]) -> str:
    """Studies that counted serious harms, worst first."""
    found = [(study, count) for study, count in counted_serious(works) if count.number]
    if not found:
        return ""
    worst = ", ".join(
        f"{harm_words.count(count)} in {lay_words.named_short(study)}" for study, count in found[:_COUNTED]
    )
    more = f"; {len(found) - _COUNTED} more studies counted some" if len(found) > _COUNTED else ""
    return f"Serious unwanted events that were counted, whatever the cause: {worst}{more}."


def harm_counts(works: Sequence[Study]) -> str:
    """How many studies tell of harm, and how many say nothing; empty for a single one, which tells it itself."""
    people = [study for study in works if study.design in CLINICAL]
    if not people:
        return NOBODY
    if len(people) == 1:
        return ""
    told = {status: sum(study.safety.status == status for study in people) for status in STATUSES}
    parts = [f"{told[status]} {words}" for status, words in _TOLD.items() if told[status]]
    listed = f"{', '.join(parts[:-1])}{',' * (len(parts) > 2)} and {parts[-1]}" if len(parts) > 1 else parts[0]
    return f"Of the {len(people)} studies here that treated people, {listed}."
