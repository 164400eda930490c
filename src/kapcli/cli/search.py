"""``kap search``: which studies, best first, each with its limitations."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import typer

from kapcli.cli.answer import Answer, Cells
from kapcli.cli.command import Request, command
from kapcli.cli.exits import Exit
from kapcli.cli.options import LayOption, LimitOption
from kapcli.cli.output import on_terminal
from kapcli.index.question import Question
from kapcli.views.document import Block, Document

HELP = """Find studies by words and filters, best match first, each with its main limitations.

Words match in any order, and so do synonyms (lozenge, vets, drip). Typos are corrected, and the correction is shown.

Examples:

  kap search ptsd --route oral

  kap search "suicidal thoughts" --design rct --sort year

  kap search --therapy emdr --json

Repeat a filter for OR; combine different filters for AND.
"""
# Lines of a window that a hit takes, and that the rest of the page takes; at least so many hits are shown.
_LINES, _REST, _LEAST = 5, 10, 3
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
    from kapcli.views import question as said

    if limit is None and not everything and request.format == "table" and on_terminal():
        limit = _fitting(1 if listed else _LINES)
    question = request.ask(words)
    session = question.session
    full = request.format in ("table", "json", "ndjson")
    partial = _NEAR_ON_TERMINAL if request.format == "table" else _NEAR
    found = question.hits(limit=limit, sort=sort, explain=explain, partial=partial, counts=full)
    remarks, footnotes = said.remarks(question), said.left_out(question)
    claims = 0
    if full:
        from kapcli.index.claim_search import count_claims

        claims = count_claims(question.connection, question.query)
        footnotes += said.claims_weighed(question, claims)
    remarks += said.readings(question) + said.left_out_words(found)
    if not found.total and not found.without:
        near = bool(found.hits) and request.format not in ("tsv", "ids")
        remarks += said.nothing_found(question, shows_near=near)
    if explain:
        remarks = said.explained(question) + remarks

    def document() -> Document:
        from kapcli.cli.question import domains_of
        from kapcli.views.search import search_document

        if lay:
            from kapcli.views.lay import lay_studies_document

            return lay_studies_document(session, [hit.study for hit in found.hits], remarks=remarks)
        return search_document(
            found,
            session.vocabulary,
            session.about,
            asked=said.in_words(question, said.corrected(question)),
            answer=_answer(question),
            remarks=remarks,
            footnotes=footnotes,
            narrowed=tuple(question.facets.codes),
            domains=domains_of(question, None, session.vocabulary),
            harms=said.about_harm(question),
            explain=explain,
            listed=listed,
        )

    def cells() -> Cells:
        from kapcli.views.study_fields import COLUMNS, as_cells

        shown = [hit for hit in found.hits if found.without or hit.match != "partial"]
        return Cells(COLUMNS, [as_cells(hit.study, hit.origin, hit.match, session.vocabulary) for hit in shown])

    def results() -> list[dict[str, Any]]:
        from kapcli.views.search import as_data

        return [as_data(hit, session.vocabulary, explain=explain) for hit in found.hits]

    without_dose, without_arms = question.left_out
    return Answer(
        document=document,
        cells=cells,
        results=results,
        ids=[hit.study.id for hit in found.hits if hit.match != "partial"],
        query=question.as_data() | {"sort": sort, "limit": limit},
        total=found.total,
        summary={
            "trials": found.trials,
            "facets": found.facets,
            "without_dose": without_dose,
            "without_arms": without_arms,
            "claims": claims,
            "groups": found.groups,
            "left_out": found.without,
            "without_them": found.more,
        },
        remarks=remarks + footnotes,
        exit=Exit.ANSWERED if found.total or found.without else Exit.NOTHING_FOUND,
    )


def _answer(question: Question) -> Iterable[Block]:
    """What the catalogue answers where the question meets a topic."""
    if question.everything:
        return ()
    from kapcli.index.topics import topic_of

    topic = topic_of(question)
    if topic is None:
        return ()
    from kapcli.views.topics import answer_blocks

    return answer_blocks(topic, question.session.vocabulary)


def _fitting(lines: int) -> int:
    """How many hits of so many lines fit into the window."""
    import shutil

    return max(_LEAST, (shutil.get_terminal_size((80, 24)).lines - _REST) // lines)
