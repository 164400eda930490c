"""Harms in the client's version: every one that was named, or how many more there are; silence is no sign of safety."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.limitations import CLINICAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.model import Study

# More would not fit on two printed pages.
_HARMS, _COUNTED = 14, 3
SILENCE = "Harm that was not reported is not known. It is no sign of safety."
RARE = "Most studies were small and short. Harms that are rare or slow to show would be missed."
SILENT = "What was read says nothing about harms. That does not mean that there were none."


def named(harms: Sequence[str]) -> str:
    """The harms that were named; where there are more than fit, how many more."""
    if not harms:
        return ""
    more = len(harms) - _HARMS
    rest = f", and {more} more that are in the full report" if more > 0 else ""
    return f"Named in these studies: {', '.join(harms[:_HARMS])}{rest}. How often is not always known."


def serious(works: Iterable[Study]) -> str:
    """Studies that counted serious harms, worst first."""
    counted = [(study.safety.serious_adverse_events, study.id) for study in works]
    found = sorted(((count, name) for count, name in counted if count), reverse=True)
    if not found:
        return ""
    worst = ", ".join(f"{count} in {name}" for count, name in found[:_COUNTED])
    more = f"; {len(found) - _COUNTED} more studies counted some" if len(found) > _COUNTED else ""
    return f"Serious unwanted events that were counted, whatever the cause: {worst}{more}."


def harm_counts(works: Sequence[Study]) -> str:
    """How many studies tell of harm, and how many say nothing; empty for a single one, which tells it itself."""
    people = [study for study in works if study.design in CLINICAL]
    if not people:
        return SILENT
    if len(people) == 1:
        return ""
    silent = sum(study.safety.status == "not-reported" for study in people)
    reported = sum(study.safety.status == "found" for study in people)
    none = len(people) - silent - reported
    return (
        f"Of the {len(people)} studies here that treated people, {reported} tell of harm, {none} looked for harm and "
        f"found none, and {silent} say nothing about it."
    )
