"""``kap cite``: references, in the styles and exchange formats people hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kapcli.cli.answer import Answer, Problem, usage
from kapcli.cli.completion import ids as completed_ids
from kapcli.cli.exits import Exit
from kapcli.cli.lookup import Named, look_up
from kapcli.cli.options import (
    CatalogueOption,
    JsonOption,
    Narrowing,
    NoColorOption,
    chosen_format,
    narrowed,
)
from kapcli.cli.output import on_terminal
from kapcli.cli.question import ask, nothing_found

if TYPE_CHECKING:
    from kapcli.cli.session import Session

HELP = """Cite studies: by id, all of them, or those that facets leave.

What a reader must know beside a citation (a preprint, an incomplete author list, a DOI nobody confirmed, retraction
not checked) is said on stderr, never inside the reference.

Examples:

  kap cite feder2014

  kap cite feder2014 quigley2025 --style vancouver

  kap cite --condition ptsd --design rct --format bibtex > ptsd.bib
"""

Style = Literal["apa", "vancouver", "ama", "chicago", "mla", "harvard"]
Format = Literal["text", "bibtex", "ris", "csl-json", "json", "ndjson"]


@narrowed
def command(
    narrowing: Narrowing,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...",
            help="Ids of studies, DOIs, PubMed or registry numbers.",
            autocompletion=completed_ids(),
            show_default=False,
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every study of the catalogue.")] = False,
    style: Annotated[Style, typer.Option("--style", help="Reference style.")] = "apa",
    format: Annotated[
        Format | None, typer.Option("--format", help="text by default; csl-json is the bare list.")
    ] = None,
    as_json: JsonOption = False,
    catalogue: CatalogueOption = None,
    no_color: NoColorOption = False,
) -> Answer:
    """Answer ``kap cite``."""
    chosen = chosen_format(format, as_json, "text")
    if not ids and not every and not narrowing:
        raise usage("nothing to cite", "name a study (kap cite feder2014), a facet, or --all")
    if ids and (every or narrowing):
        raise usage("ids stand alone: no --all and no facets beside them", "leave one of them out")
    asked = ask("", narrowing, catalogue or ())
    session = asked.session
    missing: list[Problem] = []
    notes: list[str] = []
    if ids:
        found, missing = look_up(session, ids)
    else:
        found = _narrowed(session, asked)
        if not found:
            from kapcli.index.search import search

            notes += nothing_found(asked, search(session.connection, asked.query, asked.facets, limit=1))
    items = _items(found)
    references = _references(items, style) if chosen in ("text", "json", "ndjson") else []
    from kapcli.citing.from_study import beside

    remarks = {named.study.id: beside(named.study) for named in found}
    if chosen not in ("json", "ndjson"):
        notes += _together(remarks)
    if session.warning:
        notes.append(session.warning)
    return Answer(
        command="cite",
        format=chosen,
        texts={
            "text": lambda width: _text(references, width),
            "bibtex": lambda _: _bibtex(items),
            "ris": lambda _: _ris(items),
            "csl-json": lambda _: _csl_json(items),
        },
        query=asked.as_json() | {"ids": ids or [], "all": every, "style": style},
        results=[
            {
                "id": named.study.id,
                "reference": reference,
                "style": style,
                "remarks": remarks[named.study.id],
                "csl": item,
                "origin": named.origin,
            }
            for named, reference, item in zip(found, references, items, strict=True)
        ]
        if chosen in ("json", "ndjson")
        else [],
        total=len(found),
        notes=notes,
        errors=missing,
        as_of=session.about.as_of,
        exit=Exit.NOTHING_FOUND if missing or not found else Exit.ANSWERED,
    )


def _narrowed(session: Session, asked: Any) -> list[Named]:
    from kapcli.index.records import origins
    from kapcli.index.search import matching, study_at

    rows = matching(session.connection, asked.query, asked.facets)
    files = origins(session.connection)
    studies = [Named(study_at(session.connection, row), row, files[row], "", "id") for row in rows]
    return sorted(studies, key=lambda named: named.study.id)


def _items(found: list[Named]) -> list[dict[str, Any]]:
    from kapcli.citing.from_study import csl_item

    return [csl_item(named.study) for named in found]


def _references(items: list[dict[str, Any]], style: str) -> list[str]:
    from kapcli.citing.engine import format_references

    return format_references(items, style) if items else []


def _text(references: list[str], width: int) -> Any:
    from kapcli.writers.layout import Page

    # Several references are numbered here, because a style numbers only what one document cites.
    numbered = len(references) > 1
    lines = [f"{index}. {text}" if numbered else text for index, text in enumerate(references, 1)]
    if not on_terminal():
        return "".join(f"{line}\n" for line in lines)
    page = Page(width)
    for line in lines:
        page.text(line, hang=4)
    return page.lines


def _together(remarks: dict[str, list[str]]) -> list[str]:
    """Remarks with the studies they are about: one line each, however many studies share it."""
    studies: dict[str, list[str]] = {}
    for name, lines in remarks.items():
        for line in lines:
            studies.setdefault(line, []).append(name)
    every = len(remarks)
    return [f"{'all' if len(names) == every > 1 else ', '.join(names)}: {line}" for line, names in studies.items()]


def _bibtex(items: list[dict[str, Any]]) -> str:
    from kapcli.citing.bibtex import bibtex

    return bibtex(items)


def _ris(items: list[dict[str, Any]]) -> str:
    from kapcli.citing.ris import ris

    return ris(items)


def _csl_json(items: list[dict[str, Any]]) -> str:
    from kapcli.citing.csljson import csl_json

    return csl_json(items)
