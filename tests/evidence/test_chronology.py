"""The field by year: where a trial stands, which trials stand out, and what is still to come."""

from __future__ import annotations

from typing import Any

import pytest
from evidence_studies import VOCABULARY, study

from kapcli.catalogue.study import Arm, People, Study
from kapcli.evidence.chronology import Chronology, chronology


def made(name: str, **fields: Any) -> Study:
    """A randomised trial of PTSD in the year that its id ends with."""
    year = int(name[-4:])
    return study(name, **({"year": year, "conditions": ("ptsd",), "n": People(randomised=40)} | fields))


def told(*studies: Study, whole: tuple[Study, ...] = ()) -> Chronology:
    return chronology(studies, whole or studies, VOCABULARY)


def reasons(found: Chronology) -> dict[str, list[tuple[str, str, bool]]]:
    return {landmark.study.id: list(landmark.reasons) for landmark in found.landmarks}


class TestYears:
    def test_a_trial_stands_in_the_year_of_its_own_report(self) -> None:
        later = made("b2022", trial="a2020", parent="a2020", design="secondary-analysis")
        found = told(later, made("a2020", trial="a2020"))
        assert [(year.year, year.trials, year.studies) for year in found.years] == [(2020, 1, ("a2020", "b2022"))]

    def test_years_in_which_nothing_appeared_are_there(self) -> None:
        found = told(made("a2018"), made("a2020"))
        assert [(year.year, year.trials) for year in found.years] == [(2018, 1), (2019, 0), (2020, 1)]

    def test_kinds_of_design_are_told_apart_strongest_first(self) -> None:
        found = told(made("a2020", design="meta-analysis"), made("b2020", design="case-series"), made("c2020"))
        assert list(found.years[0].kinds) == ["randomised", "compared", "review"]

    def test_nothing_has_no_years(self) -> None:
        assert told().years == ()


class TestLandmarks:
    def test_the_first_randomised_trial_of_a_condition_is_one(self) -> None:
        found = told(made("a2014"), made("b2016"), made("c2010", design="case-series"))
        assert ("first-condition", "ptsd", False) in reasons(found)["a2014"]
        assert "c2010" not in reasons(found)

    def test_two_of_the_same_year_share_it(self) -> None:
        found = reasons(told(made("a2014", n=People()), made("b2014", n=People())))
        assert found == {name: [("first-condition", "ptsd", True)] for name in ("a2014", "b2014")}

    def test_a_kind_of_depression_is_depression(self) -> None:
        found = reasons(told(made("a2010", conditions=("mdd",)), made("b2014", conditions=("trd",))))
        assert found["a2010"][0] == ("first-condition", "depression", False)
        assert all(code != "trd" for _, code, _ in found.get("b2014", []))

    def test_first_is_first_in_the_whole_catalogue_and_not_in_the_answer(self) -> None:
        early, late = made("a2010"), made("b2014")
        assert reasons(told(late, whole=(early, late))) == {}

    def test_a_route_is_that_of_ketamine(self) -> None:
        arms = (
            Arm(drug="ketamine", role="experimental", route="iv"),
            Arm(drug="placebo", role="control", route="oral"),
        )
        routes = [code for name, code, _ in reasons(told(made("a2010", arms=arms)))["a2010"] if name == "first-route"]
        assert routes == ["iv"]

    def test_the_first_with_psychotherapy_is_one(self) -> None:
        found = reasons(told(made("a2010", therapy=("none",)), made("b2014", therapy=("cbt",))))
        assert ("first-therapy", "", False) in found["b2014"]

    def test_the_largest_is_the_largest_of_those_shown(self) -> None:
        huge, large, small = (
            made("a2010", n=People(randomised=900)),
            made("b2014", n=People(randomised=90)),
            made("c2015"),
        )
        assert ("largest", "", False) in reasons(told(large, small, whole=(huge, large, small)))["b2014"]

    def test_one_alone_is_not_called_the_largest(self) -> None:
        assert all(name != "largest" for name, _, _ in reasons(told(made("a2010")))["a2010"])


class TestToCome:
    @pytest.mark.parametrize("status", ["recruiting", "active", "registered"])
    def test_what_runs_or_will_stands_apart_and_in_no_year(self, status: str) -> None:
        found = told(made("a2024", design="ongoing-trial", status=status, n=People(planned=100)))
        assert ([one.id for one in found.running], found.years, found.trials) == (["a2024"], (), 1)

    @pytest.mark.parametrize("status", ["completed", "unknown", "terminated", "published"])
    def test_a_plan_without_results_stands_apart_too(self, status: str) -> None:
        found = told(made("a2024", design="protocol", status=status))
        assert ([one.id for one in found.unreported], found.running, found.years) == (["a2024"], (), ())

    def test_a_plan_whose_trial_was_reported_is_no_plan_any_more(self) -> None:
        plan = made("a2020", design="protocol", trial="b2024")
        found = told(plan, made("b2024", trial="b2024"))
        assert (found.unreported, [year.year for year in found.years]) == ((), [2024])
