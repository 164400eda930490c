"""Intervals that are worked out, each against scipy or statsmodels, and marked as worked out."""

from __future__ import annotations

import math

import pytest
from evidence_studies import trial

from kapcli.catalogue.outcome import Sides
from kapcli.catalogue.study import Study
from kapcli.evidence import intervals
from kapcli.evidence.estimates import Estimate, estimate, people
from kapcli.evidence.intervals import normal_point, t_point
from later import Later

stats = Later("scipy.stats")
contingency_tables = Later("statsmodels.stats.contingency_tables")
proportion = Later("statsmodels.stats.proportion")
weightstats = Later("statsmodels.stats.weightstats")

PAIRS = [((91, 336), (60, 340)), ((10, 15), (3, 15)), ((0, 20), (4, 19)), ((12, 12), (3, 10)), ((46, 73), (25, 79))]


@pytest.mark.parametrize("share", [0.5, 0.6, 0.9, 0.975, 0.9985, 0.99999, 0.025])
@pytest.mark.parametrize("freedom", [1, 2, 5.5, 18, 57, 400])
def test_points_of_the_distributions(share: float, freedom: float) -> None:
    assert t_point(share, freedom) == pytest.approx(stats.t.ppf(share, freedom), rel=1e-9, abs=1e-9)
    assert normal_point(share) == pytest.approx(stats.norm.ppf(share), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5])
def test_there_is_no_point_for_what_is_no_share(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        normal_point(share)


@pytest.mark.parametrize(("count", "of"), [pair for both in PAIRS for pair in both])
def test_a_share(count: int, of: int) -> None:
    assert intervals.wilson(count, of) == pytest.approx(
        proportion.proportion_confint(count, of, method="wilson"), abs=1e-9
    )


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_difference_of_shares(first: tuple[int, int], second: tuple[int, int]) -> None:
    expected = proportion.confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert intervals.risk_difference(first, second) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("first", "second"), [PAIRS[0], PAIRS[1], PAIRS[4]])
def test_a_ratio(first: tuple[int, int], second: tuple[int, int]) -> None:
    (a, n1), (c, n2) = first, second
    table = contingency_tables.Table2x2([[a, n1 - a], [c, n2 - c]])
    odds, risk = intervals.ratio(first, second, odds=True), intervals.ratio(first, second, odds=False)
    assert odds is not None
    assert risk is not None
    assert odds[0] == pytest.approx(table.oddsratio)
    assert odds[1] == pytest.approx(table.oddsratio_confint())
    assert risk[0] == pytest.approx(table.riskratio)
    assert risk[1] == pytest.approx(table.riskratio_confint())


@pytest.mark.parametrize(("first", "second", "odds"), [((0, 9), (3, 9), False), ((9, 9), (3, 9), True)])
def test_a_ratio_with_a_count_of_none_has_no_interval(
    first: tuple[int, int], second: tuple[int, int], odds: bool
) -> None:
    assert intervals.ratio(first, second, odds=odds) is None


def test_two_means() -> None:
    one, two = [1.0, 2.5, 3.0, 7.0, 4.0], [0.5, 1.0, 2.0, 2.5, 1.5, 0.0]
    first, second = weightstats.DescrStatsW(one, ddof=1), weightstats.DescrStatsW(two, ddof=1)
    expected = weightstats.CompareMeans(first, second).tconfint_diff(usevar="unequal")
    found = intervals.mean_difference((first.mean, first.std, len(one)), (second.mean, second.std, len(two)))
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(("people", "t"), [(20, True), (59, True), (60, False), (None, False)])
def test_an_exact_p_and_its_error_give_one_interval(people: int | None, t: bool) -> None:
    """Under 60 people with t: the p that an estimate has by its error gives the error back."""
    value, error = 4.2, 1.7
    spread = stats.t(people - 2) if t and people else stats.norm()
    p = 2 * spread.sf(value / error)
    half = spread.ppf(0.975) * error
    assert intervals.from_error(value, error, people) == pytest.approx((value - half, value + half))
    assert intervals.from_p(value, p, people) == pytest.approx((value - half, value + half))


@pytest.mark.parametrize(("value", "p"), [(0.0, 0.3), (2.0, 0.0), (2.0, 1.0)])
def test_no_interval_follows_from_no_effect_or_an_impossible_p(value: float, p: float) -> None:
    assert intervals.from_p(value, p, 100) is None


# What a figure of the catalogue says of two groups.


def of(study: Study) -> Estimate:
    found = estimate(study.outcomes[0], study)
    assert found is not None
    return found


SIDES = {"first": "ketamine", "second": "midazolam"}


def test_the_source_s_own_interval_is_never_replaced() -> None:
    found = of(trial("a", value=-4.0, ci95=(-7.31, -0.64), se=1.69, p="0.02", minuend="first", better="lower", **SIDES))
    assert (found.value, found.low, found.high, found.origin) == (4.0, 0.64, 7.31, "source")


@pytest.mark.parametrize(("better", "low"), [("higher", 3.157), ("lower", -15.640)])
def test_two_shares_with_their_counts(better: str, low: float) -> None:
    shares = {"estimate": "remission-rate", "value": 27.1, "control_value": 17.6, "unit": "percent", "ci95": None}
    sides = Sides(first=336, second=340)
    found = of(trial("a", 676, better=better, people=sides, p="0.003", **shares, **SIDES))
    assert found.origin == "calculated (Newcombe)"
    assert found.low == pytest.approx(low, abs=0.001)


def test_an_exact_p_stands_in_where_nothing_else_does() -> None:
    found = of(trial("a", 20, value=17.94, ci95=None, p="0.022", minuend="first", better="higher", **SIDES))
    assert found.origin == "calculated (exact p)"
    assert found.low == pytest.approx(17.94 - stats.t.ppf(0.975, 18) * 17.94 / stats.t.ppf(0.989, 18))


@pytest.mark.parametrize("p", ["<0.05", "0.01 (non-inferiority)", "0.14 adjusted", ">0.05", ""])
def test_no_interval_follows_from_a_p_that_is_not_exact_or_of_another_test(p: str) -> None:
    found = of(trial("a", value=3.0, ci95=None, p=p, minuend="first", better="higher", **SIDES))
    assert (found.low, found.origin) == (None, "")


def test_a_standard_deviation_counts_only_where_the_record_says_of_what_it_is() -> None:
    change = {"estimate": "pre-post-change", "value": -18.4, "control_value": -5.7, "sd": 12.0, "control_sd": 10.2}
    fields = change | SIDES | {"minuend": "end", "better": "lower", "ci95": None, "people": Sides(first=16, second=16)}
    untold, told = of(trial("a", 32, **fields)), of(trial("a", 32, sd_of="change", **fields))
    assert (untold.value, untold.low) == (pytest.approx(12.7), None)
    assert told.origin == "calculated (Welch)"
    assert told.low is not None
    assert told.high is not None
    assert told.low + told.high == pytest.approx(2 * 12.7)


def test_a_ratio_is_turned_on_the_log_scale() -> None:
    found = of(trial("a", estimate="odds-ratio", value=0.5, ci95=(0.25, 1.0), minuend="first", better="lower", **SIDES))
    assert found.value == pytest.approx(math.log(2))
    assert (found.low, found.high) == (pytest.approx(0.0), pytest.approx(math.log(4)))


@pytest.mark.parametrize(
    "fields", [{"better": "neither"}, {"minuend": "unstated", "better": "lower"}, {"minuend": "end", "better": "lower"}]
)
def test_what_has_no_side_is_no_estimate(fields: dict[str, str]) -> None:
    one = trial("a", value=2.0, **fields)
    assert estimate(one.outcomes[0], one) is None


def test_a_turned_estimate_turned_again_is_the_same() -> None:
    found = Estimate(2.0, "difference", -1.0, 5.0, "source")
    assert found.turned().turned() == found
    assert (found.sign, found.turned().sign, Estimate(None, "percent", 2.0, 30.0).sign) == (1, -1, 1)


# Whose figure it is.


def test_people_are_never_those_of_the_whole_of_which_a_figure_is_a_part() -> None:
    part = Study(**{**_fields(trial("a", None)), "arms": (), "n": _people(randomised=300, analysed=280)})
    assert people(part.outcomes[0], part) == (None, False)


def test_people_of_the_arms_are_marked_as_randomised() -> None:
    one = Study(**{**_fields(trial("a", None, **SIDES)), "n": _people(randomised=40, ketamine=20, control=20)})
    assert people(one.outcomes[0], one) == (40, True)


def _fields(study: Study) -> dict[str, object]:
    return {name: getattr(study, name) for name in study.__struct_fields__}


def _people(**counts: int) -> object:
    from kapcli.catalogue.study import People

    return People(**counts)
