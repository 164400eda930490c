"""A file that a command is asked to write: whether it may be, and writing it whole or not at all."""

from __future__ import annotations

import contextlib
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
    from collections.abc import Iterator, Sequence


class Output(msgspec.Struct, frozen=True):
    """A file that an answer is to be written to.

    Attributes:
        path: Where, as `destination` gave it.
        data: All of it.
        force: Whether a file that is there may be replaced.
    """

    path: Path
    data: bytes
    force: bool


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


@contextlib.contextmanager
def written(output: Output) -> Iterator[None]:
    """Write a file, and leave it in its place only where what is said of it could be said as well.

    It is written whole under a name of its own. One that is to be replaced is replaced last of all; a new one has its
    name at once, so that nobody is told of a file that another was quicker to make, and loses it again where the rest
    fails.

    Raises:
        Stop: It cannot be written, or a file has come to be there since; then nothing is left behind.
    """
    # Through a link, what it leads to is replaced and not the link: whoever made it wants the file in that place.
    target = Path(os.path.realpath(output.path))
    part = target.with_name(f".kap-{os.urandom(8).hex()}.part")
    gone: BrokenPipeError | None = None
    try:
        with _told(output.path):
            made = _make(part, output.data, target if output.force else None)
            if not output.force:
                _place(part, target)
        try:
            yield
        except BrokenPipeError as error:
            # Nobody listens any more, which is no failure.
            gone = error
        except BaseException:
            if not output.force:
                _take_back(target, made)
            raise
        if output.force:
            with _told(output.path):
                part.replace(target)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    if gone is not None:
        raise gone


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise _there(path) from None
    except OSError as error:
        raise failed(path, error) from None


def _make(part: Path, data: bytes, replaced: Path | None) -> os.stat_result:
    """Write a file that is not there yet; with the owner and the mode of the one that it is to replace, if any."""
    try:
        old = None if replaced is None else os.lstat(replaced)
    except FileNotFoundError:
        old = None
    if old is not None and not stat.S_ISREG(old.st_mode):
        # A link that leads to itself, or what has come to be there since.
        raise OSError(errno.EINVAL, "it is not a regular file")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # Nobody may look into it while it is written who may not look into the old one.
    handle = os.open(part, flags, 0o666 if old is None else 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        if old is not None:
            _like(file.fileno(), part, old)
        os.fsync(handle)
        return os.fstat(handle)


def _like(handle: int, part: Path, old: os.stat_result) -> None:
    mode = stat.S_IMODE(old.st_mode)
    if sys.platform != "win32":
        new = os.fstat(handle)
        if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
            try:
                os.fchown(handle, old.st_uid, old.st_gid)
            except OSError:
                # Only root gives files away: it is ours then, and may not lend anybody its owner's rights.
                mode &= 0o777
    os.chmod(part, mode)


def _take_back(target: Path, made: os.stat_result) -> None:
    with contextlib.suppress(OSError):
        if os.path.samestat(os.lstat(target), made):
            target.unlink()


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
            raise _there(path)
    if not os.access(os.path.dirname(os.path.realpath(path)), os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "permission denied")


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
    return usage(f"{named(path)} already exists", "use --force to overwrite it")


def failed(path: Path, error: OSError | ValueError) -> Stop:
    """What is said of a file that could not be written."""
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
