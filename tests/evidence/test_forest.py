"""A forest: every figure on the right side of the right axis, nothing pooled, nothing dropped."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pytest
from evidence_studies import VOCABULARY, outcome, study
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.catalogue.layers import layers
from kapcli.catalogue.orientation import RATIOS, oriented
from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.publication import SameTrial
from kapcli.catalogue.study import People, Study
from kapcli.evidence.axis import axis, centred
from kapcli.evidence.effects import KINDS, REASONS, Effect, Mark, effect
from kapcli.evidence.forest import Forest, Panel, Row, forest, stem
from kapcli.evidence.intervals import wilson
from kapcli.index.loading import load

QUICK = settings(derandomize=True, max_examples=100, deadline=None, database=None)


@cache
def catalogue() -> tuple[Study, ...]:
    ((_, found),) = load(layers()).parts
    return found.studies


@cache
def whole() -> Forest:
    return forest(catalogue(), VOCABULARY)


def compared(**fields: Any) -> Outcome:
    """Ketamine against midazolam on the MADRS, ketamine minus midazolam, 4 points lower."""
    plain: dict[str, Any] = {
        "first": "ketamine",
        "second": "midazolam",
        "minuend": "first",
        "better": "lower",
        "unit": "points",
        "value": -4.0,
        "ci95": (-7.0, -1.0),
    }
    return outcome(**(plain | fields))


def drawn(figure: Outcome, **fields: Any) -> Effect:
    found = effect(figure, study("a", figure, **fields))
    assert isinstance(found, Effect)
    return found


def reason(figure: Outcome, **fields: Any) -> str:
    found = effect(figure, study("a", figure, **fields))
    assert isinstance(found, str)
    return found


def only(found: Forest) -> Panel:
    (panel,) = found.panels
    return panel


class TestSides:
    def test_a_lower_score_with_ketamine_lies_right(self) -> None:
        found = drawn(compared())
        assert (found.marks, found.turned, found.side) == ((Mark(1.0, 7.0, 4.0),), True, "right")

    def test_the_same_result_subtracted_the_other_way_lies_on_the_same_place(self) -> None:
        other = drawn(compared(minuend="second", value=4.0, ci95=(1.0, 7.0)))
        assert other.marks == drawn(compared()).marks
        assert not other.turned

    def test_where_higher_is_better_a_lower_score_lies_left(self) -> None:
        assert drawn(compared(better="higher", direction="favours-control")).side == "left"

    def test_bounds_change_their_ends_when_a_figure_is_turned(self) -> None:
        (mark,) = drawn(compared(value=-1.0, ci95=(-7.0, 2.0))).marks
        assert (mark.low, mark.estimate, mark.high) == (-2.0, 1.0, 7.0)

    def test_an_interval_that_holds_no_effect_is_open(self) -> None:
        assert drawn(compared(ci95=(-7.0, 1.0))).side == "open"
        assert drawn(compared(ci95=(-7.0, 0.0))).side == "open"

    def test_a_ratio_is_turned_over(self) -> None:
        (mark,) = drawn(compared(estimate="hazard-ratio", unit="ratio", value=0.5, ci95=(0.25, 0.8))).marks
        assert (mark.low, mark.estimate, mark.high) == (1.25, 2.0, 4.0)

    def test_an_interval_without_an_estimate_is_turned_as_well(self) -> None:
        found = drawn(compared(minuend="second", better="higher", value=None, ci95=(2.0, 30.0)))
        assert (found.marks, found.side) == ((Mark(-30.0, -2.0, None),), "left")

    @QUICK
    @given(
        st.sampled_from(["mean-difference", "hedges-g", "risk-difference", "odds-ratio", "hazard-ratio"]),
        st.sampled_from(["first", "second"]),
        st.sampled_from(["lower", "higher"]),
        st.lists(st.integers(1, 10**6), min_size=3, max_size=3),
        st.sampled_from([-500_000, 0]),
    )
    def test_estimate_and_interval_turn_together_and_as_the_catalogue_turns_them(
        self, estimate: str, minuend: str, better: str, numbers: list[int], shift: int
    ) -> None:
        ratio = estimate in RATIOS
        low, value, high = (number / 1000 if ratio else (number + shift) / 1000 for number in sorted(numbers))
        figure = compared(estimate=estimate, minuend=minuend, better=better, value=value, ci95=(low, high))
        found = drawn(figure)
        (mark,) = found.marks
        assert mark.estimate is not None
        assert mark.low <= mark.estimate <= mark.high
        turned = oriented(figure)
        assert turned is not None
        assert math.isclose(math.log(mark.estimate) if ratio else mark.estimate, turned, abs_tol=1e-9)
        assert found.none is not None
        assert (found.side == "right") == (mark.low > found.none)
        assert (found.side == "left") == (mark.high < found.none)


class TestContrasts:
    def test_one_group_and_its_beginning_is_apart_whatever_its_design(self) -> None:
        for fields in (
            {"comparison": "within", "minuend": "end"},
            {"comparison": "pooled", "estimate": "hedges-g", "minuend": "baseline"},
            {"estimate": "pre-post-change", "minuend": "end"},
        ):
            assert drawn(compared(**fields)).contrast == "before-after"

    def test_where_both_sides_hold_ketamine_or_none_does_right_is_another_thing(self) -> None:
        assert drawn(compared(first="CBT", second="usual care")).contrast == "other"
        assert drawn(compared(first="ketamine + therapy", second="ketamine alone")).contrast == "other"

    @pytest.mark.parametrize("name", ["no ketamine", "without ketamine", "people with no esketamine"])
    def test_a_side_without_ketamine_may_be_named_so(self, name: str) -> None:
        assert drawn(compared(second=name)).contrast == "control"

    @pytest.mark.parametrize("sides", [{"first": "placebo", "second": "ketamine"}, {"second": ""}, {"first": ""}])
    def test_where_right_would_not_be_ketamine_nothing_is_drawn(self, sides: dict[str, str]) -> None:
        assert reason(compared(**sides)) == "sides"


class TestReasons:
    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({"value": None, "ci95": None}, "no-figure"),
            ({"ci95": None, "se": 2.0, "p": "0.01"}, "no-interval"),
            ({"better": "neither"}, "no-side"),
            ({"minuend": "unstated"}, "minuend-unstated"),
            ({"minuend": "not-applicable"}, "minuend-unstated"),
            ({"estimate": "regression-coefficient"}, "no-axis"),
            ({"estimate": "rate", "unit": "percent"}, "other-share"),
            ({"estimate": "odds-ratio", "value": 1.0, "ci95": (0.0, 2.0)}, "zero-ratio"),
            ({"estimate": "risk-ratio", "value": 0.0, "ci95": (0.0, 2.0)}, "zero-ratio"),
            ({"estimate": "hazard-ratio", "value": 0.0, "ci95": (0.0, 0.0)}, "zero-ratio"),
            ({"estimate": "hazard-ratio", "value": None, "ci95": (0.0, 2.0)}, "zero-ratio"),
            ({"estimate": "odds-ratio", "value": -1.0, "ci95": (-2.0, 2.0)}, "unsound"),
            ({"estimate": "odds-ratio", "value": 3.0, "ci95": (0.0, 2.0)}, "unsound"),
            ({"value": 9.0}, "unsound"),
            ({"ci95": (-1.0, -7.0)}, "unsound"),
            ({"value": math.inf, "ci95": (-7.0, math.inf)}, "unsound"),
            ({"value": math.nan}, "unsound"),
        ],
    )
    def test_what_cannot_be_drawn_says_why(self, fields: dict[str, Any], why: str) -> None:
        assert reason(compared(**fields)) == why
        assert why in REASONS


class TestShares:
    def share(self, people: People | None = None, **fields: Any) -> Effect | str:
        plain: dict[str, Any] = {
            "estimate": "response-rate",
            "minuend": "not-applicable",
            "better": "higher",
            "unit": "percent",
            "value": 67.0,
            "control_value": 20.0,
            "ci95": None,
            "n": None,
        }
        figure = compared(**(plain | fields))
        return effect(figure, study("a", figure, n=people or People(randomised=30, ketamine=15, control=15)))

    def test_both_groups_have_an_interval_of_their_own(self) -> None:
        found = self.share()
        assert isinstance(found, Effect)
        assert [(mark.name, mark.count, mark.of) for mark in found.marks] == [
            ("ketamine", 10, 15),
            ("midazolam", 3, 15),
        ]
        assert (found.worked_out, found.none, found.side) == (True, None, "")

    def test_nobody_counts_people_who_may_not_have_been_there(self) -> None:
        assert self.share(People(randomised=32, ketamine=15, control=15)) == "no-count"
        assert self.share(People(randomised=30, analysed=28, ketamine=15, control=15)) == "no-count"
        assert self.share(People(ketamine=15, control=15)) == "no-count"
        assert self.share(People(analysed=15), comparison="within", control_value=None) == "no-count"

    def test_one_group_needs_the_number_of_the_figure_itself(self) -> None:
        found = self.share(People(), comparison="within", control_value=None, n=15)
        assert isinstance(found, Effect)
        assert (found.contrast, found.marks[0].count) == ("one-group", 10)

    def test_a_share_that_fits_no_whole_count_is_not_drawn(self) -> None:
        assert self.share(value=68.0) == "no-count"

    def test_a_published_interval_is_taken_as_it_is(self) -> None:
        found = self.share(comparison="pooled", value=45.0, control_value=None, ci95=(35.0, 55.0))
        assert isinstance(found, Effect)
        assert (found.marks, found.worked_out) == ((Mark(35.0, 55.0, 45.0),), False)


class TestWilson:
    @pytest.mark.parametrize(
        ("count", "of", "low", "high"),
        [
            # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3.
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ],
    )
    def test_it_is_as_published(self, count: int, of: int, low: float, high: float) -> None:
        assert [round(limit, 4) for limit in wilson(count, of)] == [low, high]

    @QUICK
    @given(st.integers(1, 100_000), st.data())
    def test_it_holds_the_share_and_stays_between_none_and_all(self, of: int, data: st.DataObject) -> None:
        count = data.draw(st.integers(0, of))
        low, high = wilson(count, of)
        assert 0 <= low <= count / of <= high <= 1
        assert low < high

    @QUICK
    @given(st.integers(1, 1000), st.data())
    def test_those_without_it_are_the_mirror_of_those_with_it(self, of: int, data: st.DataObject) -> None:
        count = data.draw(st.integers(0, of))
        low, high = wilson(count, of)
        other_low, other_high = wilson(of - count, of)
        assert math.isclose(low, 1 - other_high, abs_tol=1e-12)
        assert math.isclose(high, 1 - other_low, abs_tol=1e-12)

    @pytest.mark.parametrize(("count", "of"), [(1, 0), (2, 1), (-1, 5)])
    def test_what_is_no_share_is_refused(self, count: int, of: int) -> None:
        with pytest.raises(ValueError, match="no share"):
            wilson(count, of)


bounds = st.lists(st.integers(-10_000, 10_000), min_size=3, max_size=3).map(sorted)


class TestAxis:
    @QUICK
    @given(st.lists(bounds, min_size=1, max_size=8), st.booleans())
    def test_every_point_and_the_line_of_no_effect_lie_on_it(self, rows: list[list[int]], log: bool) -> None:
        marks = [
            Mark(*(math.exp(x / 2000) if log else x / 7 for x in (low, high)), math.exp(x / 2000) if log else x / 7)
            for low, x, high in rows
        ]
        found = axis(marks, log=log, none=1.0 if log else 0.0)
        assert found.low < found.high
        assert (found.ticks[0], found.ticks[-1]) == (found.low, found.high)
        assert list(found.ticks) == sorted(set(found.ticks))
        assert 0 <= found.place(1.0 if log else 0.0) <= 1
        for mark in marks:
            assert mark.estimate is not None
            assert -1e-9 <= found.place(mark.estimate) <= 1 + 1e-9

    @QUICK
    @given(bounds, st.booleans())
    def test_an_axis_of_one_has_no_effect_in_its_middle_and_all_of_the_interval(
        self, numbers: list[int], log: bool
    ) -> None:
        low, value, high = (math.exp(x / 2000) if log else float(x) for x in numbers)
        found = centred(Mark(low, high, value), log=log, none=1.0 if log else 0.0)
        assert math.isclose(found.place(1.0 if log else 0.0), 0.5)
        assert found.place(low) >= 0
        assert found.place(high) <= 1

    def test_an_interval_far_wider_than_the_others_is_cut_and_its_point_is_not(self) -> None:
        found = axis([Mark(1, 3, 2), Mark(1, 4, 2), Mark(-50, 60, 5)], none=0.0)
        assert found.low > -50
        assert 5 < found.high < 60

    def test_no_effect_is_a_tick(self) -> None:
        assert 0.0 in axis([Mark(2.5, 22.8, 12.7)], none=0.0).ticks
        assert 1.0 in axis([Mark(1.1, 22.8, 12.7)], log=True, none=1.0).ticks


class TestPanels:
    def test_two_instruments_never_share_an_axis(self) -> None:
        found = forest([study("a", compared()), study("b", compared(instrument="qids-sr"))], VOCABULARY)
        assert [panel.instrument for panel in found.panels] == ["madrs", "qids-sr"]

    def test_nor_do_two_kinds_of_estimate_or_two_units(self) -> None:
        figures = [compared(id="a"), compared(id="b", estimate="hedges-g", unit="sd"), compared(id="c", unit="percent")]
        assert len(forest([study("a", *figures)], VOCABULARY).panels) == 3

    def test_the_three_standardised_differences_do(self) -> None:
        figures = [
            compared(id=kind, estimate=kind, unit="sd") for kind in ("hedges-g", "cohens-d", "standardised-difference")
        ]
        assert len(only(forest([study("a", *figures)], VOCABULARY)).rows) == 3

    def test_an_instrument_with_several_versions_is_one_study_s_own(self) -> None:
        found = forest([study("a", compared(instrument="hdrs")), study("b", compared(instrument="hdrs"))], VOCABULARY)
        assert len(found.panels) == 2

    def test_before_and_after_never_stands_beside_a_comparison(self) -> None:
        change = compared(id="b", comparison="within", minuend="end", direction="improved")
        found = forest([study("a", compared(id="a"), change)], VOCABULARY)
        assert [panel.contrast for panel in found.panels] == ["control", "before-after"]

    def test_published_reviews_stand_apart(self) -> None:
        pooled = study("b", compared(comparison="pooled-randomised"), design="meta-analysis")
        found = forest([pooled, study("a", compared())], VOCABULARY)
        assert [(panel.published, panel.rows[0].study.id) for panel in found.panels] == [(False, "a"), (True, "b")]

    def test_the_strongest_design_comes_first_then_the_oldest(self) -> None:
        studies = [
            study("new", compared(), year=2021),
            study("cohort", compared(comparison="between"), design="retrospective-cohort", year=2001),
            study("old", compared(), year=2010),
        ]
        assert [row.study.id for row in only(forest(studies, VOCABULARY)).rows] == ["old", "new", "cohort"]

    def test_sides_are_named_where_all_rows_agree(self) -> None:
        same = only(forest([study("a", compared())], VOCABULARY))
        assert (same.left, same.right) == ("midazolam", "ketamine")
        mixed = [study("a", compared()), study("b", compared(first="esketamine spray", second="placebo"))]
        panel = only(forest(mixed, VOCABULARY))
        assert (panel.left, panel.right) == ("control", "ketamine or esketamine")

    def test_a_second_paper_of_one_trial_is_no_further_study(self) -> None:
        first = study("a", compared(), year=2015)
        second = study("b", compared(), year=2012, design="secondary-analysis", trial="a", parent="a")
        probable = study("c", compared(), year=2016, same_trial=(SameTrial(id="a", sure="probable"),))
        found = forest([second, probable, first], VOCABULARY)
        marked = {row.study.id: (row.again, row.sure) for row in found.rows()}
        assert marked == {"a": ("", True), "b": ("a", True), "c": ("a", False)}
        assert (found.studies, found.trials) == (3, 1)

    def test_only_the_domains_asked_for_are_drawn_and_the_rest_is_kept(self) -> None:
        figures = [compared(id="a"), compared(id="b", domain="anxiety", instrument="gad-7")]
        found = forest([study("a", *figures)], VOCABULARY, ("depression",))
        assert only(found).domain == "depression"
        assert [one.outcome.id for one in found.listed(elsewhere=True)] == ["b"]
        assert found.listed() == ()

    def test_a_number_of_people_is_the_figures_own_or_said_to_be_the_studys(self) -> None:
        def row(figure: Outcome, **fields: Any) -> Row:
            return only(forest([study("a", figure, **fields)], VOCABULARY)).rows[0]

        assert (row(compared(n=18)).people, row(compared(n=18)).own) == (18, True)
        assert (row(compared(n=None), n=People(randomised=20)).people, row(compared(n=None)).own) == (20, False)
        assert row(compared(n=None), design="meta-analysis", n=People(analysed=5000)).people is None

    def test_what_is_said_of_a_measure_in_brackets_or_after_a_comma_is_no_other_measure(self) -> None:
        assert stem("PTSD symptoms, corrected for bias") == stem("PTSD symptoms (all)") == "PTSD symptoms"


class TestCatalogue:
    def test_every_outcome_is_there_exactly_once(self) -> None:
        found = whole()
        shown = [(row.study.id, row.outcome.id) for row in found.rows()]
        shown += [(one.study.id, one.outcome.id) for one in found.undrawn]
        assert len(shown) == len(set(shown))
        assert set(shown) == {(one.id, figure.id) for one in catalogue() for figure in one.outcomes}

    @pytest.mark.parametrize("domain", VOCABULARY.codes("domain"))
    def test_and_so_it_is_within_a_domain(self, domain: str) -> None:
        found = forest(catalogue(), VOCABULARY, (domain,))
        assert len(found.rows()) + len(found.undrawn) == sum(len(one.outcomes) for one in catalogue())
        assert {panel.domain for panel in found.panels} <= {domain}

    def test_no_panel_mixes_what_must_not_be_mixed(self) -> None:
        for panel in whole().panels:
            assert panel.kind in KINDS
            for what in ("instrument", "domain", "unit"):
                assert len({getattr(row.outcome, what) for row in panel.rows}) == 1
            assert len({row.effect.contrast for row in panel.rows}) == 1
            assert len({row.effect.none for row in panel.rows}) == 1

    def test_no_figure_lies_on_the_side_that_its_study_does_not_favour(self) -> None:
        sides = {"favours-ketamine": "right", "improved": "right", "favours-control": "left", "worsened": "left"}
        # Its interval starts at no effect itself.
        edge = {("dean2021", "response-hdrs-or-madrs-24-h"), ("sicignano2023", "blurred-vision")}
        # By the plan of the trial this dose was not to be tested any more, so its source draws no conclusion.
        untested = {("fedgchin2019", "madrs-56")}
        for row in whole().rows():
            if row.effect.none is None:
                continue
            expected = sides.get(row.outcome.direction, "open")
            if row.effect.side != expected and (row.study.id, row.outcome.id) not in untested:
                assert (row.study.id, row.outcome.id) in edge, row.outcome
                assert row.effect.none in (row.effect.marks[0].low, row.effect.marks[0].high)

    # Read by hand in data/studies.yaml: where each figure of the plots on PTSD and depression must lie.
    @pytest.mark.parametrize(
        ("name", "low", "estimate", "high"),
        [
            ("feder2014 ies-r", 2.5, 12.7, 22.8),
            ("feder2021 caps-5-week-2-after-all", 0.36, 1.13, 1.91),
            ("feder2025 caps-5", 1.0, 1.9, 2.8),
            ("albott2018 pcl-5", 23.0, 33.3, 43.5),
            ("albott2018 madrs", 23.0, 26.6, 30.2),
            ("highland2020 pcl", 1 / 3.47, 1 / 1.28, 1 / 0.48),
            ("almeida2024 pcl-5-end-of-course-1-to-4", 0.57, None, 17.02),
            ("du2022 incidence-of-ptsd-risk-ratio", 1 / 1.04, 1 / 0.81, 1 / 0.63),
            ("du2022 ptsd-scales-in-early-ptsd", -3.58, -2.45, -1.33),
            ("du2022 ptsd-scales-in-chronic-ptsd", 0.27, 3.66, 7.05),
            ("borgogna2024 ptsd-symptoms", 0.03, 0.27, 0.51),
            ("borgogna2024 ptsd-symptoms-corrected-for", -0.08, 0.2, 0.48),
            ("lapidus2014 madrs", 3.9, 7.6, 11.3),
            ("popova2019 madrs", 0.64, 4.0, 7.31),
            ("fu2020 madrs", 1.09, 3.8, 6.56),
            ("lii2023 madrs", -1.64, 5.82, 13.3),
            ("glue2024 madrs", 1.0, 6.1, 11.16),
            ("jelovac2025 madrs", -2.22, 3.16, 8.54),
            ("jelovac2025 qids-sr", -2.71, 0.002, 2.71),
            ("grunebaum2018 poms", 1.36, 7.65, 13.94),
            ("diazgranados2010 madrs", 0.28, 0.52, 0.76),
            ("diazgranados2010 madrs-day-2", 0.55, 0.8, 1.04),
            ("ekstrand2022 madrs", -30.0, None, -2.0),
            ("anand2023 qids-sr", 3.9, 14.2, 24.2),
            ("arabzadeh2018 hdrs", 2.7, 7.89, 22.98),
            ("daly2019 time-to-relapse", 1 / 0.84, 1 / 0.49, 1 / 0.29),
            ("wilkinson2021 madrs", -0.55, 0.65, 1.82),
            ("dean2021b hdrs-24-h-ketamine-against", -0.43, 5.85, 12.13),
            ("dean2021 score-hdrs-or-madrs", 0.48, 0.87, 1.26),
            ("nikolin2023 depression-severity", 0.56, 0.73, 0.91),
            ("wilkinson2019 depression-scale", 0.4, 0.7, 0.9),
            ("dean2021 response-hdrs-or-madrs", 1.54, 3.94, 10.1),
            ("alnefeesi2022 any-depression-scale", 0.831, 1.44, 2.049),
            ("grabski2022 confirmed-relapse", 1 / 2.1, 1 / 0.8, 1 / 0.31),
            ("dean2021 total-dropouts", 1 / 8.28, 1 / 1.25, 1 / 0.19),
        ],
    )
    def test_a_figure_read_by_hand_lies_where_it_must(
        self, name: str, low: float, estimate: float | None, high: float
    ) -> None:
        (row,) = (row for row in whole().rows() if f"{row.study.id} {row.outcome.id}" == name)
        (mark,) = row.effect.marks
        assert (mark.low, mark.high) == (pytest.approx(low), pytest.approx(high))
        assert mark.estimate == (None if estimate is None else pytest.approx(estimate))
