"""Finding catalogue files and what comes with kapcli, and reading their bytes without being led astray."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from kapcli.catalogue.faults import UnreadableError

MAX_BYTES = 64 * 1024 * 1024

_PACKAGE = Path(__file__).resolve().parent.parent
# Python can load a package from within a zip archive: then there is no such folder.
_ARCHIVED = not os.path.isdir(_PACKAGE)
# The folder whose ``data`` holds the built-in catalogue.
_BASE = _PACKAGE


def built_in(name: str) -> Path:
    """The path of a data file that comes with kapcli.

    Installed, it stands inside the package; in a checkout (an editable install too), in ``data/`` at the top.
    """
    installed = _BASE / "data"
    return (installed if _ARCHIVED or os.path.isdir(installed) else _BASE.parent.parent / "data") / name


def packaged(*parts: str) -> str:
    """The text of a file of the package itself, by the names of its folders and its own.

    Raises:
        UnreadableError: It cannot be read.
    """
    path = _PACKAGE.joinpath(*parts)
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableError(str(path), "no UTF-8 text") from None


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a regular file, one more than the limit at most.

    Raises:
        UnreadableError: Not there, not a regular file (a pipe could hang, a device never ends), or not readable.
    """
    shown = os.fspath(path)
    if _ARCHIVED and Path(shown).is_relative_to(_PACKAGE):
        return _archived(Path(shown))
    try:
        handle = os.open(shown, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise UnreadableError(shown, _reason(error)) from None
    try:
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadableError(shown, "not a regular file")
            return file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise UnreadableError(shown, "a directory, not a file") from None
    except OSError as error:
        raise UnreadableError(shown, _reason(error)) from None


def _archived(path: Path) -> bytes:
    # Costs more than a lookup may, and so not where there are files.
    from importlib import resources

    try:
        return resources.files("kapcli").joinpath(*path.relative_to(_PACKAGE).parts).read_bytes()
    except (OSError, KeyError):
        raise UnreadableError(str(path), "not in the archive that kapcli is loaded from") from None


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return "not a file name"
