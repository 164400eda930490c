"""What an interrupt (Ctrl-C) does to a run of ``kap``, from the first line of our code to the last.

It ends the run quietly with exit code 130. While a command works, it is raised, so that half-written files go and the
terminal is left as it was; before and after there is nothing to tidy up, and the process ends at once.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from types import FrameType

_CODE = 130


class _State:
    armed = False
    raising = False
    happened = False


def arm() -> None:
    """Take charge of interrupts, unless somebody else has: a shell has them ignored for what runs in the background."""
    if _State.armed or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return
    signal.signal(signal.SIGINT, _interrupted)
    # Where nothing can be raised (a callback of the import system, say) an interrupt is reported and forgotten.
    sys.unraisablehook = _unraisable
    _State.armed = True


def raise_from_now() -> None:
    """A command begins its work: the first interrupt is raised, a second ends the process at once."""
    _State.raising = True


def end_at_once_from_now() -> None:
    """A command has done its work."""
    _State.raising = False


def happened() -> bool:
    """Whether there was an interrupt, however it was answered by what it came to."""
    return _State.happened


def ignore_from_now() -> None:
    """The answer is written, and its exit code stands."""
    if _State.armed:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def end() -> NoReturn:
    """End the process as an interrupt does, with nothing more written."""
    os._exit(_CODE)


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    if _State.happened or not _State.raising:
        end()
    _State.happened = True
    raise KeyboardInterrupt


def _unraisable(lost: Any) -> None:
    if isinstance(lost.exc_value, KeyboardInterrupt):
        end()
    sys.__unraisablehook__(lost)
