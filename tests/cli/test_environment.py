"""What surrounds the program: a folder that is gone, absurd sizes of a terminal, a wish for plain text."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kap = Callable[..., Any]


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed there")
class TestWorkingFolderThatIsGone:
    @pytest.fixture(autouse=True)
    def _gone(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = tmp_path / "gone"
        folder.mkdir()
        monkeypatch.chdir(folder)
        folder.rmdir()

    def test_an_answer_needs_none(self, kap: Kap) -> None:
        ran = kap("show", "feder2014", "--format", "json")
        assert (ran.code, ran.err) == (0, "")

    @pytest.mark.parametrize("option", ["--catalogue", "--output"])
    def test_what_needs_one_says_what_failed(self, kap: Kap, option: str) -> None:
        ran = kap("map", "ocd", option, "file.svg")
        assert (ran.code, ran.out) == (4, "")
        assert "standard output" not in ran.err
        assert "the current folder no longer exists" in ran.err or "'file.svg': cannot be written" in ran.err

    def test_in_json_it_is_an_envelope(self, kap: Kap) -> None:
        ran = kap("map", "ocd", "--catalogue", "file.yaml", "--json")
        assert (ran.code, ran.err) == (4, "")
        assert "the current folder no longer exists" in ran.out


@pytest.mark.parametrize("columns", ["100000", "100000000", "1000000000000", "9" * 5000], ids=len)
class TestWidth:
    @pytest.mark.parametrize("color", ["", "1"], ids=["plain", "colour"])
    def test_no_width_is_taken_at_its_word(self, frozen_copy: Kap, columns: str, color: str) -> None:
        environment = {"COLUMNS": columns, "LINES": columns, "FORCE_COLOR": color}
        # In kilobytes; what is asked for in vain is far more.
        ran = frozen_copy("show", "feder2014", env=environment, memory=1_000_000)
        assert (ran.code, ran.err) == (0, "")
        assert max(map(len, ran.out.splitlines())) < 600

    def test_nor_in_help(self, frozen_copy: Kap, columns: str) -> None:
        ran = frozen_copy("search", "--help", env={"COLUMNS": columns}, memory=1_000_000)
        assert (ran.code, max(map(len, ran.out.splitlines())) < 600) == (0, True)


class TestProgress:
    """The bar that shows how far a long text has been checked."""

    @pytest.fixture
    def text(self, tmp_path: Path) -> str:
        path = tmp_path / "text.txt"
        path.write_text("".join(f"Sentence {number} is about a lighthouse. " for number in range(25)), "utf-8")
        return str(path)

    @pytest.fixture
    def checked(self, kap_terminal: Kap, frozen_base: Path, text: str) -> Kap:
        return functools.partial(kap_terminal, "check", "--file", text, "--format", "tsv", base=frozen_base)

    def test_it_moves_on_a_terminal(self, checked: Kap) -> None:
        assert "\x1b[" in checked().out

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
        self, checked: Kap, option: tuple[str, ...], environment: dict[str, str]
    ) -> None:
        ran = checked(*option, env=environment)
        assert (ran.code in (0, 1), "\x1b" in ran.out) == (True, False)

    @pytest.mark.parametrize("lines", ["9" * 5000, "0"], ids=len)
    def test_it_takes_any_height(self, checked: Kap, lines: str) -> None:
        assert checked(env={"LINES": lines, "COLUMNS": "9" * 5000}).code in (0, 1)
