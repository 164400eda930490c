"""The folder of one's own catalogue files, which are read wherever the built-in catalogue is."""

from __future__ import annotations

import os
import sys

from kapcli.catalogue.faults import UnreadableError


def own_folder() -> str:
    """Where it is, whether it is there or not; empty for a user without a home."""
    # platformdirs says the same of Linux, and would cost every lookup a tenth of its time.
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:
        base = os.environ.get("XDG_DATA_HOME", "")
        found = os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.local/share"), "kap")
        if os.path.isabs(found):
            return found
    found = _by_platform()
    return found if os.path.isabs(found) else ""


def own_files() -> tuple[str, ...]:
    """The catalogue files in it, sorted by name; hidden ones are copies that an editor left.

    Raises:
        UnreadableError: The folder is there and cannot be looked into: what is in it must not be missed silently.
    """
    folder = own_folder()
    if not folder:
        return ()
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise UnreadableError(folder, (error.strerror or str(error)).lower()) from None
    return tuple(
        os.path.join(folder, name) for name in sorted(names) if name.endswith(".yaml") and not name.startswith(".")
    )


def _by_platform() -> str:
    try:
        from platformdirs import user_data_path

        return str(user_data_path("kap", appauthor=False))
    except Exception:
        # It raises where it finds no home, and its releases differ in what.
        return ""
