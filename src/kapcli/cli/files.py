"""A file that a command is asked to write: whether it may be, and writing it whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shlex
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from kapcli.cli.answer import Problem, Stop, usage
from kapcli.cli.exits import Exit
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    from collections.abc import Sequence


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
        raise usage("--output names no file", f"name one that ends with {_either(suffixes)}")
    path = Path(typed)
    if path.suffix.lower() not in suffixes:
        raise usage(f"--output: {_named(path)} does not say what to write", f"end the name with {_either(suffixes)}")
    try:
        _writable(path, force)
    except (OSError, ValueError) as error:
        raise _failed(path, error) from None
    return path


def write(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file under a name of its own first, and give it its name when it is whole.

    Raises:
        Stop: It cannot be written, or a file has come to be there since; then nothing is left behind.
    """
    # Through a link, what it leads to is replaced and not the link.
    target = Path(os.path.realpath(path))
    part = target.with_name(f".kap-{os.urandom(8).hex()}.part")
    try:
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if force:
                part.replace(target)
            else:
                _place(part, target)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    except FileExistsError:
        raise _there(path) from None
    except OSError as error:
        raise _failed(path, error) from None


def _writable(path: Path, force: bool) -> None:
    if not path.parent.is_dir():
        make = shlex.join(["mkdir", "-p", _named(path.parent)])
        problem = Problem("cannot be written: there is no such folder", f"make it first: {make}", _quoted(path))
        raise Stop(Exit.INPUT_OUTPUT, problem)
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None:
        if stat.S_ISLNK(mode) and path.exists():
            mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            what = "it is a directory" if stat.S_ISDIR(mode) else "it is no ordinary file"
            raise Stop(Exit.INPUT_OUTPUT, Problem(f"cannot be written: {what}", "", _quoted(path)))
        if not force:
            raise _there(path)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise PermissionError(13, "permission denied")


def _place(part: Path, path: Path) -> None:
    """Give a finished file its name, and never take that of another."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        # A file system without links: between the look and the move somebody could be quicker, no more than that.
        if os.path.lexists(path):
            raise FileExistsError from None
        part.rename(path)


def _there(path: Path) -> Stop:
    return usage(f"{_named(path)} is there already", "type --force as well to put a new one in its place")


def _failed(path: Path, error: OSError | ValueError) -> Stop:
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return Stop(Exit.INPUT_OUTPUT, Problem(f"cannot be written: {reason}", "", _quoted(path)))


def _named(path: Path) -> str:
    """A path in a sentence, on one line."""
    return encodable(str(path)).replace("\n", "^J")


def _quoted(path: Path) -> str:
    return repr(str(path))


def _either(suffixes: Sequence[str]) -> str:
    return ", ".join(suffixes[:-1]) + f" or {suffixes[-1]}" if len(suffixes) > 1 else suffixes[0]
