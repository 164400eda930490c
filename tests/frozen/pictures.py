"""What an SVG of the drawing library shows, without what the library is free to change."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

_NUMBER = re.compile(r"-?\d+\.?\d*")
_SVG = "{http://www.w3.org/2000/svg}"


def outline(data: bytes) -> str:
    """One line for each text and each shape, in the order drawn: where it is, to a whole point, and its style.

    Left out are the outlines of letters, ids, and the library's description of the file.
    """
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
    root = ElementTree.fromstring(data, parser=parser)
    lines = [f"svg {_rounded(root.get('width', ''))} x {_rounded(root.get('height', ''))}"]
    lines += _drawn(root, marks=_marks(root))
    return "\n".join(lines) + "\n"


def _marks(root: ElementTree.Element) -> dict[str, str]:
    """Each shape that is drawn by reference, by its id."""
    return {
        f"#{node.get('id')}": _rounded(node.get("d", ""))
        for defs in root.iter(f"{_SVG}defs")
        for node in defs.iter(f"{_SVG}path")
        if not (node.get("id") or "").startswith("DejaVu")
    }


def _drawn(node: ElementTree.Element, marks: dict[str, str]) -> list[str]:
    lines: list[str] = []
    said = ""
    for child in node:
        if child.tag is ElementTree.Comment:
            said = (child.text or "").strip()
            continue
        tag = str(child.tag).removeprefix(_SVG)
        style = child.get("style", "")
        if tag in ("title", "desc"):
            lines.append(f"{tag} {child.text}")
        elif said and tag == "g":
            # Letters: what they say stands in the comment before them.
            lines.append(f"text {said!r} {_rounded(child.get('transform', ''))} {style}")
            said = ""
        elif tag == "g":
            lines += _drawn(child, marks)
        elif tag == "path":
            lines.append(f"path {_rounded(child.get('d', ''))} {style}")
        elif tag == "use":
            href = child.get("{http://www.w3.org/1999/xlink}href", "")
            place = _rounded(f"{child.get('x', '0')} {child.get('y', '0')}")
            lines.append(f"mark {marks.get(href, '')} at {place} {style}")
    return lines


def _rounded(text: str) -> str:
    return " ".join(_NUMBER.sub(lambda found: f"{round(float(found[0])):d}", text).split())
