"""``kap map``: gaps drawn as gaps, numbers that say what they count, and the way to the studies of a cell."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kap = Callable[..., Any]


@pytest.fixture
def kap(kap_once: Kap) -> Kap:
    """Every line here only reads."""
    return kap_once


def answer(kap: Kap, *line: str) -> Any:
    return json.loads(kap("map", *line, "--json").out)


class TestCells:
    @pytest.mark.parametrize(
        "line",
        [(), ("ptsd",), ("--rows", "drug", "--cols", "year", "--year", "2014.."), ("--dose", "0.2..0.5")],
        ids=" ".join,
    )
    def test_each_names_the_search_that_lists_its_studies(self, kap: Kap, line: tuple[str, ...]) -> None:
        cells = [cell for cell in answer(kap, *line)["results"] if not cell["gap"]]
        for cell in cells[:: max(1, len(cells) // 5)]:
            _, *words = shlex.split(cell["search"])
            found = kap(*words, "--format", "ids").out.split()
            assert found != []
            assert sorted(found) == sorted(cell["studies"])

    def test_gaps_are_results_too(self, kap: Kap) -> None:
        found = answer(kap, "--condition", "ocd", "--cols", "population")
        gaps = [cell for cell in found["results"] if cell["gap"]]
        assert all((cell["trials"], cell["studies"], cell["strongest"]) == (0, [], None) for cell in gaps)
        assert found["summary"]["gaps"] == len(gaps)

    def test_the_whole_says_as_many_as_a_search_does(self, kap: Kap) -> None:
        found, searched = answer(kap, "ptsd"), json.loads(kap("search", "ptsd", "--json").out)
        assert found["summary"]["studies"] == searched["total"]
        assert found["summary"]["trials"] == searched["summary"]["trials"]

    def test_tsv_has_every_cell_and_what_is_not_stated(self, kap: Kap) -> None:
        rows = [line.split("\t") for line in kap("map", "ptsd", "--format", "tsv", "--no-header").out.splitlines()]
        found = answer(kap, "ptsd")
        assert len([row for row in rows if row[0] and row[1]]) == found["total"] == len(found["results"])
        assert [row for row in rows if row[:2] == ["ptsd", ""]]


class TestPage:
    @pytest.fixture(autouse=True)
    def _wide(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "80")

    def test_what_it_says_to_type_works(self, kap: Kap) -> None:
        out = " ".join(kap("map", "vets", "--population", "veteran").out.split())
        command = re.search(r"List a cell: kap (.*?) (?:In danger|29 Nov)", out)
        assert command
        assert kap(*shlex.split(command[1])).code == 0

    def test_a_gap_of_a_part_is_not_said_of_the_whole(self, kap: Kap) -> None:
        part, whole = (" ".join(kap("map", *line).out.split()) for line in (("ptsd",), ()))
        assert "No study among these of" in part
        assert "No study here" not in part
        assert "No study here of" in whole

    def test_every_gap_is_drawn_as_one_and_never_as_a_number(
        self, kap: Kap, frozen: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "160")
        for line in ((), ("--metric", "participants"), ("--rows", "therapy", "--cols", "design")):
            gaps = answer(kap, *line)["summary"]["gaps"]
            assert gaps
            grid, _, words = kap("map", *line).out.partition("Numbers are")
            assert grid.count("░░") == gaps
            assert "░░ gap:" in words
            assert not re.search(r"\s0(?:\s|$)", grid)
            table = kap("map", *line, "--format", "markdown").out
            cells = [cell.strip() for row in re.findall(r"^\|.*\|$", table, re.MULTILINE) for cell in row.split("|")]
            assert "0" not in cells

    def test_a_gap_is_not_evidence(self, kap: Kap) -> None:
        out = " ".join(kap("map").out.split())
        assert "This is a hand-picked catalogue, so relevant studies may exist elsewhere" in out

    def test_where_harm_is_asked_for_an_empty_cell_is_no_sign_of_safety(self, kap: Kap) -> None:
        assert "An empty cell does not mean it is safe." in kap("map", "abuse").out

    def test_every_letter_of_the_grid_is_explained(self, kap: Kap) -> None:
        for line in ((), ("--rows", "therapy", "--cols", "design"), ("ptsd", "--metric", "participants")):
            out = kap("map", *line).out
            grid, _, below = out.partition("\nNumbers are ")
            letters = set(re.findall(r"\d\+? ([A-Z])\b", grid))
            legend = " ".join(below.partition("Letter: strongest design in the cell")[2].partition(".\n")[0].split())
            assert all(re.search(rf"[:;] {letter} ", legend) for letter in letters), line

    def test_columns_that_do_not_fit_are_named(self, kap: Kap, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "60")
        out = " ".join(kap("map").out.split())
        assert re.search(r"combined to fit: [a-z]+(, [a-z ]+)+\.", out)

    @pytest.mark.parametrize("width", [20, 30, 40, 50, 200])
    def test_it_fits_any_width(self, kap: Kap, frozen: Path, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
        monkeypatch.setenv("COLUMNS", str(width))
        for line in ((), ("--rows", "population", "--cols", "therapy", "--metric", "participants")):
            assert max(map(len, kap("map", *line).out.splitlines())) <= width

    def test_suicidality_among_the_studies_names_where_to_turn(self, kap: Kap) -> None:
        assert "In danger" in kap("map", "--condition", "suicidality").out

    def test_rows_are_not_columns(self, kap: Kap) -> None:
        ran = kap("map", "--rows", "route")
        assert (ran.code, ran.out) == (2, "")
        assert "both route" in ran.err

    def test_a_part_without_any_route_is_still_a_map(self, kap: Kap) -> None:
        ran = kap("map", "--design", "theory")
        assert ran.code == 0
        assert "not stated" in " ".join(ran.out.split())


@pytest.mark.parametrize("columns", ["comparator", "status", "year", "therapy", "population", "dosing-model", "design"])
def test_a_gap_in_words_names_its_row_and_its_column(kap: Kap, columns: str) -> None:
    """Without its column the sentence would say that nothing at all is there of the row."""
    gaps = json.loads(kap("map", "ptsd", "--cols", columns, "--json").out)["summary"]["widest_gaps"]
    said = [gap["text"] for gap in gaps]
    assert len(set(said)) == len(said)
    rows = {gap["text"].removesuffix(".").rpartition(" of ")[2] for gap in gaps if columns != "design"}
    assert not rows & {"PTSD", "depression", "anxiety", "OCD"}
