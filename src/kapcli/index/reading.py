"""A query before it falls apart into words: addresses, numbers of records, abbreviations, contractions, doses."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from kapcli.index.lexicon import NEGATIONS
from kapcli.index.words import one_word_drugs, words

_IDENTIFIER = re.compile(
    r"(?:https?://\S*clinicaltrials\.gov/\S*?(?P<trial>NCT\d{8})\S*)"
    r"|(?:https?://\S*?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(?P<page>\d{5,9})\S*)"
    r"|(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(?P<doi>10\.\d{4,9}/\S*[^\s.,;)?!\"'])"
    r"|\b(?P<number>NCT\d{8}|PMC\d{4,9}|ACTRN\d{10,16}|ISRCTN\d{6,9})\b"
    r"|\bpmid:?\s*(?P<pmid>\d{5,9})\b"
    r"|^\s*(?P<bare>\d{7,9})\s*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_DOSE = re.compile(
    r"(?<![\w.])\d+(?:\.\d+)?(?:\s*(?:-|to|\.\.)\s*\d+(?:\.\d+)?)?\s*mg(?:\s*/\s*kg)?(?![\w])", re.IGNORECASE
)
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}[A-Za-z]?\b\.?")
_NOT = re.compile(r"n['’]t\b", re.IGNORECASE)
_CONTRACTED = re.compile(r"(?<=\w)['’](?:s|m|t|d|re|ve|ll)\b", re.IGNORECASE)
_MINUS = re.compile(r"(?:^|\s)-\w")
# Abbreviations that are everyday words in lower case: only as capitals, in a query that is not all capitals.
_CAPITALS = {
    "IM": "intramuscular",
    "IN": "intranasal",
    "PO": "by mouth",
    "SL": "sublingual",
    "SC": "subcutaneous",
    "ACT": "acceptance and commitment therapy",
    "IFS": "internal family systems",
}
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
        blank: Whether there was nothing but blanks.
    """

    identifiers: tuple[str, ...]
    words: tuple[str, ...]
    doses: tuple[str, ...]
    negated: bool
    blank: bool


def take_apart(text: str) -> Typed:
    """Read a query as far as its signs go."""
    rest = unicodedata.normalize("NFKC", text)
    identifiers: list[str] = []
    doses: list[str] = []

    def identifier(match: re.Match[str]) -> str:
        identifiers.append(next(group for group in match.groups() if group))
        return " "

    def dose(match: re.Match[str]) -> str:
        doses.append(" ".join(match[0].split()))
        return " "

    rest = _ADDRESS.sub(" ", _IDENTIFIER.sub(identifier, rest))
    rest = one_word_drugs(_DOSE.sub(dose, rest))
    negated = bool(_MINUS.search(rest))
    rest = _CONTRACTED.sub("", _NOT.sub(" not", rest))
    rest = _DOTTED.sub(_undotted, rest)
    if not rest.isupper():
        for short, long in _CAPITALS.items():
            rest = re.sub(rf"(?<!\w){short}(?!\w)", long, rest)
    found = tuple(words(rest))
    return Typed(tuple(identifiers), found, tuple(doses), negated or bool(NEGATIONS & set(found)), not text.strip())


def _undotted(match: re.Match[str]) -> str:
    letters = match[0].replace(".", "")
    return _DOTS.get(letters.lower(), letters)


__all__ = ["Typed", "take_apart"]
