"""The clipboard of whoever sits at the terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kapcli.cli.answer import Exit, Problem
from kapcli.cli.output import to_terminal
from kapcli.cli.terminal import on_terminal

if TYPE_CHECKING:
    from kapcli.cli.answer import Answer

COPIED = "Copied to the clipboard."
# The terminal says nothing of whether it took it.
PASSED_ON = "Passed on to the terminal's clipboard; some terminals do not take it."

_NONE = Problem("nothing was copied: there is no clipboard here", "on Linux it takes wl-clipboard, xclip or xsel")


def with_copy(answer: Answer, text: str) -> Answer:
    """An answer that says what became of a copy of a text."""
    if done := copy(text):
        answer.notes = [done, *answer.notes]
        return answer
    answer.errors = [*answer.errors, _NONE]
    answer.exit = Exit.INPUT_OUTPUT if answer.exit is Exit.ANSWERED else answer.exit
    return answer


def copy(text: str) -> str:
    """Put a text on the clipboard, by the system's own means or the terminal's.

    Returns:
        What was done; empty where there is no clipboard.
    """
    import pyperclip  # type: ignore[import-untyped]

    # Over a connection the system's clipboard is that of the other machine.
    if not (os.environ.get("SSH_TTY") or os.environ.get("SSH_CONNECTION")):
        try:
            pyperclip.copy(text)
        except (pyperclip.PyperclipException, OSError):
            pass
        else:
            return COPIED
    if not on_terminal():
        return ""
    import base64

    to_terminal(f"\x1b]52;c;{base64.b64encode(text.encode()).decode('ascii')}\x07")
    return PASSED_ON
