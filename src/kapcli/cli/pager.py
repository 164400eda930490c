"""What is higher than the window goes through a pager, as it does with git and man."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# Leaves at once what fits, keeps colours, and leaves the page on the screen when it is quit.
_DEFAULT = "less -FRX"
# In front of what somebody set for themselves: without it colours would be printed as signs.
_COLOURS = "-R"
_LESS = "-FRX"


class Pager(NamedTuple):
    """A pager that somebody may have chosen."""

    words: list[str]
    chosen: bool


def pager() -> Pager | None:
    """The pager of the environment: ``KAP_PAGER``, then ``PAGER``, then less; none where the first is empty.

    A terminal that cannot move its cursor has none, unless one was chosen for kap.
    """
    import shlex

    own = os.environ.get("KAP_PAGER")
    if own is None and os.environ.get("TERM") in (None, "", "dumb"):
        return None
    chosen = own if own is not None else os.environ.get("PAGER")
    try:
        words = shlex.split(_DEFAULT if chosen is None else chosen)
    except ValueError:
        # A quotation mark is open: taken as it stands.
        words = (chosen or "").split()
    return Pager(words, chosen is not None) if words else None


def paged(text: bytes, by: Pager) -> str | None:
    """Show a text in a pager, and wait until it is left.

    Args:
        text: As the terminal shows it.
        by: See `pager`.

    Returns:
        ``None`` where it was shown, however it was left; else why the pager could not be started.
    """
    own = os.environ.get("LESS")
    settings = {"LESSHISTFILE": "-", "LESS": _LESS if own is None else f"{_COLOURS} {own}"}
    with _left_to_the_pager():
        try:
            process = subprocess.Popen(by.words, stdin=subprocess.PIPE, env=os.environ | settings)
        except (OSError, ValueError) as error:
            return getattr(error, "strerror", None) or str(error)
        # It may be left before it has read everything: that is no failure.
        try:
            process.communicate(text)
        except BrokenPipeError:
            process.wait()
    return None


@contextmanager
def _left_to_the_pager() -> Iterator[None]:
    """Ctrl-C is the pager's own: it stops a search there, and must not end us behind its back."""
    try:
        before = signal.getsignal(signal.SIGINT)
        if before is signal.SIG_IGN:
            yield
            return
        # A function, and not SIG_IGN, which the pager would inherit.
        signal.signal(signal.SIGINT, lambda *_: None)
    except ValueError:
        # Only the main thread may.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
