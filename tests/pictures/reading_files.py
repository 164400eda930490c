"""What a written picture holds, read from its bytes."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

from PIL import Image

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


def svg(data: bytes) -> Drawn:
    root = ElementTree.fromstring(data)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    # Glyphs are outlines; matplotlib names the text of each run in a comment.
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
    whole = ElementTree.fromstring(data, parser=parser)
    # A comment cannot hold two hyphens.
    lines = [(node.text or "").strip().replace("- -", "--") for node in whole.iter() if node.tag is ElementTree.Comment]
    return Drawn(root, title.text or "", description.text or "", lines)


def shades(data: bytes) -> int:
    """How many different colours a PNG has: one where it is blank."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    return len(image.getcolors(maxcolors=1 << 24) or [])


def pages(data: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", data))
