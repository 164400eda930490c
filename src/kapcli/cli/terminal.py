"""What is known of the terminal: whether there is one, its size, and which colours and signs it takes."""

from __future__ import annotations

import os
import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING, TextIO

from kapcli.writers.cleaning import with_signs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

# Nobody reads longer lines; and a page as wide as COLUMNS may say would take all memory.
_WIDEST = 400
HEIGHT = 24
# Set by --no-color.
color_forbidden: ContextVar[bool] = ContextVar("color_forbidden", default=False)


def width() -> int:
    """How many columns there are, within reason; a page sees to it that they are enough."""
    import shutil

    return min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)


def height() -> int:
    """How many lines a window has."""
    import shutil

    return shutil.get_terminal_size((80, HEIGHT)).lines


def on_terminal() -> bool:
    """Whether a person reads stdout as it comes."""
    try:
        return sys.stdout.isatty()
    except (AttributeError, ValueError):
        return False


def over_window(lines: Sequence[str]) -> bool:
    """Whether lines, of which the last is empty, are higher than the window of a terminal."""
    if not on_terminal():
        return False
    import shutil

    columns, rows = shutil.get_terminal_size((80, HEIGHT))
    return sum(max(1, -(-len(line) // columns)) for line in lines) > rows


def colored() -> bool:
    """Whether what is printed has colours and links."""
    if os.environ.get("FORCE_COLOR") and not _color_refused():
        return True
    return on_terminal() and not plain_wanted() and _understands()


def _understands() -> bool:
    """Whether a terminal takes styles: old windows of Windows print them as signs."""
    return os.name != "nt" or any(os.environ.get(name) for name in ("WT_SESSION", "TERM", "ANSICON"))


def _color_refused() -> bool:
    return color_forbidden.get() or bool(os.environ.get("NO_COLOR"))


def plain_wanted() -> bool:
    """Whether a terminal is to get no control sequence at all."""
    return _color_refused() or os.environ.get("TERM") == "dumb"


def shown(text: str, stream: TextIO) -> str:
    """A text as a stream can show it: pages draw with the best signs, and know nothing of encodings."""
    return text if is_unicode(stream) else with_signs_of(stream.encoding or "ascii", text)


def is_unicode(stream: TextIO) -> bool:
    """Whether a stream takes every character."""
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")
