"""Adverse events as a page: counted by term; one of them with every count beside its comparator's; in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.evidence import adverse_events as evidence
from kapcli.views import harm_words
from kapcli.views.adverse_events import NOT_A_RISK, SILENCE, Harms, harms_document, named_words
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Action, Heading, Space, Span, Table, closing, inline, item, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.harm_tables import LEAST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.session import Session
    from kapcli.views.document import Block, Document

# What of one term fits on a screen.
_ROWS = 4


def harms_page(
    session: Session, harms: Harms, remarks: Sequence[str], *, named: str, alone: bool, lay: bool, full: str
) -> Document:
    """What some studies say of adverse events.

    Args:
        session: The open catalogue.
        harms: As counted.
        remarks: What has to be said first.
        named: The adverse event that the words name; empty where they name none.
        alone: Whether the page is of that one alone.
        lay: In plain words.
        full: The command that shows the rest; where empty everything is shown.
    """
    vocabulary, about = session.vocabulary, session.about
    if lay:
        from kapcli.views.lay import lay_document, lay_harms, urgent

        studies = [*harms.studies, *harms.known]
        blocks = lay_harms(studies, vocabulary, term=named if alone else "")
        return lay_document(blocks, about, session.glossary(), remarks=remarks, urgent=urgent(studies))
    if alone:
        definition = session.definitions().term("adverse_event", named).definition
        return term_document(harms, named, vocabulary, about, definition=definition, remarks=remarks, full=full)
    also = next((count for count in harms.terms if count.code == named), None)
    return harms_document(harms, vocabulary, about, remarks=remarks, also=also, full=full)


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
            said = f"{named_words(whole, harms.telling, 0)}. "
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
    return Table(header, tuple(tuple(map(inline, row)) for row in cells), (30, 22, 48), least=LEAST, instead=instead)
