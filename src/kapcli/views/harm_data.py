"""What studies say of adverse events, for a program: as the cells of a table, and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.evidence import adverse_events as evidence
from kapcli.views import harm_words

if TYPE_CHECKING:
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.adverse_events import TermCount
    from kapcli.views.adverse_events import Harms


COLUMNS = (
    "id",
    "status",
    "serious",
    "stopped",
    "events",
    "absent",
    "comparator_events",
    "among",
    "text",
    "retraction",
)


def as_cells(study: Study, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a study says of adverse events, as the cells of `COLUMNS`."""
    safety = study.safety
    return (
        study.id,
        safety.status,
        "" if safety.serious is None else harm_words.count(safety.serious),
        "" if safety.stopped is None else harm_words.count(safety.stopped),
        "; ".join((*map(lambda event: _cell(event, vocabulary), safety.events), *safety.uncoded)),
        "; ".join(harm_words.label(code, vocabulary) for code in safety.absent),
        "; ".join(_cell(event, vocabulary) for event in evidence.events(study, comparator=True)),
        safety.among,
        safety.text,
        study.retraction,
    )


def _cell(event: Any, vocabulary: Vocabulary) -> str:
    said = "as a risk" if event.risk else harm_words.count(event)
    return harm_words.label(event.term, vocabulary) + (f" ({said})" if said else "")


def as_data(study: Study, vocabulary: Vocabulary) -> dict[str, Any]:
    """The same for a program."""
    return {"id": study.id, **harm_words.as_data(study, vocabulary), "retraction": study.retraction}


def summary(harms: Harms, vocabulary: Vocabulary) -> dict[str, Any]:
    """How many studies tell what, every term with its count, and what works on harm found, for a program."""
    return {status: len(ids) for status, ids in harms.counts} | {
        "telling": harms.telling,
        "terms": [_term_data(count, vocabulary) for count in harms.terms],
        "comparator_terms": [_term_data(count, vocabulary) for count in harms.comparator],
        "known": [{"id": study.id, "text": study.safety.text or study.finding} for study in harms.known],
    }


def _term_data(count: TermCount, vocabulary: Vocabulary) -> dict[str, Any]:
    term = vocabulary.term("adverse_event", count.code)
    largest: dict[str, Any] | None = None
    if count.largest is not None:
        study, event = count.largest
        keys = ("number", "of", "percent", "percent_to", "counted")
        largest = {"id": study.id, "among": study.safety.among} | {key: getattr(event, key) for key in keys}
    return {
        "term": count.code,
        "label": term.label,
        "plain": term.plain or term.label,
        "system": term.system,
        "serious": term.serious,
        "broader": term.broader,
        "named": count.named,
        "risk": count.risk,
        "absent": count.absent,
        "largest": largest,
    }
