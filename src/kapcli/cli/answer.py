"""What a command gives back: the same for a screen, a file and a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kapcli.cli.files import Output
    from kapcli.render.page import Line

    # A text is a finished string, or lines laid out for a width.
    Text = Callable[[int], list[Line] | str]

CONTRACT = 1


class Problem(msgspec.Struct, frozen=True):
    """Something that stopped a command, or a part of it.

    Attributes:
        message: What is wrong.
        hint: What to type next; empty where there is nothing to suggest.
        file: The file it is in, if one.
        line: The line, from 1; 0 if none.
        path: The place in the document.
    """

    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    path: str = ""


class Answer(msgspec.Struct):
    """The result of a command.

    Attributes:
        command: Its name.
        format: The format asked for, or the command's own choice.
        texts: Format to the function that writes it; JSON and NDJSON come from the fields below.
        query: What was asked, as understood.
        results: In rank order, each with at least ``id``.
        total: How many results there are in all.
        summary: What else the command has to say to a program.
        notes: Remarks for a person: on stderr where the text does not hold them.
        errors: What went wrong; with an exit code other than 0.
        as_of: The catalogue's date.
        exit: How the command ended.
        file: What is written besides; it stays only where the rest could be written.
    """

    command: str
    format: str = "text"
    texts: Mapping[str, Text] = {}
    query: dict[str, Any] = {}
    results: list[Any] = []
    total: int = 0
    summary: dict[str, Any] = {}
    notes: list[str] = []
    errors: list[Problem] = []
    as_of: str = ""
    exit: Exit = Exit.ANSWERED
    file: Output | None = None

    def envelope(self, *, with_results: bool = True) -> dict[str, Any]:
        """The JSON form: the same keys whether it went well or not."""
        kept = {"results": self.results} if with_results else {}
        return {
            "kap": CONTRACT,
            "command": self.command,
            "query": self.query,
            "as_of": self.as_of or None,
            "total": self.total,
            **kept,
            "summary": self.summary,
            "notes": self.notes,
            "errors": self.errors,
        }


class Stop(Exception):  # noqa: N818
    """Ends a command with an error; see `kapcli.cli.faults` for how it is shown."""

    def __init__(self, code: Exit, *problems: Problem) -> None:
        self.code = code
        self.problems = problems
        super().__init__("; ".join(problem.message for problem in problems))


def usage(message: str, hint: str = "") -> Stop:
    """A mistake in what was typed."""
    return Stop(Exit.USAGE, Problem(message, hint))


__all__ = ["CONTRACT", "Answer", "Problem", "Stop", "usage"]
