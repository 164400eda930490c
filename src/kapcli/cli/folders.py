"""A folder that a command is asked to write: whether it may be, and writing its files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kapcli.cli.answer import Exit, Problem, Stop, usage
from kapcli.cli.files import Output, failed, named, quoted, refuse_read_only
from kapcli.cli.writing import written as file_written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What is to come and what was there, in the folder that is there for a moment.
_NEW, _OLD = "new", "old"


class Folder(msgspec.Struct, frozen=True):
    """A folder that an answer is to be written to.

    Attributes:
        path: Where, as `folder_destination` gave it.
        files: Names, with slashes, to what is in them.
        force: Whether files that are there may be replaced; others in the folder are left alone.
        ours: Whether a file of a name that holds the first may be replaced by the second at all.
    """

    path: Path
    files: dict[str, bytes]
    force: bool
    ours: Callable[[str, bytes, bytes], bool]

    def let_go(self) -> None:
        """Nobody else is kept from a folder."""


def folder_destination(typed: str, *, force: bool) -> Path:
    """Check where a folder is to go before anything is worked out for it.

    Raises:
        Stop: It is there and holds something (usage), or cannot be made (input or output).
    """
    path = Path(typed)
    try:
        if not path.absolute().parent.is_dir():
            raise Stop(
                Exit.INPUT_OUTPUT, Problem("cannot be written: the folder above it does not exist", "", quoted(path))
            )
        if os.path.lexists(path):
            if not path.is_dir():
                raise Stop(Exit.INPUT_OUTPUT, Problem("cannot be written: it is not a folder", "", quoted(path)))
            if any(path.iterdir()) and not force:
                raise _there(path)
        if not os.access(path if path.is_dir() else path.absolute().parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "permission denied")
    except (OSError, ValueError) as error:
        raise failed(path, error) from None
    return path


@contextlib.contextmanager
def written(target: Output | Folder) -> Iterator[None]:
    """Write a file or a folder, and leave it in its place only if it could be announced too.

    Raises:
        Stop: It cannot be written; then nothing is left behind.
    """
    with file_written(target) if isinstance(target, Output) else _folder_written(target):
        yield


@contextlib.contextmanager
def _folder_written(folder: Folder) -> Iterator[None]:
    """Write the files aside first: they get their places together, and what was there comes back if telling fails."""
    target = Path(os.path.realpath(folder.path))
    # In the folder itself where there is one: the one above it may be nobody's to write in.
    part = (target if target.is_dir() else target.parent) / f".kap-{os.urandom(8).hex()}.part"
    gone: BrokenPipeError | None = None
    with contextlib.ExitStack() as undo:
        undo.callback(shutil.rmtree, part, ignore_errors=True)
        try:
            for name, data in folder.files.items():
                _write(part / _NEW / name, data)
            _place(part, target, folder, undo)
        except OSError as error:
            raise failed(folder.path, error) from None
        try:
            yield
        except BrokenPipeError as error:
            gone = error
        undo.pop_all()
    shutil.rmtree(part, ignore_errors=True)
    if gone is not None:
        raise gone


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _place(part: Path, target: Path, folder: Folder, undo: contextlib.ExitStack) -> None:
    if not target.exists():
        (part / _NEW).rename(target)
        undo.callback(shutil.rmtree, target, ignore_errors=True)
        return
    if not folder.force and any(path != part for path in target.iterdir()):
        raise _there(folder.path)
    for name, data in folder.files.items():
        _replaceable(folder, folder.path / name, data)
    for name in folder.files:
        place, old = target / name, part / _OLD / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            old.parent.mkdir(parents=True, exist_ok=True)
            place.rename(old)
            undo.callback(old.replace, place)
        else:
            undo.callback(place.unlink, missing_ok=True)
        (part / _NEW / name).rename(place)


def _replaceable(folder: Folder, place: Path, data: bytes) -> None:
    """See that a file may be replaced: one that only describes a folder may be somebody else's of a usual name.

    Raises:
        Stop: It may not.
    """
    if not os.path.lexists(place):
        return
    if not place.is_file():
        raise Stop(Exit.INPUT_OUTPUT, Problem("cannot be written: it is not a regular file", "", quoted(place)))
    refuse_read_only(place)
    if not folder.ours(place.name, place.read_bytes(), data):
        problem = "was not written by kap, and is not replaced: nothing was written"
        hint = f"write into another folder: --output {named(folder.path / 'kap')}/"
        raise Stop(Exit.INPUT_OUTPUT, Problem(problem, hint, quoted(place)))


def _there(path: Path) -> Stop:
    return usage(f"{named(path)} already exists", "use --force to overwrite its files of the same names")
