"""Terms by name: from the glossary, and from the vocabulary where that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.model import GlossaryTerm
from kapcli.catalogue.words import phrase
from kapcli.index.records import glossary_holding, glossary_named, glossary_names

if TYPE_CHECKING:
    from kapcli.index.session import Session

# More terms than this that hold a word answer nothing.
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
    "adverse_event",
)


def find_terms(session: Session, wanted: str) -> list[GlossaryTerm]:
    """A term by its name; else from the vocabulary; else the few terms that hold the word (*bladder*)."""
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


def near_terms(session: Session, wanted: str) -> list[str]:
    """Names that are written alike, else some that hold what was typed."""
    from kapcli.catalogue.nearest import nearest

    names = glossary_names(session.connection)
    return nearest(wanted, names) or [name for name in names if wanted.casefold() in name][:3]
