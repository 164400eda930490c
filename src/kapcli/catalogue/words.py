"""Words as they are indexed and compared."""

from __future__ import annotations

import functools
import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
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


@functools.cache
def _mirror_images() -> tuple[tuple[re.Pattern[str], str], ...]:
    # Written with a letter before the dash, a drug would fall apart into two words and change into another.
    sources = {
        r"\(?\b(?:R\s*[,/]\s*S|S\s*[,/]\s*R)\)?[\s-]*ketamine?\b": "ketamine",
        r"\(\s*S\s*\)[\s-]*ketamine?\b|(?<![\w'’])S[ -]ketamine?\b": "esketamine",
        r"\(\s*R\s*\)[\s-]*ketamine?\b|(?<![\w'’])R[ -]ketamine?\b": "arketamine",
    }
    return tuple((re.compile(source, re.IGNORECASE), name) for source, name in sources.items())


def one_word_drugs(text: str) -> str:
    """Text in which (S)-ketamine is esketamine and (R)-ketamine arketamine, so that neither is ketamine."""
    if "ketamin" in text.casefold():
        for pattern, name in _mirror_images():
            text = pattern.sub(f" {name} ", text)
    return text


def words(text: str) -> list[str]:
    """The words of a text as the index sees them: letters and digits, folded, without diacritics."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return [plain(word) for word in _WORD.findall(text)]


def plain(word: str) -> str:
    """A word folded and without diacritics, as FTS5's unicode61 tokenizer has it."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def singular(word: str) -> str:
    """A word without a plural s, so that *lozenges* finds the synonym *lozenge*."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def phrase(text: str) -> tuple[str, ...]:
    """A label or synonym as a sequence of words to be compared with those of a query."""
    return tuple(singular(word) for word in words(text))


def spelt_out(text: str) -> str:
    """Text with abbreviations that are everyday words in lower case (IM, IN, ACT) written out."""
    if text.isupper():
        return text
    return " ".join(_CAPITALS.get(word.strip(",;:?!()"), word) for word in text.split())
