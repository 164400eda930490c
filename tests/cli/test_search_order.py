"""``kap search --sort``: the newest, the largest, the strongest first, and the same studies whatever the order."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

OWN = ("--catalogue", str(Path(__file__).parent.parent / "frozen" / "user.yaml"))


@pytest.fixture
def kap(kap: InProcess, frozen: Path) -> InProcess:
    return kap


def hits(kap: InProcess, *line: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(kap("search", *line, *OWN, "--json").out)["results"]
    return found


@pytest.mark.parametrize("words", [("ptsd",), ("--drug", "ketamine"), ("depression",)])
def test_the_newest_come_first(words: tuple[str, ...], kap: InProcess) -> None:
    years = [hit["year"] for hit in hits(kap, *words, "--sort", "year")]
    assert len(set(years)) > 2
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize("words", [("ptsd",), ("--drug", "ketamine"), ("depression",)])
def test_the_largest_come_first_and_what_is_not_known_last(words: tuple[str, ...], kap: InProcess) -> None:
    people = [-1 if hit["n"] is None else hit["n"]["people"] for hit in hits(kap, *words, "--sort", "n")]
    assert len(set(people)) > 2
    assert people == sorted(people, reverse=True)


def test_the_strongest_design_comes_first(kap: InProcess) -> None:
    designs = [hit["design"] for hit in hits(kap, "ptsd", "--sort", "design")]
    # Each design stands together.
    assert len(set(designs)) > 3
    assert len([1 for one, next_ in pairwise(designs) if one != next_]) == len(set(designs)) - 1
    assert designs.index("rct") < designs.index("single-arm-trial") < designs.index("case-series")


def test_an_order_changes_nothing_but_the_order_and_a_limit_keeps_the_first(kap: InProcess) -> None:
    whole = {hit["id"] for hit in hits(kap, "ptsd")}
    for sort in ("relevance", "year", "n", "design"):
        ordered = [hit["id"] for hit in hits(kap, "ptsd", "--sort", sort)]
        assert set(ordered) == whole
        assert len(ordered) == len(whole)
        assert [hit["id"] for hit in hits(kap, "ptsd", "--sort", sort, "--limit", "3")] == ordered[:3]
