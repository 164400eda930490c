"""Initials of given names, as ``initialize-with`` in CSL 1.0.2 asks for them."""

from __future__ import annotations

import re


def initials(given: str, mark: str, *, keep_hyphen: bool = True) -> str:
    """Shorten given names to initials.

    Args:
        given: ``Kyle A. B.``, ``Le-Ben``, ``CG``, ``小明``.
        mark: What follows each initial: ``". "``, ``"."`` or nothing.
        keep_hyphen: Whether ``Le-Ben`` keeps its hyphen.

    Returns:
        The initials. Words in lower case (particles) stay; names in a script without letter
        case stay as they are, because they have no initials.
    """
    if given.lower() == given.upper():
        return given
    joined = []
    for hyphened in given.split("-"):
        words = hyphened.replace(".", " ").split()
        joined.append("".join(_initial(word, mark) for word in words).strip())
    text = ("-" if keep_hyphen else "").join(part for part in joined if part)
    return re.sub(r"\s+", " ", text).strip()


def punctuated(given: str, mark: str) -> str:
    """Leave given names whole, but write the initials among them as the style does.

    CSL: with ``initialize="false"``, the mark is still added to initials in the full name, so
    ``James T Kirk`` becomes ``James T. Kirk``.
    """

    def write(found: re.Match[str]) -> str:
        return "".join(f"{letter}{mark.rstrip()} " for letter in found[1])

    spaced = re.sub(r"(?<![\w'’])([A-ZÀ-ÖØ-Þ]{1,2})(?:\.|(?=[\s-])|$)\s*", write, given)
    return re.sub(r"\s+(?=-)", "", spaced).strip()


def _initial(word: str, mark: str) -> str:
    if not word[0].isupper():
        return f" {word} "
    # "CG" are two initials, as literature databases give them; "JAN" may be a name.
    letters = word if len(word) == 2 and word.isalpha() and word.isupper() else word[0]
    return "".join(letter + mark for letter in letters)
