"""An older file rewritten line by line: the sides of effects become evidence, harms in free words become terms.

Only the lines of ``for``, ``against`` and ``safety`` are touched: everything else, comments too, stays as somebody
wrote it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kapcli.catalogue.older_safety import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kapcli.catalogue.yaml_events import Node
    from kapcli.catalogue.yaml_reader import Read

_SAFETY = re.compile(r"( *(?:- +)?)safety( *:)(.*)")
_KEY = re.compile(r"( *(?:- +)?)(for|against)( *:)(.*)")


class MigrationError(ValueError):
    """Lines that cannot be rewritten without guessing; the message says which and why."""


def migrated(text: str, read: Read) -> tuple[str, int, int]:
    """The text with the sides of effects put under ``evidence``, and harms as terms.

    Args:
        text: The file, with ordinary line ends.
        read: What the reader made of it: without faults.

    Returns:
        The text, and how many claims and how many studies were rewritten.

    Raises:
        MigrationError: A claim whose lists stand on one line each, and have to be joined; or a comment that would be
            lost.
    """
    lines = text.split("\n")
    moves = [_sides(read.lines, index) for index in _first_edition(read)]
    # From the end, so that the lines above keep their numbers.
    places: list[tuple[int, list[int] | Node]] = [(sides[0], sides) for sides in moves]
    places += [(line - 1, safety) for line, safety in read.older]
    for at, what in sorted(places, key=lambda place: -place[0]):
        if isinstance(what, list):
            _rewrite(lines, what)
        else:
            _rewrite_safety(lines, at, what)
    return "\n".join(lines), len(moves), len(read.older)


def _rewrite_safety(lines: list[str], at: int, safety: Node) -> None:
    match = _SAFETY.fullmatch(lines[at])
    if match is None:
        raise MigrationError(f"line {at + 1}: 'safety:' is not at the beginning of the line")
    end = _end(lines, at, len(match[1]))
    for place in range(at, end):
        if re.search(r"(?:^|\s)#", lines[place]):
            raise MigrationError(f"line {place + 1}: a comment under 'safety' would be lost; put it elsewhere first")
    lines[at:end] = [f"{match[1]}safety{match[2]}", *written(safety, len(match[1]) + 2)]


def _first_edition(read: Read) -> list[int]:
    kept = read.kept.get("claims", [])
    return [at for at, claim in zip(kept, read.catalogue.claims, strict=True) if claim.first_edition]


def _sides(lines: Mapping[str, int], index: int) -> list[int]:
    """The lines, from 0, on which the lists of a claim are named."""
    places = (f"claims[{index}].{side}" for side in ("for", "against"))
    return sorted(lines[place] - 1 for place in places if place in lines)


def _rewrite(lines: list[str], sides: list[int]) -> None:
    first, *rest = sides
    moved: list[str] = []
    for at in reversed(rest):
        match = _match(lines, at)
        if match[4].split("#")[0].strip() or _match(lines, first)[4].split("#")[0].strip():
            raise MigrationError(
                f"line {at + 1}: two lists on a line each cannot be joined; write one item a line, then try again"
            )
        end = _end(lines, at, len(match[1]))
        own, wanted = _depth(lines, at), _depth(lines, first)
        moved = [_shifted(line, wanted - own) for line in lines[at + 1 : end]] + moved
        del lines[at:end]
    match = _match(lines, first)
    lines[first] = f"{match[1]}evidence{match[3]}{match[4]}"
    if moved:
        end = _end(lines, first, len(match[1]))
        lines[end:end] = moved


def _depth(lines: list[str], at: int) -> int:
    """How far the items of a list stand in."""
    item = next((line for line in lines[at + 1 :] if line.lstrip().startswith("-")), "")
    return len(item) - len(item.lstrip(" "))


def _shifted(line: str, by: int) -> str:
    if not line.strip():
        return line
    return " " * by + line if by >= 0 else line.removeprefix(" " * -by)


def _match(lines: list[str], at: int) -> re.Match[str]:
    match = _KEY.fullmatch(lines[at])
    if match is None:
        raise MigrationError(f"line {at + 1}: 'for:' or 'against:' is not at the beginning of the line")
    return match


def _end(lines: list[str], at: int, indent: int) -> int:
    """The line after a list: items may stand at the key's own indent."""
    end = at + 1
    while end < len(lines):
        line = lines[end]
        depth = len(line) - len(line.lstrip(" "))
        inside = not line.strip() or depth > indent or (depth == indent and line.lstrip().startswith("- "))
        if not inside:
            break
        end += 1
    while end > at + 1 and not lines[end - 1].strip():
        end -= 1
    return end
