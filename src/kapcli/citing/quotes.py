"""Quotation marks and the punctuation beside them.

Rules: the Citation Style Language 1.0.2 (locale option ``punctuation-in-quote``, quotation
terms, "inner" quotation marks at every second depth) and common English typography.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kapcli.citing.marks import CLOSE_QUOTE, FIXED_END, FIXED_START, NO_BLANK, OPEN_QUOTE, UNDIVIDED


class QuoteStyle(NamedTuple):
    """The quotation marks of one locale."""

    outer: tuple[str, str]
    inner: tuple[str, str]
    punctuation_inside: bool


# After these a mark opens if anything follows; after the others only if a word does and no quotation is open.
_OPENERS = frozenset("([{/\N{EN DASH}\N{EM DASH}“‘¿¡")
_BETWEEN = frozenset("-\u2010\u2011:;,=<>+&…·|")
_MARKS = f"[{FIXED_START}{FIXED_END}]"
# 'tis, 'n' and '90s begin with an apostrophe.
_ELISION = r"(?i)(?<!\w)'(?=\d\ds?\b)|(?<![\w'])'(?=(?:tis|twas|em|til|cause|n)\b(?!'))"
_AND = r"(?i)(?<=[\s-])'n'(?=[\s-])"


def typographic(text: str) -> str:
    """Turn straight quotation marks and apostrophes into curly ones.

    A mark after a blank, an opening bracket, a dash or nothing opens; so does one between a hyphen, a colon or an
    ellipsis and a word. A single mark before a digit (``'90s``) is an apostrophe; every other single mark closes or
    is an apostrophe, which look alike. Marks of fixed case are looked through.
    """
    if '"' not in text and "'" not in text:
        return text
    text = re.sub(_AND, lambda found: f"’{found[0][1]}’", text)
    text = re.sub(_ELISION, "’", text)
    output: list[str] = []
    before, is_open = "", {'"': False, "'": False}
    for index, character in enumerate(text):
        if character in is_open:
            after = re.sub(_MARKS, "", text[index + 1 :])
            opens = _opens(character, before, after, is_open[character])
            is_open[character] = opens
            character = {'"': "”“", "'": "’‘"}[character][opens]
        output.append(character)
        if character not in (FIXED_START, FIXED_END):
            before = "…" if output[-3:] == [".", ".", "."] else character
    return "".join(output)


def _opens(mark: str, before: str, after: str, is_open: bool) -> bool:
    """Return whether a straight mark opens a quotation, by what stands before and after it."""
    if not after or after[0].isspace():
        return False
    if not before or before.isspace() or before in _OPENERS:
        return True
    if is_open or before not in _BETWEEN or not re.match(r"\w|['‘]", after):
        return False
    # A single mark between hyphen and word is an apostrophe unless another one closes after it.
    return mark == '"' or re.search(r"\w'(?!\w)", after) is not None


def mark_quotes(text: str) -> str:
    """Replace matching pairs of curly quotation marks by marks without a fixed shape.

    Unpaired marks stay as they are, so apostrophes survive.
    """
    text = re.sub("“([^“”]*)”", rf"{OPEN_QUOTE}\1{CLOSE_QUOTE}", text)
    # The closing mark of a pair is not followed by a letter: that would be an apostrophe.
    return re.sub(
        r"(?<!\w)‘([^‘]*?)’(?!\w)",
        rf"{OPEN_QUOTE}\1{CLOSE_QUOTE}",
        text,
    )


def resolve(text: str, style: QuoteStyle) -> str:
    """Finish a rendered text: settle punctuation, give every quotation mark its shape.

    Args:
        text: What the engine rendered, with marks in it.
        style: The marks of the locale and whether a full stop goes inside them.

    Returns:
        Plain text without marks and without doubled blanks.
    """
    # A full stop beside another one, seen through the marks between them, is printed once.
    text = re.sub(rf"\.([{FIXED_END}{FIXED_START}]+)\.", r".\1", text)
    text = text.replace(FIXED_START, "").replace(FIXED_END, "").replace(UNDIVIDED, "")
    text = re.sub(f"{NO_BLANK} ?", "", text)
    if style.punctuation_inside:
        text = re.sub(f"({CLOSE_QUOTE}+)([.,])", r"\2\1", text)
        text = re.sub(rf"([.,])\1(?={CLOSE_QUOTE})", r"\1", text)
    # "Why?." is printed "Why?"; an address such as "/?.x" is left alone.
    text = re.sub(rf"([?!])\.(?=\s|$|{CLOSE_QUOTE})", r"\1", text)
    return re.sub(r"[ \t\n]+", " ", _shape(text, style)).strip()


def _shape(text: str, style: QuoteStyle) -> str:
    depth = 0
    shaped = []
    for character in text:
        if character == OPEN_QUOTE:
            character = (style.outer, style.inner)[depth % 2][0]
            depth += 1
        elif character == CLOSE_QUOTE:
            depth = max(0, depth - 1)
            character = (style.outer, style.inner)[depth % 2][1]
        shaped.append(character)
    return "".join(shaped)
