"""What a command gives back: the same for a screen, a file and a program."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.api.faults import Problem as Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kapcli.cli.files import Output, Saved
    from kapcli.cli.folders import Folder
    from kapcli.views.document import Document

# What docs/json.md promises. While a contract is a draft, keys may still change; then they are only added.
CONTRACT, DRAFT = 2, False


class Exit(IntEnum):
    """How a command ended."""

    ANSWERED = 0
    NOTHING_FOUND = 1
    USAGE = 2
    BAD_CATALOGUE = 3
    INPUT_OUTPUT = 4
    DOUBTFUL = 5
    # As in sysexits.h: an internal error, which must not pass for "nothing found".
    INTERNAL = 70
    INTERRUPTED = 130


class Cells(msgspec.Struct, frozen=True):
    """A table for a program: the names of its columns, and its rows."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


class Shape(msgspec.Struct, frozen=True):
    """How a program wants to have an answer.

    Attributes:
        fields: Only these keys or columns; empty for all.
        limitations: Whether a study comes with its limitations, whatever the fields.
        compact: JSON in one line, what is nested left to ids, and what is not known left out.
        header: Whether a table names its columns in a first line.
        raw: Whether a text that a spreadsheet would take for a formula stays as it is.
    """

    fields: Sequence[str] = ()
    limitations: bool = True
    compact: bool = False
    header: bool = True
    raw: bool = False


class Answer(msgspec.Struct):
    """The result of a command, before anything is written.

    What is costly is given as a function, and called only where the format needs it.

    Attributes:
        command: Its name; filled in by `kapcli.cli.command`.
        format: The format asked for; filled in likewise.
        shape: How a program wants to have it; filled in likewise.
        document: For people: text, Markdown, HTML.
        cells: For spreadsheets and shell tools.
        results: For programs: in rank order, each with at least ``id``.
        texts: Further formats of this command alone, each as finished text or bytes.
        ids: One a line.
        query: What was asked, as understood.
        total: How many results there are in all.
        summary: What else there is to say to a program.
        aside: Keys of the results that are left out of compact JSON, where nobody names them.
        remarks: What a document says itself; on stderr where none is written.
        notes: Remarks that no document holds.
        errors: What went wrong; with an exit code other than 0.
        as_of: The catalogue's date.
        edition: And its edition.
        exit: How the command ended.
        file: A file, or a folder of them, that is written besides; it stays only where the rest could be written.
        saved: The file that the document goes to, once it is begun as every answer is.
    """

    command: str = ""
    format: str = "text"
    shape: Shape = Shape()
    document: Callable[[], Document] | None = None
    cells: Callable[[], Cells] | None = None
    results: Callable[[], list[Any]] | None = None
    texts: Mapping[str, Callable[[], str | bytes]] = {}
    ids: Sequence[str] = ()
    query: dict[str, Any] = {}
    total: int = 0
    summary: dict[str, Any] = {}
    aside: Sequence[str] = ()
    remarks: list[str] = []
    notes: list[str] = []
    errors: list[Problem] = []
    as_of: str = ""
    edition: str = ""
    exit: Exit = Exit.ANSWERED
    file: Output | Folder | None = None
    saved: Saved | None = None

    def envelope(self, *, with_results: bool = True) -> dict[str, Any]:
        """The JSON form: the same keys whether it went well or not."""
        kept = {"results": self.results() if self.results else []} if with_results else {}
        return {
            "kap": CONTRACT,
            "draft": DRAFT,
            "command": self.command,
            "query": self.query,
            "as_of": self.as_of or None,
            "edition": self.edition or None,
            "total": self.total,
            **kept,
            "summary": self.summary,
            "notes": [*self.remarks, *self.notes],
            "errors": self.errors,
        }

    def begun_with(self, remark: str) -> Answer:
        """The same, begun by a remark: on its page, on stderr where there is none, and in what a program is told."""
        if not remark or remark in self.remarks:
            return self
        whole = self.document

        def document() -> Document:
            from kapcli.views.document import remarks

            assert whole is not None
            return (*remarks([remark]), *whole())

        begun = None if whole is None else document
        return msgspec.structs.replace(self, remarks=[remark, *self.remarks], document=begun)


class Stop(Exception):  # noqa: N818
    """Ends a command with an error; see `kapcli.cli.faults` for how it is shown."""

    def __init__(self, code: Exit, *problems: Problem) -> None:
        self.code = code
        self.problems = problems
        super().__init__("; ".join(problem.message for problem in problems))


def usage(message: str, hint: str = "") -> Stop:
    """A mistake in what was typed."""
    return Stop(Exit.USAGE, Problem(message, hint))
