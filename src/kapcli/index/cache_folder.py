"""The folder for compiled catalogues: where it is, whether it may be used, and keeping it small.

Nothing here raises: a folder that cannot be had costs time and never an answer.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from pathlib import Path

_KEPT = 8
_STALE_SECONDS = 3600
# What SQLite puts beside a database while it writes it.
_HALF_BUILT = (".tmp", ".tmp-journal", ".tmp-wal", ".tmp-shm")


def cache_folder() -> Path | None:
    """The platform's cache folder for kap; ``None`` where there is none, as for a user without a home."""
    try:
        from platformdirs import user_cache_path

        folder = user_cache_path("kap", appauthor=False)
    except Exception:
        # It raises where it finds no home, and its releases differ in what.
        return None
    # Some of its releases pass on a relative HOME, or a "~" that nothing stands for: a folder that would come to be
    # wherever somebody happens to work.
    return folder if folder.is_absolute() else None


def prepare(folder: Path) -> str:
    """Make the cache folder ready; says what is wrong with it, if anything."""
    shown = repr(str(folder))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = os.lstat(folder)
    except (OSError, ValueError):
        return f"cannot make the cache folder {shown}"
    if not stat.S_ISDIR(facts.st_mode):
        return f"the cache folder {shown} is not a folder of its own"
    if sys.platform != "win32":
        if facts.st_uid != os.getuid():
            return f"the cache folder {shown} belongs to somebody else"
        if facts.st_mode & 0o022:
            return f"others may write to the cache folder {shown}"
    return ""


def sweep(folder: Path, key: str) -> None:
    """Take out what earlier runs left: half-built files, and all but the newest few catalogues.

    Args:
        folder: The cache folder.
        key: What begins the names of the files that are wanted now.
    """
    now = time.time()
    compiled: list[tuple[float, Path]] = []
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            with contextlib.suppress(OSError):
                age = now - path.lstat().st_mtime
                if path.name.endswith(_HALF_BUILT) and age > _STALE_SECONDS:
                    path.unlink()
                elif path.name.endswith(".db") and not path.name.startswith(key):
                    compiled.append((age, path))
        for _, path in sorted(compiled)[_KEPT:]:
            with contextlib.suppress(OSError):
                path.unlink()
