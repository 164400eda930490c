"""Initials of given names, as ``initialize-with`` in CSL 1.0.2 asks for them."""

from __future__ import annotations

import re

# Every hyphen and dash that stands between given names.
_HYPHENS = "\u2010-\u2015\ufe63\uff0d-"
_WORD = re.compile(r"[^\s.]+\.?")


def initials(given: str, mark: str, *, keep_hyphen: bool = True) -> str:
    """Shorten given names to initials.

    Args:
        given: ``Kyle A. B.``, ``Le-Ben``, ``Min-ho``, ``CG``, ``Yu. A.``, ``小明``.
        mark: What follows each initial: ``". "``, ``"."`` or nothing.
        keep_hyphen: Whether ``Le-Ben`` keeps its hyphen.

    Returns:
        The initials. Words in lower case (particles) stay, but a small letter behind the hyphen of a name is an
        initial; names in a script without letter case stay as they are, because they have no initials.
    """
    if given.lower() == given.upper():
        return given
    joined, in_name = [], False
    for hyphened in re.split(f"[{_HYPHENS}]", given):
        words = _WORD.findall(hyphened)
        if in_name and words:
            words[0] = words[0][0].upper() + words[0][1:]
        in_name = bool(words) and words[-1][0].isupper()
        joined.append("".join(_initial(word, mark) for word in words).strip())
    text = ("-" if keep_hyphen else "").join(part for part in joined if part)
    return re.sub(r"\s+", " ", text).strip()


def punctuated(given: str, mark: str) -> str:
    """Leave given names whole, but write the initials among them as the style does.

    CSL: with ``initialize="false"``, the mark is still added to initials in the full name, so
    ``James T Kirk`` becomes ``James T. Kirk``.
    """

    def write(found: re.Match[str]) -> str:
        return "".join(f"{letter}{mark.rstrip()} " for letter in found[1]) if found[1].isupper() else found[0]

    spaced = re.sub(rf"(?<![\w'’])([^\W\d_]{{1,2}})(?:\.|(?=[\s{_HYPHENS}])|$)\s*", write, given)
    return re.sub(rf"\s+(?=[{_HYPHENS}])", "", spaced).strip()


def _initial(word: str, mark: str) -> str:
    word, abbreviated = word.rstrip("."), word.endswith(".")
    if not word[0].isupper():
        return f" {word} "
    # Two letters for one of another alphabet: "Yu. A." for Ю. А., "G. Th." for Γ. Θ.
    if abbreviated and len(word) == 2 and word[1].islower():
        return word + mark
    # "CG" are two initials, as literature databases give them; "JAN" may be a name.
    letters = word if len(word) == 2 and word.isalpha() and word.isupper() else word[0]
    return "".join(letter + mark for letter in letters)
