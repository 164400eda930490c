"""The files a catalogue is made of: what is built in, and the user's own on top, with the folder they are found in."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.faults import UnreadableError
from kapcli.catalogue.files import built_in, read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

BUILT_IN = "built-in"
VARIABLE = "KAP_CATALOGUE"


class Layer(msgspec.Struct, frozen=True):
    """One file of the catalogue.

    Attributes:
        origin: ``built-in``, or the file as the user named it.
        path: Where it is.
        own: Whether it stands in the folder that is read unasked.
        whole: Whether its studies and claims are read; else only what it says of the catalogue and of help.
    """

    origin: str
    path: str
    own: bool = False
    whole: bool = True


def layers(
    extra: Sequence[str] = (), environment: str = "", own: Sequence[str] = (), *, builtin: bool = True
) -> tuple[Layer, ...]:
    """The files to read, lowest first.

    Args:
        extra: Files from the command line.
        environment: The value of KAP_CATALOGUE: paths joined as in PATH.
        own: Files in the folder that is read unasked.
        builtin: Whether the studies and claims of the built-in catalogue are read.
    """
    named = [*own, *(path for path in environment.split(os.pathsep) if path), *extra]
    files = [Layer(BUILT_IN, str(built_in("studies.yaml")), whole=builtin)]
    for path in distinct(named, files[0].path):
        # A name may hold bytes that are no text; shown and stored, it must be text.
        shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
        files.append(Layer(shown, os.path.abspath(path), own=path in own))
    return tuple(files)


class Sources(msgspec.Struct, frozen=True):
    """Everything a catalogue is made of, read once: what is told apart, checked and compiled are the same bytes.

    Attributes:
        vocabulary: The vocabularies that come with kapcli.
        files: The layers, lowest first, each with its content.
    """

    vocabulary: bytes
    files: tuple[tuple[Layer, bytes], ...]


def read_sources(files: Sequence[Layer]) -> Sources:
    """Read the vocabularies and every layer.

    Raises:
        UnreadableError: One of them cannot be read.
    """
    found = ((layer, read_file(layer)) for layer in files)
    # A file of the folder that nobody named may still be, or again be, empty: that is no fault which stops a lookup.
    kept = tuple((layer, data) for layer, data in found if not (layer.own and _blank(data)))
    return Sources(read_bytes(built_in("vocabulary.yaml")), kept)


def _blank(data: bytes) -> bool:
    return not any(line.strip() and not line.lstrip().startswith(b"#") for line in data.splitlines())


def distinct(paths: Sequence[str], *before: str) -> list[str]:
    """The paths of different files, each as it was named first.

    One file may be named twice: ``./`` before it, by a link, on the command line and in KAP_CATALOGUE.

    Args:
        paths: As named.
        before: Paths of files that are there already; none of them comes back.
    """
    seen = {_identity(path) for path in before}
    found = []
    for path in paths:
        identity = _identity(path)
        if identity not in seen:
            seen.add(identity)
            found.append(path)
    return found


def _identity(path: str) -> tuple[int, int] | str:
    try:
        facts = os.stat(path)
    except (OSError, ValueError):
        # Not there: reading it will say so.
        return os.path.normcase(os.path.abspath(path))
    return (facts.st_dev, facts.st_ino)


def read_file(layer: Layer) -> bytes:
    """The bytes of a layer's file.

    Raises:
        UnreadableError: It cannot be read; named as the user typed it.
    """
    try:
        return read_bytes(layer.path)
    except UnreadableError as error:
        raise UnreadableError(layer.path if layer.origin == BUILT_IN else layer.origin, str(error)) from None


def own_folder() -> str:
    """Where the folder of the user's own catalogues is, whether it is there or not; empty for a user without a home."""
    # platformdirs says the same of Linux, and would cost every lookup a tenth of its time.
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:
        base = os.environ.get("XDG_DATA_HOME", "")
        found = os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.local/share"), "kap")
        if os.path.isabs(found):
            return found
    found = _by_platform()
    return found if os.path.isabs(found) else ""


def own_files() -> tuple[str, ...]:
    """The catalogue files in the user's own folder, sorted by name; hidden ones are copies that an editor left.

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
