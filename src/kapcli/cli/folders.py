"""A folder that a command is asked to write: whether it may be, and writing its files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kapcli.cli.answer import Exit, Problem, Stop, usage
from kapcli.cli.files import Output, failed, named, quoted
from kapcli.cli.files import written as file_written

if TYPE_CHECKING:
    from collections.abc import Iterator


class Folder(msgspec.Struct, frozen=True):
    """A folder that an answer is to be written to.

    Attributes:
        path: Where, as `folder_destination` gave it.
        files: Names, with slashes, to what is in them.
        force: Whether files that are there may be replaced; others in the folder are left alone.
    """

    path: Path
    files: dict[str, bytes]
    force: bool


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
                raise usage(f"{named(path)} already exists", "use --force to overwrite its files of the same names")
    except (OSError, ValueError) as error:
        raise failed(path, error) from None
    return path


@contextlib.contextmanager
def written(target: Output | Folder) -> Iterator[None]:
    """Write a file or a folder, and leave it in its place only where what is said of it could be said as well.

    Raises:
        Stop: It cannot be written; then nothing is left behind.
    """
    with file_written(target) if isinstance(target, Output) else _folder_written(target):
        yield


@contextlib.contextmanager
def _folder_written(folder: Folder) -> Iterator[None]:
    """Write the files beside the folder first: they are moved to their places together, last of all."""
    target = Path(os.path.realpath(folder.path))
    part = target.with_name(f".kap-{os.urandom(8).hex()}.part")
    gone: BrokenPipeError | None = None
    try:
        try:
            for name, data in folder.files.items():
                _write(part / name, data)
        except OSError as error:
            raise failed(folder.path, error) from None
        try:
            yield
        except BrokenPipeError as error:
            gone = error
        try:
            _place(part, target, folder)
        except OSError as error:
            raise failed(folder.path, error) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    if gone is not None:
        raise gone


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _place(part: Path, target: Path, folder: Folder) -> None:
    if not target.exists():
        part.rename(target)
        return
    if not folder.force and any(target.iterdir()):
        raise usage(f"{named(folder.path)} already exists", "use --force to overwrite its files of the same names")
    for name in folder.files:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (part / name).replace(target / name)
