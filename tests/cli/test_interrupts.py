"""Ctrl-C: quiet, exit code 130, nothing left behind, from the first line of our code to the last."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from interrupted import AT_A_CALL, AT_EACH_IMPORT, INTERRUPTIBLE, interrupted_run

Kap = Callable[..., Any]
SCRIPT = "import sys\nfrom kapcli.__main__ import main\nif __name__ == '__main__':\n    sys.exit(main())\n"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes as on Unix here")


@pytest.fixture
def script(tmp_path: Path) -> list[str]:
    """A start-up script as installers write it."""
    file = tmp_path / "kap"
    file.write_text(SCRIPT, encoding="utf-8")
    return [sys.executable, str(file)]


@pytest.fixture(autouse=True)
def _compiled(kap: Kap) -> None:
    assert kap("search", "--limit", "1").code == 0


# How kap is called, with what, and at each how-manieth import it is interrupted.
IMPORTING = [
    ("script", "--version", 1),
    ("module", "--version", 3),
    ("script", "search ptsd --json", 9),
    ("module", "show feder2014", 11),
    ("module", "validate nowhere.yaml", 13),
    ("script", "map ocd --output map.svg", 31),
]


@pytest.mark.parametrize(("how", "line", "each"), IMPORTING)
def test_interrupt_at_any_import_is_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: list[str], how: str, line: str, each: int
) -> None:
    monkeypatch.chdir(tmp_path)
    noted = tmp_path / "noted"
    ran = interrupted_run(
        tmp_path / "hook",
        AT_EACH_IMPORT,
        *line.split(),
        command=script if how == "script" else None,
        EACH=str(each),
        NOTED=str(noted),
    )
    ends = [entry.split() for entry in noted.read_text(encoding="utf-8").splitlines()]
    assert len(ends) >= 5
    assert [name for code, name in ends if code != "130"] == []
    # The run itself was not interrupted: all there may be on stderr is its own.
    assert b"Traceback" not in ran.stderr
    assert b"KeyboardInterrupt" not in ran.stderr
    assert len(ran.stderr.splitlines()) <= line.count("nowhere")
    assert not list(tmp_path.glob(".kap-*"))


@pytest.mark.parametrize(("module", "name"), [("os", "fsync"), ("os", "link"), ("os", "urandom")])
def test_interrupt_while_a_file_is_written_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.chdir(place)
    hook = AT_A_CALL.format(module=module, name=name)
    ran = interrupted_run(tmp_path / "hook", hook, "report", "emdr", "--output", "brief.md")
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")
    # Whether the link was made before the interrupt is answered is the system's to say; half a file there never is.
    assert [file for file in os.listdir(place) if file != "brief.md"] == []


def test_interrupt_while_the_catalogue_is_compiled_leaves_nothing_half_built(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("glossary:\n- {id: zz, term: zz, plain: zz}\n", encoding="utf-8")
    cache = tmp_path / "cache"
    ran = interrupted_run(
        tmp_path / "hook",
        AT_A_CALL.format(module="os", name="replace"),
        *("search", "ptsd", "--catalogue", str(own)),
        XDG_CACHE_HOME=str(cache),
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")
    assert [file.name for file in cache.rglob("*") if ".tmp" in file.name] == []


def test_interrupt_after_the_answer_changes_nothing(tmp_path: Path) -> None:
    ran = interrupted_run(tmp_path / "hook", AT_A_CALL.format(module="gc", name="freeze"), "show", "feder2014")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Feder" in ran.stdout


def test_interrupt_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    ignoring = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    hook = ignoring + textwrap.dedent(AT_A_CALL.format(module="sqlite3", name="connect"))
    ran = interrupted_run(tmp_path / "hook", hook, "show", "feder2014")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Feder" in ran.stdout


def test_importing_the_package_leaves_interrupts_alone() -> None:
    code = "import signal, kapcli, kapcli.__main__; print(signal.getsignal(signal.SIGINT).__name__)"
    ran = subprocess.run([*INTERRUPTIBLE, sys.executable, "-c", code], capture_output=True, check=False, timeout=20)
    assert ran.stdout.split() == [signal.default_int_handler.__name__.encode()]
