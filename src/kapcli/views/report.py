"""A report for professionals in full: answer, findings, limitations, studies, adverse events, statements, the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli import __version__
from kapcli.catalogue.ketamines import ketamine_arms
from kapcli.citing.from_study import UNCHECKED, beside, csl_item
from kapcli.evidence.limitations import CLINICAL, abstract_only
from kapcli.evidence.people import REVIEWS, counted
from kapcli.evidence.question_match import compares
from kapcli.views import forest as forest_view
from kapcli.views import forest_words, gap_map, phrases, summary_of_findings, topic_expert, topic_words
from kapcli.views import question as question_words
from kapcli.views.closing_lines import last_line, stamp
from kapcli.views.document import Definitions, Heading, Span, Table, inline, item, text
from kapcli.views.handout import Fold, Front, Quote, Record, Records, Reference, References
from kapcli.views.limitations import count_words, main_tallies, over
from kapcli.views.links import address, link
from kapcli.views.plain_text import words_of
from kapcli.views.report_claims import claims_for_and_against
from kapcli.views.report_data import file_name
from kapcli.views.report_harms import harms
from kapcli.views.terms import terms_used

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.views.document import Block, Document, Inline
    from kapcli.views.report_data import ReportData

_BY_RULE = (
    "The sentences are worded by rule from the statements and studies below; nothing is pooled or counted as votes, "
    "and they are never more certain than the statements."
)
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


def tally_table(tallies: Sequence[Tally], vocabulary: Vocabulary) -> Table:
    """Limitations with their counts and what they mean."""
    rows = tuple(
        (inline(term.label), inline(count_words(tally)), inline(term.definition))
        for tally in tallies
        for term in (vocabulary.term("limitation", tally.code),)
    )
    caption = "Each is counted over the studies it can apply to; not reported is never counted as no."
    return Table(("Limitation", "Studies", "What it means"), rows, (2, 2, 3), caption=caption)


def counts_line(studies: Sequence[Study], claims: int) -> str:
    """What matched, in numbers: a trial counts once."""
    from kapcli.catalogue.trials import trial_key

    trials = len({trial_key(study) for study in studies})
    line = over(len(studies), trials)
    with_groups = sum(compares(study) for study in studies)
    people = sum(study.design in CLINICAL for study in studies)
    parts = [
        line,
        f"{people} of them treated or observed people",
        f"{with_groups} {'gives' if with_groups == 1 else 'give'} a result that compares groups",
        f"{claims} {'statement' if claims == 1 else 'statements'} rated or checked",
    ]
    return "; ".join(parts) + "."


def reading_line(studies: Sequence[Study]) -> str:
    """How many were read in full."""
    unread = sum(abstract_only(study) for study in studies)
    from_abstracts = "comes from abstracts, registry records and the like."
    if not studies:
        return ""
    if not unread:
        return "All of them were read in full."
    if unread == len(studies):
        return f"None of them was read in full: what is reported here {from_abstracts}"
    return f"{unread} of the {len(studies)} were not read in full: what is reported of them {from_abstracts}"


def _studies(data: ReportData) -> Iterator[Block]:
    if data.studies:
        yield Heading("Studies", short="Studies", name="studies")
        yield study_table(data.studies, data.vocabulary, "Each study with its limitations, the best match first")


def study_table(studies: Sequence[tuple[Study, str]], vocabulary: Vocabulary, caption: str) -> Records:
    """Studies with the files they came from, a row each."""
    return Records(
        caption,
        "studies",
        (
            "Study",
            "Year",
            "Design",
            "Participants",
            "Condition",
            "Intervention and comparator",
            "Result",
            "Limitations",
        ),
        ("text", "number", "number", "number", "text", "", "", ""),
        tuple(_study(study, origin, vocabulary) for study, origin in studies),
        "only those that compare groups",
        ("Design", "Condition", "Route", "Comparator"),
    )


def _study(study: Study, origin: str, vocabulary: Vocabulary) -> Record:
    count = counted(study)
    strength = vocabulary.term("design", study.design).strength
    # Of a review or a guideline, no therapy only says that none was looked for.
    own = study.design not in REVIEWS | phrases.WITHOUT_PEOPLE or study.therapy not in ((), ("none",))
    given = (
        phrases.given(study, vocabulary),
        phrases.therapy(study, vocabulary) if own else "",
        phrases.comparator(study, vocabulary),
    )
    design, conditions = vocabulary.label("design", study.design), phrases.conditions(study, vocabulary)
    elsewhere = "" if origin == "built-in" else Span(f" from {file_name(origin)}", "muted")
    retraction = phrases.retraction(study)
    result = " ".join(filter(None, (study.finding, f"{retraction[:1].upper()}{retraction[1:]}." if retraction else "")))
    routes = dict.fromkeys(arm.route for arm in ketamine_arms(study) if arm.route and arm.route != "none")
    return Record(
        (
            inline(Span(study.id, "id"), f": {phrases.byline(study)}, {study.year}", elsewhere),
            inline(str(study.year)),
            inline(design),
            inline(phrases.people(study)),
            inline(conditions),
            inline("; ".join(filter(None, given)) or "no arms of its own"),
            inline(result),
            inline(phrases.limits_and_reading(study, vocabulary)),
        ),
        (
            study.id,
            str(study.year),
            str(99 if strength is None else strength),
            "" if count is None else str(count.people),
            conditions,
            "",
            "",
            "",
        ),
        compares(study),
        (
            (design,),
            tuple(vocabulary.label("condition", code) for code in study.conditions if code != "none"),
            tuple(vocabulary.label("route", code) for code in routes),
            tuple(vocabulary.label("comparator", code) for code in study.comparator),
        ),
    )


def _map(data: ReportData) -> Iterator[Block]:
    if data.map is None:
        return
    here = gap_map.HERE if data.question.everything else gap_map.AMONG
    yield Heading("Evidence gap map", short="Gap map", name="map", folded=True)
    yield gap_map.grid(data.map.found, "studies", here=here, asked=data.map.asked)
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
    yield from forest_view.panels(forest, data.vocabulary, level=3, limits=True)
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


def references(cited: Sequence[Study], style: str, *, sources: bool) -> Iterator[Block]:
    """A list of references.

    Args:
        cited: The studies.
        style: As `kap cite` names it.
        sources: Whether to say where each was read.
    """
    from kapcli.citing.engine import format_references

    formatted = format_references([csl_item(study) for study in cited], style)
    warned = [study for study in cited if UNCHECKED in beside(study)]
    # What is said of most is said once.
    once = len(warned) > 1
    lines = [f"Style: {style}. Warnings about a reference follow it and are not part of it."]
    if once:
        others = [study.id for study in cited if study not in warned]
        whose = f"except of {', '.join(others)}" if others else "of any"
        lines.append(f"Not checked: {UNCHECKED.removesuffix(' has not been checked')}, {whose}.")
    yield text(Span(" ".join(lines), "muted"))
    yield References(
        tuple(
            Reference(
                study.id,
                reference,
                link(study),
                tuple(line for line in beside(study) if not once or line != UNCHECKED),
                tuple(
                    (read, url, address(url))
                    for read, url in dict.fromkeys((reading.read, reading.url) for reading in study.read_at)
                )
                if sources
                else (),
            )
            for study, reference in zip(cited, formatted, strict=True)
        )
    )


def how(data: ReportData) -> Iterator[Block]:
    """What was asked, by which command and of which catalogue."""
    about = data.question.session.about
    yield Heading("How this was made", short="How this was made", name="made", folded=True)
    yield text(*made(data))
    yield text(_BY_RULE)
    yield text(
        f"kap {__version__}, from: {about.title} ({', '.join(data.files())}), as of {about.as_of}. {about.scope}"
    )
    yield text("Included are:")
    yield from map(item, about.inclusion)
    yield text(about.method)


def made(data: ReportData) -> tuple[Inline | str, ...]:
    """The command, and how its words were understood."""
    understood = question_words.understood(data.question, data.vocabulary)
    topic = f"; topic: {data.topic.topic.title}" if data.topic is not None else ""
    return Span(data.command, "code"), f" · {'; '.join(understood)}{topic}."
