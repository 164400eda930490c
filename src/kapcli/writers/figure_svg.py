"""Marks as SVG: for a file with a palette; inside a page of HTML with classes alone, so that it can be light or dark.

Text stays text. In a file each line says how wide it is, so that the layout holds with other fonts; in a page the
style sheet chooses the font, and the font that lines are measured by is as wide as any it may choose. There is no
style attribute anywhere, and no id but those of title and description.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from kapcli.writers.cleaning import clean
from kapcli.writers.figure_marks import Box, Group, Line, Shape, Text
from kapcli.writers.figure_text import FONT, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kapcli.writers.figure_marks import Mark

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
# What XML cannot hold at all.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Between two lines of a hatch, along an edge.
_HATCH = 5.0


def svg(
    marks: Iterable[Mark],
    size: tuple[float, float],
    title: str,
    description: str,
    *,
    palette: Mapping[str, str] | None = None,
    prefix: str = "figure-",
    kind: str = "",
) -> str:
    """An SVG element.

    Args:
        marks: In the order in which they are drawn.
        size: Width and height.
        title: What it is.
        description: The same in words.
        palette: Colours by what they mean; without it only classes are given.
        prefix: Of the ids of title and description.
        kind: Class of the whole.
    """
    wide, high = (_number(side) for side in size)
    attributes = {"class": kind} if kind else {}
    attributes |= {"role": "img", "aria-labelledby": f"{prefix}title {prefix}desc"}
    attributes |= {"viewBox": f"0 0 {wide} {high}"}
    if palette is None:
        attributes |= {"width": wide, "height": high}
    else:
        attributes = {"xmlns": "http://www.w3.org/2000/svg", **attributes, "width": f"{wide}pt", "height": f"{high}pt"}
        attributes["font-family"] = f"{FONT}, Verdana, sans-serif"
    lines = [
        _open("svg", attributes) + ">",
        f'<title id="{prefix}title">{text_of(title)}</title>',
        f'<desc id="{prefix}desc">{text_of(description)}</desc>',
    ]
    if palette is not None:
        ground = {"width": wide, "height": high, "fill": palette["ground"]}
        lines.append(_open("rect", ground) + "/>")
    for mark in marks:
        lines += _Writer(palette).mark(mark)
    return "\n".join([*lines, "</svg>"]) + "\n"


def text_of(text: str) -> str:
    """Text that XML can hold, and in which nothing is markup."""
    return escape(xml_safe(text), quote=False)


def xml_safe(text: str) -> str:
    """Text without what XML cannot hold and what turns or hides text."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", clean(text))


class _Writer:
    """Writes marks with a palette, or with classes alone."""

    def __init__(self, palette: Mapping[str, str] | None) -> None:
        self.palette = palette

    def mark(self, mark: Mark) -> Iterator[str]:
        match mark:
            case Group():
                yield _open("g", {"class": mark.kind} if mark.kind else {}) + ">"
                if mark.words:
                    yield f"<title>{text_of(mark.words)}</title>"
                for one in mark.marks:
                    yield from self.mark(one)
                yield "</g>"
            case Text():
                yield self.text(mark)
            case Line():
                ends = {"x1": mark.x, "y1": mark.y, "x2": mark.to_x, "y2": mark.to_y}
                yield self.element("line", mark.kind, ends, stroke=mark.color, line=mark.width)
            case Box():
                yield from self.box(mark)
            case Shape():
                yield self.shape(mark)

    def text(self, mark: Text) -> str:
        attributes: dict[str, str] = {"class": mark.kind} if mark.kind else {}
        x, y = _number(mark.x), _number(mark.y)
        if mark.upright:
            # Turned about the place where it begins; its middle stands over that place.
            x = _number(mark.x + mark.size * 0.36)
            attributes["transform"] = f"rotate(-90 {x} {y})"
        attributes |= {"x": x, "y": y, "font-size": _number(mark.size)}
        if mark.align != "left" and not mark.upright:
            attributes["text-anchor"] = _ANCHORS[mark.align]
        if mark.bold:
            attributes["font-weight"] = "bold"
        if self.palette is not None:
            attributes["fill"] = self.palette[mark.color]
            if wide := width(mark.text, mark.size, mark.bold):
                attributes |= {"textLength": _number(wide), "lengthAdjust": "spacingAndGlyphs"}
        return f"{_open('text', attributes)}>{text_of(mark.text)}</text>"

    def box(self, mark: Box) -> Iterator[str]:
        place = {"x": mark.x, "y": mark.y, "width": mark.width, "height": mark.height}
        if mark.round:
            place["rx"] = mark.round
        yield self.element("rect", mark.kind, place, fill=mark.fill or "none", stroke=mark.edge, line=mark.line)
        if mark.hatched:
            path = {"d": _hatch(mark), "fill": "none"}
            if self.palette is not None:
                path |= {"stroke": self.palette["gap"], "stroke-width": "0.5"}
            yield _open("path", {"class": "gap-line", **path}) + "/>"

    def shape(self, mark: Shape) -> str:
        half = mark.size / 2
        fill = "ground" if mark.open else mark.color
        if mark.form == "circle":
            place = {"cx": mark.x, "cy": mark.y, "r": half}
            return self.element("circle", mark.kind, place, fill=fill, stroke=mark.color, line=1.0)
        tip = half if mark.form == "right" else -half
        x, y, back, up, down = map(_number, (mark.x + tip, mark.y, -2 * tip, -half, 2 * half))
        path = f"M {x} {y} l {back} {up} v {down} z"
        return self.element("path", mark.kind, {}, fill=fill, d=path)

    def element(
        self,
        tag: str,
        kind: str,
        place: Mapping[str, float],
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 0.0,
        d: str = "",
    ) -> str:
        attributes = {"class": kind} if kind else {}
        attributes |= {name: _number(value) for name, value in place.items()}
        if d:
            attributes["d"] = d
        if self.palette is not None:
            if fill:
                attributes["fill"] = self.palette.get(fill, fill)
            if stroke:
                attributes |= {"stroke": self.palette[stroke], "stroke-width": _number(line)}
        return _open(tag, attributes) + "/>"


def _open(tag: str, attributes: Mapping[str, str]) -> str:
    return "<" + " ".join([tag, *(f'{name}="{escape(value)}"' for name, value in attributes.items())])


def _number(value: float) -> str:
    """A length: two decimals, no more than it needs, and no minus before nothing."""
    return f"{round(value, 2) + 0.0:g}" if abs(value) < 1e4 else f"{value:.2f}"


def _hatch(box: Box) -> str:
    """Lines from the lower left to the upper right across a box, as a path: no pattern, which many programs lose."""
    parts = []
    start = _HATCH
    while start < box.width + box.height:
        # From the left or the lower edge to the upper or the right one.
        x1, y1 = (0.0, start) if start <= box.height else (start - box.height, box.height)
        x2, y2 = (start, 0.0) if start <= box.width else (box.width, start - box.width)
        parts.append(f"M{_number(box.x + x1)} {_number(box.y + y1)}L{_number(box.x + x2)} {_number(box.y + y2)}")
        start += _HATCH
    return "".join(parts)
