"""Asking a person at the keyboard, with completion where the terminal has it; a script answers line by line."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from kapcli.cli.output import flush, tell
from kapcli.cli.terminal import on_terminal
from kapcli.writers.cleaning import clean, encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def ask(prompt: str, offers: Callable[[str], list[str]] | None = None) -> str | None:
    """The line that was typed; ``None`` at the end of the input.

    Args:
        prompt: What is asked.
        offers: Words that one that begins so may become.
    """
    if sys.stdin is None or sys.stdin.closed:
        return None
    prompt = clean(prompt)
    if not (sys.stdin.isatty() and on_terminal()):
        tell(prompt)
        line = sys.stdin.readline()
        return encodable(line.rstrip("\r\n")) if line else None
    flush()
    with _completing(offers):
        try:
            return encodable(input(f"{prompt} "))
        except EOFError:
            tell("")
            return None


@contextlib.contextmanager
def _completing(offers: Callable[[str], list[str]] | None) -> Iterator[None]:
    """Let the Tab key offer words, where there is readline."""
    try:
        import readline
    except ImportError:
        yield
        return

    def complete(start: str, place: int) -> str | None:
        found = offers(start) if offers else []
        return found[place] if place < len(found) else None

    before, delimiters = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(complete)
    readline.set_completer_delims(" ,;\t\n")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(delimiters)


def agreed(question: str, *, default: bool) -> bool:
    """Whether a person answers yes; at the end of the input nobody does."""
    answer = ask(f"{question} {'[Y/n]' if default else '[y/N]'}")
    if answer is None:
        return False
    return default if not answer.strip() else answer.strip().casefold() in ("y", "yes")
