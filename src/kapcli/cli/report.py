"""``kap report``: a page to hand over, with everything the catalogue has on a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kapcli.cli.answer import Answer, usage
from kapcli.cli.asking import ask
from kapcli.cli.exits import Exit
from kapcli.cli.files import Output, destination
from kapcli.cli.options import (
    CatalogueOption,
    ForceOption,
    JsonOption,
    LayOption,
    Narrowing,
    NoColorOption,
    chosen_format,
    narrowed,
)
from kapcli.cli.retyped import retyped

if TYPE_CHECKING:
    from kapcli.report.gathered import Gathered

HELP = """Make a page to hand over: the answer in two sentences, its limits, both sides, studies, map, effects, harms.

One self-contained file: nothing in it asks the network for anything, and it reads without its script. With --lay the
client's version: one or two printed pages in plain words. Without --output it is written to stdout as Markdown.

Examples:

  kap report ptsd --output brief.html

  kap report ptsd --route oral --lay --output client.html

  kap report emdr --style vancouver --output emdr.md

  kap report "alcohol use" --format html > alcohol.html
"""

Format = Literal["markdown", "html", "json", "ndjson"]
Style = Literal["apa", "vancouver", "ama", "chicago", "mla", "harvard"]
ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}


@narrowed
def command(
    narrowing: Narrowing,
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
    format: Annotated[
        Format | None, typer.Option("--format", help="markdown by default; with --output its ending says it.")
    ] = None,
    as_json: JsonOption = False,
    catalogue: CatalogueOption = None,
    no_color: NoColorOption = False,
) -> Answer:
    """Answer ``kap report``."""
    from kapcli.cli.reported import file_name, gathered

    chosen = chosen_format(format, as_json, "markdown")
    kind = chosen if chosen in ("markdown", "html") else "markdown"
    if lay and style:
        raise usage("--lay names its sources without a style", "leave out --lay or --style")
    if force and output is None:
        raise usage("--force is for --output", "name a file: --output brief.html")
    path = None
    if output is not None:
        path = destination(output, tuple(ENDINGS), force=force)
        kind = ENDINGS[path.suffix.lower()]
        if format in ("markdown", "html") and format != kind:
            raise usage(f"--format {format} and --output {output!r} disagree", "leave out --format")
    typed = words or []
    asked = ask(" ".join(typed), narrowing, catalogue or ())
    own = {
        "catalogue": [file_name(file) for file in catalogue or ()],
        "style": style,
        "lay": lay,
        "output": file_name(output) if output else None,
    }
    again = retyped("report", typed, narrowing, own)
    found = gathered(asked, again, style or "apa")
    anything = bool(found.studies or found.claims)
    # Of JSON alone nobody sees the page: it is not made then.
    text = _written(found, kind, lay) if anything and (output or chosen == kind) else ""
    data = text.encode("utf-8", "replace")
    file = Output(path, data, force) if path is not None and anything else None
    size = len(data) if file is not None else None
    session = asked.session
    return Answer(
        command="report",
        format=chosen,
        texts=_texts(found, text, output, size, kind, lay) if anything else {},
        query=asked.as_json() | {"style": found.style, "lay": lay, "output": output},
        results=[_result(found)] if anything and chosen in ("json", "ndjson") else [],
        total=int(anything),
        summary={
            "file": output if size is not None else None,
            "kind": kind,
            "bytes": size,
            "studies": len(found.studies),
            "claims": len(found.claims),
            "drawn": len(found.forest.rows()) if found.forest else 0,
            "listed": len(found.forest.listed()) if found.forest else 0,
            "gaps": found.map.gaps if found.map else 0,
        }
        if anything
        else {},
        notes=_notes(found, shown=bool(text) and not output) + ([session.warning] if session.warning else []),
        as_of=session.about.as_of,
        exit=Exit.ANSWERED if anything else Exit.NOTHING_FOUND,
        file=file,
    )


def _notes(found: Gathered, *, shown: bool) -> list[str]:
    """What a person at the keyboard has to know, where the page itself does not stand before them."""
    urgent = [found.about.urgent_help] if found.crisis else []
    return [] if shown else [*urgent, *found.remarks]


def _written(found: Gathered, kind: str, lay: bool) -> str:
    """The file."""
    if lay:
        from kapcli.report.lay import lay_report
        from kapcli.report.markdown import lay_markdown
        from kapcli.report.page import lay_html

        return (lay_html if kind == "html" else lay_markdown)(lay_report(found))
    from kapcli.cli.reported import with_references
    from kapcli.report.contents import report
    from kapcli.report.forest_drawing import forest_drawing
    from kapcli.report.map_drawing import map_drawing
    from kapcli.report.markdown import full_markdown
    from kapcli.report.page import full_html

    made = report(with_references(found))
    drawn = map_drawing(found.map, found.asked_columns, narrowed=found.narrowed) if found.map else None
    effects = forest_drawing(found.forest, found.vocabulary) if found.forest else None
    writer = full_html if kind == "html" else full_markdown
    return writer(made, drawn, effects, map_command=found.map_command, files=found.files)


def _texts(found: Gathered, text: str, output: str | None, size: int | None, kind: str, lay: bool) -> dict[str, Any]:
    if output is None or size is None:
        return {kind: lambda _: text}
    studies, claims = len(found.studies), len(found.claims)
    line = (
        f"{output.replace(chr(10), '^J')}: {studies} {'study' if studies == 1 else 'studies'}, {claims} "
        f"{'statement' if claims == 1 else 'statements'}{', in plain words' if lay else ''}\n"
    )
    return {"markdown": lambda _: line, "html": lambda _: line}


def _result(found: Gathered) -> dict[str, Any]:
    return {
        "id": "report",
        "question": found.question,
        "understood": found.understood,
        "answer": found.verdict.sentences,
        "ground": found.verdict.ground,
        "certainty": found.verdict.certainty,
        "quoted": [one.claim.id for one in found.verdict.quoted],
        "answering": found.answering,
        "studies": [study.id for study, _ in found.studies],
        "claims": [sheet.claim.id for sheet in found.claims],
        "left_out": found.left_out,
        "remarks": found.remarks,
    }
