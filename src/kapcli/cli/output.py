"""The one owner of the terminal: everything kap says goes through here, cleaned of control characters."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TypeVar

from kapcli.cli.answer import Exit
from kapcli.cli.formats import WRITERS, plain_layout
from kapcli.cli.terminal import (
    HEIGHT,
    color_forbidden,
    colored,
    is_unicode,
    on_terminal,
    over_window,
    plain_wanted,
    shown,
    width,
)
from kapcli.writers.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.cli.answer import Answer, Problem
    from kapcli.writers.layout import Line

Item = TypeVar("Item")

# Remarks are not folded to less.
_NARROWEST = 20


class OutputError(Exception):
    """The answer could not be written where it should go."""


def prepare_streams() -> None:
    """Make stdout and stderr take any character: one that the encoding lacks is replaced, never fatal.

    Raises:
        OutputError: stdout is closed.
    """
    color_forbidden.set(False)
    plain_layout.set(os.environ.get("TERM") == "dumb" and on_terminal())
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace" if is_unicode(stream) else "replace")
    # A file or a program gets UTF-8 whatever the locale, unless somebody asked for something else.
    if (
        sys.stdout is not None
        and hasattr(sys.stdout, "reconfigure")
        and not on_terminal()
        and not os.environ.get("PYTHONIOENCODING")
    ):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    if sys.stdout is None or sys.stdout.closed:
        raise OutputError("standard output is closed")


def speak_utf8() -> None:
    """Write stdout in UTF-8, whatever was asked for; what is no text is left out."""
    if sys.stdout is not None and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="ignore")


def emit(answer: Answer) -> Exit:
    """Write an answer where it belongs: the answer to stdout, remarks and errors to stderr.

    Args:
        answer: What a command gave back.

    Returns:
        The exit code.

    Raises:
        OutputError: stdout cannot be written.
        BrokenPipeError: Nobody reads any more.
        Stop: A file that belongs to the answer cannot be written.
    """
    if answer.file is None:
        return _emit(answer)
    from kapcli.cli.folders import written

    with written(answer.file):
        return _emit(answer)


def _emit(answer: Answer) -> Exit:
    writer = WRITERS.get(answer.format)
    machine = writer is not None and writer.machine
    told = machine
    if machine or answer.exit in (Exit.ANSWERED, Exit.NOTHING_FOUND, Exit.DOUBTFUL, Exit.INPUT_OUTPUT):
        # Beside a file that was written there is little to read, and a program reads no pages.
        paged = not machine and answer.file is None
        if answer.format in answer.texts:
            made = answer.texts[answer.format]()
            _write_bytes(made) if isinstance(made, bytes) else _write_text(made, paged=paged)
        elif writer is not None:
            found = writer.write(answer, width())
            _write_bytes(found) if isinstance(found, bytes) else _write_text(found, paged=paged)
            told = told or (writer.tells and answer.document is not None)
    if not machine:
        for note in [*([] if told else answer.remarks), *answer.notes]:
            say(note)
        for problem in answer.errors:
            say(described(problem), problem.hint)
    flush()
    return answer.exit


def described(problem: Problem) -> str:
    """An error as one line: where and what; what to type next stands apart."""
    where = problem.file
    if problem.line:
        where += f":{problem.line}"
    parts = [part for part in (where, problem.path) if part]
    return ": ".join([*parts, problem.message])


def say(text: str, hint: str = "") -> None:
    """A remark or an error, on stderr; lost without a sound if stderr is gone.

    Args:
        text: One line: a line end in it came from the command line or from a catalogue, and must not look like one
            of ours.
        hint: What to type next, for a line of its own.
    """
    if sys.stderr is None:
        return
    lines = [clean(line.replace("\n", "^J")) for line in (f"kap: {text}", *([f"  {hint}"] if hint else ()))]
    try:
        if sys.stderr.isatty():
            lines = [part for line in lines for part in _folded(line)]
        sys.stderr.write(shown("\n".join(lines), sys.stderr) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass


def tell(line: str) -> None:
    """A line to a person who is being asked, on stderr: it is no part of the answer."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(shown(clean(line.replace("\n", "^J")), sys.stderr) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass


def _folded(line: str) -> list[str]:
    import textwrap

    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(line, max(width(), _NARROWEST), subsequent_indent=indent + "  ", break_on_hyphens=False) or [
        ""
    ]


def waiting(items: Sequence[Item], what: str, least: int) -> Iterable[Item]:
    """Items one by one, with a bar on stderr where a person waits for many.

    Args:
        items: What is worked through.
        what: The word before the bar.
        least: Fewer than so many need none.
    """
    if len(items) < least or sys.stderr is None or not sys.stderr.isatty() or plain_wanted():
        return items
    from rich.console import Console
    from rich.progress import track

    # Rich would take any COLUMNS and LINES at their word.
    console = Console(width=width(), height=HEIGHT, stderr=True)
    return track(items, what, console=console, transient=True)


def _write_text(text: Iterable[Line] | str, *, paged: bool) -> None:
    if isinstance(text, str):
        text = clean(text)
        _write(text, higher=paged and over_window(text.split("\n")))
        return
    lines = list(text)
    from kapcli.writers.layout import plain

    unstyled = plain(lines)
    higher = paged and over_window(unstyled.split("\n"))
    if colored():
        from kapcli.writers.layout import styled

        # Not every pager lets links through, and the console of Linux prints them.
        _write(styled(lines, links=not higher and os.environ.get("TERM") != "linux"), higher=higher)
    else:
        _write(unstyled, higher=higher)


def _write(text: str, *, higher: bool = False) -> None:
    """Write a text, through a pager where it is ``higher`` than the window."""
    if higher and _in_pager(shown(text, sys.stdout)):
        return
    try:
        sys.stdout.write(shown(text, sys.stdout))
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise OutputError(f"cannot write to standard output: {_reason(error)}") from None


def _in_pager(text: str) -> bool:
    """Show a text in the pager of the environment; not where there is none."""
    from kapcli.cli.pager import paged, pager

    found = pager()
    if found is None:
        return False
    flush()
    failure = paged(text.encode(sys.stdout.encoding or "utf-8", sys.stdout.errors or "replace"), found)
    if failure is not None and found.chosen:
        say(f"the pager {found.words[0]!r} could not be started: {failure}", "KAP_PAGER= turns paging off")
    return failure is None


def _write_bytes(data: bytes) -> None:
    """JSON is UTF-8, whatever the encoding of the stream."""
    if not hasattr(sys.stdout, "buffer"):
        _write(data.decode("utf-8"))
        return
    flush()
    try:
        sys.stdout.buffer.write(data)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise OutputError(f"cannot write to standard output: {_reason(error)}") from None


def flush() -> None:
    """Send off what was written to stdout.

    Raises:
        OutputError: It cannot be written.
        BrokenPipeError: Nobody reads any more.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise OutputError(f"cannot write to standard output: {_reason(error)}") from None


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def to_terminal(sequence: str) -> None:
    """Tell the terminal something that is not shown."""
    sys.stdout.write(sequence)
    sys.stdout.flush()
