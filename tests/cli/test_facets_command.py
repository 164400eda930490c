"""``kap facets``: what can be filtered by; and that each value it names finds as many studies as it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from kapcli.catalogue.facets import FACETS

Kap = Callable[..., Any]


@pytest.fixture
def kap(kap_once: Kap) -> Kap:
    """Every line here only reads."""
    return kap_once


def test_every_filter_is_listed_by_its_option(kap: Kap) -> None:
    out = kap("facets").out
    assert [facet.option for facet in FACETS.values() if facet.option not in out] == []
    assert all(option in out for option in ("--year", "--dose", "--min-n"))


@pytest.mark.parametrize("name", ["condition", "therapy", "design", "population"])
def test_a_count_is_what_the_filter_finds(kap: Kap, name: str) -> None:
    for row in json.loads(kap("facets", name, "--json").out)["results"][:4]:
        line = ("search", f"--{name}", row["value"], "--json", "--fields", "id", "--no-limitations")
        found = json.loads(kap(*line).out)["results"]
        assert row["studies"] == len([hit for hit in found if hit["retraction"] != "retracted"])


@pytest.mark.parametrize("typed", ["dosing-model", "dosing_model", "--dosing-model", "Dosing Model"])
def test_a_name_is_read_as_people_type_it(kap: Kap, typed: str) -> None:
    assert kap("facets", "--", typed).code == 0


def test_an_unknown_name_is_answered_with_the_nearest(kap: Kap) -> None:
    ran = kap("facets", "rute")
    assert (ran.code, ran.out) == (2, "")
    assert "kap facets route" in ran.err


@pytest.mark.parametrize("line", [("help",), ("help", "search"), ("help", "claims")], ids=" ".join)
def test_help_as_a_word_is_the_help(kap: Kap, line: tuple[str, ...]) -> None:
    assert kap(*line) == kap(*line[1:], "--help")


@pytest.mark.parametrize("years", ["2014-2020", "2014–2020"])
def test_years_may_be_joined_by_a_hyphen(kap: Kap, years: str) -> None:
    assert (
        kap("search", "ptsd", "--year", years, "--json").out
        == kap("search", "ptsd", "--year", "2014..2020", "--json").out
    )
