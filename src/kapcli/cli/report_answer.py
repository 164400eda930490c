"""A report as an answer: pages on stdout or in a file, on a terminal the answer and how to have the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from kapcli.cli.answer import Answer, Exit, usage
from kapcli.cli.files import STDOUT, Saved, destination
from kapcli.cli.own_part import own_left_out
from kapcli.cli.terminal import on_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from kapcli.cli.request import Request
    from kapcli.views.document import Document

# Two pages for professionals, everything, or two pages for clients.
Length: TypeAlias = Literal["brief", "full", "lay"]
_ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}
# So many letters of a title are enough to tell files apart.
_NAME = 60


def report_answer(
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

    def document() -> Document:
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
        found.saved = Saved(path, kind, force, output or "", in_a_line(data, output or "", lay=lay))
    return found


def _slug(title: str) -> str:
    """A title as the name of a file: letters, digits and hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", title.casefold()))[:_NAME].strip("-") or "ketamine"


def _destination(request: Request, output: str | None, force: bool) -> tuple[str, Path | None]:
    """The kind of document, and the file it goes to."""
    kind = request.format if request.format in ("markdown", "html") else "markdown"
    if output is None:
        return kind, None
    path = destination(output, tuple(_ENDINGS), force=force)
    ending = _ENDINGS[path.suffix.lower()]
    if request.page and request.format in ("markdown", "html") and request.format != ending:
        raise usage(f"--format {request.format} and --output {output!r} disagree", "leave out --format")
    return ending, path
