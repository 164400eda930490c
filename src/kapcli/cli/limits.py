"""``kap limits``: what weakens the evidence, each limitation counted; or of single studies; and the harms."""

from typing import TYPE_CHECKING, Annotated

import typer

from kapcli.cli.answer import Answer, Cells, Exit
from kapcli.cli.command import command
from kapcli.cli.options import LayOption, WordsOrIdsArgument
from kapcli.cli.request import Request

if TYPE_CHECKING:
    from kapcli.views.document import Document


HELP = """Show what weakens the evidence: limitations by risk-of-bias domain, with counts.

Words and filters restrict the count to matching studies. Fewer than five studies are listed one by one, as with ids.

Examples:

  kap limits

  kap limits ptsd --full

  kap limits quigley2025

  kap limits --safety --route intranasal

  kap limits --safety bladder
"""


@command("limits", HELP, "text", "tsv", "json", "ndjson", "markdown", piped="tsv", narrows=True)
def run(
    request: Request,
    words: WordsOrIdsArgument = None,
    studies: Annotated[bool, typer.Option("--studies", help="List the studies behind each count.")] = False,
    full: Annotated[bool, typer.Option("--full", "--all", help="Show everything, not only the first screen.")] = False,
    caveats: Annotated[
        bool, typer.Option("--caveats", help="Common caveats about this field, checked against the counts.")
    ] = False,
    safety: Annotated[
        bool, typer.Option("--safety", help="Show adverse events instead, by term; name one, e.g. bladder.")
    ] = False,
    lay: LayOption = False,
) -> Answer:
    """Answer ``kap limits``."""
    words = words or []
    if safety:
        from kapcli.cli.limits_of_harm import harms_answer

        return harms_answer(request, words, lay=lay, full=full)
    if named := request.named(words):
        from kapcli.cli.limits_of_studies import own_answer

        return own_answer(request, named, words, lay=lay, full=full)
    from kapcli.api.limits import limits_of

    found = limits_of(request.ask(words), caveats=caveats)
    question = found.question

    def document() -> "Document":
        from kapcli.views.limitations_page import counted_page

        return counted_page(
            question,
            found,
            found.caveats,
            found.remarks,
            lay=lay,
            about_field=caveats,
            studies=studies,
            full=full,
            window=request.window,
        )

    return Answer(
        document=document if found else None,
        cells=(lambda: Cells(*found.cells())) if found else None,
        results=found.results if found else None,
        query=question.as_data(),
        total=found.total,
        summary=found.summary(),
        remarks=found.remarks,
        exit=Exit.ANSWERED if found else Exit.NOTHING_FOUND,
    )
