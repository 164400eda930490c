"""Where an export goes, and in which format."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kapcli.cli.answer import usage
from kapcli.cli.files import STDOUT, destination, is_device
from kapcli.cli.folders import folder_destination
from kapcli.cli.terminal import on_terminal
from kapcli.exporting.formats import FORMATS

if TYPE_CHECKING:
    from kapcli.cli.request import Request
    from kapcli.exporting.formats import Format

ZIP = ".zip"
_SLASHES = ("/", "\\")
# By the command's own name of a format, the table that stands for what it holds.
_ONE_TABLE = {"references": "studies", "effects": "outcomes"}


class Target(msgspec.Struct, frozen=True):
    """Where an export goes.

    Attributes:
        format: A name of `FORMATS`.
        what: A table, or ``all``.
        path: The file or folder; ``None`` for stdout.
        folder: Whether that is a folder, or a zip of one.
        force: Whether what is there may be replaced.
    """

    format: str
    what: str
    path: Path | None
    folder: bool
    force: bool


def target(request: Request, what: str | None, output: str | None, *, force: bool) -> Target:
    """Read the options before anything is worked out.

    Raises:
        Stop: Options that exclude each other, or a file that cannot be written.
    """
    if output is not None and not output.strip():
        raise usage("--output needs a file name", "e.g. --output kap.xlsx, or --output kap/ for a folder")
    if output in STDOUT:
        output = None
    elif force and output is None:
        raise usage("--force needs --output", "name a file: --output kap.xlsx")
    device = output is not None and is_device(Path(output))
    name = request.format if device else _format(request, output)
    found = FORMATS[name]
    if request.page and output is not None and not device:
        _agreeing(name, output)
    folder = output is not None and not device and _is_folder(output)
    if folder and found.folder is None:
        ending = found.endings[0]
        raise usage(f"{name} is one file", f"give it a name that ends in {ending}: --output kap{ending}")
    if found.binary and output is None and on_terminal():
        ending = found.endings[0]
        raise usage(f"{name} is no text for a terminal", f"name a file: --output kap{ending}")
    table = _what(name, what, folder=folder)
    return Target(name, table, _path(output, found, folder=folder, device=device, force=force), folder, force)


def _path(output: str | None, found: Format, *, folder: bool, device: bool, force: bool) -> Path | None:
    """Where it goes; ``None`` for stdout."""
    if output is None or device:
        return Path(output) if output else None
    if folder and not output.lower().endswith(ZIP):
        return folder_destination(output, force=force)
    return destination(output, (*found.endings, ZIP) if found.folder else found.endings, force=force)


def _format(request: Request, output: str | None) -> str:
    """The format asked for, else the one that the ending of the file means."""
    if request.page or output is None:
        return request.format
    ending = Path(output).suffix.lower()
    by_ending = {one: name for name, found in reversed(FORMATS.items()) for one in found.endings}
    if ending != ZIP and ending not in by_ending and not _is_folder(output):
        endings = ", ".join(dict.fromkeys(one for found in FORMATS.values() for one in found.endings))
        raise usage(
            f"--output: no format ends in {ending}" if ending else "--output: the name has no ending",
            f"use one of {endings}, .zip, or a folder, which ends in /",
        )
    return by_ending.get(ending, "csv")


def _agreeing(name: str, output: str) -> None:
    ending = Path(output).suffix.lower()
    if (
        ending
        and ending not in (*FORMATS[name].endings, ZIP)
        and any(ending in one.endings for one in FORMATS.values())
    ):
        raise usage(f"--format {name} and --output {output!r} disagree", "leave out --format")


def _is_folder(output: str) -> bool:
    """Whether a folder is meant, or a zip of one: a name without an ending may be a slip."""
    if output.lower().endswith(ZIP) or output.endswith(_SLASHES):
        return True
    # A folder whose name is that of a file, such as kap.csv, was hardly meant: it is not written into.
    endings = {ending for found in FORMATS.values() for ending in found.endings}
    return os.path.isdir(output) and Path(output).suffix.lower() not in endings


def _what(name: str, what: str | None, *, folder: bool) -> str:
    found = FORMATS[name]
    if (only := _ONE_TABLE.get(found.holds)) is not None:
        if what not in (None, only):
            raise usage(f"{name} holds {found.holds}, not the table {what!r}", "leave out --what")
        return only
    if what == "all" and not found.several and not folder:
        raise usage(f"a {name} file holds one table", "name a folder (--output kap/) or a .zip (--output kap.zip)")
    return what or ("all" if found.whole or folder else "studies")
