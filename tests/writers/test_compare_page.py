"""Side by side: what differs is marked, what is not known is no difference."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from kapcli.__main__ import run
from kapcli.views.compare import Compared, conclusion

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import InProcess


def test_a_difference_needs_to_be_known_of_all() -> None:
    assert Compared("x", "Dose", ("0.5", "0.2"), True).differs
    assert not Compared("x", "Dose", ("0.5", "0.5"), True).differs
    assert not Compared("x", "Dose", ("0.5", ""), True).differs


def test_the_closing_line_names_what_could_explain_and_what_is_not_known() -> None:
    rows = [
        Compared("x", "Design", ("rct", "cohort"), True),
        Compared("x", "Found", ("1", "2"), False),
        Compared("x", "Sessions", ("6", ""), True),
    ]
    text = conclusion(rows)
    assert "differ in design:" in text
    assert "found" not in text
    assert "Not reported for every study: sessions" in text


def test_nothing_different_is_not_called_the_same() -> None:
    assert "they may differ in other ways" in conclusion([Compared("x", "Design", ("rct", "rct"), True)])


def test_the_military_and_the_civilian_trial(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "feder2014", "abdallah2022", "--json"]) == 0
    envelope = json.loads(capsys.readouterr().out)
    rows = {row["name"]: row for row in envelope["summary"]["rows"]}
    assert rows["Population"]["values"] == ["civilians", "veterans, active-duty military"]
    assert rows["Population"]["differs"]
    assert not rows["Therapy"]["differs"]
    assert [result["id"] for result in envelope["results"]] == ["feder2014", "abdallah2022"]


@pytest.mark.parametrize("ids", [["feder2014"], ["feder2014", "feder2014"], list("abcde")])
def test_fewer_than_two_or_more_than_four_is_a_usage_error(ids: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", *ids]) == 2
    assert capsys.readouterr().out == ""


def test_an_unknown_id_is_named_and_nothing_is_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "feder2014", "feder2013"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "feder2013" in captured.err


def test_what_is_not_known_of_one_is_no_difference(kap: InProcess, frozen: Path, tmp_path: Path) -> None:
    """Each field that the second study lacks, asked of the command: unmarked, and named as not known."""
    lacking = tmp_path / "lacking.yaml"
    lacking.write_text(LACKING, "utf-8")
    line = ("compare", "feder2014", "lacking", "--catalogue", str(lacking))
    rows = {row["name"]: row for row in json.loads(kap(*line, "--json").out)["summary"]["rows"]}
    unknown = {
        "Question",
        "Condition",
        "Population",
        "Sample size",
        "Intervention",
        "Sessions",
        "Comparator",
        "Outcome",
        "Result",
        "Direction",
        "Follow-up",
    }
    assert {name for name, row in rows.items() if not row["values"][1]} >= unknown
    page = kap(*line).out
    for name in unknown:
        assert rows[name]["values"][0], name
        assert not rows[name]["differs"], name
        assert f"≠ {name}" not in page, name
    closing = " ".join(page.partition("marks differences.")[2].split())
    known, _, missing = closing.partition("Not reported for every study:")
    assert "n not known" not in page
    for name in unknown - {"Question", "Result", "Direction"}:
        assert name.lower() in missing
        assert name.lower() not in known.partition("They differ in")[2].partition(":")[0]


def test_two_are_a_grid_and_three_are_blocks_in_a_usual_window(kap: InProcess, frozen: Path) -> None:
    two = kap("compare", "feder2014", "abdallah2022").out
    assert "feder2014: " not in two
    assert "Feder et al. 2014." in two
    three = kap("compare", "feder2014", "abdallah2022", "quigley2025").out
    assert three.startswith("feder2014 · Feder et al. 2014. Efficacy of intravenous ketamine")
    assert "≠ Comparator\n  feder2014: midazolam\n" in three


def test_a_spreadsheet_has_a_column_for_each_study(kap: InProcess, frozen: Path) -> None:
    rows = list(csv.reader(io.StringIO(kap("compare", "feder2014", "abdallah2022", "--format", "csv").out)))
    assert rows[0] == ["field", "differs", "feder2014", "abdallah2022"]
    assert {len(row) for row in rows} == {4}
    assert ["Sample size", "yes", "n = 41 randomised", "n = 158 randomised"] in rows
    assert [row[0] for row in rows if row[1] == "yes"]


LACKING = """
studies:
  - id: lacking
    title: An invented example
    csl_type: article-journal
    year: 2030
    authors: [{family: Example}]
    design: rct
    status: published
    finding: Invented.
    read_at: [{url: "https://example.org/a", read: abstract}]
"""
