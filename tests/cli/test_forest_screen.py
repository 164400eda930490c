"""The first screen of a forest plot on a terminal: comparisons, what could not be plotted, reviews, limitations."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from kapcli.views.document import SCREEN

if TYPE_CHECKING:
    from conftest import InProcess


@pytest.fixture(autouse=True)
def on_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window of 24 rows."""
    monkeypatch.setattr("kapcli.cli.request.on_terminal", lambda: True)
    monkeypatch.setenv("LINES", "24")


def shown(kap: InProcess, *line: str) -> str:
    return kap("forest", *line, "--format", "text").out


@pytest.mark.parametrize("columns", ["80", "60"])
def test_of_every_topic_it_is_a_window_high(kap: InProcess, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    heights = {}
    for name in kap("topics", "--format", "ids").out.split():
        ran = kap("forest", *name.split("-"), "--format", "text")
        found = ran.out.splitlines()
        assert ran.code == 0, ran.err
        assert max(map(len, found)) <= int(columns), name
        heights[name] = len(found)
    tall = {name: lines for name, lines in heights.items() if lines > SCREEN}
    # In a narrow window a line or two more, where help in danger is named.
    assert not tall if columns == "80" else all(lines <= SCREEN + 4 for lines in tall.values()), tall


@pytest.mark.parametrize(
    ("words", "first", "not_first"),
    [
        ("depression", ("loo2023", "murrough2013"), ("anand2023", "wang2024", "timematters2026")),
        ("esketamine", ("fedgchin2019", "popova2019", "papakostas2020"), ("wang2024", "ploderl2025")),
        ("ect", ("anand2023", "ekstrand2022"), ("timematters2026",)),
    ],
)
def test_what_the_answer_rests_on_comes_first(
    kap: InProcess, words: str, first: tuple[str, ...], not_first: tuple[str, ...]
) -> None:
    studies = re.findall(r"^([a-z]+\d{4}[a-z]?) ", shown(kap, words), re.MULTILINE)
    assert set(first) <= set(studies)
    assert not set(not_first) & set(studies)


def test_each_row_has_the_published_numbers_and_what_it_is_of(kap: InProcess) -> None:
    text = shown(kap, "ptsd")
    assert re.search(r"^Study +n +Estimate \[95% CI\]$", text, re.MULTILINE)
    assert re.search(r"^feder2014 +\(41\) +\S+ +MD 12\.7 \[2\.5, 22\.8\]$", text, re.MULTILINE)
    assert "IES-R, 24 h after infusion, ketamine vs midazolam (primary)" in text
    assert re.search(r"^borgogna2024 +221 +\S+ +g 0\.27 \[0\.03, 0\.51\]$", text, re.MULTILINE)
    assert "OR 1.28 [0.48, 3.47]†" in text
    assert "† axis turned round" in text


def test_a_trial_without_a_difference_or_an_estimate_is_named_the_largest_randomised_first(kap: InProcess) -> None:
    text = " ".join(shown(kap, "ptsd").split())
    assert "No difference shown, and no interval in our sources (n): abdallah2022 (158), dadabayev2020 (41)" in text
    assert re.search(r"\d+ more cannot be plotted, \d+ of which showed no difference", text)


def test_limitations_and_where_the_rest_is_stand_on_it(kap: InProcess) -> None:
    text = " ".join(shown(kap, "ptsd").split())
    assert re.search(r"Main limitations of these \d+: ", text)
    found = json.loads(kap("forest", "ptsd", "--json").out)
    drawn = len(re.findall(r"\d\]†?\*?(?= )", text))
    rest = sum(result["drawn"] for result in found["results"]) - drawn
    assert f"{rest} more, axes, every limitation: kap forest ptsd --full" in text


def test_where_there_is_nothing_to_draw_or_list_it_says_where_more_is(kap: InProcess) -> None:
    ran = kap("forest", "alcohol", "and", "other", "substances", "--format", "text")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Nothing to draw on alcohol use: 0 outcomes are reported")
    assert "kap forest alcohol and other substances --domain all" in " ".join(ran.out.split())


def test_single_groups_are_not_shown_as_comparisons(kap: InProcess) -> None:
    text = shown(kap, "albott2018")
    assert "SINGLE GROUPS, BEFORE AND AFTER: no comparison" in text
    assert "GROUPS COMPARED" not in text
    assert "favours" not in text


def test_a_high_window_has_more_and_a_pipe_everything(kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    low = shown(kap, "depression")
    monkeypatch.setenv("LINES", "60")
    high = shown(kap, "depression")
    assert len(low.splitlines()) <= SCREEN < 40 < len(high.splitlines()) <= 59
    monkeypatch.setattr("kapcli.cli.request.on_terminal", lambda: False)
    assert "Mean difference" in shown(kap, "depression")
