"""``kap report``: a page to hand over."""

from pathlib import Path
from typing import Annotated

import typer

from kapcli.cli.age import begin_with, old_age
from kapcli.cli.answer import Answer, usage
from kapcli.cli.command import Request, command
from kapcli.cli.exits import Exit
from kapcli.cli.files import Output, destination
from kapcli.cli.options import ForceOption, LayOption, Style
from kapcli.cli.question import domains_of
from kapcli.views.document import Document

HELP = """Make a page to hand over: the answer in two sentences, its limits, both sides, studies, map, effects, harms.

One self-contained file: nothing in it asks the network for anything, and it reads without its script. With --lay the
client's version: one or two printed pages in plain words. Without --output it is written to stdout as Markdown.

Examples:

  kap report ptsd --output brief.html

  kap report ptsd --route oral --lay --output client.html

  kap report emdr --style vancouver --output emdr.md

  kap report "alcohol use" --format html > alcohol.html
"""

ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}


@command("report", HELP, "markdown", "html", "json", "ndjson", default="markdown", narrows=True)
def run(
    request: Request,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", show_default=False, help="The question: topics, names, measures."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", metavar="FILE", show_default=False, help="Write it to a file: FILE.html or FILE.md."),
    ] = None,
    force: ForceOption = False,
    style: Annotated[Style | None, typer.Option("--style", help="Reference style.", show_default="apa")] = None,
    lay: LayOption = False,
) -> Answer:
    """Answer ``kap report``."""
    from kapcli.views.report_data import file_name, report_data
    from kapcli.views.report_results import as_data, in_a_line, summary

    if lay and style:
        raise usage("--style has no effect with --lay", "leave out one of them")
    if force and output is None:
        raise usage("--force needs --output", "name a file: --output brief.html")
    kind, path = _destination(request, output, force)
    question = request.ask(words)
    own = {
        "catalogue": [file_name(file) for file in request.catalogues],
        "style": style,
        "lay": lay,
        "output": file_name(output) if output else None,
    }
    domains = domains_of(question, None, question.session.definitions())
    data = report_data(question, question.command_line("report", own), style or "apa", domains)

    def document() -> Document:
        from kapcli.views.report import report_document
        from kapcli.views.report_lay import lay_report_document

        return (lay_report_document if lay else report_document)(data)

    answer = Answer(
        document=None if data.empty else document,
        results=None if data.empty else lambda: [as_data(data)],
        query=question.as_data() | {"style": data.style, "lay": lay, "output": output},
        total=int(not data.empty),
        summary={} if data.empty else summary(data, kind),
        remarks=[*([question.session.about.urgent_help] if data.in_danger else []), *data.remarks],
        exit=Exit.NOTHING_FOUND if data.empty else Exit.ANSWERED,
    )
    if path is not None and not data.empty:
        answer = begin_with(answer, old_age(question.session.about))
        _write(answer, request, path, kind, force, output or "")
        line = in_a_line(data, output or "", lay=lay)
        answer.document = None
        answer.texts = {"markdown": lambda: line, "html": lambda: line}
    return answer


def _destination(request: Request, output: str | None, force: bool) -> tuple[str, Path | None]:
    """The kind of document, and the file it goes to."""
    kind = request.format if request.format in ("markdown", "html") else "markdown"
    if output is None:
        return kind, None
    path = destination(output, tuple(ENDINGS), force=force)
    ending = ENDINGS[path.suffix.lower()]
    if request.page and request.format in ("markdown", "html") and request.format != ending:
        raise usage(f"--format {request.format} and --output {output!r} disagree", "leave out --format")
    return ending, path


def _write(answer: Answer, request: Request, path: Path, kind: str, force: bool, output: str) -> None:
    """Write the document to its file."""
    from kapcli.cli.formats import WRITERS

    text = WRITERS[kind].write(answer, 80)
    assert isinstance(text, str)
    data = text.encode("utf-8", "replace")
    answer.file = Output(path, data, force)
    answer.summary |= {"file": output, "bytes": len(data)}
