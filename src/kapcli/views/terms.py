"""Which terms of the glossary a text uses, and which of its abbreviations none explains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kapcli.catalogue.model import GlossaryTerm

# Capitals that everybody knows.
KNOWN = frozenset({"US", "UK", "FDA", "LSD", "MRI", "DNA", "VA", "DoD", "COVID-19", "HIV", "I"})
# So many terms are named where there is no room for their meanings.
_NAMED = 5
_ABBREVIATION = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:-[A-Za-z0-9]+)*\b")


def terms_used(text: str, glossary: Iterable[GlossaryTerm]) -> tuple[tuple[str, str], ...]:
    """Terms that stand in a text under any of their names, each with its plain words, in alphabetical order."""
    said = _words(text)
    found = {}
    for term in glossary:
        for name in (term.term, *term.synonyms):
            if (words := _words(name).strip()) and f" {words} " in said:
                shown = term.term if words == _words(term.term).strip() else f"{term.term} ({name})"
                found[shown] = term.plain
                break
    return tuple(sorted(found.items(), key=lambda pair: pair[0].casefold()))


def _words(text: str) -> str:
    return " " + re.sub(r"[^\w]+", " ", text.casefold()) + " "


def explained(text: str, glossary: Iterable[GlossaryTerm]) -> Iterator[tuple[str, str]]:
    """The abbreviations and terms of art in a text, each with its plain words."""
    terms = list(glossary)
    for term in terms:
        for name in (term.term, *term.synonyms):
            if name in text and _abbreviated(name) and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
                shown = name if name == term.term else f"{name} ({term.term})"
                yield shown, term.plain
                break


def where_explained(text: str, glossary: Iterable[GlossaryTerm]) -> str:
    """Where a page without room for meanings sends a reader; empty where its text has no such term."""
    names = [name.partition(" (")[0] for name, _ in explained(text, glossary)][:_NAMED]
    verb = "means" if len(names) == 1 else "mean"
    return f"What {', '.join(names)} {verb}: kap glossary {names[0]}" if names else ""


def unexplained(text: str, glossary: Iterable[GlossaryTerm]) -> set[str]:
    """Abbreviations of a text that no glossary term explains."""
    names = {name for term in glossary for name in (term.term, *term.synonyms)}
    return {found for found in _ABBREVIATION.findall(text) if found not in names | KNOWN}


def _abbreviated(name: str) -> bool:
    return bool(_ABBREVIATION.fullmatch(name))
