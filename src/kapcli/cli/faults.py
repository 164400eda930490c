"""One table from what can go wrong to a message and an exit code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kapcli.cli.answer import Answer, Exit, Problem, Shape, Stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.faults import CatalogueError


def failed(error: BaseException, arguments: Sequence[str]) -> Answer | None:
    """The answer for an error that a person can do something about.

    Args:
        error: What was raised.
        arguments: The command line, to know the command and whether JSON was asked for.

    Returns:
        ``None`` for an error that is ours.
    """
    import typer

    from kapcli.catalogue.faults import CatalogueError, NothingToReadError, UnreadableError

    if isinstance(error, Stop):
        return _answer(arguments, error.code, error.problems)
    if isinstance(error, NothingToReadError):
        problem = Problem(str(error), "name a file: --catalogue my.yaml; kap new writes one")
        return _answer(arguments, Exit.USAGE, (problem,))
    if isinstance(error, CatalogueError) and (broken := _own_broken(error)):
        return _answer(arguments, Exit.BAD_CATALOGUE, (broken,))
    if isinstance(error, CatalogueError):
        problems = tuple(
            Problem(fault.message, fault.fix, fault.file, fault.line, fault.path) for fault in error.faults
        )
        return _answer(arguments, Exit.BAD_CATALOGUE, problems)
    if isinstance(error, UnreadableError):
        from kapcli.catalogue.layers import own_folder

        own = os.path.dirname(error.file) == own_folder() or error.file == own_folder()
        hint = "it is in your data folder: --no-own leaves your own files out" if own else ""
        problem = Problem(f"cannot be read: {error}", hint, repr(error.file))
        return _answer(arguments, Exit.INPUT_OUTPUT, (problem,))
    if isinstance(error, OSError):
        return _answer(arguments, Exit.INPUT_OUTPUT, (_refused(error),))
    if isinstance(error, typer.TyperException):
        from kapcli.cli.parser_faults import worded

        return _answer(arguments, Exit.USAGE, (worded(error, arguments, _command(arguments)),))
    return None


def _own_broken(error: CatalogueError) -> Problem | None:
    """One message on a broken file that nobody named: it stops every lookup, and so says where it is and what to do."""
    import shlex

    from kapcli.catalogue.faults import ALONE, counted
    from kapcli.catalogue.layers import own_files

    own = own_files()
    faults = [fault for fault in error.faults if fault.severity == "error"]
    first = next((fault for fault in faults if fault.file in own), None)
    if first is None:
        return None
    if (alone := error.faults[-1]).fix == ALONE:
        return Problem(first.message, f"{alone.message}: {ALONE}", first.file, first.line, first.path)
    count = counted([fault for fault in faults if fault.file == first.file], "error")
    listed = "checks it" if count == 1 else f"lists all {count} errors"
    # It may rest on those before it.
    files = shlex.join(own[: own.index(first.file) + 1])
    hint = f"kap validate {files} {listed}; kap edit ID opens an entry; --no-own leaves your own files out"
    return Problem(f"{first.message} (in your own file)", hint, first.file, first.line, first.path)


def own_fault(error: BaseException, arguments: Sequence[str]) -> Answer:
    """The answer for an error that is ours: told apart from every other by its exit code."""
    message = f"a bug in kap: {type(error).__name__}: {error}"
    return _answer(arguments, Exit.INTERNAL, (Problem(message, "please report it; KAP_DEBUG=1 shows where"),))


def printing(error: OSError) -> bool:
    """Whether an error came from writing the help or the version, which Typer prints itself."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and str(trace.tb_frame.f_globals.get("__name__")).partition(".")[0] == "typer"


def _refused(error: OSError) -> Problem:
    """What the system would not do."""
    reason = _lowered(error.strerror or str(error) or type(error).__name__)
    if error.filename is not None:
        return Problem(f"cannot be read: {reason}", "", repr(os.fsdecode(error.filename)))
    try:
        os.getcwd()
    except OSError:
        return Problem("the current folder no longer exists", "change to another one: cd ~")
    return Problem(f"the operating system refused: {reason}")


def _answer(arguments: Sequence[str], code: Exit, problems: Sequence[Problem]) -> Answer:
    return Answer(
        command=_command(arguments),
        format=_machine_format(arguments) or "text",
        shape=Shape(compact="--compact" in _options(arguments)),
        errors=list(problems),
        exit=code,
    )


def _command(arguments: Sequence[str]) -> str:
    from kapcli.cli.app import COMMANDS

    return arguments[0] if arguments and arguments[0] in COMMANDS else ""


def _machine_format(arguments: Sequence[str]) -> str:
    """``json`` or ``ndjson`` where the command line asks for it, however broken the rest of it is."""
    before = _options(arguments)
    if "--json" in before:
        return "json"
    for index, word in enumerate(before):
        value = before[index + 1] if word == "--format" and index + 1 < len(before) else ""
        if word.startswith("--format="):
            value = word.partition("=")[2]
        if value in ("json", "ndjson"):
            return value
    return ""


def _options(arguments: Sequence[str]) -> Sequence[str]:
    """The command line as far as options go."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments


def _lowered(message: str) -> str:
    message = message.strip().rstrip(".")
    return message[:1].lower() + message[1:]
