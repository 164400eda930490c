"""``kap facets``: what can be filtered by, with how many studies have each value."""

from typing import Annotated

import typer

from kapcli.catalogue.facets import FACETS, option
from kapcli.catalogue.nearest import nearest
from kapcli.cli.answer import Answer, Cells, usage
from kapcli.cli.command import command
from kapcli.cli.completion import complete_facet, while_asked
from kapcli.cli.request import Request

HELP = """List the filters, or the values of one filter with the number of studies.

Examples:

  kap facets

  kap facets condition
"""


@command("facets", HELP, "text", "markdown", "tsv", "json", "ndjson")
def run(
    request: Request,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[FACET]",
            help="A filter, e.g. condition.",
            autocompletion=while_asked(complete_facet),
            show_default=False,
        ),
    ] = None,
) -> Answer:
    """Answer ``kap facets``."""
    from kapcli.index.counts import facet_totals
    from kapcli.views.facets import facet_document, facet_values, facets_document

    session = request.session
    wanted = (name or "").removeprefix("--").casefold().replace("-", "_").replace(" ", "_")
    if name and wanted not in FACETS:
        near = nearest(wanted, FACETS, 1)
        hint = f"did you mean: kap facets {option(near[0])[2:]}" if near else "see all: kap facets"
        raise usage(f"no filter {name!r}", hint)
    totals = facet_totals(session.connection)
    shown = [FACETS[wanted]] if name else list(FACETS.values())
    values = {facet.name: facet_values(facet, totals.get(facet.name, {}), session.vocabulary) for facet in shown}
    rows = [value for facet in shown for value in values[facet.name]]
    return Answer(
        document=lambda: (
            facet_document(FACETS[wanted], rows, session.about) if name else facets_document(values, session.about)
        ),
        cells=lambda: Cells(
            ("facet", "value", "label", "studies"),
            [(option(row.facet)[2:], row.code, row.label, str(row.studies)) for row in rows],
        ),
        results=lambda: [
            {
                "id": f"{option(row.facet)[2:]}={row.code}",
                "facet": option(row.facet)[2:],
                "value": row.code,
                "label": row.label,
                "studies": row.studies,
            }
            for row in rows
        ],
        query={"facet": name or ""},
        total=len(rows),
    )
