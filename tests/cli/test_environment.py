"""What surrounds the program: a folder that is gone, absurd sizes of a terminal, a wish for plain text."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kap = Callable[..., Any]


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed there")
class TestWorkingFolderThatIsGone:
    def ran(self, folder: Path, *line: str) -> subprocess.CompletedProcess[str]:
        folder.mkdir()
        code = (
            "import os, sys; os.chdir(sys.argv.pop(1)); os.rmdir(os.getcwd()); from kapcli.__main__ import main; main()"
        )
        return subprocess.run(
            [sys.executable, "-c", code, str(folder), *line],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    def test_an_answer_needs_none(self, tmp_path: Path) -> None:
        ran = self.ran(tmp_path / "gone", "show", "feder2014", "--format", "json")
        assert (ran.returncode, ran.stderr) == (0, "")

    @pytest.mark.parametrize("option", ["--catalogue", "--output"])
    def test_what_needs_one_says_what_failed(self, tmp_path: Path, option: str) -> None:
        ran = self.ran(tmp_path / "gone", "map", "ocd", option, "file.svg")
        assert (ran.returncode, ran.stdout) == (4, "")
        assert "standard output" not in ran.stderr
        assert "the current folder no longer exists" in ran.stderr or "'file.svg': cannot be written" in ran.stderr

    def test_in_json_it_is_an_envelope(self, tmp_path: Path) -> None:
        ran = self.ran(tmp_path / "gone", "map", "ocd", "--catalogue", "file.yaml", "--json")
        assert (ran.returncode, ran.stderr) == (4, "")
        assert "the current folder no longer exists" in ran.stdout


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize("line", [("--help",), ("--version",), ("search", "--help"), ()])
def test_help_that_cannot_be_written_is_told(kap_process: Kap, line: tuple[str, ...]) -> None:
    ran = kap_process(*line, redirect=">/dev/full", timeout=30)
    assert (ran.code, ran.err.startswith("kap: cannot write to standard output: ")) == (4, True)


@pytest.mark.parametrize("columns", ["100000", "100000000", "1000000000000", "9" * 5000], ids=len)
class TestWidth:
    @pytest.mark.parametrize("color", ["", "1"], ids=["plain", "colour"])
    def test_no_width_is_taken_at_its_word(self, kap_process: Kap, columns: str, color: str) -> None:
        environment = {"COLUMNS": columns, "LINES": columns, "FORCE_COLOR": color}
        # In kilobytes; what is asked for in vain is far more.
        ran = kap_process("show", "feder2014", env=environment, timeout=30, memory=1_000_000)
        assert (ran.code, ran.err) == (0, "")
        assert max(map(len, ran.out.splitlines())) < 600

    def test_nor_in_help(self, kap_process: Kap, columns: str) -> None:
        ran = kap_process("search", "--help", env={"COLUMNS": columns}, timeout=30, memory=1_000_000)
        assert (ran.code, max(map(len, ran.out.splitlines())) < 600) == (0, True)


class TestProgress:
    """The bar that shows how far a long text has been checked."""

    @pytest.fixture
    def text(self, tmp_path: Path) -> str:
        path = tmp_path / "text.txt"
        path.write_text("".join(f"Sentence {number} is about a lighthouse. " for number in range(25)), "utf-8")
        return str(path)

    def test_it_moves_on_a_terminal(self, kap_terminal: Kap, text: str) -> None:
        assert "\x1b[" in kap_terminal("check", "--file", text, "--format", "tsv").out

    @pytest.mark.parametrize(
        ("option", "environment"),
        [
            ((), {"NO_COLOR": "1"}),
            (("--no-color",), {}),
            ((), {"TERM": "dumb"}),
            (("--no-color",), {"FORCE_COLOR": "1"}),
        ],
        ids=["NO_COLOR", "--no-color", "dumb", "--no-color over FORCE_COLOR"],
    )
    def test_where_plain_text_is_wished_for_there_is_none(
        self, kap_terminal: Kap, text: str, option: tuple[str, ...], environment: dict[str, str]
    ) -> None:
        ran = kap_terminal("check", "--file", text, "--format", "tsv", *option, env=environment)
        assert (ran.code in (0, 1), "\x1b" in ran.out) == (True, False)

    @pytest.mark.parametrize("lines", ["9" * 5000, "0"], ids=len)
    def test_it_takes_any_height(self, kap_terminal: Kap, text: str, lines: str) -> None:
        ran = kap_terminal("check", "--file", text, "--format", "tsv", env={"LINES": lines, "COLUMNS": "9" * 5000})
        assert ran.code in (0, 1)
