"""A report for clients: one or two printed pages in plain words, never advice."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from kapcli import __version__
from kapcli.catalogue.words import so_many
from kapcli.evidence.limitation_rules import CLINICAL
from kapcli.evidence.limitations import abstract_only, heaviest
from kapcli.views import harm_words, lay_harms, lay_words, topic_lay, topic_words
from kapcli.views.client_questions import questions
from kapcli.views.closing_lines import last_line
from kapcli.views.document import Definitions, Heading, Span, inline, item, text
from kapcli.views.handout import Card, Front, Quote
from kapcli.views.lay_answer import lay_answer
from kapcli.views.links import address, link
from kapcli.views.plain_text import words_of
from kapcli.views.terms import explained

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.views.claim import ClaimView
    from kapcli.views.document import Block, Document, Inline
    from kapcli.views.report_data import ReportData

# More would not fit on two printed pages.
_LIMITS, _CLAIMS, _STUDIES, _KNOWN, _TERMS = 4, 3, 3, 4, 6
# Limits that hold for nearly every work are no news in a short page; that a work was not read in full is said apart.
_SAID_APART = frozenset({"abstract-only", "not-peer-reviewed", "not-empirical", "no-results"})
# What stands in place of a certainty.
_UNRATED, _NOT_RATED = {"untested": "no study here has compared it"}, "we could not rate this"
WEAKLY = "the studies point this way, but not strongly"
NO_STUDY = "No study in this list is about just this."
LIMITS_OF_ONE = "One study here treated people. What weakens it:"
LIMITS_OF_SOME = "The heaviest come first. Each is counted among the studies where it can be known."


def lay_report_document(data: ReportData) -> Document:
    """The client's version."""
    views = _views(data)
    chosen = _chosen(data, views)
    shown = {study.id for study in chosen}
    known = [study for study in data.on_harm[:_KNOWN] if study.id not in shown]
    sources = {study.id: study for study in (*chosen, *data.in_answer(), *known)}
    told = (*_front(data), *_short_answer(data), *_why(data), *_findings(views, data), *_studies(data, chosen))
    told = (*told, *_harms(data, views, known), *_ask(data, chosen))
    terms = _terms(told, data)
    words = (Heading("Words used", name="words"), Definitions(terms)) if terms else ()
    return (*told, *words, *_sources(data, sources.values()))


def _front(data: ReportData) -> Iterator[Block]:
    about = data.question.session.about
    yield Front(
        data.title(plain=True),
        "What research says, in plain words",
        lay_words.NO_ADVICE,
        urgent=about.urgent_help,
        help=about.urgent_help,
        end=(last_line(about),),
        plain=True,
    )


def _short_answer(data: ReportData) -> Iterator[Block]:
    yield Heading("The short answer", name="answer")
    yield from (text(Span(line, "limit")) for line in data.remarks)
    if data.topic is not None:
        yield Quote(topic_lay.lay(data.topic, data.vocabulary))
        yield from (item(line) for line in topic_words.exclusion_lines(data.topic, plain=True))
        return
    yield Quote(" ".join(lay_answer(data.verdict, data.works, data.vocabulary)))


def _why(data: ReportData) -> Iterator[Block]:
    works = data.works
    yield Heading("Why we can't be sure", name="limits")
    if not works:
        yield text(NO_STUDY)
        return
    one = _treated(works) == 1
    if limits := _own_limits(works, data.vocabulary) if one else _limits(data.tallies, data.vocabulary):
        yield text(LIMITS_OF_ONE if one else LIMITS_OF_SOME)
        yield from map(item, limits)
    if unread := _unread(works):
        yield text(unread)


def _findings(views: Sequence[ClaimView], data: ReportData) -> Iterator[Block]:
    effects = [view for view in views if view.claim.kind == "effect"]
    if effects:
        yield Heading("What was found", name="said")
    for view in effects:
        claim, certainty = view.claim, view.weighed.certainty
        sure = data.vocabulary.plain("certainty", certainty) if certainty else _UNRATED.get(claim.verdict, _NOT_RATED)
        weak = claim.verdict == "supported" and certainty in ("low", "very-low")
        short = WEAKLY if weak else data.vocabulary.plain("verdict", claim.verdict)
        statement = claim.statement.rstrip(".")
        yield Card(
            (
                # First what this and it mean in the plain words; a statement that is wrong is never the bold part.
                text(f"On the statement “{statement}”: ", Span(f"{short}.", "label")),
                text(f"{claim.plain} ", Span(_sentence(sure), "label")),
            )
        )


def _studies(data: ReportData, chosen: Sequence[Study]) -> Iterator[Block]:
    if not chosen:
        return
    yield Heading("The studies", name="studies")
    told: set[str] = set()
    for study in chosen:
        counts = [said for outcome in study.outcomes if (said := lay_words.counts(outcome, study, data.vocabulary))]
        clinical = study.design in CLINICAL
        parts = [
            lay_words.retraction(study),
            study.plain,
            _compared(study, data.vocabulary),
            *counts[:2],
            f"Weak points: {weak}." if clinical and (weak := lay_words.weak_points(study, data.vocabulary)) else "",
            _study_harms(study, data.vocabulary) if clinical else "",
        ]
        # In two words: the page is two pages long.
        kind = lay_words.said_once(lay_words.kind(study, data.vocabulary), told)
        yield Card((Heading(f"{lay_words.named_short(study)}: {kind}", 3), text(" ".join(filter(None, parts)))))
    if others := _others(len(data.works) - sum(study in data.works for study in chosen)):
        yield text(others)


def _harms(data: ReportData, views: Sequence[ClaimView], known: Sequence[Study]) -> Iterator[Block]:
    found = harm_words.terms_in_order(data.works, data.vocabulary)
    yield Heading("Harms", name="harms")
    yield from (text(line) for line in dict.fromkeys(view.claim.plain for view in views if view.claim.kind == "harm"))
    yield text(f"{lay_harms.harm_counts(data.works)} {lay_harms.SILENCE} {lay_harms.RARE}".strip())
    lines = (lay_harms.named(found), lay_harms.serious(data.works))
    yield from (text(line) for line in lines if line)
    if known:
        yield text("Known from other research:")
        yield from (item(study.plain, Span(f" ({lay_words.named_short(study)})", "id")) for study in known)


def _ask(data: ReportData, chosen: Sequence[Study]) -> Iterator[Block]:
    compared = data.verdict.ground in ("compared", "compared-and-harm")
    yield Heading("Questions you can ask a doctor or therapist", name="ask")
    yield from map(item, questions(chosen, compared=compared))


def _terms(told: Document, data: ReportData) -> tuple[tuple[str, str], ...]:
    """What the terms in it mean, as many as there is room for."""
    said, glossary = words_of(told), data.question.session.glossary()
    words = dict(explained(said, glossary))
    for term in glossary:
        # A term under its own name, in plain letters.
        if term.plain not in words.values() and re.search(rf"(?<![\w-]){re.escape(term.term)}(?![\w-])", said):
            words[term.term] = term.plain
    return tuple(words.items())[:_TERMS]


def _sources(data: ReportData, studies: Iterable[Study]) -> Iterator[Block]:
    about = data.question.session.about
    yield Heading("Where this comes from", name="sources")
    yield text(
        f"From a hand-picked list of studies, as of {about.as_of}. There may be others. Their results have not been "
        "combined."
    )
    yield from (item(*_source(study)) for study in studies)
    yield text(f"Made with kap {__version__}: ", Span(data.command, "code"))


def _views(found: ReportData) -> list[ClaimView]:
    """The statements that the page shows: those the answer stands on, then others on just what was asked."""
    # What the answer at the top names stands here too, with the study that found no difference.
    named = [found.topic.claim] if found.topic is not None else []
    quoted = [one.claim.id for one in found.verdict.quoted]
    by_id = {view.claim.id: view for view in found.claims}
    # Beside what the answer names, a statement on which the best studies disagree tells more than one more on a side.
    rest = sorted(found.answering, key=lambda name: name not in by_id or by_id[name].claim.verdict != "mixed")
    wanted = dict.fromkeys([*named, *quoted, *rest])
    return [by_id[name] for name in wanted if name in by_id][:_CLAIMS]


def _chosen(found: ReportData, views: Iterable[ClaimView]) -> list[Study]:
    """The studies that are told: those the statements rest on, then the first of the others that treated people."""
    matching = {study.id: study for study, _ in found.studies}
    weighed = [list(view.weighed.weighed) for view in views]
    # The first of each statement before the second of any.
    linked = [name for names in zip_longest(*weighed) for name in names if name is not None]
    figures = (found.topic.lead, found.topic.against) if found.topic is not None else ()
    named = [figure.study for figure in figures if figure is not None]
    rest = sorted(matching, key=lambda name: matching[name].design not in CLINICAL)
    # A study on something else has no place here, however near: its figures would be taken for the answer.
    return [matching[name] for name in dict.fromkeys((*named, *linked, *rest)) if name in matching][:_STUDIES]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _compared(study: Study, vocabulary: Vocabulary) -> str:
    """With what it was compared, or that it was not; once is enough, and of a plan it cannot be said yet."""
    if study.design not in CLINICAL or (study.comparator == ("none",) and "no comparison group" in study.plain):
        return ""
    return lay_words.compared(study, vocabulary)


def _study_harms(study: Study, vocabulary: Vocabulary) -> str:
    silent = study.safety.status == "not-reported"
    # Said once, under all harms that the page names.
    harms = lay_words.harms(study, vocabulary).removesuffix(f" {lay_words.UNSURE}")
    return "Our sources say nothing about side effects." if silent else harms


def _treated(works: Iterable[Study]) -> int:
    return sum(study.design in CLINICAL for study in works)


def _own_limits(works: Iterable[Study], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Those of the one study that treated people; one that a heavier one implies is not said twice."""
    (study,) = (study for study in works if study.design in CLINICAL)
    limits = heaviest(study, vocabulary, _LIMITS)
    return tuple(_sentence(vocabulary.plain("limitation", limit.code)) for limit in limits)


def _limits(tallies: Sequence[Tally], vocabulary: Vocabulary) -> tuple[str, ...]:
    found = []
    for tally in tallies:
        if not tally.yes or tally.code in _SAID_APART:
            continue
        of = tally.asked if tally.at_least else tally.known
        least = "at least " if tally.at_least else ""
        name = vocabulary.plain("limitation", tally.code)
        found.append(_sentence(f"{name}: {least}{len(tally.yes)} of {so_many(of, 'study', 'studies')}"))
    return tuple(found[:_LIMITS])


def _unread(works: Sequence[Study]) -> str:
    unread = sum(abstract_only(study) for study in works)
    if not works or not unread:
        return ""
    if len(works) == 1:
        return "We read only the summary of it."
    if unread == len(works):
        return "We read only the summaries of these studies, or records like them."
    return f"We read only a summary, or a record like it, of {unread} of the {len(works)} studies."


def _others(count: int) -> str:
    if count <= 0:
        return ""
    return f"{count} more {'study is' if count == 1 else 'studies are'} in the full report."


def _source(study: Study) -> tuple[Inline, ...]:
    """A study's lasting record; else where it was read, which is said."""
    name = (Span(lay_words.named(study), "id"),)
    if record := link(study):
        return inline(*name, ", ", Span(record, href=record))
    read = next((found for reading in study.read_at if (found := address(reading.url))), "")
    return inline(*name, ", read at ", Span(read.split("/")[2], href=read)) if read else name
