"""The evidence gap map: what counts in a cell, and what an empty one says."""

from __future__ import annotations

from typing import Any

import pytest
from evidence_studies import VOCABULARY, study
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.catalogue.publication import SameTrial
from kapcli.catalogue.study import Arm, Detail, People, Study
from kapcli.evidence.designs import KINDS, kind, strongest
from kapcli.evidence.gap_map import ALL, OTHER, Cell, EvidenceMap, evidence_map, folded
from kapcli.evidence.gap_ranking import widest_gaps
from kapcli.evidence.map_axes import ArmRule, bands
from kapcli.evidence.participants import counted_elsewhere, participants, probable_pairs, trials


def made(name: str, **fields: Any) -> Study:
    """A randomised trial of PTSD with CBT."""
    return study(name, **({"conditions": ("ptsd",), "therapy": ("cbt",), "n": People(randomised=40)} | fields))


def drawn(*studies: Study, rows: str = "condition", columns: str = "therapy", **asked: Any) -> EvidenceMap:
    return evidence_map(studies, rows, columns, VOCABULARY, **asked)


def cell(found: EvidenceMap, row: str, column: str) -> Cell:
    return next(cell for line in found.cells for cell in line if (cell.row, cell.column) == (row, column))


def given_by(*pairs: tuple[str, str | None]) -> tuple[Arm, ...]:
    return tuple(Arm(drug=drug, role="experimental", route=route) for drug, route in pairs)


class TestTrials:
    def test_two_papers_of_one_trial_are_two_studies_and_one_trial(self) -> None:
        found = drawn(made("a2020", trial="a2020"), made("b2021", trial="a2020", design="secondary-analysis"))
        assert cell(found, "ptsd", "cbt").studies == ("a2020", "b2021")
        assert cell(found, "ptsd", "cbt").trials == found.total.trials == 1

    def test_a_study_with_several_values_is_in_several_cells_and_once_in_all(self) -> None:
        found = drawn(made("a2020", conditions=("ptsd", "ocd")))
        assert [total.trials for total in found.row_totals] == [1, 1]
        assert found.total.trials == 1

    def test_a_broader_value_holds_its_narrower_ones(self) -> None:
        found = drawn(made("a2020", conditions=("mdd",)), made("b2020", conditions=("trd",)))
        assert cell(found, "depression", "cbt").trials == 2
        assert [(value.code, value.depth) for value in found.rows.values] == [("depression", 0), ("mdd", 1), ("trd", 1)]


class TestPeople:
    def test_they_are_counted_once_a_trial_from_its_own_report(self) -> None:
        found = trials(
            [
                made("b2021", trial="a2020", parent="a2020", n=People(analysed=35)),
                made("a2020", trial="a2020", n=People(randomised=40)),
            ]
        )
        assert participants(found).people == 40

    def test_where_the_own_report_gives_no_number_another_paper_of_it_may(self) -> None:
        found = trials([made("a2020", trial="a2020", n=People()), made("b2021", trial="a2020", n=People(analysed=35))])
        assert participants(found).people == 35

    def test_planned_people_are_nobody_yet(self) -> None:
        counted = participants(trials([made("a2020", n=People(planned=300))]))
        assert (counted.people, counted.not_known) == (None, 1)

    def test_not_known_is_said_beside_what_is(self) -> None:
        counted = participants(trials([made("a2020"), made("b2020", n=People())]))
        assert (counted.people, counted.not_known) == (40, 1)

    @pytest.mark.parametrize("design", ["meta-analysis", "systematic-review", "narrative-review", "theory"])
    def test_a_review_counts_nobody_again(self, design: str) -> None:
        counted = participants(trials([made("a2020", design=design, n=People(analysed=4000))]))
        assert (counted.people, counted.not_known) == (None, 0)

    def test_mice_are_no_people(self) -> None:
        counted = participants(trials([made("a2020", design="mechanistic", population=("animal",))]))
        assert (counted.people, counted.not_known) == (None, 0)

    def test_trials_that_are_probably_of_the_same_people_count_the_larger_number(self) -> None:
        same = (SameTrial(id="a2020", sure="probable"),)
        found = trials([made("a2020"), made("b2021", n=People(enrolled=50), same_trial=same), made("c2021")])
        assert (len(found), participants(found).people) == (3, 90)
        assert probable_pairs(found) == (("a2020", "b2021"),)

    def test_also_by_way_of_a_third(self) -> None:
        middle = (SameTrial(id="a2020", sure="probable"), SameTrial(id="c2020", sure="probable"))
        found = trials([made("a2020"), made("c2020"), made("b2020", same_trial=middle)])
        assert participants(found).people == 40

    def test_a_later_look_at_several_trials_makes_them_no_one_trial(self) -> None:
        both = (SameTrial(id="a2020", sure="yes"), SameTrial(id="c2020", sure="probable"))
        pool = made("b2022", design="secondary-analysis", n=People(analysed=70), same_trial=both)
        found = trials([made("a2020"), made("c2020", n=People(randomised=30)), pool])
        assert (participants(found).people, probable_pairs(found)) == (70, ())
        assert counted_elsewhere(found) == ("b2022",)
        assert participants(trials([pool])).people == 70

    @settings(derandomize=True, deadline=None, database=None)
    @given(st.lists(st.none() | st.integers(0, 500), max_size=8))
    def test_the_sum_is_never_more_than_what_was_read(self, counts: list[int | None]) -> None:
        found = participants(trials(made(f"a{at}", n=People(randomised=count)) for at, count in enumerate(counts)))
        known = [count for count in counts if count is not None]
        assert found.people == (sum(known) if known else None)
        assert found.not_known == len(counts) - len(known)


class TestKinds:
    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"design": "rct"}, "randomised"),
            ({"design": "secondary-analysis", "design_detail": Detail(allocation="parallel")}, "randomised"),
            ({"design": "secondary-analysis", "comparator": ("none",)}, "uncontrolled"),
            ({"design": "non-randomised-trial"}, "compared"),
            ({"design": "retrospective-cohort", "comparator": ("unexposed",)}, "compared"),
            ({"design": "retrospective-cohort", "comparator": ("none",)}, "uncontrolled"),
            ({"design": "case-series", "comparator": ()}, "uncontrolled"),
            ({"design": "meta-analysis"}, "review"),
            ({"design": "narrative-review"}, "other"),
            ({"design": "ongoing-trial", "design_detail": Detail(allocation="parallel")}, "planned"),
        ],
    )
    def test_a_design_is_never_called_more_than_was_read(self, fields: dict[str, Any], expected: str) -> None:
        assert kind(made("a2020", **fields)) == expected

    @pytest.mark.parametrize("design", VOCABULARY.codes("design"))
    def test_every_design_is_of_a_kind(self, design: str) -> None:
        assert kind(made("a2020", design=design)) in KINDS

    def test_a_review_does_not_stand_before_a_study_of_people(self) -> None:
        assert strongest([made("a2020", design="meta-analysis"), made("b2020", design="case-series")]) == "compared"
        assert strongest([]) == ""


class TestArms:
    def test_a_swallowed_comparator_is_not_oral_ketamine(self) -> None:
        found = drawn(made("a2020", arms=given_by(("ketamine", "iv"), ("placebo", "oral"))), columns="route")
        assert [value.code for value in found.columns.values] == ["iv"]

    def test_drug_and_route_are_of_the_same_arm(self) -> None:
        one = made("a2020", arms=given_by(("ketamine", "iv"), ("midazolam", "im")))
        found = drawn(one, rows="drug", columns="route")
        assert cell(found, "midazolam", "iv").empty
        assert cell(found, "midazolam", "im").studies == ("a2020",)

    def test_and_so_is_what_the_question_asks_of_arms(self) -> None:
        one = made("a2020", arms=given_by(("ketamine", "iv"), ("esketamine", "oral")))
        found = drawn(one, columns="route", arms=ArmRule(drugs=("ketamine",)))
        assert [value.code for value in found.columns.values] == ["iv"]

    def test_an_axis_that_the_question_narrows_shows_nothing_else(self) -> None:
        one = made("a2020", conditions=("ptsd", "chronic-pain"))
        assert [value.code for value in drawn(one, asked={"condition": ("ptsd",)}).rows.values] == ["ptsd"]


class TestNotStated:
    def test_it_is_counted_apart_and_is_no_gap(self) -> None:
        found = drawn(made("a2020", arms=given_by(("ketamine", "iv"))), made("b2020"), columns="route")
        assert (found.no_column[0].studies, found.without_column.studies) == (("b2020",), ("b2020",))
        assert (found.row_totals[0].trials, found.gaps) == (2, 0)

    def test_nor_a_row(self) -> None:
        found = drawn(made("a2020", population=("veteran",)), made("b2020"), columns="population")
        assert [value.code for value in found.columns.values] == ["veteran"]

    def test_values_that_nobody_studied_are_named_apart(self) -> None:
        assert "cptsd" in [value.code for value in drawn(made("a2020")).rows.bare]

    def test_a_study_with_neither_is_counted_once(self) -> None:
        found = drawn(made("a2020", population=()), rows="population", columns="route")
        assert (found.neither.trials, found.without_row.trials, found.without_column.trials) == (1, 1, 1)


class TestGaps:
    def studied(self) -> EvidenceMap:
        return drawn(
            *(made(f"p{at}", conditions=("ptsd",), therapy=("cbt",)) for at in range(5)),
            *(made(f"d{at}", conditions=("trd",), therapy=("emdr",)) for at in range(4)),
            made("o1", conditions=("ocd",), therapy=("none",)),
        )

    def test_the_widest_lies_between_what_is_studied_most(self) -> None:
        first = widest_gaps(self.studied(), 3)[0]
        assert (first.row.code, first.column.code) == ("ptsd", "emdr")

    def test_none_lies_inside_another(self) -> None:
        named = [(gap.row.code, gap.column.code) for gap in widest_gaps(self.studied(), 20)]
        assert ("depression", "cbt") in named
        assert ("trd", "cbt") not in named

    def test_no_therapy_is_nothing_to_miss(self) -> None:
        assert all(gap.column.code != "none" for gap in widest_gaps(self.studied(), 20))

    def test_what_half_of_a_row_may_be_is_not_called_a_gap(self) -> None:
        by_vein = {"arms": given_by(("ketamine", "iv"))}
        found = drawn(
            *(made(f"p{at}", conditions=("ptsd",), **by_vein) for at in range(3)),
            made("o1", conditions=("ocd",)),
            made("a1", conditions=("anxiety",), arms=given_by(("ketamine", "im"))),
            columns="route",
        )
        named = [(gap.row.code, gap.column.code) for gap in widest_gaps(found, 20)]
        assert ("ptsd", "im") in named
        assert all(row != "ocd" for row, _ in named)


class TestFolding:
    def test_folded_columns_are_one_and_count_a_trial_once(self) -> None:
        found = drawn(made("a2020", therapy=("cbt", "emdr")), made("b2020", therapy=("act",)))
        together = folded(found, columns=("cbt", "emdr"))
        assert [value.code for value in together.columns.values][-1] == OTHER
        assert cell(together, "ptsd", OTHER).trials == 1
        assert together.total == found.total

    def test_one_alone_is_not_folded(self) -> None:
        found = drawn(made("a2020"))
        assert folded(found, columns=("cbt",)).columns == found.columns

    def test_what_is_not_stated_stays_so(self) -> None:
        arms = (given_by(("ketamine", "iv")), given_by(("ketamine", "im")), ())
        found = drawn(*(made(f"a{at}", arms=one) for at, one in enumerate(arms)), columns="route")
        together = folded(found, columns=("iv", "im"))
        assert together.no_column == found.no_column
        assert together.column_totals[0] == Cell(ALL, OTHER, ("a0", "a1"), 2, 80, 0, "randomised")


class TestYears:
    def test_few_are_single_and_those_between_are_there(self) -> None:
        assert bands({2018, 2020}, (None, None)) == ((2018, 2018), (2019, 2019), (2020, 2020))

    def test_many_are_put_together_by_five(self) -> None:
        assert bands({1997, 2011}, (None, None))[:2] == ((1995, 1999), (2000, 2004))

    def test_a_band_ends_where_the_question_does(self) -> None:
        found = bands({1998, 2016}, (1997, 2017))
        assert (found[0], found[-1]) == ((1997, 1999), (2015, 2017))

    def test_no_study_has_no_years(self) -> None:
        assert bands(set(), (None, None)) == ()
