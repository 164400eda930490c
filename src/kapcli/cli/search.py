"""``kap search``: which studies, best first, each with its limits."""

from typing import Annotated, Any, Literal

import msgspec
import typer

from kapcli.cli.answer import Answer
from kapcli.cli.exits import Exit
from kapcli.cli.options import (
    CatalogueOption,
    JsonOption,
    LayOption,
    LimitOption,
    Narrowing,
    NoColorOption,
    chosen_format,
    narrowed,
)
from kapcli.cli.output import on_terminal
from kapcli.cli.question import Asked, about_harm, ask, left_out, nothing_found, remarks_on

HELP = """Find studies by words and facets, best first, each with its limits.

Words match in any order; synonyms count (lozenge, vets, drip), small typing errors are corrected and said.

Examples:

  kap search ptsd --route oral

  kap search "suicidal thoughts" --design rct --sort year

  kap search --therapy emdr --json

Of the narrowing options one repeated means OR, different ones mean AND.
"""

Format = Literal["table", "tsv", "json", "ndjson", "markdown", "ids"]
_ON_TERMINAL = 10
# Partial matches offered where nothing matches all.
_NEAR_ON_TERMINAL, _NEAR = 3, 10


@narrowed
def command(
    narrowing: Narrowing,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]...",
            show_default=False,
            help="What to look for: topics, names, measures, ids, DOIs.",
        ),
    ] = None,
    limit: LimitOption = None,
    sort: Annotated[
        Literal["relevance", "design", "year", "n"], typer.Option("--sort", help="Order of the hits.")
    ] = "relevance",
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the query as understood and why each study matched.")
    ] = False,
    lay: LayOption = False,
    header: Annotated[bool, typer.Option("--header", help="Name the columns of tsv in a first line.")] = False,
    format: Annotated[Format | None, typer.Option("--format", help="table on a terminal, tsv in a pipe.")] = None,
    as_json: JsonOption = False,
    catalogue: CatalogueOption = None,
    no_color: NoColorOption = False,
) -> Answer:
    """Answer ``kap search``."""
    from kapcli.index.search import search

    chosen = chosen_format(format, as_json, "table" if on_terminal() or lay else "tsv")
    if limit is None and chosen == "table" and on_terminal():
        limit = _ON_TERMINAL
    asked = ask(" ".join(words or ()), narrowing, catalogue or ())
    session = asked.session
    found = search(
        session.connection,
        asked.query,
        asked.facets,
        limit=limit,
        sort=sort,
        explain=explain,
        partial=_NEAR_ON_TERMINAL if chosen == "table" else _NEAR,
        counts=chosen in ("table", "json", "ndjson"),
    )
    remarks = remarks_on(asked)
    footnotes = left_out(asked, found)
    claims = _claims(asked) if chosen in ("table", "json", "ndjson") else 0
    if claims:
        noun = "claim is" if claims == 1 else "claims are"
        footnotes.append(f"{claims} {noun} weighed for these words: {_claims_command(asked)}")
    exit_code = Exit.ANSWERED if found.total else Exit.NOTHING_FOUND
    if not found.total:
        remarks += nothing_found(asked, found, shows_near=chosen not in ("tsv", "ids"))
    if explain:
        remarks = explained(asked) + remarks
    results = []
    if chosen in ("json", "ndjson"):
        results = [_result(hit, asked, explain) for hit in found.hits]
    quiet = chosen in ("table", "markdown")
    return Answer(
        command="search",
        format=chosen,
        texts={
            "table": lambda width: (
                _lay(asked, found, remarks, width) if lay else _page(asked, found, remarks, footnotes, width, explain)
            ),
            "markdown": lambda _: _markdown(asked, found, remarks + footnotes),
            "tsv": lambda _: _tsv(asked, found, header),
            "ids": lambda _: "".join(f"{hit.study.id}\n" for hit in found.hits if hit.match != "partial"),
        },
        query=asked.as_json() | {"sort": sort, "limit": limit},
        results=results,
        total=found.total,
        summary={
            "trials": found.trials,
            "facets": found.facets,
            "without_dose": found.without_dose,
            "without_arms": found.without_arms,
            "claims": claims,
        },
        notes=([] if quiet else remarks + footnotes) + ([session.warning] if session.warning else []),
        as_of=session.about.as_of,
        exit=exit_code,
    )


def _claims(asked: Asked) -> int:
    """How many claims match the same words; none where there are no words to match."""
    from kapcli.index.claim_search import Filters, search_claims
    from kapcli.index.facets import Facets

    if not asked.query.units:
        return 0
    return search_claims(asked.session.connection, asked.query, Facets(), Filters(), 0)[0]


def _claims_command(asked: Asked) -> str:
    import shlex

    return f"kap claims {shlex.join(asked.query.text.split())}"


def explained(asked: Asked) -> list[str]:
    """The query as it was understood, a line a word."""
    lines = []
    for unit in asked.query.units:
        meanings = [f"{section.replace('_', ' ')} {code}" for section, code in unit.codes]
        if unit.identifier:
            meanings = ["an identifier"]
        text = f"{unit.text!r} is read as {', '.join(meanings) or 'a word'}"
        lines.append(text + ("" if unit.known else ", which nothing here has"))
    if asked.query.dropped:
        lines.append(f"passed over: {', '.join(asked.query.dropped)}")
    for name, codes in asked.facets.codes.items():
        lines.append(f"only {name.replace('_', ' ')} {' or '.join(codes)}")
    return lines


def _result(hit: Any, asked: Asked, explain: bool) -> dict[str, Any]:
    from kapcli.views.study_summary import brief

    return brief(hit.study, hit.origin, asked.session.vocabulary) | {
        "match": hit.match,
        "missing": hit.missing,
        "matched": msgspec.to_builtins(hit.matched) if explain else None,
    }


def _page(asked: Asked, found: Any, remarks: list[str], footnotes: list[str], width: int, explain: bool) -> Any:
    from kapcli.views.search import search_page

    return search_page(
        found,
        asked.session.vocabulary,
        asked.session.about,
        width,
        remarks=remarks,
        footnotes=footnotes,
        narrowed=tuple(asked.facets.codes),
        harms=about_harm(asked),
        explain=explain,
    )


def _lay(asked: Asked, found: Any, remarks: list[str], width: int) -> Any:
    from kapcli.index.records import glossary
    from kapcli.views.lay import lay_studies

    session = asked.session
    studies = [hit.study for hit in found.hits]
    terms = glossary(session.connection)
    return lay_studies(studies, session.vocabulary, session.about, terms, width, remarks=remarks)


def _markdown(asked: Asked, found: Any, remarks: list[str]) -> str:
    from kapcli.views.search import search_markdown

    return search_markdown(found, asked.session.vocabulary, asked.session.about, remarks)


def _tsv(asked: Asked, found: Any, header: bool) -> str:
    from kapcli.views.study_summary import COLUMNS, row
    from kapcli.writers.tables import tsv

    vocabulary = asked.session.vocabulary
    rows = [row(hit.study, hit.origin, hit.match, vocabulary) for hit in found.hits if hit.match != "partial"]
    return tsv(rows, COLUMNS if header else None)
