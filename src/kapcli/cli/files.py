"""A file that a command is asked to write: whether it may be, and what is said where it may not."""

from __future__ import annotations

import errno
import os
import shlex
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kapcli.cli.answer import Exit, Problem, Stop, usage
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Sequence

    from kapcli.cli.answer import Answer


# Names of standard output.
STDOUT = ("-", "/dev/stdout")


class Output(msgspec.Struct, frozen=True):
    """A file that an answer is to be written to.

    Attributes:
        path: Where, as `destination` gave it.
        data: All of it.
        force: Whether a file that is there may be replaced.
        seen: What stood in it when `data` was made of it, where it was: what came to be there since is not replaced.
        held: The lock under which that was done; given back once the file is written, or is not.
        kept: What a person typed for it, which is kept elsewhere where it cannot be written.
    """

    path: Path
    data: bytes
    force: bool
    seen: bytes | None = None
    held: contextlib.ExitStack | None = None
    kept: bytes = b""

    def let_go(self) -> None:
        """Give the lock back without having written."""
        if self.held is not None:
            self.held.close()


class Saved(msgspec.Struct, frozen=True):
    """A file that the document of an answer is written to, in place of stdout.

    Attributes:
        path: Where, as `destination` gave it.
        format: Which writer makes it.
        force: Whether a file that is there may be replaced.
        typed: Its name as it was typed.
        line: The line that says that it was written.
    """

    path: Path
    format: str
    force: bool
    typed: str
    line: str


def in_file(answer: Answer) -> Answer:
    """An answer with the file that its document goes to, and the line that says so in the document's place."""
    if (saved := answer.saved) is None:
        return answer
    from kapcli.cli.formats import WRITERS

    text = WRITERS[saved.format].write(answer, 80)
    assert isinstance(text, str)
    data = text.encode("utf-8", "replace")
    answer.file = Output(saved.path, data, saved.force)
    answer.summary |= {"file": saved.typed, "bytes": len(data)}
    answer.document = None
    answer.texts = {"markdown": lambda: saved.line, "html": lambda: saved.line}
    return answer


def destination(typed: str, suffixes: Sequence[str], *, force: bool) -> Path:
    """Check where a file is to go before anything is worked out for it.

    Args:
        typed: The path as typed.
        suffixes: What its name may end with, such as ``.svg``.
        force: Whether a file that is there may be replaced.

    Raises:
        Stop: The name ends otherwise, or a file is there already (usage); the folder is not there, or no file can be
            made in it (input or output).
    """
    if not typed.strip():
        raise usage("--output needs a file name", f"it must end in {_either(suffixes)}")
    path = Path(typed)
    if path.suffix.lower() == ".pdf" and ".html" in suffixes:
        page = named(path.with_suffix(".html"))
        raise usage("cannot write PDF", f"use --output {page} and print it to a PDF from a browser")
    if path.suffix.lower() not in suffixes:
        raise usage(f"--output: cannot write {_kind(path)}", f"use a file name that ends in {_either(suffixes)}")
    try:
        _writable(path, force)
    except (OSError, ValueError) as error:
        raise failed(path, error) from None
    return path


def is_device(path: Path) -> bool:
    """Whether it is written as it comes: the null device, a terminal, a pipe."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def _writable(path: Path, force: bool) -> None:
    if not path.parent.is_dir():
        make = shlex.join(["mkdir", "-p", named(path.parent)])
        problem = Problem("cannot be written: the folder does not exist", f"create it first: {make}", quoted(path))
        raise Stop(Exit.INPUT_OUTPUT, problem)
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None:
        if stat.S_ISLNK(mode) and path.exists():
            mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            what = "it is a directory" if stat.S_ISDIR(mode) else "it is not a regular file"
            raise Stop(Exit.INPUT_OUTPUT, Problem(f"cannot be written: {what}", "", quoted(path)))
        if not force:
            raise there(path)
        refuse_read_only(path)
    if not os.access(os.path.dirname(os.path.realpath(path)), os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "permission denied")


def refuse_read_only(path: Path) -> None:
    """See that a file may be written: one that is only to be read is not to be replaced either.

    Raises:
        Stop: It may not.
    """
    # Root may write anything; who took the right away from everybody meant something by it.
    if path.is_file() and not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):
        mend = "use another file" if sys.platform == "win32" else shlex.join(["chmod", "u+w", named(path)])
        problem = Problem("cannot be written: it is read-only", f"if it is to be changed: {mend}", quoted(path))
        raise Stop(Exit.INPUT_OUTPUT, problem)


def there(path: Path) -> Stop:
    """The fault where a file exists already."""
    return usage(f"{named(path)} already exists", "use --force to overwrite it")


def failed(path: Path, error: OSError | ValueError) -> Stop:
    """The fault where a file could not be written."""
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return Stop(Exit.INPUT_OUTPUT, Problem(f"cannot be written: {reason}", "", quoted(path)))


def _kind(path: Path) -> str:
    return f"{encodable(path.suffix)} files" if path.suffix.strip(".").isalnum() else named(path)


def named(path: Path) -> str:
    """A path in a sentence, on one line."""
    return encodable(str(path)).replace("\n", "^J")


def quoted(path: Path) -> str:
    """A path as the place of a fault."""
    return repr(str(path))


def _either(suffixes: Sequence[str]) -> str:
    return ", ".join(suffixes[:-1]) + f" or {suffixes[-1]}" if len(suffixes) > 1 else suffixes[0]
