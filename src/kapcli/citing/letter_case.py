"""Letter case of titles, labels and terms, as ``text-case`` in CSL 1.0.2 asks for it.

Stretches of fixed case are never touched. Only words wholly in lower case are capitalised, so
``medRxiv`` and ``DSM`` stay as they were written.
"""

from __future__ import annotations

import re

from kapcli.citing.marks import split_fixed

# Articles, conjunctions and prepositions that a title keeps in lower case.
_SMALL = """
    a an and as at but by de down for from in into nor of off on onto or out over per so than
    the till to up upon van versus via von vs with yet
    about above across after against along alongside amid among amongst around before behind
    below beneath beside besides between beyond despite during except inside like near
    notwithstanding since through throughout toward towards under underneath until
    unto within without
    """
_SMALL_WORDS = frozenset(_SMALL.split())
_SEPARATOR = re.compile(r"([\s\u2010-\u2014/-]+)")
_TITLE_RESTARTS = (":", "?", "!")


# A word that is a symbol of statistics: "n=12", "p<0.05", "t(12)=2.1", "r²".
_SYMBOL = re.compile(r"[^\w]*(?:[^\W\d_]+\d*[=<>\u2264\u2265\u2248\u2260\u00b1~]|[^\W\d_][(\[²³^_])")


def change_case(text: str, case: str | None, *, english: bool = True, long_small: bool = True) -> str:
    """Return text in the letter case that a style asks for.

    Args:
        text: The text, possibly with marks of fixed case.
        case: A CSL ``text-case`` value or None for no change.
        english: Whether the text is English; title case exists in no other language.
        long_small: Whether title case keeps prepositions of five letters and more in lower case.

    Returns:
        The changed text; unknown values of `case` change nothing.
    """
    if case == "title":
        return title_case(text, long_small=long_small) if english else text
    if case in ("lowercase", "uppercase"):
        change = str.lower if case == "lowercase" else str.upper
        return "".join(part if fixed else change(part) for part, fixed in split_fixed(text))
    if case == "capitalize-first":
        return _capitalize_first(text)
    if case == "capitalize-all":
        return "".join(_capitalize_first(word) for word in re.split(r"(\s+)", text))
    if case == "sentence":
        shouting = text.isupper()
        lowered = (part if fixed else part.lower() if shouting else part for part, fixed in split_fixed(text))
        return _capitalize_first("".join(lowered))
    return text


def title_case(text: str, *, long_small: bool = True) -> str:
    """Capitalise an English title.

    Every word in lower case gets a capital, the parts of a compound too (``Dose-Related``).
    Small words stay, unless they are the first or last word, open a compound, or follow a colon,
    a question mark or an exclamation mark. Single letters other than ``a`` stay (``p``, ``n``), and so do symbols
    with their figures (``n=12``). Long prepositions get a capital unless `long_small` is set: the Chicago Manual of
    Style keeps only those of up to four letters small since its 18th edition, the MLA Handbook all.
    """
    tokens = _tokens(text)
    words = [index for index, (token, _) in enumerate(tokens) if re.search(r"\w", token)]
    output, restart = [], True
    for index, (token, changeable) in enumerate(tokens):
        if changeable and index in words:
            prominent = restart or index == words[-1] or _opens_compound(tokens, index)
            output.append(_title_word(token, prominent, long_small))
        else:
            output.append(token)
        if token.strip():
            restart = re.sub(r"[^\w:?!.,;]+$", "", token).endswith(_TITLE_RESTARTS)
    return "".join(output)


def _tokens(text: str) -> list[tuple[str, bool]]:
    """Split a text into words and what separates them, each with whether it may change."""
    tokens: list[tuple[str, bool]] = []
    for part, fixed in split_fixed(text):
        pieces = [part] if fixed else _SEPARATOR.split(part)
        # Splitting gives words and separators in turn.
        tokens += [(piece, not fixed and index % 2 == 0) for index, piece in enumerate(pieces)]
    return [token for token in tokens if token[0]]


def _opens_compound(tokens: list[tuple[str, bool]], index: int) -> bool:
    """Return whether a word is the first of a compound: "Off-Label", but "Over-the-Counter"."""
    following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
    return following == "-" and (index == 0 or tokens[index - 1][0] != "-")


def _title_word(word: str, prominent: bool, long_small: bool) -> str:
    core = re.sub(r"^\W+|\W+$", "", word)
    small = (core in _SMALL_WORDS and (long_small or len(core) < 5)) or (len(core) == 1 and core != "a")
    if small and not (prominent and (len(core) > 1 or core == "a")):
        return word
    return _capitalize_first(word)


def _capitalize_first(text: str) -> str:
    """Capitalise the first word if it is wholly in lower case and begins with a Latin letter."""
    if not (stretches := split_fixed(text)) or stretches[0][1]:
        return text
    found = re.match(r"([^\w]*)(\w[^\s]*)", text)
    if not found or found[2] != found[2].lower() or _SYMBOL.match(text):
        return text
    first = found[2][0]
    # "β-blocker" keeps its letter; "ß" would become two.
    if not first.isalpha() or "\u0370" <= first <= "\u03ff" or len(first.upper()) != 1:
        return text
    position = found.start(2)
    return text[:position] + first.upper() + text[position + 1 :]
