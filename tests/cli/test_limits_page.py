"""The page of limitations: a first screen, the whole of it, and few studies one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

WINDOW = 23
WHOLE = ["limits", "--format", "text"]


@pytest.mark.parametrize("words", [[], ["ptsd"], ["depression"], ["suicidality"], ["--design", "rct"], ["kap"]])
def test_first_screen_fits_a_window(kap: InProcess, words: list[str]) -> None:
    assert len(kap(*WHOLE, *words).out.splitlines()) <= WINDOW


def test_full_page_has_every_limitation_that_holds(kap: InProcess) -> None:
    rows = [line.split("\t") for line in kap("limits", "ptsd", "--format", "tsv", "--no-header").out.splitlines()]
    held = {label: int(yes) for _, label, _, yes, *_ in rows if int(yes)}
    page = kap(*WHOLE, "ptsd", "--full").out
    assert len(held) > 20
    for label, yes in held.items():
        (line,) = (line for line in page.splitlines() if line.startswith(f"  {label} "))
        assert line[len(label) + 2 :].split("/")[0].strip().rstrip("+") == str(yes)


def test_number_of_what_can_only_be_yes_is_a_least(kap: InProcess) -> None:
    page = kap(*WHOLE, "ptsd", "--full").out
    (line,) = (line for line in page.splitlines() if line.startswith("  incomplete reporting "))
    assert "+/" in line
    assert "%" not in line
    assert "░" not in line


def test_what_is_not_known_is_never_drawn_as_no(kap: InProcess) -> None:
    rows = [line.split("\t") for line in kap("limits", "ptsd", "--format", "tsv", "--no-header").out.splitlines()]
    page = kap(*WHOLE, "ptsd", "--full").out.splitlines()
    for _, label, _, yes, no, unknown, *_ in rows:
        if int(yes):
            (line,) = (line for line in page if line.startswith(f"  {label} "))
            assert ("░" in line, "▒" in line) == (int(no) > 0, int(unknown) > 0), label


def test_fewer_than_five_studies_are_listed_one_by_one(kap: InProcess) -> None:
    page = kap(*WHOLE, "emdr").out
    assert "topel2025 · " in page
    assert "1 of 1" not in page
    assert "1/1" not in page
    assert "no control group: There was no comparison group" in page
    assert "of 1" in kap(*WHOLE, "emdr", "--studies").out


def test_caveats_have_a_page_of_their_own(kap: InProcess) -> None:
    assert "Small samples" not in kap(*WHOLE).out
    page = kap(*WHOLE, "--caveats").out
    assert "Small samples" in page
    assert "fewer than 50 people  " not in page


def test_without_room_for_a_bar_the_counts_are_words(kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    page = kap(*WHOLE, "ptsd", "--full").out
    assert "▒▒" not in page
    assert "at least" in page


def test_markdown_has_the_words(kap: InProcess) -> None:
    page = kap("limits", "ptsd", "--format", "markdown").out
    assert "- no control group: " in page
    assert "█" not in page


def test_at_least_all_is_all(kap: InProcess) -> None:
    page = kap(*WHOLE, "ptsd", "--design", "rct", "--studies").out
    counts = re.findall(r"at least (\d+) of (\d+)", page)
    assert counts
    assert all(int(some) < int(of) for some, of in counts)
    assert "incomplete reporting: 10 of 10" in page


def test_where_a_note_tells_how_many_left_it_is_pointed_to(kap: InProcess) -> None:
    page = kap(*WHOLE, "abdallah2022").out
    assert "36, 41 and" in page
    assert "Not reported whether: high attrition (see missing data)" in " ".join(page.split())
    assert "Not reported whether: high attrition\n" in kap(*WHOLE, "topel2025").out


@pytest.mark.parametrize("line", [("ptsd",), ("feder2014",)])
def test_a_table_of_limitations_names_their_domains(kap: InProcess, line: tuple[str, ...]) -> None:
    names, *rows = (row.split("\t") for row in kap("limits", *line, "--format", "tsv").out.splitlines())
    domains = {row[names.index("code")]: row[names.index("domain")] for row in rows}
    assert domains["attrition"] == "Missing data"
    assert all(domains.values())
