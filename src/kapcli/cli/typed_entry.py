"""A study that was typed, put into its file; whatever happens, what was typed is kept."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.faults import CatalogueError, UnreadableError
from kapcli.cli.adding import added
from kapcli.cli.answer import Exit, Problem, Stop
from kapcli.cli.files import Output
from kapcli.cli.locking import locked
from kapcli.cli.output import tell
from kapcli.cli.writing import keep, keeping
from kapcli.importing.yaml_text import file_text

if TYPE_CHECKING:
    from pathlib import Path

    from kapcli.cli.request import Request
    from kapcli.importing.interview import Interview


class Typed(msgspec.Struct, frozen=True):
    """What becomes of a study that was typed.

    Attributes:
        name: Its id.
        missing: What is still to fill in; where there is anything, it is a draft.
        renamed: The id that it was to have, where somebody else has taken it meanwhile; else empty.
        file: The file with it added, to be written.
    """

    name: str
    missing: tuple[str, ...]
    renamed: str
    file: Output


def typed(interview: Interview, target: Path, before: bytes, request: Request) -> Typed:
    """Add it to what stands in the file now: the questions took their time.

    Args:
        interview: The answers.
        target: The file.
        before: What stood in it before the first question.
        request: As asked.

    Raises:
        Stop: The file cannot be added to; where what was typed is kept, the fault says.
    """
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(locked(target))
            seen, renamed = _renewed(interview, target, before, request)
            name, lines, missing = interview.entry()
            data = added(seen, [lines], str(target), interview.vocabulary)
        except (Stop, CatalogueError, UnreadableError) as error:
            raise _kept(error, interview, target) from None
        kept = file_text([lines]).encode()
        file = Output(target, data, force=True, seen=seen, held=held.pop_all(), kept=kept)
    return Typed(name, tuple(missing), renamed, file)


def keep_typed(interview: Interview, target: Path) -> None:
    """Keep everything that was typed in a file of its own, and say where."""
    if copy := keep(target, file_text([interview.entry()[1]]).encode()):
        tell("")
        tell(f"What you wrote stands in {copy}")


def _renewed(interview: Interview, target: Path, before: bytes, request: Request) -> tuple[bytes, str]:
    """What stands in the file now, and the id that somebody else has taken in it meanwhile, if any."""
    from kapcli.api.catalogue import open_catalogue
    from kapcli.catalogue.files import read_bytes
    from kapcli.importing.naming import taken

    now = read_bytes(target) if target.exists() else b""
    if now == before or not now.strip():
        return now, ""
    files = dict.fromkeys([*request.catalogues, str(target)])
    fresh = open_catalogue(*files, own=request.own, builtin=request.builtin)
    return now, interview.renew(taken(fresh.session))


def _kept(error: Exception, interview: Interview, target: Path) -> Stop:
    """The same fault with everything that was typed kept in a file of its own."""
    if isinstance(error, CatalogueError):
        fault = error.faults[0]
        stop = Stop(Exit.BAD_CATALOGUE, Problem(fault.message, fault.fix, fault.file, fault.line, fault.path))
    elif isinstance(error, Stop):
        stop = error
    else:
        stop = Stop(Exit.INPUT_OUTPUT, Problem(f"cannot be read: {error}", "", repr(str(target))))
    return keeping(stop, target, file_text([interview.entry()[1]]).encode())
