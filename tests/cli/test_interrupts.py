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
from interrupted import AT_A_CALL, AT_IMPORTS, INTERRUPTIBLE, interrupted_run

from kapcli.cli.files import Output
from kapcli.cli.writing import written
from standby import Standby

Kap = Callable[..., Any]
SCRIPT = "import sys\nfrom kapcli.__main__ import main\nif __name__ == '__main__':\n    sys.exit(main())\n"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes as on Unix here")


@pytest.fixture
def script(tmp_path: Path) -> list[str]:
    """A start-up script as installers write it."""
    file = tmp_path / "kap"
    file.write_text(SCRIPT, encoding="utf-8")
    return [sys.executable, str(file)]


# How kap is called, with what, and at each how-manieth import it is interrupted.
IMPORTING = [
    ("script", "--version", 4),
    ("module", "--version", 8),
    ("script", "search ptsd --json", 12),
    ("module", "show feder2014", 14),
    ("module", "validate nowhere.yaml", 14),
    ("script", "map ocd --output map.svg", 18),
]


def test_interrupt_at_any_import_is_quiet(
    kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    noted = tmp_path / "noted"
    # Only the first run of all compiles the catalogue.
    assert kap("search", "--limit", "1").code == 0
    before = 0
    for how, line, each in IMPORTING:
        ran = interrupted_run(
            tmp_path / "hook",
            AT_IMPORTS,
            *line.split(),
            command=script if how == "script" else None,
            EACH=str(each),
            NOTED=str(noted),
        )
        ends = [entry.split() for entry in noted.read_text(encoding="utf-8").splitlines()[before:]]
        before += len(ends)
        assert len(ends) > 12, line
        assert [name for code, name in ends if code != "130"] == [], line
        # The run itself was not interrupted: all there may be on stderr is its own.
        assert b"Traceback" not in ran.stderr
        assert b"KeyboardInterrupt" not in ran.stderr
        assert len(ran.stderr.splitlines()) <= line.count("nowhere")
        assert not list(tmp_path.glob(".kap-*"))


@pytest.fixture
def interrupted(standing_by: Standby, frozen_base: Path, tmp_path: Path) -> Kap:
    """Run ``kap`` in a folder of its own, interrupted when it calls a function of the standard library."""
    (tmp_path / "place").mkdir()

    def ran(module: str, name: str, *line: str, before: str = "", **env: str) -> tuple[int, bytes, bytes]:
        hook = before + textwrap.dedent(AT_A_CALL.format(module=module, name=name))
        return standing_by.run(line, tmp_path / "place", {**os.environ, **env}, base=frozen_base, first=hook)

    return ran


@pytest.mark.parametrize(("module", "name"), [("os", "fsync"), ("os", "link"), ("os", "urandom")])
def test_interrupt_while_a_file_is_written_leaves_none(
    interrupted: Kap, tmp_path: Path, module: str, name: str
) -> None:
    assert interrupted(module, name, "report", "emdr", "--output", "brief.md") == (130, b"", b"")
    # Whether the link was made before the interrupt is answered is the system's to say; half a file there never is.
    assert [file for file in os.listdir(tmp_path / "place") if file != "brief.md"] == []


def test_interrupt_between_two_moves_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise OSError

    def replace(*_: object) -> None:
        raise KeyboardInterrupt

    file = tmp_path / "brief.md"
    file.write_text("old", encoding="utf-8")
    # A file system without links: the old file is moved away before the new one takes its place.
    monkeypatch.setattr(os, "link", link)
    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt), written(Output(file, b"new", force=True)):
        pass
    assert {one.name: one.read_text("utf-8") for one in tmp_path.iterdir()} == {"brief.md": "old"}


def test_interrupt_while_the_catalogue_is_compiled_leaves_nothing_half_built(interrupted: Kap, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("glossary:\n- {id: zz, term: zz, plain: zz}\n", encoding="utf-8")
    cache = tmp_path / "cache"
    line = "search", "ptsd", "--catalogue", str(own)
    assert interrupted("os", "replace", *line, XDG_CACHE_HOME=str(cache)) == (130, b"", b"")
    assert [file.name for file in cache.rglob("*") if ".tmp" in file.name] == []


def test_interrupt_after_the_answer_changes_nothing(interrupted: Kap) -> None:
    code, out, err = interrupted("gc", "freeze", "show", "feder2014")
    assert (code, err) == (0, b"")
    assert b"Feder" in out


def test_interrupt_that_is_ignored_stays_ignored(interrupted: Kap) -> None:
    ignoring = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    code, out, err = interrupted("sqlite3", "connect", "show", "feder2014", before=ignoring)
    assert (code, err) == (0, b"")
    assert b"Feder" in out


def test_importing_the_package_leaves_interrupts_alone() -> None:
    code = "import signal, kapcli, kapcli.__main__; print(signal.getsignal(signal.SIGINT).__name__)"
    ran = subprocess.run([*INTERRUPTIBLE, sys.executable, "-c", code], capture_output=True, check=False, timeout=20)
    assert ran.stdout.split() == [signal.default_int_handler.__name__.encode()]
