"""Adverse events by term: how many works name each, the largest count with its work, and what was not reported."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.words import so_many
from kapcli.evidence import adverse_events as evidence
from kapcli.evidence.adverse_events import STATUSES, TermCount
from kapcli.views import harm_words
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import SCREEN, Action, Heading, Shortest, Space, Span, closing, item, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.harm_tables import term_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.outcome import HarmCount
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Block, Document

SILENCE = "No report of harm does not mean there was none."
NOT_A_RISK = "A count of studies is not how often an event occurs, and studies that do not name it may not have asked."
# What fits on a first screen.
_SCREEN, _LEAST_ROWS, _IDS = 8, 2, 4
# So few studies are shown one by one.
FEW = 4


class Harms(msgspec.Struct, frozen=True):
    """What some studies say of adverse events.

    Attributes:
        studies: Those that could say something of them.
        counts: Safety status to the ids of its studies.
        terms: The terms they name, serious ones first.
        comparator: The terms named for the other side.
        serious: Studies that say how many serious events there were.
        stopped: Studies that say how many stopped because of adverse events.
        known: Works on harm that words or facets left out and that must be seen.
    """

    studies: tuple[Study, ...]
    counts: tuple[tuple[str, tuple[str, ...]], ...]
    terms: tuple[TermCount, ...]
    comparator: tuple[TermCount, ...]
    serious: tuple[tuple[Study, HarmCount], ...]
    stopped: tuple[tuple[Study, HarmCount], ...]
    known: tuple[Study, ...]

    @property
    def telling(self) -> int:
        """How many say something of adverse events."""
        return len(evidence.telling(self.studies))


def harms_of(studies: Sequence[Study], on_harm: Sequence[Study], vocabulary: Vocabulary) -> Harms:
    """Count what studies say of adverse events.

    Args:
        studies: Those that could say something of them.
        on_harm: Works on harm that every answer shows, whatever was asked.
        vocabulary: For what is serious, and of which body system.
    """
    shown = {study.id for study in studies}
    return Harms(
        studies=tuple(studies),
        counts=tuple(
            (status, tuple(study.id for study in studies if study.safety.status == status)) for status in STATUSES
        ),
        terms=tuple(evidence.terms(studies, vocabulary)),
        comparator=tuple(evidence.terms(studies, vocabulary, comparator=True)),
        serious=tuple(evidence.serious(studies)),
        stopped=tuple(evidence.stopped(studies)),
        known=tuple(study for study in on_harm if study.id not in shown),
    )


def harms_document(
    harms: Harms,
    vocabulary: Vocabulary,
    about: About,
    *,
    remarks: Sequence[str] = (),
    also: TermCount | None = None,
    full: str = "",
) -> Document:
    """Adverse events, counted by term and study by study.

    Args:
        harms: As counted.
        vocabulary: For labels.
        about: For the date and the disclaimer.
        remarks: What has to be said first.
        also: A term that the words name beside what they were read as.
        full: What shows the rest; where empty everything is shown.
    """
    count = len(harms.studies)
    concerned = last_lines(about, harms.studies, helped=about.urgent_help in remarks)
    urgent = [line for line in remarks if line == about.urgent_help]
    later = [line for line in remarks if line != about.urgent_help]

    def blocks(room: int, known: bool = True) -> Iterator[Block]:
        yield from first_remarks(urgent if full else remarks)
        yield Heading(f"Adverse events in {so_many(count, 'study', 'studies')}")
        yield from _statuses(harms, vocabulary)
        yield from counted(harms, short=bool(full))
        if also is not None:
            name = harm_words.label(also.code, vocabulary)
            yield item(Span(name, "label"), f" as an adverse event: {named_words(also, harms.telling)}")
            yield Action("Its own page", f"kap limits --safety {name} side effect")
        yield from term_tables(harms, vocabulary, room=room if full else 0)
        if not full:
            yield from comparator_harms(harms, vocabulary)
            yield text(NOT_A_RISK, level=1)
            yield from study_by_study(harms)
        yield from _known(harms.known, short=bool(full)) if known else ()
        if full:
            # What was not counted stands below the answer.
            yield from first_remarks(later)
            yield Action("All terms, the comparator's, study by study", full)
        else:
            yield Space()
        yield from closing(concerned)

    if not full:
        return tuple(blocks(0))
    rooms = [(room, True) for room in range(_SCREEN, _LEAST_ROWS - 1, -1)]
    lengths = [*rooms, (_LEAST_ROWS, False), (1, False)]
    return (Shortest(SCREEN, [partial(blocks, *length) for length in lengths]),)


def _statuses(harms: Harms, vocabulary: Vocabulary) -> Iterator[Block]:
    told = [f"{vocabulary.label('safety', status)} {len(ids)}" for status, ids in harms.counts if ids]
    yield text(f"{'; '.join(told)}. ".capitalize(), Span(SILENCE, "strong"), level=1)


def counted(harms: Harms, *, short: bool = False) -> Iterator[Block]:
    """Serious events, and who stopped: where a number was given, the largest first."""
    asked = len(harms.studies)
    for title, found in (
        ("Serious adverse events", harms.serious),
        ("Withdrawals due to adverse events", harms.stopped),
    ):
        numbered = [pair for pair in found if harm_words.count(pair[1])]
        some = [pair for pair in numbered if pair[1].number != 0]
        none = [harm_words.marked(study) for study, count in numbered if count.number == 0]
        said = [
            f"{', '.join(filter(None, (harm_words.count(count), count.group)))} in {_source(study)}"
            for study, count in some[: 1 if short else None]
        ]
        said += [f"some in {len(some) - 1} more"] if short and len(some) > 1 else []
        said += [f"none in {len(none)}" + ("" if short else f" ({', '.join(none)})")] if none else []
        said.append(f"no number in {asked - len(numbered)} of {asked}")
        yield item(Span(title, "limit"), f": {'; '.join(said)}")


def _source(study: Study) -> str:
    """The id of a study, with what has become of it, and that it had nobody to compare with."""
    alone = " (no comparison group)" if study.comparator == ("none",) else ""
    return harm_words.marked(study) + alone


def named_words(count: TermCount, telling: int, ids: int = _IDS) -> str:
    """In how many studies a term is named, only called a risk, or said to be absent."""
    listed = f" ({harm_words.listed(count.named, ids)})" if count.named and ids else ""
    parts = [f"named in {len(count.named)}{listed}"]
    parts += [f"only described as a risk in {len(count.risk)}"] if count.risk else []
    parts += [f"reported not to have occurred in {len(count.absent)}"] if count.absent else []
    return f"of {telling} studies that report on adverse events, {', '.join(parts)}"


def comparator_harms(harms: Harms, vocabulary: Vocabulary) -> Iterator[Block]:
    """What happened with the comparator, and nowhere beside a count of ketamine's."""
    if not harms.comparator:
        return
    yield Heading("With the comparator, not with ketamine", 3)
    for count in harms.comparator:
        said = []
        for study, event in count.rows:
            group = study.safety.comparator.group if study.safety.comparator is not None else ""
            how = harm_words.count(event)
            said.append(f"{harm_words.marked(study)} ({', '.join(filter(None, (group, how)))})")
        if said:
            yield item(Span(harm_words.label(count.code, vocabulary), "label"), f": {'; '.join(said)}")


def study_by_study(harms: Harms) -> Iterator[Block]:
    """What each study says in words, and which say nothing."""
    told = [study for study in harms.studies if study.safety.text]
    if told:
        yield Heading("Study by study", 3)
        yield from (_line(study, study.safety.text) for study in told)
    silent = [study.id for study in harms.studies if study.safety.status == "not-reported"]
    if silent:
        yield Heading("Adverse events not reported in our sources (not known, which is not none)", 3)
        yield text(Span(", ".join(silent), "muted"), level=1)


def _line(study: Study, said: str) -> Block:
    mark = f" ({harm_words.mark(study)})" if harm_words.mark(study) else ""
    return text(Span(study.id, "id"), f"{mark}: {said}", level=1, hang=2)


def _known(known: Iterable[Study], *, short: bool) -> Iterator[Block]:
    known = tuple(known)
    if not known:
        return
    if short:
        yield text("Key studies of harms (any use, any route): ", Span(", ".join(map(harm_words.marked, known)), "id"))
        return
    yield Heading("Key studies of harms (any use, any route)")
    yield from (_line(study, study.safety.text or study.finding) for study in known)
