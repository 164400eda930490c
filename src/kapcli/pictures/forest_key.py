"""How a forest plot is read: each sign that is drawn, with its meaning; only those that are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.forest_legend import traits
from kapcli.pictures.letters import shown, width
from kapcli.pictures.marks import Line, Mark, Shape, Text, moved
from kapcli.pictures.palette import INK, VERMILION
from kapcli.pictures.sheet import ROOM, Block, paragraph
from kapcli.views import forest_words as said

if TYPE_CHECKING:
    from kapcli.evidence.forest import Forest

_SIGN, _SIZE, _STEP = 24.0, 7.5, 12.0


def forest_key(forest: Forest) -> list[Block]:
    """The signs, as many on a line as have room, and beneath them what else must be known."""
    told = traits(forest)
    signs: list[tuple[list[Mark], str]] = []
    reviewed = [panel.published for panel in forest.panels]
    if not all(reviewed):
        signs.append((_whisker("circle"), "estimate and its 95% interval"))
    if any(reviewed):
        signs.append((_whisker("square"), "the same, as a published review gives it"))
    if "groups" in told:
        signs.append(([*_whisker("circle", VERMILION, opened=True)], "the second group of a comparison"))
    if "worked-out" in told:
        signs.append((_whisker("circle", dashed=True), "* interval worked out here"))
    if "line" in told:
        signs.append(([Line(10, 0, 10, 9, 0.9, INK)], "no effect"))
    if "leaves" in told:
        signs.append(([Line(2, 4.5, 16, 4.5, 1.0), Shape("right", 17, 4.5, 5)], "goes on beyond the axis"))
    words = said.TRAIT_WORDS | {"counts": "n as a fraction: how many had the outcome, of how many people"}
    order = ("line", "worked-out", "of-study", "counts", "no-number", "again")
    lines = [words[trait] for trait in order if trait in told]
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
