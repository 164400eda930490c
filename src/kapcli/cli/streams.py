"""What a command reads besides catalogues: files, standard input, and pipes that stand for files."""

from __future__ import annotations

import os
import stat
import sys
import time
from contextvars import ContextVar

from kapcli.catalogue.faults import UnreadableError
from kapcli.catalogue.files import MAX_BYTES, read_bytes
from kapcli.cli.answer import usage

# As a file it is named like this.
STANDARD_INPUT = "-"
# Seconds until somebody writes to a pipe, and between two looks.
_PATIENCE, _PAUSE = 1.0, 0.02
# What a stream gave: it is there once, and a command may be run once more without the compiled file.
_read: ContextVar[dict[str, bytes] | None] = ContextVar("_read", default=None)


def is_stream(name: str) -> bool:
    """Whether it is standard input or a pipe: read once, from one end to the other."""
    if name == STANDARD_INPUT:
        return True
    try:
        return stat.S_ISFIFO(os.stat(name).st_mode)
    except (OSError, ValueError):
        return False


def content(name: str, missing: tuple[str, str], most: int = MAX_BYTES) -> bytes:
    """The bytes of a file or a stream, one more than the limit at most.

    Args:
        name: As typed; ``-`` for standard input.
        missing: What is said, and what to type, where nothing is led into standard input.
        most: The limit.

    Raises:
        Stop: Nobody leads anything into standard input.
        UnreadableError: A file cannot be read.
    """
    if not is_stream(name):
        return read_bytes(name)
    kept = _read.get()
    if kept is None:
        _read.set(kept := {})
    if name not in kept:
        kept[name] = _standard_input(missing, most) if name == STANDARD_INPUT else _stream(name, most)
    return kept[name]


def _standard_input(missing: tuple[str, str], most: int) -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        raise usage(*missing)
    # As bytes: what the locale's encoding cannot read is replaced and said, never fatal.
    raw = getattr(sys.stdin, "buffer", None)
    return sys.stdin.read(most + 1).encode("utf-8", "replace") if raw is None else raw.read(most + 1)


def _stream(name: str, most: int) -> bytes:
    """What somebody writes to a pipe; who is to write it may come a moment later, and is not waited for any longer."""
    try:
        handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        os.set_blocking(handle, True)
        with os.fdopen(handle, "rb", buffering=0) as stream:
            until = time.monotonic() + _PATIENCE
            while not (found := stream.read(most + 1)) and time.monotonic() < until:
                time.sleep(_PAUSE)
            while found and len(found) <= most and (more := stream.read(most + 1 - len(found))):
                found += more
    except OSError as error:
        raise UnreadableError(name, (error.strerror or str(error)).lower()) from None
    if not found:
        raise UnreadableError(name, "not a regular file, and nobody writes to it")
    return found
