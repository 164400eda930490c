"""``kap search``: which studies, best first, each with its limitations."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kapcli.api.studies import ASIDE, studies_of
from kapcli.cli.answer import Answer, Cells, Exit
from kapcli.cli.command import command
from kapcli.cli.options import LayOption, LimitOption
from kapcli.cli.request import Request

if TYPE_CHECKING:
    from kapcli.views.document import Document


HELP = """Find studies by words and filters, best match first, each with its main limitations.

Words match in any order, and so do synonyms (lozenge, vets, drip). Typos are corrected, and the correction is shown.

Examples:

  kap search ptsd --route oral

  kap search "suicidal thoughts" --design rct --sort year

  kap search --therapy emdr --json

Repeat a filter for OR; combine different filters for AND.
"""
# Lines of a window that a hit takes at least; and so many hits are tried for, however low it is.
_LINES, _LEAST = 5, 3
# Partial matches offered where nothing matches all.
_NEAR_ON_TERMINAL, _NEAR = 3, 10


@command(
    "search", HELP, "table", "tsv", "json", "ndjson", "markdown", "ids", default="table", piped="tsv", narrows=True
)
def run(
    request: Request,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]...", show_default=False, help="What to look for: topics, names, measures, ids or DOIs."
        ),
    ] = None,
    limit: LimitOption = None,
    sort: Annotated[
        Literal["relevance", "design", "year", "n"], typer.Option("--sort", help="Order of the results.")
    ] = "relevance",
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how the query was understood and why each study matched.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="One line per study, ending in its limitations.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Show all results, not only as many as fit in the window.")
    ] = False,
    lay: LayOption = False,
) -> Answer:
    """Answer ``kap search``."""
    window = request.window if limit is None and not everything else None
    if window is not None:
        limit = max(_LEAST, window if listed else window // _LINES)
    question = request.ask(words)
    answered = studies_of(
        question,
        limit=limit,
        sort=sort,
        explain=explain,
        partial=_NEAR_ON_TERMINAL if request.format == "table" else _NEAR,
        counts=request.format in ("table", "json", "ndjson"),
        near=request.format not in ("tsv", "ids"),
    )
    found, remarks, footnotes, order = answered.found, answered.before, answered.footnotes, question.order(sort)

    def document() -> "Document":
        topic = answered.topic
        if lay:
            from kapcli.views.lay_search import lay_search_document

            return lay_search_document(
                question.session, found, words or [], topic=topic, remarks=remarks, window=window
            )
        from kapcli.views.search import search_document

        return search_document(
            question,
            found,
            topic=topic,
            remarks=remarks,
            footnotes=footnotes,
            explain=explain,
            listed=listed,
            window=window,
            sort=order,
        )

    return Answer(
        document=document,
        cells=lambda: Cells(*answered.cells()),
        results=lambda: answered.results(explain=explain),
        ids=[hit.study.id for hit in found.hits if hit.match != "partial"],
        query=question.as_data() | {"sort": order, "limit": limit},
        total=found.total,
        summary=answered.summary(),
        aside=ASIDE,
        remarks=remarks + footnotes,
        exit=Exit.ANSWERED if found.total or (found.without and request.format != "ids") else Exit.NOTHING_FOUND,
    )
