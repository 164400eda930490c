"""What a study found, its adverse events and its limitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.outcome import ComparatorHarms
from kapcli.evidence.effects import Effect, effect
from kapcli.views import harm_words, phrases
from kapcli.views.claim import verdict_label
from kapcli.views.document import Bar, Space, Span, Table, inline, item, row, text
from kapcli.views.study_limitations import limitation_lines
from kapcli.views.study_sources import unverified

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.assessment import Assessed
    from kapcli.views.document import Block, Inline

# Below this the outcomes are listed one under another.
_TABLE = 72
_SHARES = (30, 42, 28)
# What is said under bars that have scales of their own.
BAR_LEGEND = (
    "● estimate, ├─┤ 95% CI, │ no effect. Right of the line favours ketamine (or the group named first, where both or "
    "neither had ketamine), or shows improvement. Bars are not on a common scale."
)
# Rules whose answer a reader would look for: where it is not known, that is said.
_ASKED = frozenset({"no-control", "not-randomised", "open-label", "small", "short-follow-up", "attrition"})


def found(study: Study, vocabulary: Vocabulary) -> Iterator[Block]:
    """The findings, and every figure as it was reported."""
    yield text(Span(study.finding, "strong"), level=1)
    yield from map(item, study.findings)
    if study.outcomes:
        yield Space()
        yield _outcomes(study, vocabulary)
    if any(bar(outcome, study) for outcome in study.outcomes):
        yield text(Span(BAR_LEGEND, "muted"), level=1)
    for number, outcome in enumerate(study.outcomes, 1):
        if outcome.note:
            yield text(Span(f"({number}) {outcome.note}", "muted"), level=1, hang=2)
    if study.follow_up:
        yield row("Follow-up", study.follow_up.text)


def _outcomes(study: Study, vocabulary: Vocabulary) -> Table:
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    listed: list[Block] = []
    for number, outcome in enumerate(study.outcomes, 1):
        name, figure = f"{number} {phrases.measure(outcome)}", phrases.figure(outcome, vocabulary)
        shows, drawn = phrases.shows(outcome, vocabulary), bar(outcome, study)
        rows.append((inline(name), inline(figure, *drawn), inline(shows)))
        listed += [item(Span(name, "label")), text(figure, level=2)]
        listed += [text(*drawn, level=2)] if drawn else []
        listed.append(text(shows, level=2))
    header = ("Measure and time", "Result (as reported)", "Direction")
    return Table(header, tuple(rows), _SHARES, least=_TABLE, instead=tuple(listed))


def bar(outcome: Outcome, study: Study) -> tuple[Inline, ...]:
    """The bar of a figure; none where there is no interval or no line of no effect."""
    shown = effect(outcome, study)
    if not isinstance(shown, Effect) or shown.none is None:
        return ()
    (mark,) = shown.marks
    return (Bar(mark, shown.log, shown.none),)


def safety(study: Study, vocabulary: Vocabulary) -> Iterator[Block]:
    """Adverse events: what happened, in how many, what the comparator's were; or that nothing is known."""
    safety = study.safety
    yield text(Span(phrases.safety_status(study, vocabulary), "strong"), level=1)
    if safety.among != "treatment":
        yield row("Among", vocabulary.label("exposure", safety.among))
    if safety.text:
        yield text(safety.text, level=1)
    if safety.status != "not-reported":
        yield from _harm_counts(study)
    yield from _events(study, vocabulary)
    yield from (unverified(claim) for claim in study.unverified if claim.field == "safety")


def _harm_counts(study: Study) -> Iterator[Block]:
    safety, other = study.safety, study.safety.comparator or ComparatorHarms()
    group = other.group or "the comparator"
    for label, found, against in (
        ("Any adverse event", safety.any_event, other.any_event),
        ("Serious adverse events", safety.serious, other.serious),
        ("Stopped because of adverse events", safety.stopped, other.stopped),
    ):
        if found is None and against is None and label == "Any adverse event":
            continue
        said = harm_words.NO_NUMBER if found is None else harm_words.counted(found)
        yield row(label, said + (f" · {group}: {harm_words.counted(against)}" if against is not None else ""))


def _events(study: Study, vocabulary: Vocabulary) -> Iterator[Block]:
    """Events with a count or a remark a line each, the others in one line; then those of the comparator alone."""
    safety, other = study.safety, study.safety.comparator
    bare: list[str] = list(safety.uncoded)
    paired = set()
    lines: list[Block] = []
    for event in (event for event in safety.events if not event.risk):
        against = harm_words.pair(event, other)
        paired |= {event.term} if against is not None else set()
        name = harm_words.label(event.term, vocabulary)
        if said := harm_words.event_line(event, against, other.group if other is not None else ""):
            lines.append(item(Span(name, "label"), f": {said}"))
        else:
            bare.append(name)
    if bare:
        yield row("Reported", ", ".join(bare))
    yield from lines
    risks = [harm_words.label(event.term, vocabulary) for event in safety.events if event.risk]
    if risks:
        yield row("Named as a risk", ", ".join(risks))
    if safety.absent:
        yield row("Said not to have occurred", ", ".join(harm_words.label(code, vocabulary) for code in safety.absent))
    for event in other.events if other is not None else ():
        if event.term not in paired and other is not None:
            said = harm_words.event_line(event, None, "")
            name = f"{harm_words.label(event.term, vocabulary)}, with {other.group or 'the comparator'}"
            yield item(Span(name, "label"), f": {said}" if said else "")


def limits(study: Study, vocabulary: Vocabulary) -> Iterator[Block]:
    """The limitations, heaviest first."""
    return limitation_lines(study, vocabulary, _ASKED)


def claims(cited: Sequence[tuple[Assessed, str]], vocabulary: Vocabulary) -> Iterator[Block]:
    """The claims that cite a study: those it speaks for or against, then those it only stands beside."""
    names = {"evidence": "bears on", "for": "supports", "against": "speaks against", "context": "also relevant to"}
    for assessed, side in sorted(cited, key=lambda pair: list(names).index(pair[1])):
        claim = assessed.claim
        label = verdict_label(claim, assessed.weighed, vocabulary)
        # What one paper says needs no support: the paper is where it comes from.
        name = "source of" if (claim.kind, side) == ("record", "for") else names[side]
        yield item(Span(f"{name} ", "label"), Span(claim.id, "id"), f" ({label}): {claim.statement}")
