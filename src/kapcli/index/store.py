"""Finding, opening and, where needed, building the compiled catalogue.

The file is named by what went into it (format, and the content of every source), so it is never changed, only made
or found. It is never trusted: a wrong checksum, a foreign owner or any error of the database means that it is built
anew, in memory if nowhere else.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import sys
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.files import built_in
from kapcli.index.schema import APPLICATION_ID, FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kapcli.catalogue.layers import Layer

# Sources up to this size are known by their content (a millisecond), larger ones by what the file system says.
_HASHED_BYTES = 4 * 1024 * 1024
# Databases up to this size are checked whole before they are believed.
_CHECKED_BYTES = 64 * 1024 * 1024
_KEPT = 8
_STALE_SECONDS = 3600


class Store(msgspec.Struct):
    """An open catalogue.

    Attributes:
        connection: Read only.
        warning: What could not be done on the way, for a person to read; empty if nothing.
        rebuild: Builds the same catalogue in memory, for when the file turns out to be broken after all.
    """

    connection: sqlite3.Connection
    warning: str
    rebuild: Callable[[], sqlite3.Connection]


def open_store(layers: Sequence[Layer], cache: Path | None = None) -> Store:
    """The compiled catalogue of some layers, built first if it has to be.

    Args:
        layers: The files it is made of.
        cache: The cache folder; the user's own by default.

    Raises:
        UnreadableError: A source cannot be read.
        CatalogueError: A source is not a sound catalogue.
    """
    key = fingerprint(layers)

    def rebuild() -> sqlite3.Connection:
        return _build_in_memory(layers, key)

    shipped = built_in("studies.yaml").parent
    if (connection := _find(shipped, key, tidy=False)) is not None:
        return Store(connection, "", rebuild)
    folder = cache_folder() if cache is None else cache
    trouble = _prepare(folder)
    if trouble:
        return Store(rebuild(), f"{trouble}; the catalogue is compiled anew on every run", rebuild)
    if (connection := _find(folder, key, tidy=True)) is not None:
        return Store(connection, "", rebuild)
    _sweep(folder, key)
    try:
        path = compile_into(folder, layers, key)
        return Store(_open(path), "", rebuild)
    except (OSError, sqlite3.Error):
        warning = f"cannot write to the cache folder {str(folder)!r}"
        return Store(rebuild(), f"{warning}; the catalogue is compiled anew on every run", rebuild)


def fingerprint(layers: Sequence[Layer]) -> str:
    """What a compiled catalogue is known by: 16 hexadecimal digits, from the content of every source.

    A checksum and the length cost a tenth of a cryptographic hash: what they guard against is an edit, not an enemy,
    who could as well change the code.

    Raises:
        UnreadableError: A source cannot be read.
    """
    from kapcli import __version__
    from kapcli.catalogue.layers import Layer, read_file

    crc = total = 0
    for layer in (Layer("vocabulary", str(built_in("vocabulary.yaml"))), *layers):
        path = layer.path
        try:
            facts = os.stat(path)
        except (OSError, ValueError):
            facts = None
        if facts is not None and facts.st_size > _HASHED_BYTES and stat.S_ISREG(facts.st_mode):
            stamp = f"{path} {facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns} {facts.st_ino}"
            data = stamp.encode("utf-8", "surrogateescape")
        else:
            data = read_file(layer)
        head = f"\0{FORMAT} {__version__} {layer.origin} {len(data)}\0".encode("utf-8", "surrogateescape")
        crc = zlib.crc32(data, zlib.crc32(head, crc))
        total += len(data)
    return f"{crc:08x}{total:08x}"


def cache_folder() -> Path:
    """Where compiled catalogues are kept: the platform's cache folder for kap."""
    from platformdirs import user_cache_path

    return user_cache_path("kap", appauthor=False)


def compile_into(folder: Path, layers: Sequence[Layer], key: str) -> Path:
    """Build a compiled catalogue and put it into a folder, whole or not at all.

    Raises:
        OSError: The folder cannot be written to.
        sqlite3.Error: The database cannot be written.
    """
    import tempfile

    from kapcli.index.build import build
    from kapcli.index.loading import load

    loaded = load(layers)
    # A source that was edited since the key was made must not be found under the old one.
    while (now := fingerprint(layers)) != key:
        key, loaded = now, load(layers)
    handle, name = tempfile.mkstemp(prefix="building-", suffix=".tmp", dir=folder)
    os.close(handle)
    try:
        connection = sqlite3.connect(name)
        try:
            build(connection, loaded, key)
        finally:
            connection.close()
        path = folder / f"{key}-{_checksum(name):08x}.db"
        try:
            os.replace(name, path)
        except PermissionError:
            # On Windows a file that another process has open cannot be replaced: it holds the same.
            if not path.exists():
                raise
            os.unlink(name)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    return path


def _build_in_memory(layers: Sequence[Layer], key: str) -> sqlite3.Connection:
    from kapcli.index.build import build
    from kapcli.index.loading import load

    connection = sqlite3.connect(":memory:")
    build(connection, load(layers), key)
    return connection


def _find(folder: Path, key: str, *, tidy: bool) -> sqlite3.Connection | None:
    """A sound compiled catalogue of that key in a folder; broken ones are removed on the way, if that is ours to do."""
    try:
        names = [name for name in os.listdir(folder) if name.startswith(key) and name.endswith(".db")]
    except OSError:
        return None
    for name in names:
        path = folder / name
        try:
            if _sound(path, name):
                return _open(path)
        except (OSError, sqlite3.Error, ValueError):
            pass
        if tidy:
            with contextlib.suppress(OSError):
                os.unlink(path)
    return None


def _sound(path: Path, name: str) -> bool:
    facts = os.lstat(path)
    if not stat.S_ISREG(facts.st_mode):
        return False
    if facts.st_size > _CHECKED_BYTES:
        return True
    return _checksum(path) == int(name.rpartition("-")[2].removesuffix(".db"), 16)


def _checksum(path: str | Path) -> int:
    """Adler-32, a quarter of the work of a CRC: it sees every changed byte and every missing end."""
    total = 1
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            total = zlib.adler32(chunk, total)
    return total


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        made_by = connection.execute("PRAGMA application_id").fetchone()[0]
        layout = connection.execute("PRAGMA user_version").fetchone()[0]
        if (made_by, layout) != (APPLICATION_ID, FORMAT):
            raise sqlite3.DatabaseError("not a compiled catalogue")
        connection.execute("SELECT value FROM meta WHERE key = 'key'").fetchone()[0]
    except (sqlite3.Error, TypeError) as error:
        connection.close()
        raise sqlite3.DatabaseError(str(error)) from None
    return connection


def _prepare(folder: Path) -> str:
    """Make the cache folder ready; says what is wrong with it, if anything."""
    shown = repr(str(folder))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = os.lstat(folder)
    except OSError:
        return f"cannot make the cache folder {shown}"
    if not stat.S_ISDIR(facts.st_mode):
        return f"the cache folder {shown} is not a folder of its own"
    if sys.platform != "win32":
        if facts.st_uid != os.getuid():
            return f"the cache folder {shown} belongs to somebody else"
        if facts.st_mode & 0o022:
            return f"others may write to the cache folder {shown}"
    return ""


def _sweep(folder: Path, key: str) -> None:
    """Take out what earlier runs left: half-built files, and all but the newest few catalogues."""
    now = time.time()
    compiled: list[tuple[float, Path]] = []
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            with contextlib.suppress(OSError):
                age = now - path.lstat().st_mtime
                if path.name.endswith(".tmp") and age > _STALE_SECONDS:
                    path.unlink()
                elif path.name.endswith(".db") and not path.name.startswith(key):
                    compiled.append((age, path))
        for _, path in sorted(compiled)[_KEPT:]:
            with contextlib.suppress(OSError):
                path.unlink()
