"""Which claims of a list a window has room for: of every kind one, of the first more."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kapcli.views.claims import LEAST
from kapcli.views.document import ROOMY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.evidence.assessment import Assessed

# Lines of a window that are not claims: title, names of columns, meaning of signs, what to type, last line, prompt.
_AROUND = 7
# Lines that a topic's answer takes above the list, and how many fewer are tried for where it takes more.
_ANSWER, _TRIES = 6, 12
# So many of the first kind before any of another.
_FIRST = 2
# Letters that the other columns take beside the statement, in a narrow window and in a roomy one.
_COLUMNS, _ROOMY_COLUMNS = 38, 76


def lengths_for(lines: int, columns: int, claims: Sequence[Assessed], *, answered: bool, tall: bool) -> list[list[int]]:
    """Fewer and fewer of the places of claims, of which a window takes the first that fits into it.

    Args:
        lines: Lines of the window.
        columns: Its columns.
        claims: All claims, in order.
        answered: Whether a topic's answer stands above the list.
        tall: Whether each takes two lines or more, as in plain words and in a table.
    """
    if tall:
        return _the_first(claims, lines // 2)
    room = lines + 1 - (_ANSWER if answered else 0)
    return [_that_fit(claims, height, columns) for height in range(room, room - _TRIES, -1)]


def _in_turn(claims: Sequence[Assessed]) -> list[int]:
    """The places of claims in the order in which a window takes them: of every kind one, of the first more."""
    kinds = [list(group) for _, group in groupby(range(len(claims)), key=lambda place: claims[place].claim.kind)]
    first, *others = kinds or [[]]
    # The claims of the first kind are what the words are most closely about.
    order = [*first[:_FIRST], *(group[0] for group in others), *first[_FIRST:]]
    return [*order, *(place for group in others for place in group[1:])]


def _the_first(claims: Sequence[Assessed], most: int) -> list[list[int]]:
    """Fewer and fewer of the places that come first in turn, each time in the order of the list."""
    order = _in_turn(claims)
    return [sorted(order[:count]) for count in range(min(most, len(order)), 0, -1)]


def _that_fit(claims: Sequence[Assessed], height: int, width: int) -> list[int]:
    """The places of the claims that a window has room for: of every kind one, of the first more.

    Args:
        claims: All of them, in order.
        height: Lines of the window.
        width: Its columns.
    """
    room = height - _AROUND
    shown: list[int] = []
    for place in _in_turn(claims):
        headed = any(claims[place].claim.kind == claims[other].claim.kind for other in shown)
        lines = _lines(claims[place], width) + (0 if headed else 1)
        if lines <= room or not shown:
            room -= lines
            shown.append(place)
    return sorted(shown)


def _lines(one: Assessed, width: int) -> int:
    """About how many lines a claim takes."""
    if width < LEAST:
        return -(-len(one.claim.statement) // max(16, width - 4)) + 2
    return -(-(len(one.claim.statement) + 6) // (width - (_COLUMNS if width < ROOMY else _ROOMY_COLUMNS)))
