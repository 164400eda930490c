"""How a forest plot is read: each sign that is drawn, with its meaning; only those that are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.pictures.letters import shown, width
from kapcli.pictures.marks import Line, Mark, Shape, Text, moved
from kapcli.pictures.palette import INK, VERMILION
from kapcli.pictures.sheet import ROOM, Block, paragraph
from kapcli.render import forest_words as said

if TYPE_CHECKING:
    from kapcli.evidence.forest import Forest

_SIGN, _SIZE, _STEP = 24.0, 7.5, 12.0


def forest_key(forest: Forest) -> list[Block]:
    """The signs, as many on a line as have room, and beneath them what else must be known."""
    rows = forest.rows()
    panels = forest.panels
    signs: list[tuple[list[Mark], str]] = []
    reviewed = [panel.published for panel in panels]
    if not all(reviewed):
        signs.append((_whisker("circle"), "estimate and its 95% interval"))
    if any(reviewed):
        signs.append((_whisker("square"), "the same, as a published review gives it"))
    if any(len(row.effect.marks) > 1 for row in rows):
        signs.append(([*_whisker("circle", VERMILION, opened=True)], "the second group of a comparison"))
    if any(row.effect.worked_out for row in rows):
        signs.append((_whisker("circle", dashed=True), "* interval worked out here"))
    if any(row.effect.none is not None for row in rows):
        signs.append(([Line(10, 0, 10, 9, 0.9, INK)], "no effect"))
    leaves = [
        panel.axis.place(mark.low) < 0 or panel.axis.place(mark.high) > 1
        for panel in panels
        for row in panel.rows
        for mark in row.effect.marks
    ]
    if any(leaves):
        signs.append(([Line(2, 4.5, 16, 4.5, 1.0), Shape("right", 17, 4.5, 5)], "goes on beyond the axis"))
    lines = []
    if any(row.effect.none is not None for row in rows):
        lines.append(said.RIGHT)
    if any(row.effect.worked_out for row in rows):
        lines.append(said.WORKED_OUT)
    if any(row.people is not None and not row.own for row in rows):
        lines.append(said.OF_STUDY)
    if any(mark.count is not None for row in rows for mark in row.effect.marks):
        lines.append("n as a fraction: how many had the outcome, of how many people")
    if any(row.people is None and not row.effect.worked_out for row in rows):
        lines.append(said.NO_NUMBER)
    if any(row.again for row in rows):
        lines.append(said.AGAIN)
    return [_in_lines(signs), *(paragraph(line, ROOM, size=_SIZE) for line in lines)]


def _whisker(form: str, color: str = INK, *, opened: bool = False, dashed: bool = False) -> list[Mark]:
    point: Mark = Shape("square" if form == "square" else "circle", 10, 4.5, 5.5, color, opened)
    ends: list[Mark] = [Line(x, 2, x, 7, 1.0, color) for x in (1, 19)]
    return [Line(1, 4.5, 19, 4.5, 1.0, color, dashed), *ends, point]


def _in_lines(signs: list[tuple[list[Mark], str]]) -> Block:
    marks: list[Mark] = []
    x = y = 0.0
    for drawn, text in signs:
        wide = _SIGN + width(shown(text), _SIZE) + 14
        if x and x + wide - 14 > ROOM:
            x, y = 0.0, y + _STEP
        marks += moved(drawn, x, y)
        marks.append(Text(x + _SIGN, y + 7.2, text, _SIZE))
        x += wide
    return Block(y + _STEP, tuple(marks))


__all__ = ["forest_key"]
