"""Real interactive shells on a terminal of their own, with the completion that kap itself puts in.

Where a shell is missing its tests are skipped and say so; with KAP_SHELL_TESTS=required they fail instead.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from standby import Standby

# Read before the tests' own environment is made.
REQUIRED = os.environ.get("KAP_SHELL_TESTS") == "required"
# Never waited for in full unless something is wrong.
LIMIT = 50
FROZEN = Path(__file__).parents[1] / "frozen" / "kap.py"
PROMPT = "READY> "
ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][0-9A-Za-z]|\x1b[=>78cM]")


def _without(what: str, remedy: str) -> None:
    reason = f"no {what}: {remedy}"
    if REQUIRED:
        pytest.fail(f"KAP_SHELL_TESTS=required, and {reason}", pytrace=False)
    pytest.skip(reason)


class Shell:
    """A shell that waits for keys, and what it has shown."""

    def __init__(self, line: list[str], folder: Path, environment: dict[str, str]) -> None:
        import fcntl
        import pty
        import termios

        self._ours, theirs = pty.openpty()
        # Wide and high enough for every offer, so that no pager asks.
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 120, 300, 0, 0))
        self._process = subprocess.Popen(
            line,
            cwd=folder,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            # Job control wants the terminal to be the session's own.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        self.shown = ""
        self._raw = b""
        self._completing = False

    def press(self, keys: str) -> None:
        """Type keys."""
        self._completing = keys.endswith("\t")
        os.write(self._ours, keys.encode())

    def wait_for(self, *texts: str) -> str:
        """Read until all of the texts have been shown since the last call; gives back what was shown."""
        end = time.monotonic() + LIMIT
        # A shell that was still putting itself in order may have taken a Tab for a blank: it is pressed again once.
        again = time.monotonic() + LIMIT / 2 if self._completing else end
        while not all(text in self.shown for text in texts):
            left = min(again, end) - time.monotonic()
            ready = select.select([self._ours], [], [], max(left, 0))[0]
            if not ready and again < end:
                again = end
                self.press("\t")
                continue
            try:
                chunk = os.read(self._ours, 65536) if ready else b""
            except OSError:
                chunk = b""
            missing = [text for text in texts if text not in self.shown]
            assert chunk, f"{missing} never came; shown so far: {self.shown!r}"
            self._raw += chunk
            # A letter or an escape may have come in part only: what is kept is read again as a whole.
            self.shown = ESCAPES.sub("", self._raw.decode("utf-8", "replace")).replace("\r", "")
        shown, self.shown, self._raw = self.shown, "", b""
        return shown

    def finish(self) -> str:
        """Run the line that is being typed, and give back what was shown until it was done."""
        # The word comes from printf alone: the terminal echoes what is typed.
        self.press("; printf 'all%s' done\r")
        return self.wait_for("alldone")

    def close(self) -> None:
        """End the shell and what it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=LIMIT)
        os.close(self._ours)


def _settings(shell: str, home: Path, dump: Path) -> list[str]:
    """Write a shell's own settings, and give the command line that starts it with these alone.

    ``dump`` is where zsh keeps what it knows of other programs: it takes long to collect.
    """
    if shell == "zsh":
        # -u: asks nothing about folders that others own; zsh -d: nobody else's settings. Left for zsh to find, the
        # script would do no more than define itself when Tab is pressed first.
        lines = [f"PROMPT={PROMPT!r}", "autoload -Uz compinit", f"compinit -u -d {dump}", "source ~/.zfunc/_kap"]
        (home / ".zshrc").write_text("\n".join([*lines, ""]))
        return ["zsh", "-d", "-i"]
    if shell == "bash":
        (home / "settings").write_text(f"PS1={PROMPT!r}\nsource ~/.bash_completions/kap.sh\n")
        # Without brackets around what is pasted, and with the list at the first press.
        (home / ".inputrc").write_text("set enable-bracketed-paste off\nset show-all-if-ambiguous on\n")
        return ["bash", "--noprofile", "--rcfile", str(home / "settings"), "-i"]
    settings = home / ".config" / "fish" / "config.fish"
    settings.parent.mkdir(parents=True, exist_ok=True)
    # Where this is missing, fish reads every page of the manual in the background.
    (home / ".local" / "share" / "fish" / "generated_completions").mkdir(parents=True)
    settings.write_text(f"set -g fish_greeting\nfunction fish_prompt\n  printf %s {PROMPT!r}\nend\n")
    return ["fish", "-i"]


@pytest.fixture(scope="session")
def zsh_dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("zsh") / "dump"


@pytest.fixture
def started(tmp_path: Path, zsh_dump: Path, standing_by: Standby) -> Iterator[Callable[..., Shell]]:
    """Start a shell in a new home, in which ``kap --install-completion`` has been run, and wait for its prompt.

    ``kap`` names another program that is to stand for kap when Tab is pressed.
    """
    shells: list[Shell] = []

    def start(name: str, catalogue: Path, kap: str = "") -> Shell:
        pytest.importorskip("pty")
        if shutil.which(name) is None:
            _without(name, f"apt-get install {name}")
        home, programs, work = tmp_path / "home", tmp_path / "programs", tmp_path / "work"
        for folder in (home, programs, work):
            folder.mkdir()
        program = programs / "kap"
        # With the frozen catalogue: it is compiled with what is put on it in a tenth of the time.
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {shlex.quote(str(FROZEN))} "$@"\n')
        program.chmod(0o755)
        kept = ("LANG", "TERM", "XDG_CACHE_HOME")
        environment = {name: os.environ[name] for name in kept} | {
            "HOME": str(home),
            "ZDOTDIR": str(home),
            "PATH": f"{programs}:{os.environ['PATH']}",
            "KAP_CATALOGUE": str(catalogue),
        }
        line = _settings(name, home, zsh_dump)
        # The shell is named, not guessed from the process that called.
        named = environment | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
        code, _, said = standing_by.run(["--install-completion", name], work, named)
        assert code == 0, said
        if name == "zsh":
            # Settings that Typer has added would ask about the owners of folders.
            _settings(name, home, zsh_dump)
        if kap:
            program.write_text(kap)
        shells.append(Shell(line, work, environment))
        shells[-1].wait_for(PROMPT)
        return shells[-1]

    yield start
    for shell in shells:
        shell.close()


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The folder that the shell stands in."""
    return tmp_path / "work"
