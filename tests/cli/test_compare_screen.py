"""The first screen of a comparison on a terminal: result, direction and limitations always, what differs first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kapcli.views.document import SCREEN

if TYPE_CHECKING:
    from conftest import InProcess

THREE = ("feder2014", "feder2021", "abdallah2022")
COMPARISONS = [
    THREE,
    THREE[:2],
    (*THREE, "borgogna2024"),
    ("anand2023", "ekstrand2022", "lii2023"),
    ("popova2019", "jelovac2025"),
    ("vadod2024", "topel2025"),
    ("grunebaum2018", "murrough2015", "abbar2022"),
]


@pytest.fixture(autouse=True)
def on_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window of 24 rows."""
    monkeypatch.setattr("kapcli.cli.request.on_terminal", lambda: True)
    monkeypatch.setenv("LINES", "24")


def shown(kap: InProcess, *line: str) -> str:
    return kap("compare", *line, "--format", "text").out


@pytest.mark.parametrize("names", COMPARISONS, ids=" ".join)
@pytest.mark.parametrize("columns", ["80", "60"])
def test_it_is_a_window_high_and_keeps_result_direction_and_limitations(
    kap: InProcess, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    text = shown(kap, *names)
    lines = text.splitlines()
    assert max(map(len, lines)) <= int(columns)
    # Of four studies in a narrow window, or where help in danger is named, a few lines more.
    assert len(lines) <= SCREEN + (0 if columns == "80" and "findahelpline" not in text else 9)
    for part in ("Result", "Direction", "Limitations", "marks differences.", "--full"):
        assert part in text
    assert all(re.search(rf"^{name} · \S.* \d{{4}}", text, re.MULTILINE) for name in names)


def test_three_studies_stand_in_a_grid(kap: InProcess) -> None:
    text = shown(kap, *THREE)
    assert re.search(r"^ +feder2014 +feder2021 +abdallah2022$", text, re.MULTILINE)
    assert re.search(r"^≠ Sample size +41 randomised +30 randomised +158 randomised$", text, re.MULTILINE)
    assert "abdallah2022 · Abdallah et al. 2022 · corrected after publication" in text
    rest = re.search(r"^(\d+) more rows", text, re.MULTILINE)
    assert rest
    told = len(re.findall(r"^(?:≠ |  )[A-Z]", text, re.MULTILINE))
    assert int(rest[1]) + told == 16


def test_full_is_what_a_pipe_has_and_a_high_window_has_more(kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    low, full = shown(kap, *THREE), shown(kap, *THREE, "--full")
    monkeypatch.setenv("LINES", "60")
    high = shown(kap, *THREE)
    assert len(low.splitlines()) <= SCREEN < 40 < len(high.splitlines()) <= 59
    monkeypatch.setattr("kapcli.cli.request.on_terminal", lambda: False)
    assert shown(kap, *THREE) == full
