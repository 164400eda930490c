"""``kap glossary``: a term in plain words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import typer

from kapcli.catalogue.model import GlossaryTerm
from kapcli.catalogue.words import phrase
from kapcli.cli.answer import Answer, Problem
from kapcli.cli.exits import Exit
from kapcli.cli.options import CatalogueOption, JsonOption, NoColorOption, chosen_format
from kapcli.cli.session import Session, open_session
from kapcli.index.records import glossary, glossary_holding, glossary_named, glossary_names
from kapcli.writers.cleaning import encodable

HELP = """Explain a term in plain words; all terms where none is named.

Examples:

  kap glossary psycholytic

  kap glossary "confidence interval"
"""

Format = Literal["text", "tsv", "json", "ndjson"]
_FEW = 3
# Sections of the vocabulary whose definitions answer where the glossary has no entry.
_DEFINED = (
    "condition",
    "route",
    "drug",
    "design",
    "therapy",
    "comparator",
    "dosing_model",
    "instrument",
    "limitation",
    "estimate",
)


def command(
    term: Annotated[list[str] | None, typer.Argument(metavar="[TERM]...", help="The term.", show_default=False)] = None,
    format: Annotated[Format | None, typer.Option("--format", help="text by default.")] = None,
    as_json: JsonOption = False,
    catalogue: CatalogueOption = None,
    no_color: NoColorOption = False,
) -> Answer:
    """Answer ``kap glossary``."""
    chosen = chosen_format(format, as_json, "text")
    session = open_session(catalogue or ())
    wanted = " ".join(term or ())
    entries = _find(session, wanted) if wanted else glossary(session.connection)
    errors = [] if entries else [Problem(f"no term {wanted!r} here", _near(session, wanted))]
    return Answer(
        command="glossary",
        format=chosen,
        texts={
            "text": lambda width: _page(entries, width, whole=bool(wanted)),
            "tsv": lambda _: _tsv(entries),
        },
        query={"text": wanted},
        results=[msgspec.to_builtins(entry) for entry in entries],
        total=len(entries),
        notes=[session.warning] if session.warning else [],
        errors=errors,
        as_of=session.about.as_of,
        exit=Exit.ANSWERED if entries else Exit.NOTHING_FOUND,
    )


def _find(session: Session, wanted: str) -> list[GlossaryTerm]:
    """A term by its name; else from the vocabulary; else the few terms that hold the word (*bladder*)."""
    wanted = encodable(wanted)
    if not phrase(wanted):
        return []
    found = glossary_named(session.connection, wanted) or _defined(session, " ".join(phrase(wanted)))
    if found:
        return found
    holding = glossary_holding(session.connection, wanted)
    return holding if len(holding) <= _FEW else []


def _defined(session: Session, name: str) -> list[GlossaryTerm]:
    vocabulary = session.definitions()
    for section in _DEFINED:
        for term in vocabulary.sections.get(section, {}).values():
            if name in {" ".join(phrase(text)) for text in (term.code, term.label, term.plain, *term.synonyms)}:
                detail = [f"MeSH: {term.mesh}."] if term.mesh else []
                if term.better in ("lower", "higher"):
                    detail.append(f"{term.better.capitalize()} is better.")
                if term.range:
                    detail.append(f"Scores run from {term.range[0]:g} to {term.range[1]:g}.")
                plain = f"{term.plain}: {term.definition}" if term.plain else term.definition
                return [
                    GlossaryTerm(
                        id=term.code,
                        term=term.label,
                        plain=plain,
                        synonyms=term.synonyms,
                        detail=" ".join(detail),
                    )
                ]
    return []


def _near(session: Session, wanted: str) -> str:
    from kapcli.catalogue.nearest import nearest

    names = glossary_names(session.connection)
    near = nearest(encodable(wanted), names)
    if not near:
        near = [name for name in names if wanted.casefold() in name][:3]
    return f"did you mean {' or '.join(near)}?" if near else "kap glossary lists all terms"


def _page(entries: list[GlossaryTerm], width: int, *, whole: bool) -> Any:
    from kapcli.writers.layout import Page, Span

    page = Page(width)
    for entry in entries:
        page.text(Span(entry.term, "heading"), f": {entry.plain}", hang=2)
        if whole:
            if entry.detail:
                page.text(entry.detail, indent=2)
            if entry.synonyms:
                page.pair("Also", ", ".join(entry.synonyms))
            if entry.see:
                page.pair("See", ", ".join(entry.see))
    return page.lines


def _tsv(entries: list[GlossaryTerm]) -> str:
    from kapcli.writers.tables import tsv

    return tsv([(entry.id, entry.term, entry.plain, entry.detail) for entry in entries])
