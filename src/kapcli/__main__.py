"""The entry point: run one command, write its answer, end with its exit code."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from kapcli import interrupts

if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> NoReturn:
    """Run ``kap`` with the arguments of the process."""
    interrupts.arm()
    # A lookup is over before the collector would free anything: collecting costs a fifth of the run.
    gc.disable()
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # It came while the work was being tidied up.
        interrupts.end()
    interrupts.ignore_from_now()
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Args:
        arguments: What stands behind ``kap``.

    Returns:
        The exit code (see `kapcli.cli.answer.Exit`).
    """
    from kapcli.cli.answer import Exit
    from kapcli.cli.output import OutputError, prepare_streams, say
    from kapcli.index.session import close_all

    try:
        interrupts.raise_from_now()
        prepare_streams()
        code = _answered(list(arguments))
        if interrupts.happened():
            raise KeyboardInterrupt
        return code
    except BrokenPipeError:
        _silence()
        return Exit.ANSWERED
    except OutputError as error:
        _silence()
        say(str(error))
        return Exit.INPUT_OUTPUT
    except KeyboardInterrupt:
        _silence()
        return Exit.INTERRUPTED
    finally:
        interrupts.end_at_once_from_now()
        close_all()


def _answered(arguments: list[str], *, again: bool = False) -> int:
    """Ask, and write the answer: laying it out may fail as asking may, so both stand under one roof."""
    import typer

    from kapcli.cli.answer import Exit
    from kapcli.cli.app import app
    from kapcli.cli.output import OutputError, emit, flush
    from kapcli.index.session import from_file, in_memory

    from_file.set(False)
    try:
        answer = app(arguments, prog_name="kap", standalone_mode=False)
        if answer is None:
            flush()
            return Exit.ANSWERED
        return answer if isinstance(answer, int) else emit(answer)
    except typer.Exit as stop:
        return int(stop.exit_code)
    except SystemExit as stop:
        # Typer turns a closed pipe into an exit of its own.
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        return stop.code if isinstance(stop.code, int) else Exit.INTERNAL
    except (BrokenPipeError, OutputError):
        raise
    except Exception as error:
        if interrupts.happened():
            # Libraries make errors of their own of it.
            raise KeyboardInterrupt from None
        from kapcli.cli.faults import failed, own_fault, printing

        if isinstance(error, OSError) and printing(error):
            raise OutputError(f"cannot write to standard output: {error.strerror or error}") from None
        known = failed(error, arguments)
        if known is None and from_file.get() and not again:
            # The compiled file may be broken in a way that only shows in use, as anything from an error of the database
            # to a missing key: once more, without it. What fails then as well is our own fault.
            token = in_memory.set(True)
            try:
                return _answered(arguments, again=True)
            finally:
                in_memory.reset(token)
        if known is None and os.environ.get("KAP_DEBUG"):
            raise
        return emit(known or own_fault(error, arguments))


def _silence() -> None:
    """Point stdout at nothing, so that the interpreter does not fail once more on its way out."""
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass


if __name__ == "__main__":
    main()
