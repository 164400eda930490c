"""Harms in a report: looked for, found, and not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.words import so_many
from kapcli.evidence.adverse_events import STATUSES, speaking
from kapcli.evidence.limitation_rules import CLINICAL
from kapcli.views.adverse_events import SILENCE, comparator_harms, counted, harms_of, study_by_study
from kapcli.views.document import Heading, Span, item, text
from kapcli.views.harm_tables import term_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Block

RARE = "Most studies were small and short: harms that are rare or slow to show would be missed."


def harms(studies: Sequence[Study], on_harm: Sequence[Study], vocabulary: Vocabulary) -> Iterator[Block]:
    """What the studies say of harm, and how many say nothing.

    Args:
        studies: Those that match the question.
        on_harm: Works on harm that every report shows.
        vocabulary: For labels.
    """
    people = [study for study in studies if study.design in CLINICAL]
    found = harms_of(speaking(studies), [study for study in on_harm if study not in studies], vocabulary)
    yield text(Span(f"{SILENCE} ", "strong"), RARE)
    if people:
        counts = [
            f"{vocabulary.label('safety', status)} {sum(study.safety.status == status for study in people)}"
            for status in STATUSES
        ]
        works = f"{so_many(len(people), 'study', 'studies')} that treated or observed people"
        yield text(f"Adverse events in {works}: {'; '.join(counts)}.")
    else:
        yield text("No matching study treated or observed people.")
    if found.serious or found.stopped:
        yield from counted(found)
    if found.terms:
        yield from term_tables(found, vocabulary)
    yield from comparator_harms(found, vocabulary)
    yield from study_by_study(found)
    if found.known:
        yield Heading("Key studies of harms (any use, any route)", 3)
        yield from (item(Span(study.id, "id"), f": {study.safety.text or study.finding}") for study in found.known)
