"""Text as the picture's font can show it, and how wide it is: measured, so that nothing overlaps or is cut."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kapcli.pictures.faults import FontError
from kapcli.writers.cleaning import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FONTS = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
# What stands for a letter that the font lacks.
LACKING = "□"
_EM = 100.0


def font_file(bold: bool) -> str:
    """The font that comes with matplotlib: the same on every machine."""
    import matplotlib

    return f"{matplotlib.get_data_path()}/fonts/ttf/{FONTS[bold]}"


def shown(text: str) -> str:
    """One line without control characters, in which a letter that the font lacks is a hollow square."""
    text = one_line(text)
    if text.isascii():
        return text
    known = _charmap(False).keys() & _charmap(True).keys()
    return "".join(character if ord(character) in known else LACKING for character in text)


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is, in points."""
    apart = sum(_kerning(left, right, bold) for left, right in pairwise(text))
    return size / _EM * (sum(_advance(character, bold) for character in text) + apart)


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
    for word in filter(None, map(shown, re.split("[ \\t\\r\\n\\f\\v]+", text))):
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
    return max((width(shown(text), size, bold) for text in texts), default=0.0)


def _head(word: str, size: float, room: float, bold: bool) -> int:
    used = 0.0
    for index, character in enumerate(word):
        apart = _kerning(word[index - 1], character, bold) if index else 0.0
        used += size / _EM * (_advance(character, bold) + apart)
        if used > room:
            return max(1, index)
    return len(word)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        # What FreeType says of a damaged file.
        raise FontError(" ".join(str(error).split())) from None


@cache
def _font(bold: bool) -> Any:
    from matplotlib.ft2font import FT2Font

    with _readable():
        font = FT2Font(font_file(bold))
        font.set_size(_EM, 72)
    return font


@cache
def _charmap(bold: bool) -> dict[int, int]:
    return dict(_font(bold).get_charmap())


@cache
def _advance(character: str, bold: bool) -> float:
    from matplotlib.ft2font import LoadFlags

    font = _font(bold)
    with _readable():
        return float(font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536


@cache
def _kerning(left: str, right: str, bold: bool) -> float:
    """What the font puts between two letters, or takes away."""
    from matplotlib.ft2font import Kerning

    glyphs = (_charmap(bold).get(ord(character), 0) for character in (left, right))
    return float(_font(bold).get_kerning(*glyphs, Kerning.UNFITTED)) / 64
