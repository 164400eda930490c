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
    "ocd": ("ocd", "--route", "iv"),
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


@pytest.mark.parametrize("lay", [(), ("--lay",)], ids=["full", "lay"])
def test_no_markup_comes_out_of_a_catalogue(made: Made, hostile: Path, lay: tuple[str, ...]) -> None:
    text = made("--route", "rectal", "--catalogue", str(hostile), *lay)
    # What is left of < begins an address; every other sign of markup that a text brought is behind a backslash.
    assert not re.search(r"(?<!\\)<(?!https?://[^\s<>]+>)", text)
    assert "](javascript" not in text.replace("\\]", "")
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not re.search(r"(?<!\\)&(?:#\w+|\w+);", text)
    rows = [line for line in text.splitlines() if line.startswith("| hostile")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 3


def test_the_same_parts_stand_in_the_same_order_as_on_the_page(made: Made) -> None:
    heads = re.findall(r"^## (.*)$", made("ptsd"), re.MULTILINE)
    page = re.findall(r"<h2[^>]*>(.*?)</h2>", made("ptsd", "--format", "html"))
    assert heads == page
