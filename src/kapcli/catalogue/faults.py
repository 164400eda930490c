"""What is wrong with a catalogue file, and where."""

from __future__ import annotations

from typing import Literal

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong in one place of one file.

    Attributes:
        file: The file as the user named it.
        line: Line number, from 1; 0 when the file could not be read at all.
        path: Place in the document, such as ``studies[3].outcomes[0].value``.
        message: What is wrong.
        fix: What to write instead; empty where there is nothing to add.
        severity: A ``warning`` does not make the file invalid.
    """

    file: str
    line: int
    path: str
    message: str
    fix: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        path = f" {self.path}:" if self.path else ""
        mark = "warning: " if self.severity == "warning" else ""
        fix = f" ({self.fix})" if self.fix else ""
        return f"{where}:{path} {mark}{self.message}{fix}"


class CatalogueError(Exception):
    """A catalogue file that cannot be used; carries every fault found in it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class UnreadableError(Exception):
    """A file that cannot be opened or read (missing, a directory, no permission, too large)."""

    def __init__(self, file: str, message: str) -> None:
        self.file = file
        super().__init__(message)
