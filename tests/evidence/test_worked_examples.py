"""The worked examples of docs/method.md: the live catalogue gives the same steps, certainty and verdict."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kapcli.evidence.assessment import LADDER

if TYPE_CHECKING:
    from conftest import InProcess

METHOD = Path(__file__).parents[2] / "docs" / "method.md"
WANTED = (
    "ptsd-ketamine-works",
    "depression-one-infusion-midazolam",
    "esketamine-quetiapine",
    "ketamine-as-good-as-ect",
    "alcohol-therapy-added",
    "esketamine-continued-relapse",
)
ROW = re.compile(
    r"^\| `([a-z0-9-]+)`[^|]*\| ([^|]*) \| (high|low) \| ([^|]*) \| ([a-z ]+): \*([a-z ]+)\* \|$", re.MULTILINE
)
EXAMPLES = {found[0]: found[1:] for found in ROW.findall(METHOD.read_text(encoding="utf-8"))}


def test_all_six_are_there() -> None:
    assert set(EXAMPLES) == set(WANTED)


@pytest.mark.parametrize("name", WANTED)
def test_an_example_is_what_the_rules_give(kap: InProcess, name: str) -> None:
    body, start, steps, end, verdict = EXAMPLES[name]
    (claim,) = json.loads(kap("claims", name, "--json").out)["results"]
    told = {word: int(down) for word, down in re.findall(r"(\w+) −(\d)", steps)}
    assert told == {step["name"]: step["down"] for step in claim["steps"]}
    assert (claim["start"], claim["certainty"].replace("-", " ")) == (start, end)
    assert claim["verdict"].replace("-", " ") == verdict
    assert claim["effect"]["study"] in body


def test_no_grade_is_above_a_formal_rating_that_is_not_outdated(kap: InProcess) -> None:
    rated = [one for one in json.loads(kap("claims", "--json").out)["results"] if one["certainty"] and one["rated"]]
    assert rated
    for claim in rated:
        for one in claim["rated"]:
            if not one["outdated"]:
                assert LADDER.index(claim["certainty"]) <= LADDER.index(one["rating"]), claim["id"]
