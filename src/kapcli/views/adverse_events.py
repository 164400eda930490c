"""Harms: looked for, found, and not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.evidence.adverse_events import STATUSES, harms_named
from kapcli.views import phrases
from kapcli.views.closing_lines import about_lines
from kapcli.views.document import Heading, Space, Span, closing, item, text
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Block, Document

COLUMNS = ("id", "status", "serious_adverse_events", "withdrawals", "common", "text")
SILENCE = "Harm that was not reported is not known; it is no sign of safety."


class Harms(msgspec.Struct, frozen=True):
    """What some studies say of harm.

    Attributes:
        counts: Safety status to the ids of its studies.
        named: Harm to the ids of the studies that name it, commonest first.
        serious: Id and number of serious adverse events, where a number was read.
        texts: Id and what the catalogue says of harm there.
        known: Id and finding of works on harm that words or facets left out and that must be seen.
    """

    counts: tuple[tuple[str, tuple[str, ...]], ...]
    named: tuple[tuple[str, tuple[str, ...]], ...]
    serious: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    known: tuple[tuple[str, str], ...]


def harms_of(studies: Sequence[Study], on_harm: Sequence[Study]) -> Harms:
    """Count what studies say of harm.

    Args:
        studies: Those that could say something of it.
        on_harm: Works on harm that every answer shows, whatever was asked.
    """
    shown = {study.id for study in studies}
    return Harms(
        counts=tuple(
            (status, tuple(study.id for study in studies if study.safety.status == status)) for status in STATUSES
        ),
        named=tuple((harm, tuple(ids)) for harm, ids in harms_named(studies)),
        serious=tuple(
            (study.id, f"{study.safety.serious_adverse_events} ({phrases.people(study)})")
            for study in studies
            if study.safety.serious_adverse_events is not None
        ),
        texts=tuple((study.id, study.safety.text) for study in studies if study.safety.text),
        known=tuple((study.id, study.safety.text or study.finding) for study in on_harm if study.id not in shown),
    )


def harms_document(
    harms: Harms, vocabulary: Vocabulary, about: About, *, studies: Sequence[Study], remarks: Sequence[str] = ()
) -> Document:
    """Harms, counted and study by study.

    Args:
        harms: As counted.
        vocabulary: For labels.
        about: For the date and the disclaimer.
        studies: Those counted over.
        remarks: What has to be said first.
    """

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield Heading(f"Harms, counted over {len(studies)} {'study' if len(studies) == 1 else 'studies'}")
        for status, ids in harms.counts:
            yield item(Span(vocabulary.label("safety", status), "limit"), f": {len(ids)}")
        yield text(SILENCE, level=1)
        if harms.named:
            yield Heading("Named as seen, and in how many studies")
            yield from (item(f"{harm}: {len(ids)} ({', '.join(ids)})") for harm, ids in harms.named)
            yield text(
                "One harm may stand here under several names, so a count may be too low. How often harms occur cannot "
                "be told from it.",
                level=1,
            )
        if harms.serious:
            yield Heading("Serious adverse events, where a number was read")
            yield from (item(Span(name, "id"), f": {number}") for name, number in harms.serious)
        for title, lines in (
            ("Whatever was asked: what works on harm found, for any use or route", harms.known),
            ("Study by study", harms.texts),
        ):
            if lines:
                yield Heading(title)
                yield from (text(Span(name, "id"), f": {said}", level=1, hang=2) for name, said in lines)
        yield Space()
        yield from closing(about_lines(about, studies))

    return tuple(blocks())


def as_cells(study: Study) -> tuple[str, ...]:
    """What a study says of harm, as the cells of `COLUMNS`."""
    safety = study.safety
    return (
        study.id,
        safety.status,
        "" if safety.serious_adverse_events is None else str(safety.serious_adverse_events),
        "" if safety.withdrawals is None else str(safety.withdrawals),
        ", ".join(safety.common),
        safety.text,
    )


def as_data(study: Study) -> dict[str, Any]:
    """The same for a program."""
    return {
        "id": study.id,
        "status": study.safety.status,
        "serious_adverse_events": study.safety.serious_adverse_events,
        "withdrawals": study.safety.withdrawals,
        "common": study.safety.common,
        "text": study.safety.text,
    }


def summary(harms: Harms) -> dict[str, Any]:
    """How many studies tell what, and what works on harm found, for a program."""
    return {status: len(ids) for status, ids in harms.counts} | {
        "known": [{"id": name, "text": text} for name, text in harms.known]
    }
