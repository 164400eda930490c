"""Finding catalogue files and reading their bytes without being led astray."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from kapcli.catalogue.faults import UnreadableError

MAX_BYTES = 64 * 1024 * 1024

_PACKAGE = Path(__file__).resolve().parent.parent


def built_in(name: str) -> Path:
    """The path of a data file that comes with kapcli.

    Installed, it stands inside the package; in a checkout (an editable install too), in ``data/`` at the top.
    """
    installed = _PACKAGE / "data" / name
    return installed if installed.exists() else _PACKAGE.parent.parent / "data" / name


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a regular file, one more than the limit at most.

    Raises:
        UnreadableError: Not there, not a regular file (a pipe could hang, a device never ends), or not readable.
    """
    shown = os.fspath(path)
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


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return "not a file name"
