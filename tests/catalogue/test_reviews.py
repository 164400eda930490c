"""What reviews say of their own method and certainty, against what was read of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.study import Study

FACTS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "figures.json").read_text("utf-8"))
REVIEWS = {name: facts["review"] for name, facts in FACTS.items() if "review" in facts}
# Read as a range, of which the lower stands in the catalogue.
LOWER = {"moderate to low": "low"}


@pytest.fixture(scope="module")
def studies(catalogue: Catalogue) -> dict[str, Study]:
    return {study.id: study for study in catalogue.studies}


def test_every_review_was_looked_at(studies: dict[str, Study]) -> None:
    assert {"meta-analysis", "systematic-review"} == {studies[name].design for name in REVIEWS}
    designs = {name: study.design for name, study in studies.items() if study.design in ("meta-analysis",)}
    assert set(designs) <= set(REVIEWS)


@pytest.mark.parametrize("name", REVIEWS)
def test_method_and_certainty_are_those_that_were_read(name: str, studies: dict[str, Study]) -> None:
    study, facts = studies[name], REVIEWS[name]
    assert study.searched_to == facts.get("searched_to", "")
    assert study.small_study == facts.get("small_study")
    assert sorted(one.value for one in study.i2) == sorted(facts.get("i2", ()))
    assert (study.includes == "not-read") == ("includes" not in facts)
    if "includes" in facts:
        assert list(study.includes) == facts["includes"]
    assert (study.risk_of_bias is not None) == facts["risk_of_bias_told"]
    ratings = sorted(LOWER.get(rating, rating).replace(" ", "-") for rating in facts.get("ratings", ()))
    assert sorted(one.rating for one in study.formal_rating) == ratings


def test_an_outcome_of_i2_is_one_of_the_review(studies: dict[str, Study]) -> None:
    for name in REVIEWS:
        ids = {outcome.id for outcome in studies[name].outcomes}
        assert {one.outcome for one in studies[name].i2 if one.outcome} <= ids, name


@pytest.mark.parametrize(
    ("name", "level"),
    [("hartland2023", "most"), ("orhurhu2019", "most"), ("walsh2021", "most"), ("kerrgaffney2025", "some")],
)
def test_a_verdict_is_as_heavy_as_it_was_printed(name: str, level: str, studies: dict[str, Study]) -> None:
    own = studies[name].risk_of_bias
    assert own is not None
    assert own.level == level


def test_praise_of_quality_is_no_verdict(studies: dict[str, Study]) -> None:
    own = studies["racemicesketamine2022"].risk_of_bias
    assert own is not None
    assert own.level == "not-read"
