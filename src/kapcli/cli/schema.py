"""``kap schema``: what JSON holds, as a JSON Schema."""

from typing import Annotated, Any, Literal

import typer

from kapcli.cli.answer import CONTRACT, DRAFT, Answer
from kapcli.cli.command import command
from kapcli.cli.request import Request

HELP = """Print a JSON Schema: of what --json prints, or of a catalogue file.

With the second, an editor completes and checks fields and codes in a file that begins with
'# yaml-language-server: $schema=kap-catalogue.schema.json', as files made by kap do.

Examples:

  kap schema output > kap-output.schema.json

  kap schema catalogue > kap-catalogue.schema.json
"""


@command("schema", HELP, "text", "json", "ndjson", catalogue=False)
def run(
    request: Request,
    what: Annotated[
        Literal["output", "catalogue"],
        typer.Argument(
            metavar="[output|catalogue]", help="What to describe: JSON output, or a catalogue file.", show_default=False
        ),
    ] = "output",
) -> Answer:
    """Answer ``kap schema``."""
    from kapcli.writers.json import indented

    def schema() -> dict[str, Any]:
        if what == "catalogue":
            from kapcli.catalogue.schema import catalogue_schema
            from kapcli.index.loading import load_vocabulary

            return catalogue_schema(load_vocabulary())
        return output()

    return Answer(
        texts={"text": lambda: indented(schema()).decode("utf-8")},
        results=lambda: [{"id": what, "schema": schema()}],
        total=1,
    )


def output() -> dict[str, Any]:
    """What JSON holds, for every command; the rows of an export are those of its tables."""
    from kapcli.exporting.shapes import EXPORT
    from kapcli.views.output_schema import output_schema

    return output_schema(CONTRACT, draft=DRAFT, more={"export": EXPORT})
