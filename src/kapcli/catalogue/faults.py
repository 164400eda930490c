"""What is wrong with a catalogue file, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.yaml_reader import Read

# So many faults of one file are kept and shown, and so many warnings; the others are counted.
MAX_FAULTS = 200
_MAX_MESSAGE = 400
_MAX_PLACE = 200
_MAX_VALUE = 60

# What to do where a file does not hold without the built-in catalogue.
ALONE = "leave out --no-builtin"

# What to write instead; worked out only for a fault that is shown.
Fix = str | Callable[[], str]


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong in one place of one file.

    Attributes:
        file: The file as the user named it.
        line: Line number, from 1; 0 when the file could not be read at all.
        path: Place in the document, such as ``studies[3].outcomes[0].value``.
        message: What is wrong.
        fix: What to write instead; empty where there is nothing to add.
        severity: A ``warning`` does not make the file invalid.
        more: How many further ones this one stands for, when it closes a list that was cut; else 0.
    """

    file: str
    line: int
    path: str
    message: str
    fix: str = ""
    severity: Literal["error", "warning"] = "error"
    more: int = 0

    def shortened(self) -> Fault:
        """The same, no longer than a person reads, whatever the file holds."""
        if len(self.message) <= _MAX_MESSAGE and len(self.path) <= _MAX_PLACE:
            return self
        message, path = cut(self.message, _MAX_MESSAGE), cut(self.path, _MAX_PLACE)
        return msgspec.structs.replace(self, message=message, path=path)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        path = f" {self.path}:" if self.path else ""
        mark = "warning: " if self.severity == "warning" else ""
        fix = f" ({self.fix})" if self.fix else ""
        return f"{where}:{path} {mark}{self.message}{fix}"


class Tally:
    """Faults of one file as they are found: the first are kept, the others counted.

    Attributes:
        errors: How many errors were found in all.
        warnings: How many warnings were found in all.
        kept: The first of each, `MAX_FAULTS` at most, as they were found.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.errors = self.warnings = 0
        self.kept: list[Fault] = []

    @property
    def full(self) -> bool:
        """Whether a further error would only be counted."""
        return self.errors >= MAX_FAULTS

    def add(self, fault: Fault) -> None:
        """Keep a fault, or count it."""
        if fault.severity == "error":
            self.errors += 1
            found = self.errors
        else:
            self.warnings += 1
            found = self.warnings
        if found <= MAX_FAULTS:
            self.kept.append(fault.shortened())

    def note(self, line: int, path: str, message: str, fix: Fix = "") -> None:
        """Keep an error, or count it; what to write instead is only worked out for one that is kept."""
        if self.full:
            self.errors += 1
        else:
            self.add(Fault(self.file, line, path, message, fix if isinstance(fix, str) else fix()))

    def listed(self) -> list[Fault]:
        """What was kept in the order of the lines, and at the end how many more there are."""
        faults = sorted(self.kept, key=lambda fault: fault.line)
        if (more := self.errors - MAX_FAULTS) > 0:
            message = f"and {more:,} more {'error' if more == 1 else 'errors'}"
            faults.append(Fault(self.file, 0, "", message, "fix these first", more=more))
        if (more := self.warnings - MAX_FAULTS) > 0:
            message = f"and {more:,} more {'warning' if more == 1 else 'warnings'}"
            faults.append(Fault(self.file, 0, "", message, severity="warning", more=more))
        return faults


def counted(faults: Iterable[Fault], severity: str) -> int:
    """How many faults of a severity a list stands for, those that were left out of it included."""
    return sum(fault.more or 1 for fault in faults if fault.severity == severity)


def cut(text: str, limit: int = _MAX_VALUE) -> str:
    """The beginning of a text that is longer than so many characters."""
    return text if len(text) <= limit else text[: limit - 3] + "..."


def quoted(text: str) -> str:
    """A value of the file in quotes, cut short where it is long."""
    return repr(cut(text))


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


class NothingToReadError(Exception):
    """No file is left to read."""


class Marker:
    """Makes faults with the line of their place in a file."""

    def __init__(self, file: str, read: Read) -> None:
        self.file, self.lines, self._found = file, read.lines, read.faults

    def fault(self, path: str, message: str, fix: Fix = "") -> Fault:
        """A fault at a place of the document, with the line of the place or of what holds it."""
        place = path
        while place not in self.lines and "." in place:
            place = place.rpartition(".")[0]
        if not isinstance(fix, str):
            fix = "" if self._found.full else fix()
        return Fault(self.file, self.lines.get(place, 1), path, message, fix)

    def warning(self, path: str, message: str, fix: str) -> Fault:
        """The same where the file can be used all the same."""
        return Fault(self.file, self.lines.get(path, 1), path, message, fix, "warning")
