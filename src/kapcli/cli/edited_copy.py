"""A copy of a catalogue file in somebody's editor, which takes the file's place once it loads."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.words import so_many
from kapcli.cli.answer import Exit, Problem, Stop
from kapcli.cli.asking import agreed
from kapcli.cli.editor import edit
from kapcli.cli.files import refuse_read_only
from kapcli.cli.locking import locked
from kapcli.cli.output import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.faults import Fault

# So many errors are told at once.
_SHOWN = 10


def edited(
    file: Path,
    line: int,
    files: Sequence[str],
    begun: bytes | None = None,
    stood: bytes | None = None,
    *,
    asks: bool = True,
) -> bool:
    """Let a copy be edited until it loads or is given up; whether the file was changed.

    Args:
        file: The file.
        line: Where the entry begins.
        files: All files that are read together.
        begun: What the editor is given in place of what stands in the file.
        stood: What stands in the file then.
        asks: Whether somebody is there to be asked; a program is told all at the end.

    Raises:
        Stop: It does not load, or cannot be put into the place of the file.
    """
    refuse_read_only(file)
    real = Path(os.path.realpath(file))
    before = real.read_bytes() if begun is None else begun
    stood = before if stood is None else stood
    handle, copy = tempfile.mkstemp(prefix=f".{real.stem}-", suffix=real.suffix or ".yaml", dir=real.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(before)
    if real.exists():
        shutil.copymode(real, copy)
    try:
        while True:
            edit(Path(copy), line)
            if Path(copy).read_bytes() == before:
                return False
            faults = _faults(copy, str(file), files)
            if not faults:
                _put(Path(copy), real, stood, file)
                return True
            problem = Problem(f"{file} was kept as it was: what you wrote does not load")
            if not asks:
                told = (Problem(one.message, one.fix, one.file, one.line, one.path) for one in faults)
                raise Stop(Exit.BAD_CATALOGUE, problem, *told)
            for fault in faults[:_SHOWN]:
                tell(str(fault))
            tell(f"The file would not load: {so_many(len(faults), 'error')}.")
            line = faults[0].line or line
            if not agreed("Open it again?", default=True):
                raise Stop(Exit.BAD_CATALOGUE, problem)
    except Stop as stop:
        raise _with_copy(stop, Path(copy), before) from None
    except BaseException:
        if os.path.exists(copy) and Path(copy).read_bytes() != before:
            tell(f"What you wrote stands in {copy}")
        raise
    finally:
        # What a person wrote stays, however this ends.
        if os.path.exists(copy) and Path(copy).read_bytes() == before:
            os.unlink(copy)


def _put(copy: Path, real: Path, stood: bytes, shown: Path) -> None:
    """Put what was edited into the place of the file.

    Raises:
        Stop: Somebody else has written to it since it was opened.
    """
    with locked(real):
        if (real.read_bytes() if real.exists() else b"") != stood:
            message = f"{shown} was changed by somebody else while you edited it, and was left as it is now"
            raise Stop(Exit.INPUT_OUTPUT, Problem(message, "take over what you changed from there by hand"))
        refuse_read_only(real)
        os.replace(copy, real)


def _with_copy(stop: Stop, copy: Path, before: bytes) -> Stop:
    """The same fault with where to find what was written, if anything was."""
    if copy.read_bytes() == before:
        return stop
    first, *rest = stop.problems
    hint = "; ".join(filter(None, (f"what you wrote stands in {copy}", first.hint)))
    return Stop(stop.code, msgspec.structs.replace(first, hint=hint), *rest)


def _faults(copy: str, shown: str, files: Sequence[str]) -> list[Fault]:
    from kapcli.index.loading import check_files

    # The others may refer to what stands in this one, and this one to the others.
    together = [copy if file == shown else file for file in files]
    return [
        msgspec.structs.replace(fault, file=shown if file == copy else file)
        for file, _, faults in check_files(together)
        for fault in faults
        if fault.severity == "error"
    ]
