"""Narrowing: which studies a facet leaves, and how its values may be written."""

from __future__ import annotations

import sqlite3

import pytest
from index_studies import VOCABULARY, arm, compiled, find, ids, left_out_of, made

from kapcli.catalogue.facets import FACETS as CODED
from kapcli.catalogue.study import People
from kapcli.index.facets import FacetError, facets


@pytest.fixture(scope="module")
def trials() -> sqlite3.Connection:
    """Trials that differ in which arm has which drug, route and dose."""
    return compiled(
        made("swallowed", arms=(arm("ketamine", "oral", 0.5, 1.0),)),
        made("infused", arms=(arm("ketamine", "iv", 0.5),)),
        made("dummy", arms=(arm("ketamine", "iv", 0.5), arm("placebo", "oral"))),
        made("spray", arms=(arm("esketamine", "intranasal", 28, 84, unit="mg"),)),
        made("mirror", arms=(arm("arketamine", "iv", 0.5),)),
        made("two", arms=(arm("ketamine", "iv", 0.1), arm("ketamine", "oral", 2.0), arm("midazolam", "iv", 0.045))),
        made("undosed", arms=(arm("ketamine", "iv"),)),
        made("unrouted", arms=(arm("ketamine", None, 0.5),)),
        made("sedative", arms=(arm("midazolam", "oral", 0.5),)),
        made("review", design="meta-analysis"),
    )


class TestOneArm:
    def test_a_swallowed_comparator_is_not_oral_ketamine(self, trials: sqlite3.Connection) -> None:
        assert ids(trials, route="oral") == {"swallowed", "two"}

    def test_a_route_without_a_drug_is_of_any_form_of_ketamine(self, trials: sqlite3.Connection) -> None:
        assert ids(trials, route=["iv", "intranasal"]) == {"infused", "dummy", "spray", "mirror", "two", "undosed"}

    def test_a_word_for_a_route_is_of_ketamine_too(self, trials: sqlite3.Connection) -> None:
        assert "sedative" not in ids(trials, "swallowed")

    def test_a_drug_may_be_the_comparator(self, trials: sqlite3.Connection) -> None:
        assert ids(trials, drug="midazolam") == {"two", "sedative"}

    def test_drug_and_route_are_of_the_same_arm(self, trials: sqlite3.Connection) -> None:
        assert ids(trials, drug="midazolam", route="oral") == {"sedative"}
        assert ids(trials, drug="placebo", route="iv") == set()

    def test_drug_route_and_dose_are_of_the_same_arm(self, trials: sqlite3.Connection) -> None:
        assert ids(trials, drug="ketamine", route="iv", dose="2") == set()
        assert ids(trials, drug="ketamine", route="oral", dose="2") == {"two"}

    def test_a_dose_without_a_drug_is_of_ketamine(self, trials: sqlite3.Connection) -> None:
        assert ids(trials, dose="0.045") == set()

    def test_ketamine_is_not_esketamine(self, trials: sqlite3.Connection) -> None:
        assert "spray" not in ids(trials, drug="ketamine")
        assert ids(trials, drug="esketamine") == {"spray"}

    def test_an_arm_without_a_route_is_found_by_drug_alone(self, trials: sqlite3.Connection) -> None:
        assert "unrouted" in ids(trials, drug="ketamine")
        assert all("unrouted" not in ids(trials, route=route) for route in ("iv", "oral", "im"))

    def test_works_without_arms_are_counted_as_left_out(self, trials: sqlite3.Connection) -> None:
        assert left_out_of(trials, route="oral")[1] == 1

    def test_works_without_arms_are_not_left_out_of_anything_else(self, trials: sqlite3.Connection) -> None:
        assert left_out_of(trials, year="2020")[1] == 0


class TestDose:
    @pytest.mark.parametrize(
        ("dose", "found"),
        [
            ("0.5..1", {"swallowed"}),
            ("0.1..0.6", {"swallowed"}),
            ("0.9..3", {"swallowed", "two"}),
            ("0.7", {"swallowed"}),
            ("1", {"swallowed"}),
            ("1.1..1.9", set()),
            ("0.1..0.4", set()),
        ],
    )
    def test_ranges_that_overlap_match(self, trials: sqlite3.Connection, dose: str, found: set[str]) -> None:
        assert ids(trials, route="oral", dose=dose) == found

    @pytest.mark.parametrize(
        "dose",
        ["28..84mg", "28..84 mg", "28 .. 84mg", "56mg", "10..30mg", "28mg..84mg", "28 mg – 84 mg", "28 mg to 84 mg"],
    )
    def test_a_unit_may_be_written(self, trials: sqlite3.Connection, dose: str) -> None:
        assert ids(trials, dose=dose) == {"spray"}

    def test_without_a_unit_a_dose_is_in_mg_per_kg(self, trials: sqlite3.Connection) -> None:
        assert ids(trials, dose="28..84") == set()
        assert ids(trials, dose="0.5") == ids(trials, dose="0.5mg/kg")

    def test_studies_without_a_dose_in_that_unit_are_counted(self, trials: sqlite3.Connection) -> None:
        assert left_out_of(trials, drug="ketamine", route="iv", dose="0.5")[0] == 1

    def test_a_dose_of_another_arm_does_not_make_the_dose_known(self) -> None:
        connection = compiled(made("a2020", arms=(arm("ketamine", "iv"), arm("midazolam", "iv", 0.045))))
        assert left_out_of(connection, route="iv", dose="0.5")[0] == 1

    @pytest.mark.parametrize(
        "dose",
        ["much", "1..", "..1", "1--2", "-1", "0.5 ml", "2..1", "", "1..2..3", "1mg/kg..84mg", "8 4mg", "0. 5", "1 2"],
    )
    def test_what_is_no_dose_is_refused(self, dose: str) -> None:
        with pytest.raises(FacetError) as refusal:
            facets(VOCABULARY, {}, dose=dose)
        assert refusal.value.option == "--dose"
        assert refusal.value.near or refusal.value.choices


class TestBroader:
    @pytest.mark.parametrize(
        ("broad", "narrow"),
        [
            ("depression", "mdd"),
            ("depression", "trd"),
            ("depression", "bipolar-depression"),
            ("ptsd", "cptsd"),
            ("substance-use", "alcohol-use"),
            ("substance-use", "cocaine-use"),
            ("substance-use", "opioid-use"),
            ("substance-use", "cannabis-use"),
        ],
    )
    def test_a_broader_condition_finds_its_narrower_one(self, broad: str, narrow: str) -> None:
        connection = compiled(made("a2020", conditions=(narrow,)))
        assert ids(connection, condition=broad) == ids(connection, broad) == {"a2020"}

    def test_a_narrower_one_does_not_find_its_broader(self) -> None:
        connection = compiled(made("a2020", conditions=("depression",)))
        assert ids(connection, condition="mdd") == ids(connection, "mdd") == set()

    def test_two_steps_down(self) -> None:
        connection = compiled(made("a2020", therapy=("written-exposure",)))
        assert ids(connection, therapy="psychotherapy") == {"a2020"}

    def test_risk_of_ptsd_is_not_ptsd_itself_to_its_neighbours(self) -> None:
        connection = compiled(made("a2020", conditions=("ptsd-prevention",)))
        assert ids(connection, condition="cptsd") == set()


class TestAlternatives:
    def test_values_of_one_facet_are_alternatives(self, trials: sqlite3.Connection) -> None:
        both = ids(trials, drug=["esketamine", "arketamine"])
        assert both == ids(trials, drug="esketamine") | ids(trials, drug="arketamine")

    def test_different_facets_must_all_hold(self, trials: sqlite3.Connection) -> None:
        assert ids(trials, drug="ketamine", design="meta-analysis") == set()

    def test_the_same_value_twice_is_once(self, trials: sqlite3.Connection) -> None:
        assert ids(trials, drug=["spravato", "esketamine"]) == {"spray"}


class TestValues:
    @pytest.mark.parametrize(
        ("facet", "value", "code"),
        [
            ("route", "lozenge", "sublingual"),
            ("route", "lozenges", "sublingual"),
            ("route", "Intravenous", "iv"),
            ("route", "IV", "iv"),
            ("route", "through a drip into a vein", "iv"),
            ("condition", "PTSD", "ptsd"),
            ("condition", "treatment resistant depression", "trd"),
            ("condition", "Treatment-Resistant Depression", "trd"),
            ("drug", "(S)-ketamine", "esketamine"),
            ("drug", "S-ketamine", "esketamine"),
            ("drug", "Spravato", "esketamine"),
            ("design", "RCT", "rct"),
            ("design", "randomized controlled trial", "rct"),
            ("therapy", "eye movement", "emdr"),
            ("population", "vets", "veteran"),
            ("population", "soldiers", "military"),
        ],
    )
    def test_labels_and_synonyms_are_accepted(self, facet: str, value: str, code: str) -> None:
        assert facets(VOCABULARY, {facet: [value]}).codes == {facet: (code,)}

    @pytest.mark.parametrize("facet", CODED)
    def test_every_code_label_and_synonym_of_a_facet_is_accepted(self, facet: str) -> None:
        for name in VOCABULARY.names(facet):
            assert facets(VOCABULARY, {facet: [name]}).codes[facet]

    @pytest.mark.parametrize("facet", CODED)
    def test_a_code_means_itself(self, facet: str) -> None:
        for code in VOCABULARY.codes(facet):
            assert facets(VOCABULARY, {facet: [code]}).codes == {facet: (code,)}

    @pytest.mark.parametrize(
        ("facet", "value", "near"),
        [("route", "orral", "oral"), ("condition", "ptds", "ptsd"), ("dosing_model", "psycolytic", "psycholytic")],
    )
    def test_an_unknown_value_is_refused_and_the_nearest_offered(self, facet: str, value: str, near: str) -> None:
        with pytest.raises(FacetError) as refusal:
            facets(VOCABULARY, {facet: [value]})
        assert refusal.value.option == "--" + facet.replace("_", "-")
        assert near in refusal.value.near

    def test_a_value_is_never_corrected(self) -> None:
        with pytest.raises(FacetError):
            facets(VOCABULARY, {"drug": ["ketamne"]})

    def test_a_known_value_that_no_study_has_finds_nothing(self, trials: sqlite3.Connection) -> None:
        assert find(trials, route="rectal").total == 0

    @pytest.mark.parametrize("value", ["", " ", "\x00", "'", "x" * 5000])
    def test_an_odd_value_is_refused_like_any_other(self, value: str) -> None:
        with pytest.raises(FacetError):
            facets(VOCABULARY, {"route": [value]})


class TestPeople:
    @pytest.mark.parametrize(
        ("people", "kept"),
        [
            (People(randomised=30), True),
            (People(analysed=30), True),
            (People(enrolled=30), True),
            (People(randomised=29), False),
            (People(randomised=29, enrolled=40), False),
            (People(planned=300), False),
            (People(planned=300, enrolled=5), False),
            (People(studies=300), False),
            (People(ketamine=300, control=300), False),
            (People(), False),
        ],
    )
    def test_randomised_else_analysed_else_enrolled_and_never_planned(self, people: People, kept: bool) -> None:
        connection = compiled(made("a2020", n=people))
        assert bool(ids(connection, min_n=30)) == kept

    def test_fewer_than_none_cannot_be_asked_for(self) -> None:
        with pytest.raises(FacetError, match="negative"):
            facets(VOCABULARY, {}, min_n=-1)


class TestYears:
    @pytest.fixture
    def years(self) -> sqlite3.Connection:
        return compiled(*(made(f"a{year}", year=year) for year in (2013, 2014, 2020, 2025)))

    @pytest.mark.parametrize(
        ("year", "found"),
        [
            ("2020", {"a2020"}),
            ("2014..2025", {"a2014", "a2020", "a2025"}),
            ("2014..", {"a2014", "a2020", "a2025"}),
            ("..2014", {"a2013", "a2014"}),
            ("2015..2019", set()),
        ],
    )
    def test_a_year_or_a_range_open_at_either_end(self, years: sqlite3.Connection, year: str, found: set[str]) -> None:
        assert ids(years, year=year) == found

    @pytest.mark.parametrize(
        "year", ["", "..", "20", "20 14", "2014 2020", "2014--2020", "2014...2020", "20142020", "2020..2014", "year"]
    )
    def test_what_is_no_year_is_refused(self, year: str) -> None:
        with pytest.raises(FacetError) as refusal:
            facets(VOCABULARY, {}, year=year)
        assert refusal.value.option == "--year"


def test_facet_counts_add_up_to_the_hits(trials: sqlite3.Connection) -> None:
    found = find(trials)
    assert sum(found.facets["design"].values()) == found.total == 10
    assert found.facets["drug"]["ketamine"] == len(ids(trials, drug="ketamine"))
