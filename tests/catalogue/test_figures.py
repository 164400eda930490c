"""Every figure of the catalogue, field by field, against the facts it was made from.

``tests/data/figures.json`` holds what the sources gave, extracted once: facts only, keyed by study, measure, time
point, contrast and kind of estimate, so that a swapped baseline or a figure under the wrong measure is seen.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.orientation import contradicts, oriented
from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.study import Study

FACTS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "figures.json").read_text("utf-8"))

# Directions that were read again and coded otherwise than in the facts, each with its reason.
READ_AGAIN = {
    ("zarate2006", "response still present"): "one group's share, without the placebo figure",
    ("zarate2006", "remission"): "one group's share, without the placebo figure",
    ("duek2023", "amygdala reactivity to trauma scripts (fMRI)"): "a brain signal has no better side",
    ("hack2023", "mediation"): "a brain signal in healthy people has no better side",
    ("macconnel2024", "PCL-5"): "two groups are compared, both on ketamine",
    ("dakwar2020", "abstinent"): "two shares from a news item, without a test",
    ("jelen2025", "Glx ratio"): "a brain signal has no better side",
    ("haile2013", "BDNF"): "a correlation has no better side",
    ("sumner2020", "P2 potentiation of the visual evoked potential"): "a brain signal has no better side",
    ("mion2017", "PTSD"): "the sides are people with and without PTSD, not treatments",
}
# Fields of the record that were read apart from the facts.
READ_APART = {("passie2022", "volume")}
# Counts that the facts give in words, or as a lower bound that stands in the schedule instead.
COUNTED_IN_WORDS = {("varker2021", "studies"), ("almeida2024", "studies"), ("borgogna2024", "studies")}
LOWER_BOUNDS = {"moore2025", "macconnel2024", "bentley2022", "mills1998"}
# The facts give one arm; the schedule names two routes.
SPLIT_ARMS = {"dames2022"}
FIGURES = ("value", "p", "n", "sd", "se", "baseline", "end", "control_value")


@pytest.fixture(scope="module")
def studies(catalogue: Catalogue) -> dict[str, Study]:
    return {study.id: study for study in catalogue.studies}


def test_every_study_of_the_facts_is_here_and_no_other(studies: dict[str, Study]) -> None:
    assert set(studies) == set(FACTS)


def test_the_preprint_that_is_no_study_of_its_own_is_a_version(studies: dict[str, Study]) -> None:
    assert [(v.id, v.kind, v.doi) for v in studies["yermus2024"].versions] == [
        ("yermus2023", "preprint", "10.1101/2023.01.11.23284248")
    ]


def key(outcome: Outcome) -> tuple[str, ...]:
    return outcome.measure, outcome.timepoint, outcome.contrast, outcome.estimate


def fact_key(fact: dict[str, Any]) -> tuple[str, ...]:
    return fact["measure"], fact["timepoint"], fact["contrast"], fact["estimate"]


def faulty(check: Callable[[str, dict[str, Study]], None], studies: dict[str, Study]) -> dict[str, str]:
    """The studies of which something is not as in the facts, with what it is."""
    found = {}
    for name in FACTS:
        try:
            check(name, studies)
        except AssertionError as wrong:
            found[name] = str(wrong)
    return found


def test_outcomes_carry_over_exactly(studies: dict[str, Study]) -> None:
    assert faulty(outcomes_are_the_same, studies) == {}


def outcomes_are_the_same(name: str, studies: dict[str, Study]) -> None:
    facts = {fact_key(f): f for f in FACTS[name]["outcomes"]}
    outcomes = {key(outcome): outcome for outcome in studies[name].outcomes}
    assert len(outcomes) == len(studies[name].outcomes), "two outcomes under one key"
    assert set(outcomes) == set(facts)
    for at, fact in facts.items():
        outcome = outcomes[at]
        for field in FIGURES:
            assert getattr(outcome, field) == fact.get(field, "" if field == "p" else None), (at, field)
        assert outcome.ci95 == (tuple(fact["ci95"]) if "ci95" in fact else None), at
        assert (outcome.domain, outcome.source) == (fact["domain"], fact["source"]), at


def test_record_people_and_arms_carry_over_exactly(studies: dict[str, Study]) -> None:
    assert faulty(record_people_and_arms_are_the_same, studies) == {}


def record_people_and_arms_are_the_same(name: str, studies: dict[str, Study]) -> None:
    study, facts = studies[name], FACTS[name]
    assert (study.year, study.design) == (facts["year"], facts["design"])
    if (name, "volume") not in READ_APART:
        assert study.volume == facts.get("volume", "")
    assert study.issue == facts.get("issue", "")
    assert (study.pages or study.article_number) == facts.get("pages", "")
    assert study.record.doi == facts.get("doi", "")
    assert study.record.pmid == facts.get("pmid", "")
    assert study.record.pmcid == facts.get("pmcid", "")
    assert list(study.record.registry) == facts.get("registrations", [])
    assert study.female_percent == facts.get("female_percent")
    assert {k: getattr(study.age, k) for k in ("mean", "sd", "median", "min", "max")} == {
        k: facts.get("age", {}).get(k) for k in ("mean", "sd", "median", "min", "max")
    }
    if name not in SPLIT_ARMS:
        assert len(study.arms) == len(facts["arms"])
        for arm, fact in zip(study.arms, facts["arms"], strict=True):
            assert arm.dose_min == fact.get("dose_min", fact.get("dose_max"))
            assert arm.sessions == fact.get("sessions") or (arm.sessions is None and name in LOWER_BOUNDS)
            assert (arm.dose_max, arm.unit) == (fact.get("dose_max"), fact.get("unit"))
            assert "route" not in fact or arm.route == fact["route"]
    names = [person.family or person.literal for person in (*study.authors, *study.editors)]
    for shown, fact in zip(names, facts["authors"], strict=True):
        # A particle may stand apart, spelling may not differ.
        assert fact.casefold().endswith(shown.casefold()), (shown, fact)
    assert [reading.url for reading in study.read_at] == facts["read_at"]


def test_numbers_of_people_come_from_the_facts(studies: dict[str, Study]) -> None:
    assert faulty(numbers_of_people_are_the_same, studies) == {}


def numbers_of_people_are_the_same(name: str, studies: dict[str, Study]) -> None:
    people, facts = studies[name].n, FACTS[name].get("n", {})
    for kind in ("planned", "enrolled", "randomised", "analysed", "ketamine", "control", "studies"):
        count = getattr(people, kind)
        if count is not None and (name, kind) not in COUNTED_IN_WORDS:
            assert str(count) in FACTS[name]["numbers"], kind
        if kind in facts and count is not None:
            assert count == facts[kind], kind


def test_a_registered_target_is_nobody(catalogue: Catalogue) -> None:
    for study in catalogue.studies:
        if study.status in ("registered", "recruiting"):
            assert (study.n.enrolled, study.n.randomised, study.n.analysed) == (None, None, None), study.id


def test_directions_are_those_of_the_facts_unless_read_again(studies: dict[str, Study]) -> None:
    differ = set()
    for name, facts in FACTS.items():
        directions = {fact_key(f): f["direction"] for f in facts["outcomes"]}
        for outcome in studies[name].outcomes:
            if outcome.direction != directions[key(outcome)]:
                assert outcome.note or outcome.comparison == "within", (name, outcome.id)
                differ.add((name, outcome.measure))
    assert {name for name, _ in differ} == {name for name, _ in READ_AGAIN}


def test_every_outcome_has_a_source(catalogue: Catalogue) -> None:
    assert all(outcome.source for study in catalogue.studies for outcome in study.outcomes)
    assert sum(len(study.outcomes) for study in catalogue.studies) == 649


def test_a_turned_figure_never_contradicts_its_direction(catalogue: Catalogue) -> None:
    turned = [(s.id, o) for s in catalogue.studies for o in s.outcomes if oriented(o) is not None]
    assert len(turned) > 150
    assert [name for name, outcome in turned if contradicts(outcome)] == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("feder2014", 12.7, 12.7),
        ("popova2019", -4.0, 4.0),
        ("lapidus2014", 7.6, 7.6),
    ],
)
def test_figures_whose_sign_misleads_are_turned_right(
    name: str, value: float, expected: float, studies: dict[str, Study]
) -> None:
    (outcome,) = (o for o in studies[name].outcomes if o.value == value and o.estimate == "mean-difference")
    assert outcome.direction == "favours-ketamine"
    assert oriented(outcome) == expected


def test_units_that_are_easily_taken_for_others(studies: dict[str, Study]) -> None:
    anand = next(o for o in studies["anand2023"].outcomes if o.value == 14.2)
    assert (anand.estimate, anand.unit) == ("risk-difference", "percentage-points")
    daly = next(o for o in studies["daly2019"].outcomes if 273 in (o.value, o.control_value))
    assert (daly.estimate, daly.unit) == ("median-days", "days")
