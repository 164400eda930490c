"""A report for professionals in full: answer, findings, limitations, studies, adverse events, statements, the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views import forest as forest_view
from kapcli.views import forest_panels, forest_words, phrases, summary_of_findings, topic_expert, topic_words
from kapcli.views.closing_lines import last_line, stamp
from kapcli.views.document import Definitions, Heading, Span, Table, inline, item, text
from kapcli.views.gap_map_grid import grid
from kapcli.views.gap_map_key import AMONG, HERE
from kapcli.views.handout import Fold, Front, Quote
from kapcli.views.limitations import main_tallies
from kapcli.views.plain_text import words_of
from kapcli.views.report_claims import claims_for_and_against
from kapcli.views.report_end import how, references
from kapcli.views.report_harms import harms
from kapcli.views.report_studies import counts_line, reading_line, study_table, tally_table
from kapcli.views.terms import terms_used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.views.document import Block, Document
    from kapcli.views.report_data import ReportData

CERTAIN = "what the research says and how certain it is"
_FULL = "Evidence report in full, for clinicians and researchers"


def report_document(data: ReportData) -> Document:
    """The report in full; what few read to the end is folded where the medium can."""
    body = (
        *answer(data),
        *_summary(data),
        *_limitations(data),
        *_studies(data),
        Heading("Adverse events", short="Adverse events", name="harms"),
        *harms(data.works, data.on_harm, data.vocabulary),
        *claims_for_and_against(data),
        *_map(data),
        *_effects(data),
    )
    terms = terms_used(words_of(body), data.question.session.glossary())
    glossary = (Heading("Terms used", short="Terms", name="words", folded=True), Definitions(terms)) if terms else ()
    return (front(data, _FULL), *body, *glossary, *_references(data), *how(data))


def front(data: ReportData, kicker: str, *, brief: bool = False) -> Front:
    """Title, sort and date, with help in danger before all else where the question is about that."""
    about = data.question.session.about
    return Front(
        f"{data.title()}: {CERTAIN}",
        kicker,
        f"{stamp(about)}. Hand-picked studies, not a systematic review. {about.disclaimer}",
        urgent=about.urgent_help if data.on_danger else "",
        help=about.urgent_help,
        end=tuple(filter(None, (about.report, last_line(about)))),
        brief=brief,
    )


def answer(data: ReportData) -> Iterator[Block]:
    """What has to be said first, and the answer."""
    yield Heading("Answer" if data.topic else "Answer in two sentences", short="Answer", name="answer")
    yield from (text(Span(line, "limit")) for line in data.remarks)
    if data.topic is not None:
        yield Quote(topic_expert.expert(data.topic, data.vocabulary))
        yield from (item(line) for line in topic_words.exclusion_lines(data.topic))
        return
    yield Quote(" ".join(data.verdict.sentences))
    quotes = tuple((one.claim.statement, one.claim.instead) for one in data.verdict.quoted if one.claim.instead)
    if quotes:
        yield Heading("What the sources say instead", 3)
        yield Definitions(quotes)


def _summary(data: ReportData) -> Iterator[Block]:
    """The effects on just what was asked; where none is, all that match."""
    on_it = [view for view in data.claims if view.claim.id in data.answering]
    rows = tuple(summary_of_findings.table(on_it or data.claims, data.vocabulary))
    if rows:
        yield Heading("Summary of Findings", short="Findings", name="summary")
        yield from rows


def _limitations(data: ReportData) -> Iterator[Block]:
    yield Heading("Main limitations", short="Limitations", name="limits")
    yield text(f"{counts_line(data.works, len(data.claims))} {reading_line(data.works)}".strip())
    every = [tally for tally in data.tallies if tally.yes]
    main = main_tallies(data.tallies)
    if main:
        yield tally_table(main, data.vocabulary)
    if len(every) > len(main):
        summary = f"All {len(every)} limitations, most serious first"
        yield Fold(summary, (tally_table(every, data.vocabulary),))
    if data.left_out:
        yield text(" ".join(data.left_out))


def _studies(data: ReportData) -> Iterator[Block]:
    if data.studies:
        yield Heading("Studies", short="Studies", name="studies")
        yield study_table(data.studies, data.vocabulary, "Each study with its limitations, the best match first")


def _map(data: ReportData) -> Iterator[Block]:
    if data.map is None:
        return
    here = HERE if data.question.everything else AMONG
    yield Heading("Evidence gap map", short="Gap map", name="map", folded=True)
    yield grid(data.map.found, "studies", here=here, asked=data.map.asked)
    if data.map.gaps:
        yield text("Most notable gaps:")
        yield from map(item, data.map.gaps)
    yield text(
        Span(
            "This is a hand-picked catalogue, so relevant studies may exist elsewhere. An empty cell is not a sign of "
            "safety and does not prove that there is no study.",
            "muted",
        )
    )
    yield text(Span("In a terminal: ", "muted"), Span(data.map.command, "code"))


def _effects(data: ReportData) -> Iterator[Block]:
    forest = data.forest
    if forest is None:
        return
    yield Heading("Reported effects", short="Effects", name="effects", folded=True)
    over, balance = forest_view.over(forest, data.vocabulary), forest_view.balance(forest)
    yield text(f"{over} {balance}".strip())
    yield from (item(line) for line in forest_view.keys(forest))
    yield from forest_panels.panels(forest, data.vocabulary, level=3, limits=True)
    listed = forest.listed()
    if listed:
        yield Heading(f"Not plotted: {len(listed)}", 3, name="listed")
        yield Table(
            ("Study", "Measure", "Result", "Direction", "Not plotted because"),
            tuple(
                (
                    (Span(one.study.id, "id"),),
                    inline(phrases.measure(one.outcome)),
                    inline(phrases.figure(one.outcome, data.vocabulary)),
                    inline(phrases.shows(one.outcome, data.vocabulary)),
                    inline(forest_words.REASON_WORDS[one.reason]),
                )
                for one in listed
            ),
            (1, 2, 2, 1, 1),
            caption="Results that cannot be plotted, each with the reason",
        )
    if elsewhere := forest_view.left_out(forest, data.vocabulary):
        yield text(Span(elsewhere, "muted"))


def _references(data: ReportData) -> Iterator[Block]:
    yield Heading("References", short="References", name="references", folded=True)
    yield from references(data.cited(), data.style, sources=True)
