"""``kap timeline``: bars that count trials once, landmarks by rule, and plans that are said to be plans."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

Kap = Callable[..., Any]


def answer(kap: Kap, *line: str) -> Any:
    return json.loads(kap("timeline", *line, "--json").out)


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


class TestBars:
    @pytest.mark.parametrize("line", [(), ("ptsd",), ("--design", "rct")], ids=" ".join)
    def test_a_bar_has_a_letter_for_each_trial(self, kap: Kap, line: tuple[str, ...]) -> None:
        bars = re.findall(r"^\d{4} +(\d+)  ([A-Z]+)$", kap("timeline", *line).out, re.MULTILINE)
        assert bars
        assert all(int(count) == len(bar) for count, bar in bars)

    @pytest.mark.parametrize("line", [(), ("ptsd",)], ids=" ".join)
    def test_bars_and_plans_together_are_all_trials_of_a_search(self, kap: Kap, line: tuple[str, ...]) -> None:
        found = answer(kap, *line)
        summary = found["summary"]
        plans = len(summary["running"]) + len(summary["unreported"])
        searched = json.loads(kap("search", *line, "--json").out)
        assert sum(year["trials"] for year in found["results"]) + plans == summary["trials"]
        counted = [one for one in searched["results"] if one["retraction"] != "retracted"]
        assert (summary["studies"], summary["trials"]) == (len(counted), searched["summary"]["trials"])

    def test_a_letter_stands_for_several_where_they_do_not_fit(self, kap: Kap, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "24")
        out = " ".join(kap("timeline").out.split())
        assert re.search(r"Each letter is up to [2-9] studies", out)

    @pytest.mark.parametrize("width", [20, 30, 60])
    def test_it_fits_any_width(self, kap: Kap, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(len, kap("timeline").out.splitlines())) <= width


class TestLandmarks:
    def test_those_of_the_catalogue_are_the_known_ones(self, kap: Kap) -> None:
        landmarks = {one["study"]: one["reasons"] for one in answer(kap)["summary"]["landmarks"]}
        assert {"rule": "first-condition", "code": "ptsd", "shared": False} in landmarks["feder2014"]
        assert {"rule": "largest", "code": None, "shared": False} in landmarks["reif2023"]

    def test_a_narrower_question_makes_no_later_trial_the_first(self, kap: Kap) -> None:
        first = {one["study"] for one in answer(kap, "--year", "2015..")["summary"]["landmarks"]}
        assert "abdallah2022" not in first


class TestToCome:
    def test_planned_numbers_are_said_to_be_planned(self, kap: Kap) -> None:
        out = " ".join(kap("timeline", "harpazrotem2023").out.split())
        assert "recruiting" in out
        assert "162 planned, number enrolled not reported" in out

    def test_enrolled_and_planned_stand_side_by_side(self, kap: Kap) -> None:
        assert "n = 75 enrolled, 100 planned" in " ".join(kap("timeline", "shiroma2021").out.split())

    def test_what_was_left_out_by_route_is_said(self, kap: Kap) -> None:
        assert "to match the drug or route" in " ".join(kap("timeline", "--route", "iv").out.split())


@pytest.mark.parametrize("words", [(), ("ptsd",), ("depression",), ("emdr",)], ids=" ".join)
def test_a_terminal_has_a_first_screen_with_as_many_studies(
    kap: Kap, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kapcli.cli.request.on_terminal", lambda: True)
    lines = kap("timeline", *words).out.splitlines()
    assert len(lines) <= 23
    counts = [int(found[1]) for line in lines if (found := re.match(r"[\d-]+ +(\d+)  [A-Z]+$", line))]
    assert sum(counts) == sum(year["trials"] for year in answer(kap, *words)["results"])
