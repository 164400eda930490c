"""What a report answers, for a terminal: the report itself is a file to read, to print or to hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views import topic_expert, topic_lay, topic_words
from kapcli.views.closing_lines import last_line
from kapcli.views.document import Span, closing, item, row, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.lay_answer import lay_answer
from kapcli.views.limitations import main_tallies
from kapcli.views.report_studies import counts_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.views.document import Block, Document
    from kapcli.views.report_data import ReportData


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
