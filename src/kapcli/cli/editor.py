"""The editor of the user: which it is, and starting it at a line."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from kapcli.cli.answer import Exit, Problem, Stop

# Editors that take a line, and how: before the file, or as part of it.
_PLUS = frozenset("vi vim nvim view gvim mvim nano pico emacs emacsclient mg jed joe jmacs ne micro kak mcedit".split())
_GOTO = frozenset("code code-insiders codium vscodium cursor windsurf".split())
_COLON = frozenset("subl sublime_text hx helix zed lapce".split())
_WAITING = {"code": "--wait", "codium": "--wait", "subl": "--wait", "sublime_text": "--wait", "zed": "--wait"}
_USUAL = ("sensible-editor", "nano", "vi", "notepad")


def editor() -> list[str]:
    """The words of the editor's command line.

    Raises:
        Stop: None is named, and none of the usual ones is there.
    """
    for name in ("VISUAL", "EDITOR"):
        if os.environ.get(name, "").strip():
            try:
                return shlex.split(os.environ[name], posix=os.name != "nt")
            except ValueError:
                raise Stop(Exit.USAGE, Problem(f"{name} cannot be understood: {os.environ[name]!r}")) from None
    found = next((name for name in _USUAL if shutil.which(name)), None)
    if found is None:
        raise Stop(Exit.USAGE, Problem("no editor is named", "name one: EDITOR=nano kap edit ID"))
    return [found]


def at_line(words: list[str], file: Path, line: int) -> list[str]:
    """The whole command line that opens a file, at a line where the editor takes one."""
    name = Path(words[0]).name.removesuffix(".exe").casefold()
    wait = [_WAITING[name]] if name in _WAITING and "--wait" not in words and "-w" not in words else []
    if name in _PLUS:
        return [*words, f"+{line}", str(file)]
    if name in _GOTO:
        return [*words, *wait, "--goto", f"{file}:{line}"]
    return [*words, *wait, f"{file}:{line}" if name in _COLON else str(file)]


def edit(file: Path, line: int) -> None:
    """Open a file in the user's editor and wait until it is closed.

    Raises:
        Stop: It could not be started, or says that it failed.
    """
    words = at_line(editor(), file, line)
    try:
        code = subprocess.run(words, check=False).returncode
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Stop(Exit.INPUT_OUTPUT, Problem(f"the editor {words[0]!r} could not be started: {reason}")) from None
    if code:
        raise Stop(Exit.INPUT_OUTPUT, Problem(f"the editor {words[0]!r} ended with {code}; nothing was changed"))
