"""What is higher than the window goes through a pager: a real one, on a real terminal."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from standby import Copy, Standby

if TYPE_CHECKING:
    from conftest import AsCopy, OnTerminal

fcntl, pty, termios = (pytest.importorskip(name) for name in ("fcntl", "pty", "termios"))
LONG = ["limits", "--studies", "--format", "text"]
WITHIN = 20.0

# With which less waits for a key, at the beginning of a line; text of a page has colons, too.
PROMPT = b"\r\n:"


class Window:
    """A terminal of 24 rows with somebody at it."""

    def __init__(self, running: Callable[[int], Copy], rows: int) -> None:
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
        self.process = running(theirs)
        os.close(theirs)
        self.shown = b""

    def read(self, seconds: float) -> bool:
        """Take in what is shown; ``False`` once nothing more can come."""
        if not select.select([self.ours], [], [], seconds)[0]:
            return True
        try:
            found = os.read(self.ours, 65536)
        except OSError:
            return False
        self.shown += found
        return bool(found)

    def until(self, text: bytes) -> None:
        """Wait for a text."""
        end = time.monotonic() + WITHIN
        while text not in self.shown:
            assert time.monotonic() < end, self.shown[-400:]
            assert self.read(0.1), self.shown[-400:]

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.ours, keys.encode())

    def end(self) -> int:
        """The exit code, once everything is shown."""
        end = time.monotonic() + WITHIN
        while self.read(0.1) and time.monotonic() < end:
            pass
        return self.process.wait(WITHIN)


class Opening(Protocol):
    def __call__(self, *arguments: str, rows: int = 24, **env: str) -> Window: ...


@pytest.fixture
def opened(standing_by: Standby, tmp_path: Path, frozen_base: Path) -> Iterator[Opening]:
    """Opens windows in which ``kap`` runs, with the frozen catalogue; closed again after the test."""
    windows: list[Window] = []

    def opening(*arguments: str, rows: int = 24, **env: str) -> Window:
        inherited = {name: value for name, value in os.environ.items() if name != "KAP_PAGER"}
        windows.append(
            Window(
                lambda screen: standing_by.start(
                    arguments, (screen,) * 3, tmp_path, inherited | env, base=frozen_base, terminal=True
                ),
                rows,
            )
        )
        return windows[-1]

    yield opening
    for one in windows:
        if one.process.poll() is None:
            os.killpg(one.process.pid, signal.SIGKILL)
            one.process.wait(WITHIN)
        os.close(one.ours)


@pytest.fixture
def counting(tmp_path: Path) -> tuple[str, Path]:
    """A pager that writes down what it was given."""
    given = tmp_path / "given"
    script = tmp_path / "a pager"
    script.write_text(f'#!/bin/sh\ncat > "{given}"\necho "paged $# $1"\n')
    script.chmod(0o755)
    return f"'{script}' --an option", given


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
def test_less_shows_a_window_and_is_left_with_q(opened: Opening) -> None:
    window = opened(*LONG)
    window.until(PROMPT)
    assert window.shown.count(b"\n") < 24
    window.type("q")
    assert window.end() == 0
    assert b"Traceback" not in window.shown


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
def test_interrupt_is_left_to_less(opened: Opening) -> None:
    window = opened(*LONG)
    window.until(PROMPT)
    window.type("\x03")
    # What is typed while less takes in the interrupt, it throws away: press it as a person would, until it is left.
    for _ in range(int(WITHIN)):
        with contextlib.suppress(OSError):
            window.type("q")
        window.read(1)
        if window.process.poll() is not None:
            break
    assert window.end() == 0
    assert b"Traceback" not in window.shown


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
def test_less_keeps_the_colours_whatever_was_set_for_it(opened: Opening, tmp_path: Path) -> None:
    window = opened(*LONG, LESS="-i")
    window.until(b"\x1b[1m")
    assert b"ESC[" not in window.shown
    window.type("q")
    assert window.end() == 0
    assert not (tmp_path / ".lesshst").exists()


def test_own_pager_comes_before_the_other(opened: Opening, counting: tuple[str, Path]) -> None:
    command, given = counting
    window = opened(*LONG, KAP_PAGER=command, PAGER="false")
    assert window.end() == 0
    assert b"paged 2 --an" in window.shown
    assert len(given.read_text().splitlines()) > 24


def test_pager_of_everybody_is_taken(opened: Opening, counting: tuple[str, Path]) -> None:
    window = opened(*LONG, PAGER=counting[0])
    assert window.end() == 0
    assert b"paged" in window.shown


@pytest.mark.parametrize("settings", [{"KAP_PAGER": ""}, {"PAGER": ""}, {"KAP_PAGER": "", "PAGER": "less"}])
def test_empty_turns_it_off(opened: Opening, settings: dict[str, str]) -> None:
    window = opened(*LONG, **settings)
    assert window.end() == 0
    assert window.shown.count(b"\n") > 24


def test_what_fits_needs_none(opened: Opening, counting: tuple[str, Path]) -> None:
    window = opened("cite", "feder2014", KAP_PAGER=counting[0])
    assert window.end() == 0
    assert not counting[1].exists()
    window = opened(*LONG, rows=5000, KAP_PAGER=counting[0])
    assert window.end() == 0
    assert not counting[1].exists()


def test_dumb_terminal_has_none(opened: Opening, counting: tuple[str, Path]) -> None:
    window = opened(*LONG, TERM="dumb", PAGER=counting[0])
    assert window.end() == 0
    assert not counting[1].exists()


@pytest.mark.parametrize("leaves", ["true", "head -n 1", "sh -c 'kill -9 $$'"])
def test_pager_may_be_left_before_the_end(opened: Opening, leaves: str) -> None:
    window = opened("show", "--format", "text", "feder2014", "abdallah2022", KAP_PAGER=leaves)
    assert window.end() == 0
    assert b"Traceback" not in window.shown
    assert b"kap:" not in window.shown


def test_pager_that_is_not_there_is_named_and_done_without(opened: Opening) -> None:
    window = opened(*LONG, KAP_PAGER="no-such-pager -x")
    assert window.end() == 0
    assert window.shown.count(b"\n") > 24
    assert b"'no-such-pager' could not be started" in window.shown


def test_nothing_is_paged_for_programs(
    opened: Opening, counting: tuple[str, Path], frozen_copy: AsCopy, tmp_path: Path
) -> None:
    assert len(frozen_copy(*LONG, env={"KAP_PAGER": counting[0]}).out.splitlines()) > 24
    assert opened("limits", "--json", KAP_PAGER=counting[0]).end() == 0
    picture = ["map", "--output", "map.svg"]
    assert opened(*picture, KAP_PAGER=counting[0]).end() == 0
    assert not counting[1].exists()
    assert (tmp_path / "map.svg").exists()


def test_pager_gets_the_page_of_the_window(
    opened: Opening, counting: tuple[str, Path], kap_terminal: OnTerminal, frozen_base: Path
) -> None:
    assert opened(*LONG, KAP_PAGER=counting[0]).end() == 0
    assert counting[1].read_text("utf-8") == kap_terminal(*LONG, base=frozen_base).out
