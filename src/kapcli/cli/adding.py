"""A file of one's own that entries are added to, everything else in it unchanged byte for byte."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kapcli.cli.answer import Exit, Problem, Stop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.cli.request import Request


def standing(target: Path, request: Request) -> bytes:
    """What stands in the file, which is read with the catalogue: one with errors is refused before anything else."""
    from kapcli.catalogue.files import read_bytes

    data = read_bytes(target) if target.exists() else b""
    if data.strip():
        request.catalogues = (*request.catalogues, str(target))
    return data


def added(before: bytes, entries: Sequence[Sequence[str]], name: str, vocabulary: Vocabulary) -> bytes:
    """The bytes of a file with entries added.

    Raises:
        CatalogueError: The file has errors.
        Stop: It is not written in a way that can be added to.
    """
    from kapcli.importing.appending import AppendError, appended

    try:
        return appended(before, entries, name, vocabulary)
    except AppendError as error:
        shown = os.fsencode(name).decode("utf-8", "backslashreplace")
        raise Stop(Exit.BAD_CATALOGUE, Problem(f"{shown} was not added to: {error}")) from None
