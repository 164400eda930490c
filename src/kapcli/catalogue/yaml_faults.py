"""What is wrong where the YAML parser gives up, told by what stands there.

The parser's own words change from release to release and between its two forms; where it stopped does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from kapcli.catalogue.source import Source

_SHOWN = 24


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


def explain(error: Any, source: Source) -> Stopped:
    """The fault behind an error of the parser.

    Args:
        error: A ``yaml.MarkedYAMLError``.
        source: What the parser read.
    """
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Stopped(1, "not YAML", "")
    # The pure parser counts a line of its own after the last one.
    line = min(mark.line + 1, source.lines)
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
