"""A catalogue opened for one command."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.model import About, Edition, FieldLimit, GlossaryTerm
from kapcli.catalogue.vocabulary import Vocabulary
from kapcli.index.records import glossary, meta

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

# Set while the compiled file turned out to be broken in mid-command: the second try builds it in memory.
in_memory: ContextVar[bool] = ContextVar("in_memory", default=False)
# Whether what was opened last stands in a file, which may be broken.
from_file: ContextVar[bool] = ContextVar("from_file", default=False)

_opened: list[sqlite3.Connection] = []


def close_all() -> None:
    """Close what the commands of this process have opened."""
    while _opened:
        _opened.pop().close()


def close(session: Session) -> None:
    """Close one of them."""
    session.connection.close()
    _opened[:] = [one for one in _opened if one is not session.connection]


class Session(msgspec.Struct):
    """An open catalogue and what every page needs of it.

    Attributes:
        connection: The compiled catalogue.
        warning: What could not be done on the way; empty if nothing.
        own: The files of the folder that is read unasked, as they are named in answers.
        builtin: Whether the studies and claims of the built-in catalogue are in it.
    """

    connection: sqlite3.Connection
    vocabulary: Vocabulary
    about: About
    warning: str
    own: tuple[str, ...] = ()
    builtin: bool = True

    def limitations(self) -> tuple[FieldLimit, ...]:
        """The caveats of the whole field, as the catalogue lists them."""
        return msgspec.json.decode(meta(self.connection, "limitations"), type=tuple[FieldLimit, ...])

    def editions(self) -> tuple[Edition, ...]:
        """Earlier editions, oldest first."""
        return msgspec.json.decode(meta(self.connection, "editions"), type=tuple[Edition, ...])

    def definitions(self) -> Vocabulary:
        """The vocabulary with definitions, MeSH headings and ranges, which few commands need."""
        return msgspec.json.decode(meta(self.connection, "definitions"), type=Vocabulary)

    def origins(self) -> dict[str, int]:
        """Each file of the catalogue, to its number of studies."""
        return msgspec.json.decode(meta(self.connection, "origins"), type=dict[str, int])

    def glossary(self) -> list[GlossaryTerm]:
        """Every term of the glossary, in alphabetical order."""
        return glossary(self.connection)


def open_session(catalogues: Sequence[str], *, own: bool = True, builtin: bool = True) -> Session:
    """Open the built-in catalogue, with one's own files, those of KAP_CATALOGUE and of the command line on top.

    Args:
        catalogues: Files of the command line.
        own: Whether files in the folder of one's own are read.
        builtin: Whether the built-in catalogue is.

    Raises:
        CatalogueError: A file is not a sound catalogue.
        UnreadableError: A file cannot be read.
        NothingToReadError: Without the built-in catalogue nothing is left.
    """
    from kapcli.catalogue.faults import NothingToReadError
    from kapcli.catalogue.layers import VARIABLE, layers, own_files
    from kapcli.index.store import open_store

    files = layers(catalogues, os.environ.get(VARIABLE, ""), own_files() if own else (), builtin=builtin)
    if not any(layer.whole for layer in files):
        raise NothingToReadError("without the built-in catalogue there is nothing to read")
    store = open_store(files)
    _opened.append(store.connection)
    connection = store.connection
    from_file.set(not in_memory.get())
    if in_memory.get():
        connection = store.rebuild()
        _opened.append(connection)
    vocabulary = msgspec.json.decode(meta(connection, "vocabulary"), type=Vocabulary)
    about = msgspec.json.decode(meta(connection, "about"), type=About)
    mine = tuple(layer.origin for layer in files if layer.own)
    return Session(connection, vocabulary, about, store.warning, mine, builtin)
