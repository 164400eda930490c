"""Tables for programs and for spreadsheets: what a cell that begins like a formula becomes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapcli.writers.delimited import comma_separated, tsv
from small_catalogue import write

Kap = Callable[..., Any]
FORMULAS = ['=HYPERLINK("http://evil.example")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_for_a_spreadsheet_is_no_formula(text: str) -> None:
    line = comma_separated([(text,)], ("title",)).split("\r\n")[1]
    assert next(csv.reader([line]))[0].startswith("'")


def test_a_number_stays_a_number() -> None:
    assert comma_separated([(-1.5, 0, None, "a, b")], ("low", "n", "high", "what")) == (
        'low,n,high,what\r\n-1.5,0,,"a, b"\r\n'
    )


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=4))
def test_every_row_reads_back_with_as_many_cells(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(comma_separated(rows, ("a", "b")), newline="")))
    assert [len(row) for row in read] == [2] * (len(rows) + 1)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for cell in row)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_tab_separated_cell_is_the_text_itself(text: str) -> None:
    assert tsv([("id", text)]) == f"id\t{text.strip()}\n"


def test_a_search_prints_the_title_as_it_is(kap: Kap, tmp_path: Path) -> None:
    own = write(tmp_path / "own.yaml", {"title": "=SUM(1) of an invented work"})
    ran = kap("search", "made2021", "--catalogue", own, "--format", "tsv")
    assert "\t=SUM(1) of an invented work\t" in ran.out
