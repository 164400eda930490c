"""Tab pressed in real shells: ids and titles are offered, and nothing that a title says is done."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shell_catalogue import attacks, write_titles

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX"),
    # A shell is started, put in order and asked, one after the other.
    pytest.mark.timeout(180),
]

SHELLS = ("zsh", "bash", "fish")
# Bash shows values alone.
SHOWS_TITLES = {"zsh", "fish"}


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all, so that it is compiled once."""
    path = tmp_path_factory.mktemp("titles") / "titles.yaml"
    only = {"zyonder": r"A \$(touch PWNED-zyonder) faraway title"}
    return write_titles(path, {**attacks(), "zzplain": "A plain title", **only})


@pytest.mark.parametrize("shell", SHELLS)
def test_ids_and_titles_are_offered_and_hostile_ones_do_nothing(
    shell: str, started: Callable[..., Any], catalogue: Path, work: Path
) -> None:
    terminal = started(shell, catalogue)
    terminal.press("kap show zz\t")
    terminal.wait_for(*attacks(), "zzplain", *(["A plain title"] if shell in SHOWS_TITLES else []))
    terminal.finish()
    assert list(work.iterdir()) == []
    # Where there is but one, it is completed. What is typed does not hold the whole id, so that its echo is not taken
    # for it.
    terminal.press("kap show zy\t")
    terminal.wait_for("zyonder")
    assert "faraway title" in terminal.finish()
    assert list(work.iterdir()) == []


def test_a_shell_that_did_act_upon_a_title_would_be_noticed(
    started: Callable[..., Any], catalogue: Path, work: Path
) -> None:
    # What Typer makes of a title that nobody has cleaned.
    answer = r"""_arguments '*: :(("zz00":"A \\$(touch PWNED) title"))'"""
    terminal = started("zsh", catalogue, kap=f"#!/bin/sh\ncat <<'END'\n{answer}\nEND\n")
    terminal.press("kap show z\t")
    terminal.wait_for("zz00")
    terminal.finish()
    assert [path.name for path in work.iterdir()] == ["PWNED"]
