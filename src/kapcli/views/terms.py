"""Which terms of the glossary a text uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.model import GlossaryTerm


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
