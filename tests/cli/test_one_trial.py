"""Papers of one trial are so many studies and one trial, whichever answer counts them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

PAPERS = "studies:" + "".join(
    f"""
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
"""
    for name, year in (("paper-one", 2040), ("paper-two", 2041))
)


@pytest.mark.parametrize(
    ("link", "trials", "years"),
    [
        ("", 2, {2040: 1, 2041: 1}),
        ("    trial: paper-one\n", 1, {2040: 1}),
        ("    parent: paper-one\n", 1, {2040: 1}),
    ],
    ids=["two trials", "of one trial", "a further look at its data"],
)
def test_every_answer_counts_a_trial_once(
    link: str, trials: int, years: dict[int, int], kap: InProcess, frozen: Path, tmp_path: Path
) -> None:
    file = tmp_path / "papers.yaml"
    file.write_text(PAPERS + link, "utf-8")
    asked = ("--year", "2040..2041", "--catalogue", str(file))
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
