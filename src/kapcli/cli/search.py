"""``kap search``: which studies, best first, each with its limitations."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kapcli.cli.answer import Answer, Cells, Exit
from kapcli.cli.command import Request, command
from kapcli.cli.options import LayOption, LimitOption
from kapcli.cli.terminal import height, on_terminal
from kapcli.views.document import Block, Document

if TYPE_CHECKING:
    from kapcli.api.studies import Studies
    from kapcli.catalogue.study import Study

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
# Left out of compact JSON, as `kap show` has it. What was found, in whom, its limitations, which adverse events were
# reported or only warned of, and where the work is registered stay.
_ASIDE = (
    *("read_at", "plain", "dosing_model", "trial"),
    *("safety.text", "safety.comparator", "safety.events.label", "safety.events.note"),
)


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
    from kapcli.api.studies import studies_of
    from kapcli.views import question as said

    window = None
    if limit is None and not everything and request.format == "table" and on_terminal():
        window = height() - 1
        limit = max(_LEAST, window if listed else window // _LINES)
    question = request.ask(words)
    session = question.session
    full = request.format in ("table", "json", "ndjson")
    partial = _NEAR_ON_TERMINAL if request.format == "table" else _NEAR
    answered = studies_of(
        question,
        limit=limit,
        sort=sort,
        explain=explain,
        partial=partial,
        counts=full,
        near=request.format not in ("tsv", "ids"),
    )
    found, remarks, footnotes = answered.found, answered.before, answered.footnotes

    def document() -> Document:
        from kapcli.cli.question import domains_of
        from kapcli.views.search import search_document

        if lay:
            from kapcli.views.document import Space, text
            from kapcli.views.lay import lay_next, lay_studies_document

            shown = [hit.study for hit in found.hits]
            answer, advised = _answer(answered, lay=True)
            # What stands over the studies stands below the topic's answer.
            before = [line for line in remarks if line != said.CLOSEST]
            if len(before) < len(remarks):
                answer = (*answer, Space(), text(said.CLOSEST))

            def page(studies: "list[Study]", lines: int = 0) -> Document:
                more = lay_next(studies, found.total, words or [])
                return lay_studies_document(session, studies, remarks=before, answer=answer, more=more, lines=lines)

            if window is None or not shown:
                return page(shown)
            from kapcli.views.document import Shortest

            # A guideline whose advice is in the answer gives way to what was found.
            shown.sort(key=lambda study: study.id in advised)
            return (Shortest(window, tuple(page(shown[:count], window) for count in range(len(shown), 0, -1))),)
        answer, told = _answer(answered)
        return search_document(
            found,
            session.vocabulary,
            session.about,
            asked=said.in_words(question, said.corrected(question)),
            answer=answer,
            told=told,
            remarks=remarks,
            readings=said.readings(question),
            footnotes=footnotes,
            narrowed=tuple(question.facets.codes),
            domains=domains_of(question, None, session.vocabulary),
            harms=said.about_harm(question),
            explain=explain,
            listed=listed,
            window=window,
            sort=question.order(sort),
        )

    def cells() -> Cells:
        from kapcli.views.study_fields import COLUMNS

        return Cells(COLUMNS, answered.cells())

    without_dose, without_arms = question.left_out
    return Answer(
        document=document,
        cells=cells,
        results=lambda: answered.results(explain=explain),
        ids=[hit.study.id for hit in found.hits if hit.match != "partial"],
        query=question.as_data() | {"sort": question.order(sort), "limit": limit},
        total=found.total,
        summary={
            "trials": found.trials,
            "facets": found.facets,
            "without_dose": without_dose,
            "without_arms": without_arms,
            "claims": answered.claims,
            "groups": found.groups,
            "left_out": found.without,
            "without_them": found.more,
        },
        aside=_ASIDE,
        remarks=remarks + footnotes,
        exit=Exit.ANSWERED if found.total or found.without else Exit.NOTHING_FOUND,
    )


def _answer(answered: "Studies", *, lay: bool = False) -> tuple[Sequence[Block], Mapping[str, str]]:
    """What the catalogue answers where the question meets a topic, and the guidelines whose advice is in it."""
    if answered.topic is None:
        return (), {}
    from kapcli.views.topics import advised, answer_blocks

    vocabulary = answered.question.session.vocabulary
    return tuple(answer_blocks(answered.topic, vocabulary, lay=lay)), advised(answered.topic, vocabulary)
