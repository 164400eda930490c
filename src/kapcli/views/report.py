"""A report for professionals: answer, limitations, claims, studies, map, effects, harms, terms and references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli import __version__
from kapcli.citing.from_study import beside, csl_item
from kapcli.evidence.limitations import CLINICAL, abstract_only
from kapcli.evidence.people import counted
from kapcli.evidence.question_match import compares
from kapcli.views import forest as forest_view
from kapcli.views import forest_words, gap_map, phrases, summary_of_findings, topic_words
from kapcli.views import question as question_words
from kapcli.views.closing_lines import stamp
from kapcli.views.document import Definitions, Heading, Span, Table, inline, item, text
from kapcli.views.handout import Front, Quote, Record, Records, Reference, References
from kapcli.views.limitations import count_words
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
    from kapcli.views.document import Block, Document
    from kapcli.views.report_data import ReportData

_WHOLE = "The whole catalogue"
_BY_RULE = (
    "The sentences are worded by rule from the statements and studies below; nothing is voted or added up, and "
    "they are never more certain than the statements."
)


def report_document(data: ReportData) -> Document:
    """The report in full."""
    body = (
        *_answer(data),
        *_summary(data),
        *_limitations(data),
        *claims_for_and_against(data),
        *_studies(data),
        *_map(data),
        *_effects(data),
    )
    body = (*body, Heading("Harms", short="Harms", name="harms"), *harms(data.works, data.on_harm, data.vocabulary))
    terms = terms_used(words_of(body), data.question.session.glossary())
    glossary = (Heading("Terms used", short="Terms", name="words"), Definitions(terms)) if terms else ()
    return (_front(data), *body, *glossary, *_references(data), *_how(data))


def _front(data: ReportData) -> Front:
    about = data.question.session.about
    last = f"{stamp(about)}; curated, not a systematic search. {about.disclaimer}"
    return Front(
        question_words.in_words(data.question) or _WHOLE,
        "What the research says of ketamine, and how surely",
        f"{stamp(about)}. Curated by hand, not a systematic search. {about.disclaimer}",
        urgent=about.urgent_help if data.in_danger else "",
        end=tuple(filter(None, (last, about.urgent_help, about.report))),
    )


def _answer(data: ReportData) -> Iterator[Block]:
    yield Heading("The answer" if data.topic else "The answer in two sentences", short="Answer", name="answer")
    understood = question_words.understood(data.question, data.vocabulary)
    asked = question_words.in_words(data.question) or "nothing in particular"
    yield text(Span("Asked: ", "label"), f"{'; '.join([asked, *understood])}.")
    yield from (text(Span(line, "limit")) for line in data.remarks)
    if data.topic is not None:
        yield Quote(topic_words.expert(data.topic, data.vocabulary))
        yield from (item(line) for line in topic_words.exclusion_lines(data.topic))
        yield text(Span(f"The answer to “{data.topic.topic.title}”. {_BY_RULE}", "muted"))
        return
    yield Quote(" ".join(data.verdict.sentences))
    quotes = tuple((one.claim.statement, one.claim.instead) for one in data.verdict.quoted if one.claim.instead)
    if quotes:
        yield Heading("What the sources say instead", 3)
        yield Definitions(quotes)
    yield text(Span(_BY_RULE, "muted"))


def _summary(data: ReportData) -> Iterator[Block]:
    """The effects on just what was asked; where none is, all that match."""
    on_it = [view for view in data.claims if view.claim.id in data.answering]
    rows = tuple(summary_of_findings.table(on_it or data.claims, data.vocabulary))
    if rows:
        yield Heading("Summary of Findings", short="Summary", name="summary")
        yield from rows


def _limitations(data: ReportData) -> Iterator[Block]:
    yield Heading("Before the findings: their limits", short="Limits", name="limits")
    yield text(f"{counts_line(data.works, len(data.claims))} {reading_line(data.works)}".strip())
    rows = tuple(
        (inline(term.label), inline(count_words(tally)), inline(term.definition))
        for tally in data.tallies
        if tally.yes
        for term in (data.vocabulary.term("limitation", tally.code),)
    )
    if rows:
        caption = "Limits, heaviest first, counted over the works they can apply to"
        yield Table(("Limit", "Holds for", "What it means"), rows, (2, 2, 3), caption=caption)
    if data.left_out:
        yield text(" ".join(data.left_out))


def counts_line(studies: Sequence[Study], claims: int) -> str:
    """What matched, in numbers: a trial counts once."""
    from kapcli.catalogue.trials import trial_key

    trials = len({trial_key(study) for study in studies})
    line = f"{len(studies)} {'study' if len(studies) == 1 else 'studies'}"
    if trials != len(studies):
        line += f" of {trials} trials or works"
    with_groups = sum(compares(study) for study in studies)
    people = sum(study.design in CLINICAL for study in studies)
    parts = [
        line,
        f"{people} of them treated or observed people",
        f"{with_groups} {'gives' if with_groups == 1 else 'give'} a figure that compares groups",
        f"{claims} {'statement' if claims == 1 else 'statements'} weighed or checked",
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
        return f"None of them was read in full: what stands here {from_abstracts}"
    return f"{unread} of the {len(studies)} were not read in full: what stands here of them {from_abstracts}"


def _studies(data: ReportData) -> Iterator[Block]:
    if not data.studies:
        return
    yield Heading("The studies", short="Studies", name="studies")
    yield Records(
        "Each study with its limits: the best match first",
        "studies",
        ("Study", "Year", "Design", "People", "Condition", "Given, and against what", "What was found", "Limits"),
        ("text", "number", "number", "number", "text", "", "", ""),
        tuple(_study(study, origin, data.vocabulary) for study, origin in data.studies),
        "only those that compare groups",
    )


def _study(study: Study, origin: str, vocabulary: Vocabulary) -> Record:
    count = counted(study)
    strength = vocabulary.term("design", study.design).strength
    given = (
        phrases.given(study, vocabulary),
        phrases.therapy(study, vocabulary),
        phrases.comparator(study, vocabulary),
    )
    design, conditions = vocabulary.label("design", study.design), phrases.conditions(study, vocabulary)
    elsewhere = "" if origin == "built-in" else Span(f" from {file_name(origin)}", "muted")
    cautions = ". ".join(filter(None, (study.finding, phrases.retraction(study))))
    return Record(
        (
            inline(Span(study.id, "id"), f": {phrases.byline(study)}", elsewhere),
            inline(str(study.year)),
            inline(design),
            inline(phrases.people(study)),
            inline(conditions),
            inline("; ".join(filter(None, given))),
            inline(cautions),
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
    )


def _map(data: ReportData) -> Iterator[Block]:
    if data.map is None:
        return
    here = gap_map.HERE if data.question.everything else gap_map.AMONG
    yield Heading("Where there are studies, and where there are none", short="Where studies are missing", name="map")
    yield gap_map.grid(data.map.found, "studies", here=here, asked=data.map.asked)
    if data.map.gaps:
        yield text("The widest gaps, in words:")
        yield from map(item, data.map.gaps)
    yield text(
        Span(
            "This catalogue is curated: that none is here does not show that there is none. An empty cell is no sign "
            "of safety, and no proof that there is no study.",
            "muted",
        )
    )
    yield text(Span("In a terminal: ", "muted"), Span(data.map.command, "code"))


def _effects(data: ReportData) -> Iterator[Block]:
    forest = data.forest
    if forest is None:
        return
    yield Heading("Reported effects", short="Effects", name="effects")
    over, balance = forest_view.over(forest, data.vocabulary), forest_view.balance(forest)
    yield text(f"{over} {balance}".strip())
    yield from (item(line) for line in forest_view.keys(forest))
    yield from forest_view.panels(forest, data.vocabulary, level=3, limits=True)
    listed = forest.listed()
    if listed:
        yield Heading(f"Reported, not drawn: {len(listed)}", 3, name="listed")
        yield Table(
            ("Study", "Measure", "Figure", "Shows", "Not drawn because"),
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
            caption="Figures that cannot stand on an axis, each with the reason",
        )
    if elsewhere := forest_view.left_out(forest, data.vocabulary):
        yield text(Span(elsewhere, "muted"))


def _references(data: ReportData) -> Iterator[Block]:
    from kapcli.citing.engine import format_references

    cited = data.cited()
    references = format_references([csl_item(study) for study in cited], data.style)
    yield Heading("References", short="References", name="references")
    yield text(f"Style: {data.style}. What must be known beside a reference stands under it, never inside it.")
    yield References(
        tuple(
            Reference(
                study.id,
                reference,
                link(study),
                tuple(beside(study)),
                tuple(
                    (read, url, address(url))
                    for read, url in dict.fromkeys((reading.read, reading.url) for reading in study.read_at)
                ),
            )
            for study, reference in zip(cited, references, strict=True)
        )
    )


def _how(data: ReportData) -> Iterator[Block]:
    about = data.question.session.about
    yield Heading("How this was made", short="How this was made", name="made")
    yield text(Span(data.command, "code"))
    yield text(
        f"kap {__version__}, from: {about.title} ({', '.join(data.files())}), as of {about.as_of}. {about.scope}"
    )
    yield text("What is included:")
    yield from map(item, about.inclusion)
    yield text(about.method)
