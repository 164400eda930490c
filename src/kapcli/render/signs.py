"""The signs that pages draw with, and what stands for each where an encoding lacks it.

One character for one, so that nothing shifts.
"""

from __future__ import annotations

POINT, SECOND_POINT = "●", "○"
LINE, LEFT_END, RIGHT_END = "─", "├", "┤"
NO_EFFECT, CROSSING = "│", "┼"
BEYOND_LEFT, BEYOND_RIGHT = "◄", "►"
TICK = "┴"

IN_ASCII = {
    POINT: "#",
    SECOND_POINT: "o",
    LINE: "-",
    LEFT_END: "[",
    RIGHT_END: "]",
    NO_EFFECT: "|",
    CROSSING: "+",
    BEYOND_LEFT: "<",
    BEYOND_RIGHT: ">",
    TICK: "+",
    "•": "*",
    "·": "-",
    "≠": "#",
    "“": '"',
    "”": '"',
    "’": "'",
    "–": "-",
    "…": ".",
}


def spelt(text: str, encoding: str) -> str:
    """Text whose signs an encoding can write; other characters stay as they are.

    Args:
        text: A page or a part of it.
        encoding: As a stream names it.
    """
    if text.isascii():
        return text
    return text.translate({ord(sign): other for sign, other in IN_ASCII.items() if not _writes(encoding, sign)})


def _writes(encoding: str, sign: str) -> bool:
    try:
        sign.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


__all__ = [
    "BEYOND_LEFT",
    "BEYOND_RIGHT",
    "CROSSING",
    "IN_ASCII",
    "LEFT_END",
    "LINE",
    "NO_EFFECT",
    "POINT",
    "RIGHT_END",
    "SECOND_POINT",
    "TICK",
    "spelt",
]
