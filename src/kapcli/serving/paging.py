"""An answer of parts in pages, none of which costs a model more than it was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapcli.views.briefs import Brief

# What a page may hold, in bytes of UTF-8. Text as dense with figures as this has three bytes a token, and not less
# than 2.5: a page stays below 2,000 tokens.
MOST = 4_900
# What is longer than this is turned in the middle of an item.
_LONGEST = 2_400


class CursorError(ValueError):
    """A place that is none of this answer."""


def page(brief: Brief, cursor: str = "") -> str:
    """One page of an answer.

    Args:
        brief: The answer.
        cursor: Where the page begins; empty for the first.

    Raises:
        CursorError: The answer has no such place.
    """
    parts = [piece for one in brief.items for piece in _pieces(one)]
    start = _place(cursor, len(parts))
    head = brief.again if start else brief.head
    left = MOST - _size(head) - _size(brief.foot) - _size(_more(len(parts), 0)) - 6
    shown: list[str] = []
    for part in parts[start:]:
        left -= _size(part) + 2
        # The first is shown whatever it costs, or nobody would get past it.
        if left < 0 and shown:
            break
        shown.append(part)
    end = start + len(shown)
    more = _more(len(parts) - end, end) if end < len(parts) else ""
    between = "\n" if brief.close else "\n\n"
    return "\n\n".join(filter(None, (head, between.join(shown), more, brief.foot)))


def _more(count: int, end: int) -> str:
    return f'{count} more {"part" if count == 1 else "parts"}: call again with the same arguments and cursor "{end}".'


def _place(cursor: str, count: int) -> int:
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and 0 < int(cursor) < count):
        raise CursorError(f"no page begins at cursor {cursor!r}")
    return int(cursor)


def _pieces(text: str) -> list[str]:
    """A text that is longer than an item may be, at its spaces; nothing of it is lost."""
    pieces: list[str] = []
    while len(text) > _LONGEST:
        end = text.rfind(" ", 0, _LONGEST)
        end = end if end > 0 else _LONGEST
        pieces.append(f"{text[:end]} ...")
        text = f"... {text[end:].lstrip()}"
    return [*pieces, text]


def _size(text: str) -> int:
    return len(text.encode())
