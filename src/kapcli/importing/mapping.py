"""Words of a stranger's file as codes of the vocabulary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kapcli.catalogue.vocabulary import fold

if TYPE_CHECKING:
    from kapcli.catalogue.vocabulary import Term, Vocabulary

# Codes that stand for whatever has no code of its own: no name in a file means them.
_VAGUE = frozenset({"other", "none", "mixed", "psychotherapy"})


class Codes:
    """The codes of a vocabulary by what files call them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._known: dict[str, dict[str, str]] = {}

    def spellings(self, section: str) -> dict[str, str]:
        """Every way in which a file may name a code, folded, to the code: names that stand for two are left out."""
        if section not in self._known:
            self._known[section] = _spellings(self.vocabulary.sections.get(section, {}))
        return self._known[section]

    def of(self, text: str, section: str) -> str:
        """The code that a whole text is a name of; empty where it is none."""
        known = self.spellings(section)
        folded = fold(text)
        # Headings are turned round: "Depressive Disorder, Major".
        turned = " ".join(reversed([part.strip() for part in folded.split(",")]))
        return known.get(folded) or known.get(turned) or known.get(folded.removesuffix("s")) or ""

    def named_in(self, text: str, section: str) -> list[str]:
        """The codes whose names stand in a text, as whole words; a longer name hides the shorter ones in it."""
        words = "".join(character if character.isalnum() or character in "/&" else " " for character in fold(text))
        left = f" {' '.join(words.split())} "
        found: list[str] = []
        for name, code in sorted(self.spellings(section).items(), key=lambda pair: -len(pair[0])):
            if f" {name} " in left:
                found.append(code)
                left = left.replace(f" {name} ", "  ")
        return list(dict.fromkeys(found))


def _spellings(terms: dict[str, Term]) -> dict[str, str]:
    named = {code: _names(term) for code, term in terms.items()}
    taken = Counter(name for names in named.values() for name in set(names))
    sure = {name: code for code, names in named.items() for name in names if taken[name] == 1}
    # A code itself, or a heading of MeSH, is never in doubt.
    for code, term in terms.items():
        sure[fold(code)] = code
        if term.mesh:
            sure[fold(term.mesh)] = code
    return {name: code for name, code in sure.items() if code not in _VAGUE}


def _names(term: Term) -> list[str]:
    return [fold(name) for name in (term.label, term.plain, *term.synonyms) if name]
