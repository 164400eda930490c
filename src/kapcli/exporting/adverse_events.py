"""The table with a row for each count of adverse events, and for each event that a source names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.outcome import AdverseEvent, HarmCount
from kapcli.catalogue.study import Study
from kapcli.exporting.columns import Column, Kind, Selection, Table
from kapcli.exporting.studies import retraction, study_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.vocabulary import Vocabulary


class HarmOf(msgspec.Struct, frozen=True):
    """A count of adverse events of a study, or an event that is named without one.

    Attributes:
        what: ``any``, ``serious``, ``stopped``, ``event`` or ``absent``.
        term: The code of an event.
    """

    study: Study
    number: int
    side: str
    what: str
    count: HarmCount
    term: str = ""
    risk: bool | None = None


def _harms(selection: Selection) -> Iterator[HarmOf]:
    for work in selection.works:
        safety = work.study.safety
        rows = list(_side("ketamine", safety.any_event, safety.serious, safety.stopped, safety.events))
        rows += [("ketamine", "absent", AdverseEvent(term=term)) for term in safety.absent]
        if (other := safety.comparator) is not None:
            rows += _side("comparator", other.any_event, other.serious, other.stopped, other.events)
        for number, (side, what, count) in enumerate(rows, 1):
            term, risk = (count.term, count.risk) if isinstance(count, AdverseEvent) else ("", None)
            yield HarmOf(work.study, number, side, what, count, term, risk)


def _side(
    side: str,
    any_event: HarmCount | None,
    serious: HarmCount | None,
    stopped: HarmCount | None,
    events: tuple[AdverseEvent, ...],
) -> Iterator[tuple[str, str, HarmCount]]:
    for what, count in (("any", any_event), ("serious", serious), ("stopped", stopped)):
        if count is not None:
            yield side, what, count
    for event in events:
        yield side, "event", event


def _count(name: str, kind: Kind, means: str, **more: Any) -> Column:
    return Column(name, kind, means, lambda row, _: getattr(row.count, name), **more)


def _term(row: HarmOf, vocabulary: Vocabulary) -> str:
    return vocabulary.label("adverse_event", row.term) if row.term else ""


ADVERSE_EVENTS = Table(
    "adverse_events",
    "Adverse events",
    "One row per count of adverse events, or per event that a source names; if a study has none, see safety_status "
    "of studies",
    (
        Column("id", "code", "The key: study and number", lambda row, _: f"{row.study.id}:{row.number}"),
        study_key(),
        Column(
            "side",
            "code",
            "ketamine, or comparator: what happened there is no harm of ketamine",
            lambda row, _: row.side,
            facet=True,
        ),
        Column(
            "what",
            "code",
            "any (people with any event), serious, stopped (because of one), event (the one in term), absent (the "
            "source says that it did not occur)",
            lambda row, _: row.what,
            facet=True,
        ),
        Column("term", "code", "The event", lambda row, _: row.term, section="adverse_event", facet=True),
        Column("label", "text", "Its name", _term),
        Column(
            "system",
            "code",
            "Its body system",
            lambda row, vocabulary: vocabulary.term("adverse_event", row.term).system if row.term else "",
            section="body_system",
        ),
        Column(
            "risk_only",
            "boolean",
            "Whether it is named as a risk only, not as something that happened",
            lambda row, _: row.risk,
        ),
        _count("number", "integer", "How many had it; 0 only where the source says none"),
        _count("of", "integer", "Of how many"),
        _count("percent", "number", "Share in percent as printed, or its lower end"),
        _count("percent_to", "number", "Upper end of a printed range"),
        _count("counted", "code", "What number and of count: people, events, treatments, reports or deaths"),
        _count("group", "text", "Which arm or group"),
        _count("note", "text", "Remark"),
        Column(
            "among",
            "code",
            "Who had them",
            lambda row, _: row.study.safety.among,
            section="exposure",
            facet=True,
        ),
        retraction(),
    ),
    _harms,
)
