"""Private-use characters that carry structure through the citation engine.

The engine joins plain strings. Quotation marks whose shape depends on nesting, and stretches
whose case must stay, are therefore written as characters that no text contains, and resolved
when the reference is complete.
"""

from __future__ import annotations

import re

OPEN_QUOTE = "\ue000"
CLOSE_QUOTE = "\ue001"
FIXED_START = "\ue002"
"""Start of a stretch whose case is never changed (``<span class="nocase">``)."""
FIXED_END = "\ue003"
UNDIVIDED = "\ue004"
"""Before a number whose hyphens and commas are part of it: an article number, never a range."""
NO_BLANK = "\ue005"
"""At the end of a name particle that is written without a blank after it (``d'Andrea``)."""

_MARKS = re.compile("[\ue000-\ue005]")
_FIXED = re.compile(f"({FIXED_START}.*?{FIXED_END})")


def without_marks(text: str) -> str:
    """Return text free of the marks, so that data can never pass for one."""
    return _MARKS.sub("", text)


def split_fixed(text: str) -> list[tuple[str, bool]]:
    """Split text into stretches, each with whether its case is fixed. Never empty stretches."""
    return [(part, part[0] == FIXED_START) for part in _FIXED.split(text) if part]
