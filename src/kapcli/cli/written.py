"""Writing an answer to a file: whole or not at all, and never over another file unasked."""

from __future__ import annotations

import contextlib
import os
import shlex
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from kapcli.cli.answer import Problem, Stop, usage
from kapcli.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Mapping

_ELSEWHERE = "give it another name, or another folder"


def kind_of(output: str, kinds: Mapping[str, str]) -> str:
    """What sort of file a name asks for, by its ending.

    Args:
        output: The name as typed.
        kinds: Ending, in lower case and with its dot, to kind.

    Raises:
        Stop: An ending that is none of them.
    """
    ending = Path(output).suffix.lower()
    if ending in kinds:
        return kinds[ending]
    what = f"ends in {ending!r}" if ending else "has no ending"
    raise usage(f"--output: {output!r} {what}", f"name a file that ends in {' or '.join(kinds)}")


def check(output: str, *, force: bool) -> None:
    """See, before any work, that a file can be written.

    Raises:
        Stop: Its folder is not there, or something that may not be lost is in its place.
    """
    try:
        _check(output, Path(output), force=force)
    except OSError as error:
        raise _failed(output, f"cannot be written: {_reason(error)}", _ELSEWHERE) from None


def _check(output: str, target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise _failed(output, "is a folder", "name a file in it")
    if not target.parent.is_dir():
        make = shlex.join(["mkdir", "-p", str(target.parent)])
        raise _failed(output, "cannot be written: there is no such folder", f"make it first: {make}")
    try:
        found = target.lstat()
    except FileNotFoundError:
        return
    if not (target.is_file() or (stat.S_ISLNK(found.st_mode) and not target.exists())):
        raise _failed(output, "is no ordinary file", "name another")
    if not force:
        raise _failed(output, "is there already", "--force writes over it; or name another file")


def write(output: str, text: str, *, force: bool) -> int:
    """Write a text as UTF-8: beside the file first and then in its place, so that it is never half there.

    Returns:
        Its size in bytes.

    Raises:
        Stop: It could not be written; what was there before is as it was.
    """
    check(output, force=force)
    # Through a link, what it leads to is replaced and not the link.
    target = Path(os.path.realpath(output))
    data = text.encode("utf-8", "replace")
    beside = target.with_name(f".{target.name[:64]}.{os.getpid()}.part")
    try:
        with open(beside, "xb") as file:
            file.write(data)
        if force:
            beside.replace(target)
        else:
            _placed(beside, target)
    except FileExistsError:
        raise _failed(output, "is there already", "--force writes over it; or name another file") from None
    except OSError as error:
        raise _failed(output, f"cannot be written: {_reason(error)}", _ELSEWHERE) from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return len(data)


def _placed(beside: Path, target: Path) -> None:
    """Give a file its name, unless somebody else has taken it meanwhile."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links.
        if target.exists():
            raise FileExistsError from None
        beside.replace(target)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _failed(output: str, message: str, hint: str) -> Stop:
    return Stop(Exit.INPUT_OUTPUT, Problem(f"{output!r} {message}", hint))


__all__ = ["check", "kind_of", "write"]
