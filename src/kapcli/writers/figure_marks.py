"""What a figure is made of: text, lines, boxes and points, in typographic points from the top left corner.

Colours are named by what they mean, never by how they look: each medium has a palette of its own. What a mark *is*
(a gap, an interval, a name) is its ``kind``, one word or several: the classes of an SVG.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Align = Literal["left", "center", "right"]


class Text(msgspec.Struct, frozen=True):
    """A line of text; ``y`` is its baseline. Where ``upright``, it reads from below upwards from there."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    color: str = "ink"
    align: Align = "left"
    upright: bool = False
    kind: str = "name"


class Line(msgspec.Struct, frozen=True):
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    width: float = 0.6
    color: str = "ink"
    kind: str = "axis"


class Box(msgspec.Struct, frozen=True):
    """A rectangle from its top left corner; no ``fill`` or ``edge`` where empty; ``round`` is the radius of corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    edge: str = ""
    line: float = 0.6
    hatched: bool = False
    round: float = 0.0
    kind: str = ""


class Shape(msgspec.Struct, frozen=True):
    """A point: its form, the middle, and how wide it is; an open one shows the ground inside."""

    form: Literal["circle", "left", "right"]
    x: float
    y: float
    size: float
    color: str = "ink"
    open: bool = False
    kind: str = "point"


class Group(msgspec.Struct, frozen=True):
    """Marks that are one thing, and what it is in words."""

    marks: tuple[Text | Line | Box | Shape, ...]
    kind: str = ""
    words: str = ""


Simple = Text | Line | Box | Shape
Mark = Simple | Group


def moved(marks: Iterable[Mark], right: float, down: float) -> tuple[Mark, ...]:
    """The same marks elsewhere."""
    return tuple(
        msgspec.structs.replace(mark, marks=tuple(_moved(one, right, down) for one in mark.marks))
        if isinstance(mark, Group)
        else _moved(mark, right, down)
        for mark in marks
    )


def flat(marks: Iterable[Mark]) -> Iterator[Simple]:
    """The marks, groups taken apart."""
    for mark in marks:
        if isinstance(mark, Group):
            yield from mark.marks
        else:
            yield mark


def _moved(mark: Simple, right: float, down: float) -> Simple:
    replace = msgspec.structs.replace
    if isinstance(mark, Line):
        return replace(mark, x=mark.x + right, y=mark.y + down, to_x=mark.to_x + right, to_y=mark.to_y + down)
    return replace(mark, x=mark.x + right, y=mark.y + down)
