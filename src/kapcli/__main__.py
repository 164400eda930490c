"""The entry point: run one command, write its answer, end with its exit code."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.cli.answer import Answer


def main() -> NoReturn:
    """Run ``kap`` with the arguments of the process."""
    # A lookup is over before the collector would free anything: collecting costs a fifth of the run.
    gc.disable()
    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Args:
        arguments: What stands behind ``kap``.

    Returns:
        The exit code (see `kapcli.cli.exits`).
    """
    from kapcli.cli.exits import Exit
    from kapcli.cli.output import OutputError, emit, prepare_streams, say

    try:
        prepare_streams()
        answer = _answer(list(arguments))
        if answer is None:
            sys.stdout.flush()
            return Exit.ANSWERED
        if isinstance(answer, int):
            return answer
        return emit(answer, color=False if "--no-color" in arguments else None)
    except BrokenPipeError:
        _silence()
        return Exit.ANSWERED
    except OutputError as error:
        _silence()
        say(str(error))
        return Exit.INPUT_OUTPUT
    except OSError as error:
        _silence()
        say(f"cannot write to standard output: {error.strerror or error}")
        return Exit.INPUT_OUTPUT
    except KeyboardInterrupt:
        _silence()
        return Exit.INTERRUPTED


def _answer(arguments: list[str], *, again: bool = False) -> Answer | int | None:
    import sqlite3

    import typer

    from kapcli.cli.app import app
    from kapcli.cli.faults import failed, own_fault
    from kapcli.cli.session import in_memory

    try:
        answer: Answer | int | None = app(arguments, prog_name="kap", standalone_mode=False)
    except typer.Exit as stop:
        return int(stop.exit_code)
    except SystemExit as stop:
        # Typer turns a closed pipe into an exit of its own.
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        return int(stop.code or 0)
    except sqlite3.DatabaseError:
        # The compiled file is broken in a way that only shows in use: once more, without it.
        if again:
            raise
        token = in_memory.set(True)
        try:
            return _answer(arguments, again=True)
        finally:
            in_memory.reset(token)
    except OSError:
        # Files are read behind errors of their own: what is left is the help or the version, which Typer prints.
        raise
    except Exception as error:
        known = failed(error, arguments)
        if known is None and os.environ.get("KAP_DEBUG"):
            raise
        return known or own_fault(error, arguments)
    return answer


def _silence() -> None:
    """Point stdout at nothing, so that the interpreter does not fail once more on its way out."""
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass


if __name__ == "__main__":
    main()

__all__ = ["main", "run"]
