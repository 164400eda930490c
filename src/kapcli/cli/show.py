"""``kap show``: one study, its result first and in full where asked for, every figure with its source."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kapcli.api.named import studies_named
from kapcli.cli.answer import Answer, Exit
from kapcli.cli.command import command
from kapcli.cli.options import IdsArgument, LayOption
from kapcli.cli.request import Request

if TYPE_CHECKING:
    from kapcli.views.document import Document

HELP = """Show one study: result, limitations, population, intervention, comparator, adverse events, funding.

A terminal shows the first screen; a file, a pipe or --full shows everything.

Examples:

  kap show feder2014

  kap show feder 2014 --full

  kap show feder2014 --section adverse-events

  kap show 10.1001/jamapsychiatry.2014.62 --format markdown
"""
# The sections of `kapcli.views.study`; a test holds them to be the same.
Section = Literal[
    "question",
    "population",
    "intervention-and-comparator",
    "results",
    "adverse-events",
    "main-limitations",
    "claims-citing-this-study",
    "funding-and-conflicts-of-interest",
    "other-publications",
    "sources",
    "all-sources",
    "reference",
]


@command("show", HELP, "text", "json", "ndjson", "markdown")
def run(
    request: Request,
    ids: IdsArgument,
    full: Annotated[bool, typer.Option("--full", help="Show everything, not only the first screen.")] = False,
    section: Annotated[
        Section | None,
        typer.Option("--section", metavar="NAME", show_default=False, help="Show one section, e.g. results."),
    ] = None,
    sources: Annotated[
        bool, typer.Option("--sources", help="List every address it was read at, mirrors included.")
    ] = False,
    lay: LayOption = False,
) -> Answer:
    """Answer ``kap show``."""
    found = studies_named(request.session, ids)
    sections = [*([section] if section else []), *(["all-sources"] if sources else [])]

    def document() -> "Document":
        from kapcli.views.study_pages import study_pages

        studies = [(named.study, named.origin) for named in found.studies]
        brief = request.window is not None and not full
        return study_pages(
            request.session, studies, found.drafts, found.candidates, sections=sections, lay=lay, brief=brief
        )

    return Answer(
        document=document if found.total or found.candidates else None,
        results=found.results,
        query={"ids": ids},
        total=found.total,
        notes=found.remarks(),
        errors=found.missing,
        exit=Exit.NOTHING_FOUND if found.missing else Exit.ANSWERED,
    )
