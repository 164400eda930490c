"""A report as Markdown: whole as a file in ``screens/``, and closed to markup from a catalogue."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

Made = Callable[..., str]
SCREENS = Path(__file__).parent / "screens"
WRITE = bool(os.environ.get("KAP_WRITE_SCREENS"))
REPORTS = {
    "ocd": ("ocd", "--route", "iv", "--full"),
    "ocd-brief": ("ocd", "--route", "iv"),
    "ptsd-oral-lay": ("ptsd", "--route", "oral", "--lay"),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_as_expected(made: Made, name: str) -> None:
    expected = SCREENS / f"{name}.md"
    text = made(*REPORTS[name])
    if WRITE:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")


@pytest.mark.parametrize("lay", [(), ("--full",), ("--lay",)], ids=["brief", "full", "lay"])
def test_no_markup_comes_out_of_a_catalogue(made: Made, hostile: Path, lay: tuple[str, ...]) -> None:
    text = made("--route", "rectal", "--catalogue", str(hostile), *lay)
    # What is left of < begins an address; every other sign of markup that a text brought is behind a backslash.
    assert not re.search(r"(?<!\\)<(?!https?://[^\s<>]+>)", text)
    assert "](javascript" not in text.replace("\\]", "")
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not re.search(r"(?<!\\)&(?:#\w+|\w+);", text)
    rows = [line for line in text.splitlines() if line.startswith("| hostile")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 3


@pytest.mark.parametrize("full", [(), ("--full",)], ids=["brief", "full"])
def test_the_same_parts_stand_in_the_same_order_as_on_the_page(made: Made, full: tuple[str, ...]) -> None:
    heads = re.findall(r"^## (.*)$", made("ptsd", *full), re.MULTILINE)
    page = re.findall(r"<h2[^>]*>(.*?)</h2>", made("ptsd", *full, "--format", "html"))
    assert heads == page


def test_the_sides_of_a_statement_stand_below_it_and_name_a_study_once(made: Made) -> None:
    section = made("ptsd", "--full").partition("## Statements")[2].partition("\n## ")[0]
    sides = re.split(r"^####? .*\n", section, flags=re.MULTILINE)
    assert re.search(r"^#### (?:For|Favours it, by the estimate)$", section, re.MULTILINE)
    assert not re.search(
        r"^### (?:For|Favours it, by the estimate|Against|Does not favour it, by the estimate)$", section, re.MULTILINE
    )
    for side in sides:
        names = re.findall(r"^- ([\w-]+): \d{4}", re.split(r"\n\n(?!- )", side.strip())[0], re.MULTILINE)
        assert len(names) == len(set(names))


@pytest.mark.parametrize("length", [(), ("--full",), ("--lay",)], ids=["brief", "full", "lay"])
def test_no_sentence_ends_twice_and_no_list_is_empty(made: Made, length: tuple[str, ...]) -> None:
    text = made("depression", *length)
    assert not re.search(r"(?<![.…])\.\.(?!\.|\d)", text.replace("2014..2025", ""))
    assert ": ." not in text


def test_a_review_or_a_guideline_is_not_said_to_go_without_psychotherapy(made: Made) -> None:
    rows = [line.split(" | ") for line in made("ptsd", "--full").splitlines() if line.startswith("| ")]
    reviews = [row for row in rows if len(row) == 8 and row[2] in ("meta-analysis", "guideline", "systematic review")]
    assert reviews
    assert not [row for row in reviews if "psychotherapy" in row[5] and "no psychotherapy" in row[5]]
