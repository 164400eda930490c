"""``kap report``: what the research says on a question, on two pages or in full."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kapcli.citing.style_table import StyleName
from kapcli.cli.answer import Answer, Exit, usage
from kapcli.cli.command import command
from kapcli.cli.files import STDOUT, Output, destination
from kapcli.cli.options import ForceOption, LayOption, WithOwnOption
from kapcli.cli.own_part import own_left_out, own_part
from kapcli.cli.request import Request
from kapcli.cli.terminal import on_terminal
from kapcli.views.closing_lines import old_age

if TYPE_CHECKING:
    from kapcli.views.document import Document


HELP = """Make two pages on a question: answer, Summary of Findings, limitations, studies, adverse events, references.

One self-contained file: it loads nothing from the network and works without its script. --full adds every statement
with both sides, all studies, the gap map, the effects and the terms. Without --output it is written to stdout as
Markdown; a terminal shows the short answer. For clients: kap handout.

Examples:

  kap report ptsd --output brief.html

  kap report emdr --full --style vancouver --output emdr.md

  kap report "alcohol use" --format html > alcohol.html
"""

ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}
# So many letters of a title are enough to tell files apart.
_NAME = 60
Length = Literal["brief", "full", "lay"]
QuestionArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WORDS]...", show_default=False, help="The question: topics, names, measures."),
]
OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", show_default=False, help="Write to a file: .html or .md."),
]


@command("report", HELP, "markdown", "html", "json", "ndjson", default="markdown", narrows=True)
def run(
    request: Request,
    words: QuestionArgument = None,
    output: OutputOption = None,
    force: ForceOption = False,
    style: Annotated[StyleName | None, typer.Option("--style", help="Reference style.", show_default="apa")] = None,
    full: Annotated[bool, typer.Option("--full", help="Everything: statements, all studies, map, effects.")] = False,
    lay: LayOption = False,
    with_own: WithOwnOption = False,
) -> Answer:
    """Answer ``kap report``."""
    if lay and style:
        raise usage("--style has no effect with --lay", "leave out one of them")
    if lay and full:
        raise usage("--lay and --full exclude each other", "leave one of them out")
    if with_own and not lay:
        raise usage("--with-own is for pages for clients", "add --lay; the other pages hold your own files anyway")
    length: Length = "lay" if lay else "full" if full else "brief"
    return answer(request, words, length, output, force=force, style=style, with_own=with_own)


def answer(
    request: Request,
    words: list[str] | None,
    length: Length,
    output: str | None,
    *,
    force: bool,
    style: str | None = None,
    named: bool = False,
    with_own: bool = False,
) -> Answer:
    """A report of a length.

    Args:
        request: As asked.
        words: The question.
        length: Two pages for professionals, everything, or two pages for clients.
        output: The file it goes to.
        force: Whether a file that is there may be replaced.
        style: That of the references.
        named: Whether a file is written, and called by its title, where none is named.
        with_own: Whether pages for clients hold what stands in files of one's own folder.
    """
    from kapcli.views.report_data import file_name, report_data
    from kapcli.views.report_results import as_data, in_a_line, summary

    if output in STDOUT:
        output, named = None, False
    elif force and output is None and not named:
        raise usage("--force needs --output", "name a file: --output brief.html")
    kind, path = _destination(request, output, force)
    lay = length == "lay"
    left_out = "" if not lay else own_left_out(request, with_own=with_own)
    question = request.ask(words)
    own = {
        "with_own": with_own,
        "no_own": not lay and not request.own,
        "no_builtin": not request.builtin,
        "catalogue": [file_name(file) for file in request.catalogues],
        "style": style,
        "full": length == "full",
        "lay": lay and request.command == "report",
        "output": file_name(output) if output else None,
    }
    data = report_data(question, question.command_line(request.command, own), style or "apa", question.domains)
    if named and output is None and not data.empty:
        output = f"{_slug(data.title(plain=True))}.html"
        kind, path = _destination(request, output, force)

    # On a terminal nobody reads Markdown: there stands the answer, and how to have the pages.
    screen = output is None and not request.page and request.format == "markdown" and on_terminal()
    if screen and not data.empty:
        request.format = "text"

    def document() -> "Document":
        if request.format == "text":
            from kapcli.views.report_results import report_screen

            file = f"{_slug(data.title(plain=True))}.html"
            write = question.command_line(request.command, own | {"output": file})
            printed = question.command_line(request.command, own | {"format": "markdown"})
            return report_screen(data, lay=lay, write=write, markdown=printed)
        from kapcli.views.report import report_document
        from kapcli.views.report_brief import brief_document
        from kapcli.views.report_lay import lay_report_document

        return {"brief": brief_document, "full": report_document, "lay": lay_report_document}[length](data)

    query = question.as_data() | {"style": data.style, "full": length == "full", "lay": lay, "output": output}
    found = Answer(
        document=None if data.empty else document,
        results=None if data.empty else lambda: [as_data(data)],
        query=query,
        total=int(not data.empty),
        summary={} if data.empty else summary(data, kind),
        notes=[*([left_out] if left_out else []), *data.beyond],
        remarks=[*([question.session.about.urgent_help] if data.in_danger else []), *data.remarks],
        exit=Exit.NOTHING_FOUND if data.empty else Exit.ANSWERED,
    )
    if path is not None and not data.empty:
        # It is written here, and so has to begin here with what other answers are begun with later.
        found.command = request.command
        found = found.begun_with(own_part(question.session, request.asked, found))
        found = found.begun_with(old_age(question.session.about))
        _write(found, request, path, kind, force, output or "")
        line = in_a_line(data, output or "", lay=lay)
        found.document = None
        found.texts = {"markdown": lambda: line, "html": lambda: line}
    return found


def _slug(title: str) -> str:
    """A title as the name of a file: letters, digits and hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", title.casefold()))[:_NAME].strip("-") or "ketamine"


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
