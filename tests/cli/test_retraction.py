"""A retracted work is left out of counts and drawings and named there, and marked where it is cited or shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

STATES = {"invented-retracted": "retracted", "invented-corrected": "corrected", "invented-concern": "concern"}


@pytest.fixture
def kap(kap: InProcess, frozen: Path) -> InProcess:
    return kap


@pytest.mark.parametrize("line", [("forest", "ptsd"), ("report", "ptsd"), ("report", "ptsd", "--format", "html")])
def test_a_drawing_names_what_it_leaves_out(line: tuple[str, ...], kap: InProcess) -> None:
    text = " ".join(kap(*line).out.split())
    assert "retracted and not counted" in text.casefold()
    assert "invented-retracted" in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("invented-retracted", "RETRACTED"),
        ("invented-corrected", "a correction was published"),
        ("invented-concern", "an expression of concern was published"),
        ("feder2014", "has not been checked"),
    ],
)
def test_a_citation_says_what_became_of_a_work(name: str, said: str, kap: InProcess) -> None:
    ran = kap("cite", name)
    assert said in ran.err
    assert said not in ran.out
    assert said in " ".join(json.loads(kap("cite", name, "--json").out)["results"][0]["remarks"])
    assert said in " ".join(kap("show", name).out.split())


@pytest.mark.parametrize("name", STATES)
def test_a_program_is_told(name: str, kap: InProcess) -> None:
    for command in ("search", "show"):
        (found,) = json.loads(kap(command, name, "--json").out)["results"]
        assert found["retraction"] == STATES[name]
