"""For a screen reader: nothing is drawn, and nothing is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import InProcess, OnTerminal

DRAWN = "[█▒├┤┼┴─●○◄►]"
LINES = (
    ("limits", "ptsd", "--format", "text"),
    ("forest", "feder2014", "feder2021"),
    ("compare", "feder2014", "abdallah2022"),
    ("map", "ptsd"),
    ("timeline", "ptsd"),
    ("show", "feder2014"),
)


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_nothing_is_drawn_and_no_figure_is_lost(kap: InProcess, frozen: object, line: tuple[str, ...]) -> None:
    usual, plainly = kap(*line).out, kap(*line, "--plain-layout").out
    legend = "estimate |the two groups"
    shown = "\n".join(one for one in plainly.splitlines() if not re.search(legend, one))
    assert not re.search(DRAWN, shown), re.search(f".*{DRAWN}.*", shown)
    for figure in re.findall(r"\d+(?:\.\d+)? \[[^\]]+\]|n = \d+|\d\d\d\d", usual):
        assert figure in plainly


def test_no_two_columns_stand_side_by_side(kap: InProcess, frozen: object) -> None:
    page = kap("compare", "feder2014", "abdallah2022", "--plain-layout").out
    assert not re.search(r"\S {3,}\S", page)
    assert "feder2014: midazolam" in page


def test_a_limitation_is_a_label_and_its_count(kap: InProcess, frozen: object) -> None:
    page = kap("limits", "ptsd", "--format", "text", "--plain-layout").out
    assert re.search(r"^  no control group: \d+ of \d+", page, re.MULTILINE)


def test_a_dumb_terminal_gets_it_and_a_pipe_does_not(kap_terminal: OnTerminal, kap: InProcess) -> None:
    line = ("limits", "ptsd", "--format", "text")
    dumb = kap_terminal(*line, env={"TERM": "dumb"}).out
    assert "█" not in dumb
    assert dumb == kap(*line, "--plain-layout").out
