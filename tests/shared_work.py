"""What every command does anew, and the commands of one test process share: a third of the time of most.

What is kept is known by all that it was made of, so the answers are the same. A process of its own shares nothing.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import typer.main

from kapcli.catalogue import layers
from kapcli.catalogue.faults import Fault
from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.validation import Below
from kapcli.catalogue.vocabulary import Vocabulary
from kapcli.citing import engine
from kapcli.cli.app import COMMANDS, Commands, app
from kapcli.index import build, claim_tables, loading, store, texts
from kapcli.index.spotting import Codes, Ways

# Bytes of a file that takes long to read: the catalogue, and the frozen one; none of those that a test writes.
LARGE = range(100_000, 10_000_000)

_catalogues: dict[object, Catalogue] = {}
_read_layer, _read_bytes = loading.read_layer, layers.read_bytes
_checksum, _fingerprint = store._checksum, store.fingerprint
_phrases, _ways_to_say, _spot = build.phrases, build.ways_to_say, claim_tables.spotted
# For the tests of the engine itself.
anew = engine.format_reference
_get_command, _json = Commands.get_command, msgspec.json.decode
_group_of = typer.main.get_command


# The session's own folder of compiled catalogues, in which no test changes a file.
unchanged: set[Path] = set()


def share() -> None:
    """Begin to share."""
    loading.read_layer = _layer
    loading.read_vocabulary = functools.lru_cache(loading.read_vocabulary)
    layers.read_bytes = _bytes
    store.fingerprint = lambda sources: _known_key(sources, store.FORMAT)
    store._checksum = lambda path: _sum(path) if Path(path).parent in unchanged else _checksum(path)
    msgspec.json.decode = _decode
    build.phrases, build.ways_to_say = _ways, _said
    claim_tables.spotted = _spotted
    claim_tables.searchable = texts.searchable = functools.lru_cache(maxsize=20_000)(texts.searchable)
    engine.format_reference = _reference
    Commands.get_command = _command  # type: ignore[method-assign]
    typer.main.get_command = _group


def _layer(
    data: bytes, name: str, vocabulary: Vocabulary, elsewhere: Mapping[str, str], below: Below
) -> tuple[Catalogue, list[Fault]]:
    """Every file put on top would have what is below it read and checked again."""
    key = (hash(data), len(data))
    if key in _catalogues and not elsewhere:
        return _catalogues[key], []
    catalogue, faults = _read_layer(data, name, vocabulary, elsewhere, below)
    if not faults and not elsewhere and len(data) in LARGE:
        _catalogues[key] = catalogue
    return catalogue, faults


def _state(path: str | os.PathLike[str]) -> tuple[str, int, int, int]:
    facts = os.stat(path)
    return str(path), facts.st_ino, facts.st_size, facts.st_mtime_ns


def _bytes(path: str | os.PathLike[str]) -> bytes:
    try:
        state = _state(path)
    except (OSError, ValueError):
        return _read_bytes(path)
    return _large(state) if state[2] in LARGE else _read_bytes(path)


@functools.lru_cache(maxsize=8)
def _large(state: tuple[str, int, int, int]) -> bytes:
    return _read_bytes(state[0])


# By what they are made of, which is kept with them so that it stays the same.
_known_ways: dict[int, tuple[Vocabulary, dict[str, list[tuple[str, str]]]]] = {}
_known_said: dict[int, tuple[object, dict[str, Codes]]] = {}


def _ways(vocabulary: Vocabulary) -> dict[str, list[tuple[str, str]]]:
    """Every way to say a code: with what a statement is about, a good part of compiling a small catalogue."""
    if id(vocabulary) not in _known_ways:
        _known_ways[id(vocabulary)] = vocabulary, _phrases(vocabulary)
    return _known_ways[id(vocabulary)][1]


def _said(ways: dict[str, list[tuple[str, str]]]) -> dict[str, Codes]:
    if id(ways) not in _known_said:
        _known_said[id(ways)] = ways, _ways_to_say(ways)
    return _known_said[id(ways)][1]


_known_spots: dict[tuple[str, int], tuple[object, dict[tuple[str, str], str]]] = {}


def _spotted(text: str, ways: Ways) -> dict[tuple[str, str], str]:
    """The codes that a text names, which the same claim under another file names again."""
    key = text, id(ways.said)
    if key not in _known_spots:
        _known_spots[key] = ways.said, _spot(text, ways)
    return _known_spots[key][1]


def _reference(item: Mapping[str, Any], style: str) -> str:
    """A reference as a command prints it, which the engine takes some milliseconds for."""
    key = msgspec.json.encode(item), style
    if key not in _known_references:
        _known_references[key] = anew(item, style)
    return _known_references[key]


_known_references: dict[tuple[bytes, str], str] = {}


def _decode(data: Any, *, type: Any = Any, **how: Any) -> Any:
    """A record of the index, as long as nobody can change it."""
    unchanging = isinstance(data, bytes) and not how and getattr(type, "__struct_config__", None)
    return _record(data, type) if unchanging and unchanging.frozen else _json(data, type=type, **how)


@functools.lru_cache(maxsize=4096)
def _record(data: bytes, type: Any) -> Any:
    return _json(data, type=type)


@functools.lru_cache(maxsize=64)
def _known_key(sources: layers.Sources, layout: int) -> str:
    return _fingerprint(sources)


def _sum(path: str | Path) -> int:
    return _known_sum(_state(path))


@functools.lru_cache(maxsize=8)
def _known_sum(state: tuple[str, int, int, int]) -> int:
    return _checksum(state[0])


def _group(application: typer.Typer) -> Any:
    """The group of all commands, which holds none of them; that of one command is made for it."""
    return _root() if application is app else _group_of(application)


@functools.cache
def _root() -> Any:
    return _group_of(app)


_commands: dict[tuple[str, Any], Any] = {}


def _command(self: Commands, ctx: Any, name: str) -> Any:
    """A command with its options, as long as it would run the same."""
    module = sys.modules.get(f"kapcli.cli.{COMMANDS[name].module}") if name in COMMANDS else None
    if module is None:
        return _get_command(self, ctx, name)
    key = (name, module.run)
    if key not in _commands:
        _commands[key] = _get_command(self, ctx, name)
    return _commands[key]
