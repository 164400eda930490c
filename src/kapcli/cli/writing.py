"""Writing a file whole or not at all, and keeping what was in its place until all is said."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kapcli.cli.answer import Exit, Problem, Stop
from kapcli.cli.files import failed, is_device, quoted, there

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.cli.files import Output


@contextlib.contextmanager
def written(output: Output) -> Iterator[None]:
    """Write a file, and leave it in its place only if it could be announced too.

    It is written whole under a name of its own and has its place before anybody is told so. Where telling fails, a new
    one goes again and one that was replaced comes back.

    Raises:
        Stop: It cannot be written, or a file has come to be there since; then nothing is left behind.
    """
    with output.held or contextlib.nullcontext():
        if is_device(output.path):
            with _told(output.path), open(output.path, "wb") as device:
                device.write(output.data)
            yield
            return
        # Through a link, what it leads to is replaced and not the link: whoever made it wants the file in that place.
        target = Path(os.path.realpath(output.path))
        part, old = (target.with_name(f".kap-{os.urandom(8).hex()}.{ending}") for ending in ("part", "old"))
        gone: BrokenPipeError | None = None
        try:
            with _kept(output), _told(output.path):
                made = _make(part, output.data, target if output.force else None)
                _unchanged(output, target)
                _replace(part, target, old) if output.force else _place(part, target)
            try:
                yield
            except BrokenPipeError as error:
                # Nobody listens any more, which is no failure.
                gone = error
            except BaseException:
                # What a person typed stays, told of or not.
                if not output.kept:
                    old.replace(target) if old.exists() else _take_back(target, made)
                raise
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                # Where an interrupt came between two moves, it is all that is left.
                old.unlink(missing_ok=True) if target.exists() else old.rename(target)
        if gone is not None:
            raise gone


def _unchanged(output: Output, target: Path) -> None:
    if output.seen is None or output.seen == (target.read_bytes() if target.exists() else b""):
        return
    problem = Problem("was changed meanwhile, and nothing was written to it", "run the command again")
    raise Stop(Exit.INPUT_OUTPUT, msgspec.structs.replace(problem, file=quoted(output.path)))


@contextlib.contextmanager
def _kept(output: Output) -> Iterator[None]:
    """Where a file cannot be written, keep what a person typed for it somewhere else, and say where."""
    try:
        yield
    except Stop as stop:
        if not output.kept:
            raise
        raise keeping(stop, output.path, output.kept) from None


def keeping(stop: Stop, path: Path, data: bytes) -> Stop:
    """The same fault with what a person wrote kept, and where."""
    if not (copy := keep(path, data)):
        return stop
    first, *rest = stop.problems
    hint = "; ".join(filter(None, (first.hint, f"what you wrote stands in {copy}")))
    return Stop(stop.code, msgspec.structs.replace(first, hint=hint), *rest)


def keep(path: Path, data: bytes) -> str:
    """Keep what a person wrote for a file: beside it, or else among the temporary ones; empty where it cannot be."""
    import tempfile

    for folder in (os.path.dirname(os.path.realpath(path)), tempfile.gettempdir()):
        try:
            handle, copy = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix or ".yaml", dir=folder)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
        except OSError:
            continue
        return copy
    return ""


def _replace(part: Path, target: Path, old: Path) -> None:
    """Put a finished file in the place of another, which keeps a second name as long as it may have to come back."""
    if target.exists():
        try:
            os.link(target, old)
        except (OSError, NotImplementedError):
            target.rename(old)
    try:
        part.replace(target)
    except OSError:
        if not target.exists():
            old.rename(target)
        raise


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise there(path) from None
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
