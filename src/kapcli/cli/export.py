"""``kap export``: the catalogue as tables, a database, references or effects, for other programs."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kapcli.cli.answer import Answer, Exit
from kapcli.cli.command import command
from kapcli.cli.export_files import write
from kapcli.cli.export_target import target
from kapcli.cli.options import ForceOption
from kapcli.cli.request import Request
from kapcli.exporting.formats import FORMATS

if TYPE_CHECKING:
    What = str
else:
    # Made of the tables without loading them; a test holds the two together.
    What = Literal[
        "studies",
        "arms",
        "outcomes",
        "adverse_events",
        "limitations",
        "claims",
        "steps",
        "links",
        "characteristics",
        "findings",
        "all",
    ]

HELP = """Export tables, a database, references or effects, for other programs; docs/export.md explains every column.

The extension of --output sets the format. A folder gets one CSV per table and a description of them.

Examples:

  kap export --output kap.xlsx

  kap export ptsd --what outcomes > ptsd.csv

  kap export --output kap.db

  kap export --design rct --what characteristics --format markdown

  kap export --condition ptsd --format ris > ptsd.ris

  kap export --format metapsy --output ketamine.csv
"""


@command("export", HELP, *FORMATS, default="csv", narrows=True)
def run(
    request: Request,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", show_default=False, help="Only what matches; without words, everything."),
    ] = None,
    what: Annotated[
        What | None,
        typer.Option(
            "--what",
            metavar="TABLE",
            show_default=False,
            help="studies, arms, outcomes, adverse_events, limitations, claims, steps, links, characteristics, "
            "findings, or all (default: studies; all in files that hold several).",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default=False,
            help="Write to a file, a .zip, or a folder (ending in /); - for standard output.",
        ),
    ] = None,
    force: ForceOption = False,
) -> Answer:
    """Answer ``kap export``."""
    from kapcli.exporting.formats import Asked
    from kapcli.exporting.selection import effects_of, nothing, selected
    from kapcli.exporting.tables import filled
    from kapcli.views import question as said

    goes = target(request, what, output, force=force)
    question = request.ask(words)
    selection = selected(question, goes.what)
    tables = filled(goes.what, selection) if FORMATS[goes.format].holds == "tables" else []
    found = effects_of(selection) if FORMATS[goes.format].holds == "effects" else None
    total = sum(len(table.rows) for table in tables) if tables else len(selection.works)
    total = total if found is None else len(found.rows)
    query = question.as_data() | {"what": goes.what, "output": output}
    remarks = said.remarks(question) + said.left_out(question)
    if not total:
        return Answer(query=query, remarks=remarks + nothing(question, goes.what, words or []), exit=Exit.NOTHING_FOUND)
    asked = Asked(selection, tables, found, goes.path.stem if goes.path else "kap", request.shape.raw)
    return write(request, goes, asked, query, total, remarks)
