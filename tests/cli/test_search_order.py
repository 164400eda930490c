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
def kap(kap_once: InProcess, frozen: Path) -> InProcess:
    """Every line here only reads."""
    return kap_once


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


@pytest.mark.parametrize(
    ("words", "sort"),
    [
        ("newest ptsd trial", "year"),
        ("recent studies of ptsd", "year"),
        ("largest PTSD trial", "n"),
        ("ptsd", "relevance"),
    ],
)
def test_a_word_that_asks_for_an_order_is_heard_and_no_word_to_look_for(words: str, sort: str, kap: InProcess) -> None:
    found = json.loads(kap("search", words, *OWN, "--json").out)
    assert found["query"]["sort"] == sort
    assert [hit["id"] for hit in found["results"]] == [hit["id"] for hit in hits(kap, "ptsd", "--sort", sort)]
    assert any("sorted by" in note for note in found["notes"]) == (sort != "relevance")


def test_an_order_that_was_chosen_goes_before_one_in_words(kap: InProcess) -> None:
    found = json.loads(kap("search", "newest", "ptsd", "--sort", "n", *OWN, "--json").out)
    assert found["query"]["sort"] == "n"
    assert not any("sorted by" in note for note in found["notes"])


@pytest.mark.parametrize(("sort", "heading"), [("year", "NEWEST FIRST"), ("n", "MOST PEOPLE FIRST")])
def test_a_page_keeps_to_its_order_and_says_it(sort: str, heading: str, kap: InProcess) -> None:
    page = kap("search", "ptsd", "--sort", sort, "--format", "table", "--all").out
    ids = [hit["id"] for hit in json.loads(kap("search", "ptsd", "--sort", sort, "--json").out)["results"]]
    places = [page.index(f" {one}\n") for one in ids]
    assert places == sorted(places)
    assert heading in page
    assert "first and largest first" not in page


def test_an_order_alone_is_no_search_and_the_option_is_named(kap: InProcess) -> None:
    found = kap("search", "latest", "research")
    assert found.code == 2
    assert "kap search --sort year" in found.err


def test_the_order_of_trials_is_said_as_it_is(kap: InProcess) -> None:
    assert "first and largest first" in kap("search", "ptsd", "--format", "table").out
    page = kap("search", "ptsd", "midazolam", "--format", "table").out
    assert "best match first" in page
    assert "largest first" not in page
