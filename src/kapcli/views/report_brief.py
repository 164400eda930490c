"""A report for professionals on two printed pages: what answers the question, and what it rests on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from kapcli import __version__
from kapcli.catalogue.words import so_many
from kapcli.evidence.adverse_events import STATUSES, speaking
from kapcli.evidence.limitation_rules import CLINICAL
from kapcli.views import summary_of_findings
from kapcli.views.adverse_events import NOT_A_RISK, SILENCE, counted, harms_of
from kapcli.views.document import Action, Heading, Span, text
from kapcli.views.harm_tables import term_tables
from kapcli.views.limitations import main_tallies
from kapcli.views.plain_text import words_of
from kapcli.views.report import answer, front
from kapcli.views.report_end import made, references
from kapcli.views.report_harms import RARE
from kapcli.views.report_studies import counts_line, reading_line, study_table, tally_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.study import Study
    from kapcli.views.claim import ClaimView
    from kapcli.views.document import Block, Document
    from kapcli.views.report_data import ReportData

# More would not fit on two printed pages.
_FINDINGS, _STUDIES, _TERMS, _KNOWN = 5, 5, 6, 4
_KICKER = "Evidence summary for clinicians and researchers"


def brief_document(data: ReportData) -> Document:
    """The two pages."""
    shown = _findings(data)
    studies = _chosen(data, shown)
    body = (
        *answer(data),
        *_summary(data, shown),
        *_limitations(data),
        *_studies(data, studies),
        *_harms(data),
    )
    return (front(data, _KICKER, brief=True), *body, *_references(data, body), *_how(data))


def _findings(data: ReportData) -> list[ClaimView]:
    """Statements on an effect: those of the topic, then those on just what was asked, the rated and compared first."""
    views = {view.claim.id: view for view in data.claims if view.claim.kind == "effect"}
    on_it = [name for name in data.answering if name in views] or list(views)
    headline = [name for name in (data.topic.topic.claims if data.topic is not None else ()) if name in on_it]
    rest = sorted(
        (views[name] for name in on_it),
        key=lambda view: (view.weighed.certainty is None, view.claim.verdict == "untested"),
    )
    names = dict.fromkeys([*headline, *(view.claim.id for view in rest)])
    return [views[name] for name in names if name in views][:_FINDINGS]


def _summary(data: ReportData, shown: list[ClaimView]) -> Iterator[Block]:
    rows = tuple(summary_of_findings.table(shown, data.vocabulary))
    if not rows:
        return
    yield Heading("Summary of Findings", short="Findings", name="summary")
    yield from rows
    if more := len(data.claims) - len(shown):
        noun = "statement" if more == 1 else "statements"
        yield Action(f"{more} more {noun}", data.question.command_line("claims"))


def _limitations(data: ReportData) -> Iterator[Block]:
    yield Heading("Main limitations", short="Limitations", name="limits")
    yield text(f"{counts_line(data.works, len(data.claims))} {reading_line(data.works)}".strip())
    if main := main_tallies(data.tallies):
        yield tally_table(main, data.vocabulary)
    if data.left_out:
        yield text(" ".join(data.left_out))


def _harms(data: ReportData) -> Iterator[Block]:
    people = [study for study in data.works if study.design in CLINICAL]
    found = harms_of(speaking(data.works), data.on_harm[:_KNOWN], data.vocabulary)
    found = msgspec.structs.replace(found, terms=tuple(count for count in found.terms if count.named))
    yield Heading("Adverse events", short="Adverse events", name="harms")
    yield text(Span(f"{SILENCE} ", "strong"), RARE)
    if people:
        told = "; ".join(
            f"{data.vocabulary.label('safety', status)} {sum(study.safety.status == status for study in people)}"
            for status in STATUSES
        )
        works = f"{so_many(len(people), 'study', 'studies')} that treated or observed people"
        yield text(f"Adverse events in {works}: {told}.")
    if found.serious or found.stopped:
        yield from counted(found, short=True)
    yield from term_tables(found, data.vocabulary, room=_TERMS)
    if found.terms:
        yield text(Span(NOT_A_RISK, "muted"))
    if found.known:
        names = ", ".join(study.id for study in found.known)
        yield text("Key studies of harms (any use, any route): ", Span(names, "id"))


def _chosen(data: ReportData, shown: list[ClaimView]) -> list[tuple[Study, str]]:
    """The studies that the findings rest on, then the best matches; those without a result last."""
    matching = {study.id: (study, origin) for study, origin in data.studies}
    topic = data.topic
    leading = [one.study for one in (topic.lead, topic.against, topic.advice) if one is not None] if topic else []
    linked = [name for view in shown for name in view.weighed.weighed]
    rest = sorted(matching, key=lambda name: not matching[name][0].outcomes)
    names = dict.fromkeys((*leading, *linked, *rest))
    # A list of who should not have it takes the room of two.
    most = _STUDIES - 2 if topic and topic.exclusions else _STUDIES
    return [matching[name] for name in names if name in matching][:most]


def _studies(data: ReportData, studies: list[tuple[Study, str]]) -> Iterator[Block]:
    if not studies:
        return
    yield Heading("Studies", short="Studies", name="studies")
    yield study_table(studies, data.vocabulary, "The studies that the findings rest on, then the best matches")
    if more := len(data.studies) - len(studies):
        noun = "study" if more == 1 else "studies"
        yield Action(f"{more} more {noun}, both sides of every statement, gap map, forest plots", _full(data))


def _full(data: ReportData) -> str:
    return data.question.command_line("report", {"full": True, "output": "full.html"})


def _references(data: ReportData, body: Document) -> Iterator[Block]:
    """Those of the publications that the pages name."""
    said = set(re.findall(r"[\w-]+", words_of(body)))
    known = {study.id: study for study in data.in_answer()}
    known |= {study.id: study for study in data.cited() if study.id in said}
    if known:
        yield Heading("References", short="References", name="references")
        yield from references(sorted(known.values(), key=lambda study: study.id), data.style, sources=False)


def _how(data: ReportData) -> Iterator[Block]:
    about = data.question.session.about
    yield Heading("How this was made", name="made")
    yield text(*made(data))
    yield text(
        f"kap {__version__}, from: {about.title} ({', '.join(data.files())}), as of {about.as_of}. Sentences, verdicts "
        "and certainty follow fixed rules; nothing is pooled here."
    )
