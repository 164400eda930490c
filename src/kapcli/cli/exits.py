"""Exit codes: part of the interface, documented in docs/exit-codes.md."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended."""

    ANSWERED = 0
    NOTHING_FOUND = 1
    USAGE = 2
    BAD_CATALOGUE = 3
    INPUT_OUTPUT = 4
    DOUBTFUL = 5
    # As in sysexits.h: an internal error, which must not pass for "nothing found".
    INTERNAL = 70
    INTERRUPTED = 130
