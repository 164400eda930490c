"""Answers for a person outside the field."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from kapcli.evidence.adverse_events import telling
from kapcli.evidence.limitation_rules import CLINICAL
from kapcli.views import harm_words, lay_words
from kapcli.views.closing_lines import concerns_suicidality, last_line, stamp
from kapcli.views.document import Shortest, Space, Span, item, row, text
from kapcli.views.document import closing as closing_blocks
from kapcli.views.document import remarks as first_remarks
from kapcli.views.links import link
from kapcli.views.plain_text import words_of
from kapcli.views.terms import explained, where_explained

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kapcli.catalogue.model import About, GlossaryTerm
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.index.session import Session
    from kapcli.views.claim import ClaimView, Linked
    from kapcli.views.document import Block, Document


def lay_document(
    blocks: Iterable[Block],
    about: About,
    glossary: Iterable[GlossaryTerm],
    *,
    remarks: Sequence[str] = (),
    urgent: bool = False,
) -> Document:
    """Blocks with what has to be said first, help in danger before all, and at the end what their terms mean."""
    helped = urgent or about.urgent_help in remarks
    first = [*([about.urgent_help] if helped else []), *(line for line in remarks if line != about.urgent_help)]
    document = (*first_remarks(first), *blocks)
    return (*document, *_close(document, about, glossary))


def _close(document: Document, about: About, glossary: Iterable[GlossaryTerm]) -> Iterator[Block]:
    yield Space()
    if terms := list(explained(words_of(document), glossary)):
        yield text(Span("Words used", "heading"))
        yield from (item(Span(name, "label"), f": {meaning}") for name, meaning in terms)
        yield Space()
    yield text(Span(f"{stamp(about)}, from a hand-picked list of studies. {lay_words.NO_ADVICE}", "muted"))


def lay_claims(views: Iterable[ClaimView], vocabulary: Vocabulary) -> Iterator[Block]:
    """Claims: what people say, what the research says, how sure, and on what it rests."""
    told: set[str] = set()
    for view in views:
        yield Space()
        yield from lay_claim(view, vocabulary, told=told)


def lay_claim(
    view: ClaimView, vocabulary: Vocabulary, label: str = "In short", told: set[str] | None = None
) -> Iterator[Block]:
    """One claim; the label says of what the verdict is, and what explains a sort of study is told once."""
    told = set() if told is None else told
    claim, weighed = view.claim, view.weighed
    yield text(Span(f"“{claim.statement}”", "heading"))
    yield row(label, lay_words.in_short(claim, weighed, vocabulary))
    yield text(claim.plain, level=1)
    # One study is named once, whatever number of its figures is linked and on whichever side.
    found: dict[str, Linked] = {}
    for _, side in view.groups:
        for linked in side:
            found.setdefault(linked.study.id, linked)
    for linked in found.values():
        counts = lay_words.counts(linked.outcome, linked.study, vocabulary) if linked.outcome is not None else ""
        parts = [lay_words.said_once(lay_words.named_kind(linked.study, vocabulary), told) + ".", counts]
        if not counts:
            parts.append(lay_words.compared(linked.study, vocabulary))
        yield item(" ".join(filter(None, parts)))


def lay_studies(studies: Sequence[Study], vocabulary: Vocabulary, *, whole: bool = False) -> Iterator[Block]:
    """Studies; with harms and every count where they are asked for in full."""
    told: set[str] = set()
    for study in studies:
        yield Space()
        yield text(*_name(study, vocabulary, told), hang=2)
        if retracted := lay_words.retraction(study):
            yield text(Span(retracted, "warning"), level=1)
        yield text(study.plain, level=1)
        if compared := lay_words.compared(study, vocabulary):
            yield text(compared, level=1)
        counts = [said for outcome in study.outcomes if (said := lay_words.counts(outcome, study, vocabulary))]
        shown = counts if whole else counts[:1]
        # That no one was compared is said once, with what follows from it.
        shown = [said.removesuffix(lay_words.ALONE) for said in shown] if compared else shown
        yield from (text(said, level=1) for said in shown)
        if weak := lay_words.weak_points(study, vocabulary):
            yield row("Weak points", weak)
        if whole and study.n != type(study.n)():
            yield text(lay_words.harms(study, vocabulary), level=1)


def lay_limitations(
    tallies: Sequence[Tally], over: str, vocabulary: Vocabulary, *, first: int | None = None
) -> Iterator[Block]:
    """What weakens the evidence, and why; the heaviest alone where it is said how many."""
    yield text(Span(f"What weakens this research: {over}", "heading"))
    yield text("The heaviest come first. A study can have several. Where a report does not tell, it is not counted.")
    found = [tally for tally in tallies if tally.yes]
    for tally in found[:first]:
        of = tally.asked if tally.at_least else tally.known
        least = "at least " if tally.at_least else ""
        name = vocabulary.plain("limitation", tally.code)
        because = f". {why}" if (why := lay_words.WHY.get(tally.code, "")) else ""
        yield item(Span(name, "limit"), f": {least}{len(tally.yes)} of {of} studies{because}")
    if first is not None and len(found) > first:
        yield Space()
        yield text(f"{first} of {len(found)} shown. To see all: --all")


def lay_harms(studies: Sequence[Study], vocabulary: Vocabulary, *, term: str = "") -> Iterator[Block]:
    """What was said of side effects, study by study; of one alone where a term is given."""
    if term:
        yield from _lay_term(studies, vocabulary, term)
        return
    yield text(Span("Side effects, study by study", "heading"))
    yield text("Most studies were small and short. Harms that are rare or slow to show would be missed.")
    for study in studies:
        yield item(*_name(study, vocabulary), f". {lay_words.harms(study, vocabulary)}")


def _lay_term(studies: Sequence[Study], vocabulary: Vocabulary, code: str) -> Iterator[Block]:
    codes = vocabulary.narrower("adverse_event", code)
    told = telling(studies)
    named = [
        (study, event)
        for study in told
        for event in study.safety.events
        if event.term in codes and event.number != 0 and not event.risk
    ]
    ids = {study.id for study, _ in named}
    label = vocabulary.plain("adverse_event", code)
    yield text(Span(f"{label[:1].upper()}{label[1:]}", "heading"))
    yield text(
        f"Of the {len(told)} studies that tell of side effects, {len(ids)} name this one. The others may not have "
        "asked. That does not mean it did not happen."
    )
    for study, event in named:
        among = "" if study.safety.among == "treatment" else f" ({vocabulary.plain('exposure', study.safety.among)})"
        name = "" if event.term == code else f" {harm_words.label(event.term, vocabulary, plain=True).capitalize()}:"
        yield item(*_name(study, vocabulary), f".{name} {harm_words.count(event) or 'Not counted'}{among}.")


def _name(study: Study, vocabulary: Vocabulary, told: set[str] | None = None) -> tuple[Span, ...]:
    """A study as people speak of it, with a link to its record, and what sort it is."""
    kind = lay_words.named_kind(study, vocabulary).removeprefix(lay_words.named(study))
    return Span(lay_words.named(study), "id", link(study)), Span(
        kind if told is None else lay_words.said_once(kind, told)
    )


def lay_next(studies: Sequence[Study], total: int, words: Sequence[str]) -> list[str]:
    """How many studies there are, and what to type next: they are not named by their ids here."""
    lines = [f"{len(studies)} of {total} studies shown. To see all: --all"] if len(studies) < total else []
    # Of a guideline or a review there is less to tell.
    if treated := next((study for study in studies if study.design in CLINICAL), None):
        lines.append(f"To read one, with its side effects: kap show {treated.id} --lay")
    if studies and words:
        lines.append(f"What people say about this, checked: kap claims {shlex.join(words)} --lay")
    return lines


def urgent(studies: Iterable[Study]) -> bool:
    """Whether urgent help must be named under some studies."""
    return any(map(concerns_suicidality, studies))


def lay_studies_document(
    session: Session,
    studies: Sequence[Study],
    *,
    whole: bool = False,
    remarks: Sequence[str] = (),
    answer: Sequence[Block] = (),
    more: Sequence[str] = (),
    lines: int = 0,
) -> Document:
    """Studies as a document of their own; see `lay_studies`.

    Args:
        session: The open catalogue.
        studies: The studies.
        whole: With harms and every count.
        remarks: What has to be said first.
        answer: What the catalogue answers; it stands above the studies.
        more: How many more there are, what shows them, and what else leads on.
        lines: Of the window that it is for: then terms are named, where there is room, and not explained.
    """
    blocks = [*answer, *lay_studies(studies, session.vocabulary, whole=whole)]
    blocks += [Space(), *map(text, more)] if more else []
    helped = urgent(studies)
    if lines:
        first = [session.about.urgent_help] if helped or session.about.urgent_help in remarks else []
        first += [line for line in remarks if line != session.about.urgent_help]
        # In a window every line counts: names in bold part one study from the next.
        told = tuple(block for block in (*first_remarks(first), *blocks) if not isinstance(block, Space))
        look = where_explained(words_of(told), session.glossary())
        foot = tuple(closing_blocks([last_line(session.about)]))
        return (Shortest(lines, ((*told, *([text(look)] if look else []), *foot), (*told, *foot))),)
    return lay_document(blocks, session.about, session.glossary(), remarks=remarks, urgent=helped)
