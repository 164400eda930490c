"""Quotation marks and the punctuation beside them.

Rules: the Citation Style Language 1.0.2 (locale option ``punctuation-in-quote``, quotation
terms, "inner" quotation marks at every second depth) and common English typography.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .marks import CLOSE_QUOTE, FIXED_END, FIXED_START, OPEN_QUOTE


class QuoteStyle(NamedTuple):
    """The quotation marks of one locale."""

    outer: tuple[str, str]
    inner: tuple[str, str]
    punctuation_inside: bool


def typographic(text: str) -> str:
    """Turn straight quotation marks and apostrophes into curly ones.

    A mark after a blank, an opening bracket, a dash or nothing opens; a single mark before a
    digit (``'90s``) is an apostrophe; every other single mark closes or is an apostrophe, which
    look alike.
    """
    text = re.sub(r"'(?=\d\ds?\b)", "’", text)
    text = re.sub(r"(^|[\s(\[{/\u2013\u2014“‘])\"(?=\S)", r"\1“", text)
    text = re.sub(r"(^|[\s(\[{/\u2013\u2014“])'(?=\S)", r"\1‘", text)
    return text.replace('"', "”").replace("'", "’")


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
    text = text.replace(FIXED_START, "").replace(FIXED_END, "")
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
