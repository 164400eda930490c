"""``kap claims``: statements, what speaks for and against each, and how sure one can be."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from kapcli.cli.answer import Answer, usage
from kapcli.cli.completion import codes_of
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
from kapcli.cli.question import about_harm, ask, in_crisis
from kapcli.cli.session import Session, open_session
from kapcli.cli.sheets import sheets_of
from kapcli.evidence.certainty import Assessed
from kapcli.index.claim_search import Filters, search_claims
from kapcli.index.claims import claim_named
from kapcli.index.records import glossary

HELP = """Statements on a topic: what speaks for and against each, weighed and never voted.

A list shows each in three lines; an id, or a single match, shows it whole with every step of its certainty.

Examples:

  kap claims therapy

  kap claims ptsd --verdict mixed

  kap claims --said-by article --verdict contradicted
"""

Format = Literal["text", "tsv", "json", "ndjson", "markdown", "ids"]
_ON_TERMINAL = 8


def _option(name: str, section: str, text: str) -> Any:
    return typer.Option(name, metavar="VALUE", show_default=False, help=text, autocompletion=codes_of(section))


VerdictOption = Annotated[
    list[str] | None,
    _option("--verdict", "verdict", "supported, overstated, contradicted, mixed, untested, unverified"),
]
CertaintyOption = Annotated[list[str] | None, _option("--certainty", "certainty", "high, moderate, low, very-low")]
KindOption = Annotated[
    list[str] | None, _option("--kind", "claim_kind", "effect, harm, record, field, mechanism, rule")
]


@narrowed
def command(
    narrowing: Narrowing,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS or ID]...", show_default=False, help="A topic, a study, or ids of claims."),
    ] = None,
    verdict: VerdictOption = None,
    certainty: CertaintyOption = None,
    kind: KindOption = None,
    said_by: Annotated[
        str | None, typer.Option("--said-by", metavar="WHO", help="Whose statement it is, such as article.")
    ] = None,
    limit: LimitOption = None,
    lay: LayOption = False,
    header: Annotated[bool, typer.Option("--header", help="Name the columns of tsv in a first line.")] = False,
    format: Annotated[Format | None, typer.Option("--format", help="text on a terminal, tsv in a pipe.")] = None,
    as_json: JsonOption = False,
    catalogue: CatalogueOption = None,
    no_color: NoColorOption = False,
) -> Answer:
    """Answer ``kap claims``."""
    chosen = chosen_format(format, as_json, "text" if on_terminal() or lay else "tsv")
    filters = {"verdict": verdict or [], "certainty": certainty or [], "claim_kind": kind or []}
    words = words or []
    session = open_session(catalogue or ())
    named = [claim_named(session.connection, word) for word in words]
    if words and all(named) and not narrowing:
        if said_by or any(filters.values()):
            raise usage("an id names one claim, and there is nothing to narrow", "leave out the id or the filter")
        found = [assessed for assessed in named if assessed is not None]
        return _answer(session, found, len(found), {"ids": words}, chosen, header=header, lay=lay, whole=True)
    asked = ask(" ".join(words), narrowing, catalogue or ())
    session = asked.session
    codes = {section: _codes(session, section, values) for section, values in filters.items()}
    chosen_filters = Filters(codes["verdict"], codes["certainty"], codes["claim_kind"], said_by or "")
    if limit is None and chosen == "text" and on_terminal():
        limit = _ON_TERMINAL
    total, claims = search_claims(session.connection, asked.query, asked.facets, chosen_filters, limit)
    remarks = [session.about.urgent_help] if in_crisis(asked.query.text) else []
    remarks += [f"Searched for {one.searched} (you wrote {one.wrote})." for one in asked.query.corrections]
    if not claims:
        remarks += _nothing_found(session, words)
    if about_harm(asked):
        remarks.append("Harms, counted and study by study: kap limits --safety")
    query = asked.as_json() | {
        "verdict": codes["verdict"],
        "certainty": codes["certainty"],
        "kind": codes["claim_kind"],
        "said_by": said_by,
        "limit": limit,
    }
    return _answer(session, claims, total, query, chosen, header=header, lay=lay, whole=total == 1, remarks=remarks)


def _nothing_found(session: Session, words: list[str]) -> list[str]:
    from kapcli.catalogue.nearest import nearest
    from kapcli.index.claims import claim_ids

    ids = claim_ids(session.connection)
    near = [one for word in words if "-" in word for one in nearest(word, ids)]
    remarks = [f"No claim is called so; near it: {', '.join(f'kap claims {one}' for one in near)}"] if near else []
    return [*remarks, "No claim here matches." + (f" Studies may: kap search {' '.join(words)}" if words else "")]


def _codes(session: Session, section: str, values: list[str]) -> tuple[str, ...]:
    from kapcli.catalogue.nearest import nearest
    from kapcli.catalogue.vocabulary import fold

    known = session.vocabulary.names(section)
    found = []
    for value in values:
        code = known.get(fold(value))
        if code is None:
            option = f"--{section.replace('claim_', '')}"
            near = nearest(value, session.vocabulary.codes(section)) or session.vocabulary.codes(section)
            raise usage(f"{option}: {value!r} is none of its values", f"try {', '.join(f'{option} {n}' for n in near)}")
        found.append(code)
    return tuple(found)


def _answer(
    session: Session,
    claims: list[Assessed],
    total: int,
    query: dict[str, Any],
    chosen: str,
    *,
    header: bool,
    lay: bool,
    whole: bool,
    remarks: list[str] | None = None,
) -> Answer:
    from kapcli.views import claim as claim_sheet

    vocabulary, about = session.vocabulary, session.about
    remarks = remarks or []

    def text(width: int) -> Any:
        from kapcli.views import claims as claims_page
        from kapcli.views import lay as lay_page

        if lay:
            sheets = sheets_of(session, claims)
            return lay_page.lay_claims(sheets, vocabulary, about, glossary(session.connection), width, remarks)
        if whole:
            return claims_page.claim_pages(sheets_of(session, claims), vocabulary, about, width)
        return claims_page.claims_page(claims, total, vocabulary, about, width, remarks)

    def markdown(_: int) -> str:
        from kapcli.views import claims as claims_page

        return claims_page.claims_markdown(sheets_of(session, claims), vocabulary, about)

    def table(_: int) -> str:
        from kapcli.writers.tables import tsv

        return tsv([claim_sheet.row(assessed) for assessed in claims], claim_sheet.COLUMNS if header else None)

    in_json = chosen in ("json", "ndjson")
    verdicts: dict[str, int] = {}
    for assessed in claims:
        verdicts[assessed.claim.verdict] = verdicts.get(assessed.claim.verdict, 0) + 1
    return Answer(
        command="claims",
        format=chosen,
        texts={
            "text": text,
            "markdown": markdown,
            "tsv": table,
            "ids": lambda _: "".join(f"{assessed.claim.id}\n" for assessed in claims),
        },
        query=query,
        results=[claim_sheet.as_json(sheet, vocabulary) for sheet in sheets_of(session, claims)] if in_json else [],
        total=total,
        summary={"verdicts": verdicts},
        notes=([] if chosen == "text" and claims else remarks) + ([session.warning] if session.warning else []),
        as_of=about.as_of,
        exit=Exit.ANSWERED if claims else Exit.NOTHING_FOUND,
    )
