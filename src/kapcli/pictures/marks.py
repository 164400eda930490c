"""What a picture is made of: text, lines, boxes and points, in typographic points from the top left corner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

Align = Literal["left", "center", "right"]


class Text(msgspec.Struct, frozen=True):
    """A line of text; ``y`` is its baseline. Where ``upright``, it reads from below upwards from there."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    color: str = "#000000"
    align: Align = "left"
    upright: bool = False


class Line(msgspec.Struct, frozen=True):
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    width: float = 0.6
    color: str = "#000000"
    dashed: bool = False


class Box(msgspec.Struct, frozen=True):
    """A rectangle from its top left corner; ``hatch`` as matplotlib writes it; no ``fill`` or ``edge`` where empty."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    edge: str = ""
    hatch: str = ""
    line: float = 0.6


class Shape(msgspec.Struct, frozen=True):
    """A point: its form, the middle, and how wide it is; an open one has a white inside."""

    form: Literal["circle", "square", "left", "right"]
    x: float
    y: float
    size: float
    color: str = "#000000"
    open: bool = False


Mark = Text | Line | Box | Shape


def moved(marks: Iterable[Mark], right: float, down: float) -> tuple[Mark, ...]:
    """The same marks elsewhere."""
    return tuple(_moved(mark, right, down) for mark in marks)


def _moved(mark: Mark, right: float, down: float) -> Mark:
    replace = msgspec.structs.replace
    if isinstance(mark, Line):
        return replace(mark, x=mark.x + right, y=mark.y + down, to_x=mark.to_x + right, to_y=mark.to_y + down)
    return replace(mark, x=mark.x + right, y=mark.y + down)
