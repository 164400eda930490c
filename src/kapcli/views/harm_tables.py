"""Adverse events in tables: serious ones first, then by body system; in how many studies, and the largest count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views import harm_words
from kapcli.views.document import Heading, Space, Span, Table, inline, item, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.adverse_events import TermCount
    from kapcli.views.adverse_events import Harms
    from kapcli.views.document import Block

LEAST = 56

_SHARES, _FULL_SHARES = (45, 11, 44), (38, 19, 43)


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
    return Table((first, f"Of {harms.telling}", "Largest count"), cells, shares, least=LEAST, instead=instead)
