"""``kap glossary``: a term in plain words."""

from typing import Annotated

import msgspec
import typer

from kapcli.catalogue.model import GlossaryTerm
from kapcli.catalogue.words import phrase
from kapcli.cli.answer import Answer, Cells, Problem
from kapcli.cli.command import Request, command
from kapcli.cli.exits import Exit
from kapcli.index.records import glossary_holding, glossary_named, glossary_names
from kapcli.index.session import Session
from kapcli.writers.cleaning import encodable

HELP = """Explain a term in plain words; all terms where none is named.

Examples:

  kap glossary psycholytic

  kap glossary "confidence interval"
"""

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


@command("glossary", HELP, "text", "tsv", "json", "ndjson")
def run(
    request: Request,
    term: Annotated[list[str] | None, typer.Argument(metavar="[TERM]...", help="The term.", show_default=False)] = None,
) -> Answer:
    """Answer ``kap glossary``."""
    from kapcli.views.about import glossary_document

    session = request.session
    wanted = " ".join(term or ())
    entries = _find(session, wanted) if wanted else session.glossary()
    errors = [] if entries else [Problem(f"no term {wanted!r} here", _near(session, wanted))]
    return Answer(
        document=lambda: glossary_document(entries, whole=bool(wanted)),
        cells=lambda: Cells(
            ("id", "term", "plain", "detail"), [(one.id, one.term, one.plain, one.detail) for one in entries]
        ),
        results=lambda: [msgspec.to_builtins(entry) for entry in entries],
        query={"text": wanted},
        total=len(entries),
        errors=errors,
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
