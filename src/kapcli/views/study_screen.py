"""The first screen of a study: the result, its main limitations and the question it answers, in a window's height."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.forms import without_tags
from kapcli.views import field_words, harm_words, hits, phrases, study_results, study_sources
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import SCREEN, Rule, Shortest, Span, closing, ends, row, text
from kapcli.views.study import marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Block, Document
    from kapcli.views.study import StudyView


class _Length(msgspec.Struct, frozen=True):
    """How much a first screen tells; the rest is behind a command.

    Attributes:
        title: So many letters of the title at most; none of it where 0.
        said: So many letters of what is said at length on the full page; where 0 who took part, by which design, how
            long and who paid are told in a word or left to that page.
        events: So many adverse events.
        drawn: Whether the interval is drawn, and what is asked stands in lines of its own.
        twice: Whether the figure stands below a finding that gives it with its interval.
        address: So many letters of the address at most.
        limits: So many limitations.
    """

    title: int
    said: int
    events: int
    drawn: bool = False
    twice: bool = True
    address: int = 2000
    limits: int = 3


_LENGTHS = (
    _Length(78, 60, 3, drawn=True),
    _Length(78, 60, 3),
    _Length(56, 40, 3),
    _Length(56, 40, 2, twice=False),
    _Length(56, 24, 2, twice=False),
    _Length(0, 24, 2, twice=False),
    _Length(0, 0, 2, twice=False),
    _Length(0, 0, 2, twice=False, address=52),
    _Length(0, 0, 1, twice=False, address=52, limits=2),
)


def first_screens(views: Sequence[StudyView], vocabulary: Vocabulary, about: About) -> Document:
    """Studies as first screens, one below the other."""
    foot = tuple(closing(last_lines(about, [view.study for view in views])))

    def screen(view: StudyView, length: _Length, below: Document) -> Document:
        return (*_screen(view, vocabulary, length), *below)

    def blocks() -> Iterator[Block]:
        for index, view in enumerate(views):
            if index:
                yield Rule()
            below = foot if index == len(views) - 1 else ()
            yield Shortest(SCREEN, [partial(screen, view, length, below) for length in _LENGTHS])

    return tuple(blocks())


def _screen(view: StudyView, vocabulary: Vocabulary, length: _Length) -> Iterator[Block]:
    study = view.study
    yield ends(hits.source(study), study.id, phrases.record(study))
    if length.title:
        yield text(Span(_short(without_tags(study.title), length.title), "heading"), hang=2)
    yield text(phrases.record(study) or "no DOI, PubMed or registry number known")
    yield from marks(view, level=0)
    yield from _result(study, vocabulary, length)
    named = hits.all_limits(study, vocabulary)
    more = f" · {len(named) - length.limits} more: kap limits {study.id}" if len(named) > length.limits else ""
    shown = " · ".join((*named[: length.limits], *filter(None, (phrases.reading_mark(study),))))
    yield text(Span("Main limitations", "label"), Span(f" · {shown or phrases.NO_LIMITATION}", "limit"), more, hang=2)
    yield from _asked(study, vocabulary, length)
    yield row("Adverse events", _events(study, vocabulary, length.events), level=0)
    yield from _more(view, whole=length.said > 0)


def _asked(study: Study, vocabulary: Vocabulary, length: _Length) -> Iterator[Block]:
    """Population, intervention, comparator, design, follow-up and funding, in lines of their own or in one text."""
    groups = field_words.populations(study, vocabulary) if length.said else ""
    who = (phrases.people(study), phrases.conditions(study, vocabulary), groups)
    design = field_words.compared_design(study, vocabulary) if length.said else hits.design(study, vocabulary)
    paid = _short(study.funding or "not stated in our sources", length.said) if length.said else ""
    compared = phrases.comparator(study, vocabulary).removeprefix("vs ")
    watched = "" if study.follow_up is None or not length.said else _short(study.follow_up.text, length.said)
    lines = (
        (("Population", " · ".join(filter(None, who))),),
        (("Intervention", hits.given(study, vocabulary)), ("Comparator", compared)),
        (("Design", design), ("Follow-up", watched)),
        (("Funding", paid),),
    )
    if length.drawn:
        for line in lines:
            yield from _labelled(line)
    else:
        yield from _labelled([pair for line in lines for pair in line])


def _labelled(pairs: Sequence[tuple[str, str]]) -> Iterator[Block]:
    """Several labels with what belongs to them, in one line where they fit."""
    parts: list[Span] = []
    for label, said in pairs:
        if said:
            parts += [Span(f"{' · ' if parts else ''}{label}: ", "label"), Span(said)]
    if parts:
        yield text(*parts, hang=2)


def _result(study: Study, vocabulary: Vocabulary, length: _Length) -> Iterator[Block]:
    sign = hits.sign(study)
    yield row("Result", f"{sign} " if sign else "", Span(study.finding, "strong"), level=0)
    outcome = phrases.main_outcome(study)
    if outcome is None:
        return
    if length.twice or not _told(outcome, study.finding):
        yield text(f"{phrases.measure(outcome)}: {phrases.figure(outcome, vocabulary)}", level=1, hang=2)
    drawn = study_results.bar(outcome, study) if length.drawn else None
    if drawn:
        yield text(*drawn, Span(" right of │ is better with treatment", "muted"), level=1)
    yield text(*_cut(study_sources.of_figure(outcome, study), length.address), level=1)


def _cut(spans: tuple[Span, ...], most: int) -> Iterator[Span]:
    """Spans of at most so many letters."""
    for span in spans:
        if most <= 0:
            return
        yield span if len(span.text) <= most else Span(f"{span.text[: most - 1]}…", span.style, span.href)
        most -= len(span.text)


def _told(outcome: Outcome, finding: str) -> bool:
    """Whether a finding gives a figure with its whole interval, as it is."""
    if outcome.value is None or outcome.ci95 is None:
        return False
    given = {float(one) for one in re.findall(r"\d+(?:\.\d+)?", finding)}
    return {abs(one) for one in (outcome.value, *outcome.ci95)} <= given


def _events(study: Study, vocabulary: Vocabulary, most: int) -> str:
    all_named = harm_words.names(study, vocabulary)
    named = ", ".join(all_named[:most]) + (" ..." if len(all_named) > most else "")
    serious = study.safety.serious
    count = "" if serious is None else harm_words.count(serious)
    told = study.safety.status != "not-reported"
    serious_words = f"{count} serious" if count else "serious: not given" if told else ""
    return " · ".join(filter(None, (phrases.safety_status(study, vocabulary), named, serious_words)))


def _short(said: str, most: int) -> str:
    """A text cut after a word; the whole stands on the full page."""
    return said if len(said) <= most else said[:most].rsplit(" ", 1)[0].rstrip(",;") + " …"


def _more(view: StudyView, *, whole: bool) -> Iterator[Block]:
    study = view.study
    claims = f" · kap claims {study.id}" if view.claims else ""
    yield row("More", f"--full · --section NAME · --sources · --lay{claims}" if whole else "--full · --lay", level=0)
