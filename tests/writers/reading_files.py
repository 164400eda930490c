"""What a written figure holds, read from its bytes."""

from __future__ import annotations

import io
import itertools
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from typing import NamedTuple

from PIL import Image

from kapcli.writers.figure_text import width

SVG = "{http://www.w3.org/2000/svg}"


class Drawn(NamedTuple):
    """An SVG: its title, its description, and the lines of text that are drawn in it."""

    root: ElementTree.Element
    title: str
    description: str
    lines: list[str]

    @property
    def text(self) -> str:
        """All that is drawn, as running text."""
        return " ".join(self.lines)

    def every(self, tag: str, *kinds: str) -> list[ElementTree.Element]:
        """The elements of a kind, in the order in which they are drawn."""
        return [one for one in self.root.iter(f"{SVG}{tag}") if not kinds or one.get("class") in kinds]


def svg(data: bytes | str) -> Drawn:
    text = data if isinstance(data, str) else data.decode()
    if "xmlns" not in text:
        # In a page of HTML it needs no name space.
        text = text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    root = ElementTree.fromstring(text)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    lines = [node.text or "" for node in root.iter(f"{SVG}text")]
    return Drawn(root, title.text or "", description.text or "", lines)


class Extent(NamedTuple):
    """Where a line of text is seen."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def extents(drawn: Drawn) -> Iterator[Extent]:
    for node in drawn.every("text"):
        text, x, y, size = node.text or "", number(node, "x"), number(node, "y"), number(node, "font-size")
        wide = width(text, size, bold=node.get("font-weight") == "bold")
        if node.get("transform"):
            yield Extent(text, x - 0.72 * size, y - wide, x, y)
            continue
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[node.get("text-anchor", "start")]
        # Capitals and figures; what hangs below the line may come near the next one.
        yield Extent(text, left, y - 0.72 * size, left + wide, y)


def overlapping(drawn: Drawn) -> list[tuple[str, str]]:
    """Pairs of lines of which one lies on the other, the upper one first."""
    lines = sorted(extents(drawn), key=lambda line: line.top)
    found = []
    for place, one in enumerate(lines):
        # Whatever begins below its end does not lie on it, and neither does what comes after that.
        near = itertools.takewhile(lambda line, end=one.bottom: end - line.top > 0.5, lines[place + 1 :])
        found += [
            (one.text, other.text)
            for other in near
            if min(one.right, other.right) - max(one.left, other.left) > 0.5
            and min(one.bottom, other.bottom) - other.top > 0.5
        ]
    return found


def beyond(drawn: Drawn, margin: float) -> list[str]:
    """Lines that come nearer to an edge than a margin."""
    wide, high = map(float, (drawn.root.get("viewBox") or "").split()[2:])
    return [
        one.text
        for one in extents(drawn)
        if one.left < margin - 1 or one.right > wide - margin + 1 or one.top < 0 or one.bottom > high
    ]


def number(node: ElementTree.Element, name: str) -> float:
    return float(node.get(name) or "nan")


def shades(data: bytes) -> int:
    """How many different colours a PNG has: one where it is blank."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    return len(image.getcolors(maxcolors=1 << 24) or [])


def pages(data: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", data))
