"""Words as they are indexed and compared."""

from __future__ import annotations

import functools
import re

from kapcli.catalogue.folding import fold_words

# As English abbreviates them.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
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


# Behind its first letters, since most texts that hold a drug hold it under its plain name, and it is found faster.
_AFTER_A_LETTER = r"ketamin(?:(?<=\)ketamin)|(?<=[,/\s][rs]ketamin)|(?<=[rs)][\s-]ketamin)|(?<=[\s-][\s-]ketamin))"


def one_word_drugs(text: str) -> str:
    """Text in which (S)-ketamine is esketamine and (R)-ketamine arketamine, so that neither is ketamine."""
    folded = text.casefold()
    if "ketamin" in folded and re.search(_AFTER_A_LETTER, folded):
        for pattern, name in _mirror_images():
            text = pattern.sub(f" {name} ", text)
    return text


def words(text: str) -> list[str]:
    """The words of a text as the index holds them and a query asks for them: letters and digits, folded."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return fold_words(text).split()


def plain(word: str) -> str:
    """A word or name folded as `words` does; as it was written where nothing of it is left."""
    if word.isascii():
        return word.lower()
    return " ".join(words(word)) or word


@functools.cache
def _unbroken() -> re.Pattern[str]:
    # Scripts without blanks between words: Thai, Lao, Myanmar, Khmer, Tai, Balinese, Javanese, kana, bopomofo, Han, Yi,
    # Tangut, Nushu; and Hangul, where particles are joined to words.
    scripts = (
        "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f\u3005-\u3007\u3040-\u312f"
        "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\ua4cf\ua980-\ua9ff\uaa60-\uaadf\uac00-\ud7a3\uf900-\ufaff"
        "\U00017000-\U00018dff\U0001aff0-\U0001b2ff\U00020000-\U0003ffff"
    )
    return re.compile(f"[{scripts}]")


def is_unbroken(word: str) -> bool:
    """Whether a word has letters of a script that puts no blanks between words."""
    return not word.isascii() and _unbroken().search(word) is not None


def in_pieces(text: str) -> str:
    """Folded text with each letter of an unbroken script as a word of its own.

    A word within a run is then found as its letters one after another, and no other script pays for it.
    """
    if text.isascii():
        return text
    return " ".join(_unbroken().sub(r" \g<0> ", text).split())


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


def so_many(count: int, one: str, more: str = "") -> str:
    """A count with its noun: *1 study*, *2 studies*.

    Args:
        count: How many.
        one: The noun of one.
        more: That of several; empty where it only ends in *s*.
    """
    return f"{count} {one if count == 1 else more or f'{one}s'}"
