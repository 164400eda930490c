"""Harms in a report: looked for, found, and not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.evidence.adverse_events import STATUSES, harms_named, speaking
from kapcli.evidence.limitations import CLINICAL
from kapcli.views import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.model import Study
    from kapcli.catalogue.vocabulary import Vocabulary

SILENCE = "Harm that was not reported is not known; it is no sign of safety."
RARE = "Most studies were small and short: harms that are rare or slow to show would be missed."


class HarmLine(msgspec.Struct, frozen=True):
    """What one work says of harm."""

    study: str
    text: str


class Harms(msgspec.Struct, frozen=True):
    """Harms: looked for, found, not reported.

    Attributes:
        people: Works that treated or observed people.
        counts: Status in words and how many of them.
        named: Harm to the ids of the works that name it.
        serious: Id and number of serious adverse events, where one was read.
        lines: Study by study.
        known: Works on harm outside the question.
    """

    people: int
    counts: tuple[tuple[str, int], ...]
    named: tuple[tuple[str, tuple[str, ...]], ...]
    serious: tuple[tuple[str, str], ...]
    lines: tuple[HarmLine, ...]
    known: tuple[HarmLine, ...]


def harms_of(studies: Sequence[Study], on_harm: Iterable[Study], vocabulary: Vocabulary) -> Harms:
    """What the studies say of harm, and how many say nothing."""
    people = [study for study in studies if study.design in CLINICAL]
    telling = speaking(studies)
    shown = {study.id for study in studies}
    return Harms(
        people=len(people),
        counts=tuple(
            (vocabulary.label("safety", status), sum(study.safety.status == status for study in people))
            for status in STATUSES
        ),
        named=tuple((harm, tuple(ids)) for harm, ids in harms_named(telling)),
        serious=tuple(
            (study.id, f"{study.safety.serious_adverse_events} ({phrases.people(study)})")
            for study in telling
            if study.safety.serious_adverse_events is not None
        ),
        lines=tuple(HarmLine(study.id, study.safety.text) for study in telling if study.safety.text),
        known=tuple(
            HarmLine(study.id, study.safety.text or study.finding) for study in on_harm if study.id not in shown
        ),
    )


__all__ = ["RARE", "SILENCE", "HarmLine", "Harms", "harms_of"]
