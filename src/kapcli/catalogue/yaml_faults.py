"""What is wrong where the YAML parser gives up, told by what stands there.

The parser's own words change from release to release and between its two forms; where it stopped does not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from kapcli.catalogue.source import Source

_SHOWN = 24
# So many lines above the one at which the parser gave up are looked at, where they are lines as people write them.
_ABOVE = 100
_MOST = 50_000
# A line of which the value begins with a bracket or a quotation mark.
_OPENS = re.compile(r"(?P<indent> *)(?:- +)*(?:[^\s#'\"\[{][^#'\"\[{]*?:\s+)?(?=[\[{'\"])")
# A line under which a text stands as it is, whatever signs are in it.
_BLOCK = re.compile(r"(?P<column> *(?:- +(?=[^\s|>]))*)[^\s#'\"\[{|>].*?\s[|>][-+\d]*\s*(?:#.*)?$")
_CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}


class Stopped(msgspec.Struct, frozen=True):
    """Where the parser gave up, and why.

    Attributes:
        line: From 1.
        message: What is wrong.
        fix: What to write instead; empty where that cannot be told.
    """

    line: int
    message: str
    fix: str


def explain(error: Any, source: Source, data: bytes) -> Stopped:
    """The fault behind an error of the parser.

    Args:
        error: A ``yaml.MarkedYAMLError``.
        source: What the parser read.
        data: All of it.
    """
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Stopped(1, "not YAML", "")
    # The pure parser counts a line of its own after the last one.
    line = min(mark.line + 1, source.lines)
    if (left := left_open(data.decode("utf-8", "replace").split("\n"), line, mark.column)) is not None:
        place, opening = left
        what = "bracket" if opening in "[{" else "quotation mark"
        fix = f"write {_CLOSING[opening]} where it ends"
        return Stopped(place, f"not YAML: the {what} {opening} is not closed", fix)
    before, after = source.around(mark.index, 1024, _SHOWN)
    opened = error.context_mark.line + 1 if error.context_mark else line
    since = f" (what it stands in begins in line {opened})" if opened != line else ""
    if after.startswith("\t") and not before.strip():
        return Stopped(line, "not YAML: a tab in the indentation", "indent with blanks, not tabs")
    if after[:1] in ("@", "`", "%"):
        return Stopped(line, f"not YAML: a text that starts with {after[0]!r}", "put the text in quotes")
    if after[:1] == ":":
        return Stopped(line, "not YAML: one ': ' too many", "put a text that holds ': ' in quotes")
    if not after.strip():
        return Stopped(line, f"not YAML: something is missing at the end of the line{since}", "close what is open")
    return Stopped(line, f"not YAML: {after!r} cannot stand here{since}", "look at quotes, brackets and indentation")


def left_open(lines: list[str], until: int, column: int) -> tuple[int, str] | None:
    """The last bracket or quotation mark above a line that is not closed before the next field begins.

    Args:
        lines: Of the file.
        until: The line at which the parser gave up.
        column: Where in it, from 0.

    Returns:
        Its line and what it is; ``None`` where all are closed.
    """
    if sum(len(line) for line in lines[max(until - _ABOVE, 0) : until + _ABOVE]) > _MOST:
        return None
    for number in range(until, max(until - _ABOVE, 0), -1):
        found = _OPENS.match(lines[number - 1]) if number <= len(lines) else None
        if found is None or (left := _left(lines, number, found.end(), len(found["indent"]))) is None:
            continue
        if _in_block(lines, number):
            continue
        place, at, opening = left
        if (place, at) < (until, column):
            return place, opening
    return None


def _in_block(lines: list[str], number: int) -> bool:
    """Whether a line belongs to a text that is written under ``|`` or ``>``."""
    indent = len(lines[number - 1]) - len(lines[number - 1].lstrip(" "))
    for above in reversed(lines[max(number - _ABOVE, 1) - 1 : number - 1]):
        begins = above.lstrip(" ")
        if begins.strip() and len(above) - len(begins) < indent:
            if (header := _BLOCK.match(above)) and header.end("column") < indent:
                return True
            indent = len(above) - len(begins)
    return False


def _left(lines: list[str], number: int, at: int, indent: int) -> tuple[int, int, str] | None:
    """What is open when a line comes that stands in no further than the one in which it began."""
    stack: list[tuple[int, int, str]] = []
    for place in range(number, min(number + _ABOVE, len(lines)) + 1):
        line = lines[place - 1]
        begins = line.lstrip(" ")
        # A closing bracket may stand as far out as the field that it ends.
        if place > number and begins.strip() and len(line) - len(begins) <= indent and begins[0] not in "]}":
            break
        while at < len(line):
            at = _step(line, at, place, stack)
        if not stack:
            return None
        at = 0
    return stack[-1]


def _step(line: str, at: int, place: int, stack: list[tuple[int, int, str]]) -> int:
    """Go on by one character, or by one that is escaped."""
    character, quoting = line[at], stack[-1][2] if stack and stack[-1][2] in "'\"" else ""
    if quoting:
        if (character == "\\" and quoting == '"') or (quoting == "'" and line[at : at + 2] == "''"):
            return at + 2
        if character == quoting:
            stack.pop()
            # What stands behind the quotes of a whole value is no part of it.
            return at + 1 if stack else len(line)
        return at + 1
    before = line[at - 1] if at else " "
    if character == "#" and before == " ":
        return len(line)
    if character in "[{" or (character in "'\"" and before in " [{,:"):
        stack.append((place, at, character))
    elif character in "]}":
        if stack and _CLOSING[stack[-1][2]] == character:
            stack.pop()
        return at + 1 if stack else len(line)
    return at + 1


def deepest_opening(error: Any, source: Source) -> int | None:
    """Where the last bracket but one is opened before the parser gave up, if many are.

    The parser looks ahead within a line before it tells of any bracket, and has a limit of its own for how many may be
    open. What stands before that bracket it has taken, and would tell of.

    Returns:
        The character, from 0; ``None`` where few brackets stand there.
    """
    mark = error.problem_mark
    if mark is None:
        return None
    before, _ = source.around(mark.index, 1024, 0)
    places = [place for place, character in enumerate(before) if character in "[{"]
    return mark.index - len(before) + places[-2] if len(places) > 1 else None
