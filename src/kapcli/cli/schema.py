"""``kap schema``: what JSON holds, as a JSON Schema."""

from typing import Annotated, Any, Literal

import typer

from kapcli.cli.answer import CONTRACT, DRAFT, Answer
from kapcli.cli.command import Request, command

HELP = """Print the JSON Schema of what --json prints: the envelope, and the results of every command.

Examples:

  kap schema output > kap-output.schema.json
"""


@command("schema", HELP, "text", "json", "ndjson", catalogue=False)
def run(
    request: Request,
    what: Annotated[
        Literal["output"], typer.Argument(metavar="output", help="What JSON holds.", show_default=False)
    ] = "output",
) -> Answer:
    """Answer ``kap schema``."""
    from kapcli.views.output_schema import output_schema
    from kapcli.writers.json import indented

    def schema() -> dict[str, Any]:
        return output_schema(CONTRACT, draft=DRAFT)

    return Answer(
        texts={"text": lambda: indented(schema()).decode("utf-8")},
        results=lambda: [{"id": what, "schema": schema()}],
        total=1,
    )
