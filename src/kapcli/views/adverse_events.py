"""Adverse events by term: how many works name each, the largest count with its work, and what was not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.evidence import adverse_events as evidence
from kapcli.evidence.adverse_events import STATUSES, TermCount
from kapcli.views import harm_words
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Action, Heading, Space, Span, Table, closing, inline, item, text
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kapcli.catalogue.model import About, HarmCount, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Block, Document

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
SILENCE = "No report of harm does not mean there was none."
NOT_A_RISK = "A count of studies is not how often an event occurs, and studies that do not name it may not have asked."
# What fits on a first screen.
_SCREEN, _LEAST_ROWS, _IDS, _ROWS = 8, 2, 4, 4
# So few studies are shown one by one.
FEW = 4
_LEAST = 56
_SHARES, _FULL_SHARES = (45, 11, 44), (38, 19, 43)
_LINE = 78


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
    concerned = last_lines(about, harms.studies)
    said = sum(-(-len(line) // _LINE) for line in remarks) + 2 * (len(concerned) - 1)
    room = max(_LEAST_ROWS, min(_SCREEN, _SCREEN + 1 - said - 2 * bool(harms.known) - 3 * (also is not None)))

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield Heading(f"Adverse events in {count} {'study' if count == 1 else 'studies'}")
        yield from _statuses(harms, vocabulary)
        yield from counted(harms, short=bool(full))
        if also is not None:
            name = harm_words.label(also.code, vocabulary)
            yield item(Span(name, "label"), f" as an adverse event: {_named(also, harms.telling)}")
            yield Action("Its own page", f"kap limits --safety {name} side effect")
        yield from term_tables(harms, vocabulary, room=room if full else 0)
        if not full:
            yield from comparator_harms(harms, vocabulary)
            yield text(NOT_A_RISK, level=1)
            yield from study_by_study(harms)
        yield from _known(harms.known, short=bool(full))
        if full:
            yield Action("All terms, the comparator's, study by study", full)
        else:
            yield Space()
        yield from closing(concerned)

    return tuple(blocks())


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


def _named(count: TermCount, telling: int, ids: int = _IDS) -> str:
    """In how many studies a term is named, only called a risk, or said to be absent."""
    listed = f" ({harm_words.listed(count.named, ids)})" if count.named and ids else ""
    parts = [f"named in {len(count.named)}{listed}"]
    parts += [f"only described as a risk in {len(count.risk)}"] if count.risk else []
    parts += [f"reported not to have occurred in {len(count.absent)}"] if count.absent else []
    return f"of {telling} studies that report on adverse events, {', '.join(parts)}"


def term_tables(harms: Harms, vocabulary: Vocabulary, *, room: int = 0) -> Iterator[Block]:
    """The terms, serious ones first, then by body system: in how many studies, and the largest count."""
    if not harms.terms:
        return
    grave = [count for count in harms.terms if vocabulary.term("adverse_event", count.code).serious]
    others = [count for count in harms.terms if count not in grave]
    yield Space()
    if room:
        grave = sorted(grave, key=lambda count: -len(count.named) - len(count.risk))[: room // 2]
        others = sorted(others, key=lambda count: -len(count.rows))[: room - len(grave)]
        rows = [_row(count, vocabulary, grave=count in grave, short=True) for count in (*grave, *others)]
        yield _table("Adverse event (! serious)", rows, harms, _SHARES)
        return
    yield Heading("Serious: can be fatal or life-threatening, need hospital care or cause lasting damage", 3)
    if not grave:
        yield text("No study here reports one; that does not mean there were none.", level=1)
    else:
        yield _table("Adverse event", [_row(count, vocabulary, grave=True) for count in grave], harms, _FULL_SHARES)
    for system in vocabulary.codes("body_system"):
        of = [count for count in others if vocabulary.term("adverse_event", count.code).system == system]
        if of:
            yield Heading(vocabulary.label("body_system", system), 3)
            yield _table("Adverse event", [_row(count, vocabulary) for count in of], harms, _FULL_SHARES)


Cells = tuple[str, str, str]


def _row(count: TermCount, vocabulary: Vocabulary, *, grave: bool = False, short: bool = False) -> Cells:
    label = harm_words.label(count.code, vocabulary)
    of = str(len(count.named))
    if not short:
        of += f", {len(count.risk)} as a risk" if count.risk else ""
        of += f", absent in {len(count.absent)}" if count.absent else ""
    return (f"! {label}" if grave else label), of, _largest(count, vocabulary, short=short)


def _largest(count: TermCount, vocabulary: Vocabulary, *, short: bool) -> str:
    if count.largest is None:
        return "no count" + (f": {harm_words.listed(count.named, 2)}" if count.named and not short else "")
    study, event = count.largest
    other = study.safety.comparator
    against = harm_words.pair(event, other)
    words = harm_words.brief if short else harm_words.count
    said = words(event)
    if against is not None and other is not None and words(against):
        said += f" vs {words(against).partition(' of ')[0] if short else words(against)}"
        said += f" with {other.group}" if other.group and not short else ""
    plain = study.safety.among == "treatment" or event.counted in ("reports", "deaths")
    among = "" if plain else f", {vocabulary.label('exposure', study.safety.among)}"
    group = f" {event.group}" if event.group else ""
    return f"{said}, {harm_words.marked(study)}{group}{among}"


def _table(first: str, rows: Sequence[Cells], harms: Harms, shares: tuple[int, ...]) -> Table:
    cells = tuple(tuple(inline(part) for part in row) for row in rows)
    instead = tuple(item(Span(name, "label"), f": {of}; {largest}") for name, of, largest in rows)
    return Table((first, f"Of {harms.telling}", "Largest count"), cells, shares, least=_LEAST, instead=instead)


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


def term_document(
    harms: Harms,
    code: str,
    vocabulary: Vocabulary,
    about: About,
    *,
    definition: str,
    remarks: Sequence[str] = (),
    full: str = "",
) -> Document:
    """One term: what it is, who names it, and every count beside its comparator's."""
    codes = vocabulary.narrower("adverse_event", code)
    counts = [count for count in harms.terms if count.code in codes]
    whole = next((count for count in counts if count.code == code), None)
    rows = sorted(
        (row for count in counts for row in count.rows),
        key=lambda row: (row[0].safety.among not in evidence.GIVEN, row[1].risk, -(evidence.share(row[1]) or 0)),
    )

    short = _ROWS - (len(last_lines(about, [study for study, _ in rows[:_ROWS]])) - 1)

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        term = vocabulary.term("adverse_event", code)
        system = vocabulary.label("body_system", term.system)
        yield Heading(f"{term.label[:1].upper()}{term.label[1:]}: adverse event, {system.casefold()}")
        yield text(definition, level=1)
        if whole is None:
            yield text(f"No study of {len(harms.studies)} names it. {SILENCE}", level=1)
        else:
            said = f"{_named(whole, harms.telling, 0)}. "
            yield text(f"{said[:1].upper()}{said[1:]}", Span(SILENCE, "strong"), level=1)
            shown = rows[:short] if full else rows
            if shown:
                yield Space()
                yield _rows(shown, code, vocabulary)
            if len(shown) < len(rows):
                yield Action(f"{len(rows) - len(shown)} more", full)
            if whole.absent and not full:
                yield text(f"Reported not to have occurred: {', '.join(whole.absent)}", level=1)
        for count in harms.comparator:
            if count.code == code and count.rows:
                listed = [harm_words.marked(study) for study, event in count.rows if event.number != 0]
                if listed:
                    yield text(f"With the comparator: {', '.join(listed)}", level=1)
        elsewhere = [study for study in harms.known if any(event.term in codes for event in study.safety.events)]
        if elsewhere:
            names = ", ".join(map(harm_words.marked, elsewhere))
            yield text("Named in key studies of harms outside this question: ", Span(names, "id"), level=1)
        if not full:
            yield text(NOT_A_RISK, level=1)
        yield from closing(last_lines(about, [study for study, _ in (rows[:short] if full else rows)]))

    return tuple(blocks())


def _rows(rows: Sequence[tuple[Study, Any]], code: str, vocabulary: Vocabulary) -> Table:
    cells = []
    for study, event in rows:
        other = study.safety.comparator
        said = harm_words.event_line(event, harm_words.pair(event, other), other.group if other is not None else "")
        name = "" if event.term == code else f"{harm_words.label(event.term, vocabulary)}: "
        among = "" if study.safety.among == "treatment" else f" ({vocabulary.label('exposure', study.safety.among)})"
        risk = "named as a risk" if event.risk else ""
        told = "; ".join(filter(None, (risk, said))) or "named, no count"
        cells.append((harm_words.marked(study), vocabulary.label("design", study.design), f"{name}{told}{among}"))
    instead = tuple(item(Span(name, "id"), f" ({kind}): {told}") for name, kind, told in cells)
    header = ("Study", "Design", "Count")
    return Table(header, tuple(tuple(map(inline, row)) for row in cells), (30, 22, 48), least=_LEAST, instead=instead)


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
