"""Where an entry stands in a catalogue file."""

from __future__ import annotations

import re

from kapcli.catalogue.faults import CatalogueError
from kapcli.catalogue.files import read_bytes
from kapcli.catalogue.yaml_events import parse


def line_of(file: str, name: str) -> int:
    """The line at which an entry begins, whether the file loads or not; 0 where it has no such entry."""
    data = read_bytes(file)
    try:
        top = parse(data, file)
    except CatalogueError:
        # What is no YAML at all can be mended here as well.
        wanted = re.compile(rf"""[\s{{-]*["']?id["']?:\s*["']?{re.escape(name)}["']?\s*(?:[#,}}].*)?$""", re.IGNORECASE)
        lines = data.decode("utf-8", "replace").splitlines()
        return next((number for number, line in enumerate(lines, 1) if wanted.match(line)), 0)
    sections = top.value.values() if top is not None and isinstance(top.value, dict) else ()
    for _, section in sections:
        for entry in section.value if isinstance(section.value, list) else ():
            found = entry.value.get("id") if isinstance(entry.value, dict) else None
            if found is not None and str(found[1].value).casefold() == name.casefold():
                return found[0]
    return 0


def last_line_of(data: bytes, name: str) -> int:
    """The line at which an entry begins that was added to a file."""
    lines = data.decode("utf-8").splitlines()
    return max(number for number, line in enumerate(lines, 1) if line.strip() == f"- id: {name}")


def study_lines(lines: list[str], name: str) -> list[str]:
    """The lines of a study of the built-in catalogue, whose studies stand one below the other."""
    first = lines.index(f"  - id: {name}", lines.index("studies:"))
    ends = (at for at in range(first + 1, len(lines)) if lines[at][:4].strip())
    last = next(ends, len(lines))
    while not lines[last - 1].strip():
        last -= 1
    return lines[first:last]
