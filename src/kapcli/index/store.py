"""Finding, opening and, where needed, building the compiled catalogue.

The file is named by what went into it (format, and the content of every source), so it is never changed, only made
or found. It is never trusted: a wrong checksum, a foreign owner or any error in reading it means that it is built
anew, in memory if nowhere else.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.files import built_in
from kapcli.catalogue.layers import read_sources
from kapcli.index.schema import APPLICATION_ID, FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kapcli.catalogue.layers import Layer, Sources

_ANEW = "the catalogue is compiled anew on every run"


class Store(msgspec.Struct):
    """An open catalogue.

    Attributes:
        connection: Read only.
        warning: What could not be done on the way, for a person to read; empty if nothing.
        rebuild: Builds the same catalogue in memory, for when the file turns out to be broken after all; a broken file
            in the cache is taken out.
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
    # The bytes are read once: a file that changes all the time is answered as it was at one moment.
    sources = read_sources(layers)
    key = fingerprint(sources)

    def in_memory() -> sqlite3.Connection:
        return _build_in_memory(sources, key)

    shipped = built_in("studies.yaml").parent
    if (found := _find(shipped, key, tidy=False)) is not None:
        return Store(found[0], "", in_memory)
    from kapcli.index.cache_folder import cache_folder, prepare, sweep

    folder = cache_folder() if cache is None else cache
    if folder is None:
        return Store(in_memory(), f"there is no home folder for a cache folder; {_ANEW}", in_memory)
    if trouble := prepare(folder):
        return Store(in_memory(), f"{trouble}; {_ANEW}", in_memory)
    if (found := _find(folder, key, tidy=True)) is None:
        sweep(folder, key)
        try:
            path = compile_into(folder, sources, key)
            found = _open(path, key), path
        except (OSError, sqlite3.Error):
            return Store(in_memory(), f"cannot write to the cache folder {str(folder)!r}; {_ANEW}", in_memory)
    connection, file = found

    def without_the_file() -> sqlite3.Connection:
        with contextlib.suppress(OSError):
            os.unlink(file)
        return in_memory()

    return Store(connection, "", without_the_file)


def fingerprint(sources: Sources) -> str:
    """What a compiled catalogue is known by: 16 hexadecimal digits, from the content of every source.

    A checksum and the length cost a tenth of a cryptographic hash: what they guard against is an edit, not an enemy,
    who could as well change the code.
    """
    from kapcli import __version__

    crc = total = 0
    for origin, data in (
        ("vocabulary", sources.vocabulary),
        *((layer.origin if layer.whole else f"outline of {layer.origin}", data) for layer, data in sources.files),
    ):
        head = f"\0{FORMAT} {__version__} {origin} {len(data)}\0".encode("utf-8", "surrogateescape")
        crc = zlib.crc32(data, zlib.crc32(head, crc))
        total += len(data)
    return f"{crc:08x}{total:08x}"


def compile_into(folder: Path, sources: Sources, key: str) -> Path:
    """Build a compiled catalogue and put it into a folder, whole or not at all.

    Raises:
        OSError: The folder cannot be written to.
        sqlite3.Error: The database cannot be written.
        CatalogueError: A source is not a sound catalogue.
    """
    import tempfile

    from kapcli.index.build import build
    from kapcli.index.loading import load_sources

    loaded = load_sources(sources)
    handle, name = tempfile.mkstemp(prefix="building-", suffix=".tmp", dir=folder)
    os.close(handle)
    try:
        connection = sqlite3.connect(name)
        try:
            build(connection, loaded, key)
            # What every lookup reads from end to end has no empty pages.
            connection.execute("VACUUM")
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


def _build_in_memory(sources: Sources, key: str) -> sqlite3.Connection:
    from kapcli.index.build import build
    from kapcli.index.loading import load_sources

    connection = sqlite3.connect(":memory:")
    build(connection, load_sources(sources), key)
    return connection


def _find(folder: Path, key: str, *, tidy: bool) -> tuple[sqlite3.Connection, Path] | None:
    """A sound compiled catalogue of that key in a folder; broken ones are removed on the way, if that is ours to do."""
    try:
        names = [name for name in os.listdir(folder) if name.startswith(key) and name.endswith(".db")]
    except OSError:
        return None
    for name in names:
        path = folder / name
        try:
            if _sound(path, name):
                return _open(path, key), path
        except (OSError, sqlite3.Error, ValueError):
            pass
        if tidy:
            with contextlib.suppress(OSError):
                os.unlink(path)
    return None


def _sound(path: Path, name: str) -> bool:
    if not stat.S_ISREG(os.lstat(path).st_mode):
        return False
    return _checksum(path) == int(name.rpartition("-")[2].removesuffix(".db"), 16)


def _checksum(path: str | Path) -> int:
    """Adler-32, a quarter of the work of a CRC: it sees every changed byte and every missing end."""
    total = 1
    with open(path, "rb") as file:
        # Read in pieces that stay in the processor's cache and in memory that is there already.
        while chunk := file.read(1 << 16):
            total = zlib.adler32(chunk, total)
    return total


def _open(path: Path, key: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        made_by = connection.execute("PRAGMA application_id").fetchone()[0]
        layout = connection.execute("PRAGMA user_version").fetchone()[0]
        if (made_by, layout) != (APPLICATION_ID, FORMAT):
            raise sqlite3.DatabaseError("not a compiled catalogue")
        if connection.execute("SELECT value FROM meta WHERE key = 'key'").fetchone()[0] != key.encode():
            raise sqlite3.DatabaseError("another compiled catalogue under this name")
    except (sqlite3.Error, TypeError) as error:
        connection.close()
        raise sqlite3.DatabaseError(str(error)) from None
    return connection
