"""Text of a figure: how wide it is by a table of the font's widths, and where lines are filled; nothing is cut."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

from kapcli.catalogue.files import packaged
from kapcli.writers.cleaning import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

FONT = "DejaVu Sans"
# What stands for a letter that the font lacks, where letters are painted with it.
LACKING = "□"
# How wide such a letter is taken to be, of the size: as wide as a Chinese one, which few are wider than.
_LACKING_WIDTH = 1.0


def shown(text: str) -> str:
    """One line without control characters, in which a letter that the font lacks is a hollow square."""
    text = one_line(text)
    if text.isascii():
        return text
    return "".join(character if _known(character) else LACKING for character in text)


def lacks(text: str) -> bool:
    """Whether the font lacks a letter of a text."""
    return not text.isascii() and not all(map(_known, one_line(text)))


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is, in points; kerning would make it a hair narrower."""
    return size * sum(_advance(character, bold) for character in text)


def wrapped(text: str, size: float, room: float, bold: bool = False, first: float | None = None) -> list[str]:
    """Lines no wider than ``room``; a word that is too long is broken, and nothing is left out.

    Args:
        text: What it says.
        size: Of the letters, in points.
        room: How wide a line may be.
        bold: Whether the letters are.
        first: How wide the first line may be; as the others where ``None``.
    """
    lines: list[str] = []
    current = ""

    def here() -> float:
        return room if first is None or lines else first

    # A no-break space holds its words together while lines are filled.
    for word in filter(None, map(one_line, re.split("[ \\t\\r\\n\\f\\v]+", text))):
        longer = f"{current} {word}" if current else word
        if width(longer, size, bold) <= here():
            current = longer
            continue
        if current:
            lines.append(current)
        current = word
        while width(current, size, bold) > here() and len(current) > 1:
            head = _head(current, size, here(), bold)
            lines.append(current[:head])
            current = current[head:]
    return [*lines, current] if current or not lines else lines


def widest(texts: Sequence[str], size: float, bold: bool = False) -> float:
    """The width of the widest of some texts; 0 where there are none."""
    return max((width(one_line(text), size, bold) for text in texts), default=0.0)


def _head(word: str, size: float, room: float, bold: bool) -> int:
    """How many letters of a word have room: at least one."""
    used = 0.0
    for index, character in enumerate(word):
        used += size * _advance(character, bold)
        if used > room:
            return max(1, index)
    return len(word)


def _known(character: str) -> bool:
    return all(ord(character) in _widths(bold) for bold in (False, True))


def _advance(character: str, bold: bool) -> float:
    return _widths(bold).get(ord(character), _LACKING_WIDTH)


@cache
def _widths(bold: bool) -> dict[int, float]:
    """The width of each letter that the font has, of the size; the table is made by ``bench/letter_widths.py``."""
    table = json.loads(packaged("writers", "letter_widths.json"))
    found: dict[int, float] = {}
    code = 0
    for entry in table["bold" if bold else "regular"].split():
        if entry[0] == "@":
            code = int(entry[1:])
            continue
        wide, _, count = entry.partition("*")
        for _ in range(int(count or 1)):
            found[code] = int(wide) / table["em"]
            code += 1
    return found
