"""Papers of one trial are so many studies and one trial, whichever answer counts them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

# What links two papers, how many trials they are then, and in which of their years.
LINKS = {
    "two trials": ("", 2, (0, 1)),
    "of one trial": ("    trial: {}\n", 1, (0,)),
    "a further look at its data": ("    parent: {}\n", 1, (0,)),
}
# Two papers for each, in years of their own.
PAPERS = "studies:\n" + "".join(
    f"""\
  - id: {name}
    title: An invented example, {name}
    csl_type: article-journal
    year: {year}
    authors: [{{family: Example}}]
    design: rct
    status: published
    finding: Invented.
    conditions: [ptsd]
    n: {{randomised: 40}}
    arms: [{{drug: ketamine, role: experimental, route: iv}}]
    read_at: [{{url: "https://example.org/{name}", read: abstract}}]
{written}"""
    for year, (link, *_) in enumerate(LINKS.values())
    for name, year, written in (
        (f"first{2040 + 2 * year}", 2040 + 2 * year, ""),
        (f"second{2040 + 2 * year}", 2041 + 2 * year, link.format(f"first{2040 + 2 * year}")),
    )
)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("papers") / "papers.yaml"
    file.write_text(PAPERS, "utf-8")
    return str(file)


@pytest.mark.parametrize("how", LINKS)
def test_every_answer_counts_a_trial_once(how: str, kap: InProcess, frozen: Path, papers: str) -> None:
    _, trials, places = LINKS[how]
    start = 2040 + 2 * list(LINKS).index(how)
    years = {start + place: 1 for place in places}
    asked = ("--year", f"{start}..{start + 1}", "--catalogue", papers)
    searched, mapped, timeline = (
        json.loads(kap(command, *asked, "--json").out) for command in ("search", "map", "timeline")
    )
    assert searched["total"] == mapped["summary"]["studies"] == timeline["summary"]["studies"] == 2
    assert [found["summary"]["trials"] for found in (searched, mapped, timeline)] == [trials] * 3
    assert {(cell["trials"], cell["people"]) for cell in mapped["results"] if not cell["gap"]} == {
        (trials, 40 * trials)
    }
    assert {year["year"]: year["trials"] for year in timeline["results"] if year["trials"]} == years
    for command in ("search", "map", "report"):
        form = "table" if command == "search" else "markdown"
        text = " ".join(kap(command, *asked, "--format", form).out.split())
        assert re.search(r"\b2 (?:studies|publications)\b", text), command
        assert bool(re.search(r"\b(?:of|from) 1 (?:studies|study)\b", text)) == (trials == 1), command
