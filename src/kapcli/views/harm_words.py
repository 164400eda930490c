"""Adverse events in words: terms by their labels, counts as they were given, and what a study says as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.evidence.adverse_events import share as share_of
from kapcli.evidence.adverse_events import terms
from kapcli.views.phrases import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.outcome import AdverseEvent, ComparatorHarms, HarmCount
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary

NO_NUMBER = "number not given in our sources"
_MARKS = {"retracted": "RETRACTED", "corrected": "corrected", "concern": "expression of concern"}


def label(code: str, vocabulary: Vocabulary, *, plain: bool = False) -> str:
    """What a term is called."""
    return vocabulary.plain("adverse_event", code) if plain else vocabulary.label("adverse_event", code)


def names(study: Study, vocabulary: Vocabulary, *, plain: bool = False) -> tuple[str, ...]:
    """What is named as having happened with ketamine, in the order of the source; not what is only called a risk."""
    happened = (event.term for event in study.safety.events if not event.risk and event.number != 0)
    coded = [label(code, vocabulary, plain=plain) for code in happened]
    return tuple(dict.fromkeys((*coded, *study.safety.uncoded)))


def count(found: HarmCount) -> str:
    """A count as it was given; empty where there is none."""
    if found.percent_to is not None and found.percent is not None:
        share = f"{number(found.percent)} to {number(found.percent_to)}%"
    elif found.percent is not None:
        share = f"{number(found.percent)}%"
    elif found.number and found.of and found.counted == "people":
        share = f"{_share(100 * found.number / found.of)}%"
    else:
        share = ""
    kind = found.counted if found.number != 1 else _ONE[found.counted]
    if found.number is not None and found.of is not None:
        of = "" if found.counted in ("people", "events") else f" {found.counted}"
        text = f"{found.number:,} of {found.of:,}{of}"
        text = f"{found.number:,} {kind}, {found.of:,} people" if found.counted == "events" else text
        return f"{text} ({share})" if share else text
    if found.number is not None:
        return f"{found.number:,} {kind}" + (f" ({share})" if share else "")
    what = "" if found.counted == "people" else f" {found.counted}"
    return f"{share} of {found.of:,}{what}" if share and found.of is not None else share


def _share(percent: float) -> str:
    return f"{percent:.1f}".removesuffix(".0") if percent >= 0.1 else f"{percent:.1g}"


def brief(found: HarmCount) -> str:
    """A count on one line: its share, and of how many; where it has none as it was given."""
    share = share_of(found)
    if share is None or found.percent_to is not None:
        return count(found)
    return f"{_share(share)}%" + (f" of {found.of:,}" if found.of is not None else "")


_ONE = {
    "people": "person",
    "events": "event",
    "treatments": "treatment",
    "reports": "report",
    "deaths": "death",
}


def counted(found: HarmCount) -> str:
    """A count with its group and what is remarked of it."""
    return "; ".join(filter(None, (count(found) or found.note, found.group, found.note if count(found) else "")))


def event_line(event: AdverseEvent, other: AdverseEvent | None, group: str) -> str:
    """The count of an event beside that of the comparator, and what is remarked of it; empty where there is neither."""
    parts = [count(event)]
    if other is not None and (against := count(other)):
        parts[0] += f" vs {against}" + (f" with {group}" if group else "")
    return "; ".join(filter(None, (*parts, event.group, event.note)))


def pair(event: AdverseEvent, comparator: ComparatorHarms | None) -> AdverseEvent | None:
    """The same term on the other side; ``None`` where it is not given there."""
    if comparator is None:
        return None
    return next((other for other in comparator.events if other.term == event.term), None)


def mark(study: Study) -> str:
    """What has become of the publication, in a word or two; empty where nothing has."""
    return _MARKS.get(study.retraction, "")


def marked(study: Study) -> str:
    """The id of a study, with what has become of the publication."""
    return f"{study.id} ({mark(study)})" if mark(study) else study.id


def listed(studies: Iterable[str], limit: int) -> str:
    """Some ids, and how many more there are."""
    ids = list(studies)
    rest = f" and {len(ids) - limit} more" if len(ids) > limit else ""
    return ", ".join(ids[:limit]) + rest


def as_data(study: Study, vocabulary: Vocabulary) -> dict[str, Any]:
    """What a study says of adverse events, for a program: each event with its label."""
    data: dict[str, Any] = msgspec.to_builtins(study.safety)
    sides = [data] + ([data["comparator"]] if data["comparator"] else [])
    for side in sides:
        for event in side["events"]:
            event["label"] = label(event["term"], vocabulary)
    return data


def terms_in_order(studies: Iterable[Study], vocabulary: Vocabulary) -> list[str]:
    """The terms of some studies in plain words, serious ones first, then the most named; then what no term covers."""
    studies = list(studies)
    counts = [count for count in terms(studies, vocabulary) if any(not event.risk for _, event in count.rows)]
    counts = [count for count in counts if count.named]
    grave = [count for count in counts if vocabulary.term("adverse_event", count.code).serious]
    rest = sorted((count for count in counts if count not in grave), key=lambda count: -len(count.named))
    uncoded = [words for study in studies if not study.retracted for words in study.safety.uncoded]
    return list(dict.fromkeys((*(label(count.code, vocabulary, plain=True) for count in (*grave, *rest)), *uncoded)))
