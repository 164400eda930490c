"""A report in short: its answer on a terminal, as data for a program, and in one line where it goes to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.catalogue.words import so_many
from kapcli.views import topic_data, topic_expert, topic_lay, topic_words
from kapcli.views.closing_lines import last_line
from kapcli.views.document import Span, closing, item, row, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.lay_answer import lay_answer
from kapcli.views.limitations import main_tallies
from kapcli.views.question_words import in_words, understood
from kapcli.views.report_studies import counts_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.views.document import Block, Document
    from kapcli.views.report_data import ReportData


def summary(data: ReportData, kind: str) -> dict[str, Any]:
    """How much is in it.

    Args:
        data: What the report is made from.
        kind: The kind of document; its file and size are not known yet.
    """
    return {
        "file": None,
        "kind": kind,
        "bytes": None,
        "studies": len(data.studies),
        "claims": len(data.claims),
        "drawn": len(data.forest.rows()) if data.forest else 0,
        "listed": len(data.forest.listed()) if data.forest else 0,
        "gaps": data.map.found.gaps if data.map else 0,
    }


def as_data(data: ReportData) -> dict[str, Any]:
    """The answer, and what it rests on."""
    topic = data.topic
    return {
        "id": "report",
        "question": in_words(data.question),
        "understood": understood(data.question, data.vocabulary),
        "answer": data.verdict.sentences if topic is None else [topic_expert.expert(topic, data.vocabulary)],
        "ground": data.verdict.ground if topic is None else "topic",
        "certainty": data.verdict.certainty if topic is None else topic.certainty,
        "quoted": [one.claim.id for one in data.verdict.quoted] if topic is None else [topic.claim],
        "topic": None if topic is None else topic_data.as_data(topic, data.vocabulary),
        "answering": data.answering,
        "studies": [study.id for study, _ in data.studies],
        "claims": [view.claim.id for view in data.claims],
        "left_out": data.left_out,
        "remarks": data.remarks,
    }


def in_a_line(data: ReportData, file: str, *, lay: bool) -> str:
    """What was written to a file."""
    studies, claims = len(data.studies), len(data.claims)
    shown = file.replace("\n", "^J")
    return (
        f"{shown}: {so_many(studies, 'study', 'studies')}, {so_many(claims, 'statement')}"
        f"{', in plain words' if lay else ''}\n"
    )


def report_screen(data: ReportData, *, lay: bool, write: str, markdown: str) -> Document:
    """The short answer, the main limitations, and what to type for the pages.

    Args:
        data: The report.
        lay: In plain words.
        write: The command that writes the pages to a file.
        markdown: The command that prints them as Markdown.
    """
    about = data.question.session.about

    def blocks() -> Iterator[Block]:
        yield from first_remarks([*([about.urgent_help] if data.on_danger else []), *data.remarks])
        yield text(Span(data.title(plain=lay), "heading"))
        yield text(Span(_answer(data, lay=lay), "strong"), level=1)
        if data.topic is not None:
            yield from (item(line) for line in topic_words.exclusion_lines(data.topic, plain=lay))
        if limits := "; ".join(_limit(data, tally.code, lay=lay) for tally in main_tallies(data.tallies)):
            yield row("Main limitations", limits)
        yield text(counts_line(data.works, len(data.claims)), level=1)
        yield row("The pages, to read or print", write)
        yield row("As Markdown", markdown)
        yield from closing([last_line(about)])

    return tuple(blocks())


def _answer(data: ReportData, *, lay: bool) -> str:
    if data.topic is not None:
        return topic_lay.lay(data.topic, data.vocabulary) if lay else topic_expert.expert(data.topic, data.vocabulary)
    return " ".join(lay_answer(data.verdict, data.works, data.vocabulary) if lay else data.verdict.sentences)


def _limit(data: ReportData, code: str, *, lay: bool) -> str:
    return data.vocabulary.plain("limitation", code) if lay else data.vocabulary.label("limitation", code)
