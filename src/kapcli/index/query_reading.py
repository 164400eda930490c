"""A query before it falls apart into words: addresses, numbers of records, abbreviations, contractions, doses."""

from __future__ import annotations

import re

import msgspec

from kapcli.catalogue.folding import one_width
from kapcli.catalogue.identifiers import DOI, NUMBERS, doi_in
from kapcli.catalogue.words import one_word_drugs, spelt_out, words
from kapcli.index.lexicon import NEGATIONS

# Patterns, compiled where they are first needed: most queries hold none of these signs.
_IDENTIFIER = (
    r"(?:https?://\S*clinicaltrials\.gov/\S*?(?P<trial>NCT\d{8})\S*)"
    r"|(?:https?://\S*?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(?P<page>\d{5,9})\S*)"
    rf"|{DOI}"
    rf"|\b(?P<number>{NUMBERS})\b"
    r"|\bpmid:?\s*(?P<pmid>\d{5,9})\b"
    r"|^\s*(?P<bare>\d{7,9})\s*$"
)
_ADDRESS = r"https?://\S+"
_DOSE = r"(?<![\w.])\d+(?:\.\d+)?(?:\s*(?:-|to|\.\.)\s*\d+(?:\.\d+)?)?\s*mg(?:\s*/\s*kg)?(?!\w)"
_DOTTED = r"\b(?:[A-Za-z]\.){2,}[A-Za-z]?\b\.?"
_NOT = r"n['’]t\b"
_CONTRACTED = r"(?<=\w)['’](?:s|m|t|d|re|ve|ll)\b"
_MINUS = r"(?:^|\s)-\w"
_DOTS = {
    "im": "intramuscular",
    "iv": "intravenous",
    "in": "intranasal",
    "po": "by mouth",
    "sl": "sublingual",
    "sc": "subcutaneous",
}


class Typed(msgspec.Struct, frozen=True):
    """A query taken apart as far as it can be without the catalogue.

    Attributes:
        identifiers: DOIs, PubMed, PMC and registry numbers, as written.
        words: The remaining words, folded.
        doses: Doses, which are asked for by an option and not by words.
        negated: Whether a word or sign wants something left out.
    """

    identifiers: tuple[str, ...]
    words: tuple[str, ...]
    doses: tuple[str, ...]
    negated: bool


def take_apart(text: str) -> Typed:
    """Read a query as far as its signs go."""
    rest, identifiers = without_identifiers(one_width(text))
    doses: list[str] = []

    def dose(match: re.Match[str]) -> str:
        doses.append(" ".join(match[0].split()))
        return " "

    if any(character.isdigit() for character in rest):
        rest = re.sub(_DOSE, dose, rest, flags=re.I)
    if "://" in rest:
        rest = re.sub(_ADDRESS, " ", rest, flags=re.I)
    rest = one_word_drugs(rest)
    negated = "-" in rest and bool(re.search(_MINUS, rest))
    if "'" in rest or "’" in rest:
        rest = re.sub(_CONTRACTED, "", re.sub(_NOT, " not", rest, flags=re.I), flags=re.I)
    if "." in rest:
        rest = re.sub(_DOTTED, _undotted, rest, flags=re.I)
    rest = spelt_out(rest)
    found = tuple(words(rest))
    return Typed(identifiers, found, tuple(doses), negated or bool(NEGATIONS & set(found)))


def without_identifiers(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without the DOIs and the numbers of records in it, and those."""
    if not any(character.isdigit() for character in text):
        return text, ()
    found: list[str] = []

    def away(match: re.Match[str]) -> str:
        kind, name = next((kind, group) for kind, group in match.groupdict().items() if group)
        found.append(doi_in(name, address="doi.org" in match[0].casefold()) if kind.endswith("doi") else name)
        return " "

    return re.sub(_IDENTIFIER, away, text, flags=re.I), tuple(found)


def _undotted(match: re.Match[str]) -> str:
    letters = match[0].replace(".", "")
    return _DOTS.get(letters.lower(), letters)
