"""So many of so many people: said only where the share and the group give one whole number, on both sides or none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from evidence_studies import outcome, study
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kapcli.catalogue.study import People
from kapcli.evidence.frequencies import Frequency, frequency, whole

QUICK = settings(derandomize=True, max_examples=120, deadline=None, database=None)


def counts(people: People | None = None, **fields: Any) -> Frequency | None:
    """The counts behind a share of responders in two groups of 15, or what a test makes of them."""
    plain: dict[str, Any] = {"estimate": "response-rate", "unit": "percent", "value": 67.0, "control_value": 20.0}
    sides = {"first": "ketamine", "second": "midazolam"}
    people = people or People(ketamine=15, control=15)
    both = None if people.ketamine is None or people.control is None else people.ketamine + people.control
    figure = outcome(**(plain | {"n": both, "ci95": None} | sides | fields))
    return frequency(figure, study("a", figure, n=people))


def one_group(people: People, **fields: Any) -> Frequency | None:
    plain: dict[str, Any] = {"comparison": "within", "value": 50.0, "control_value": None}
    return counts(people, **(plain | fields))


# One share.


@pytest.mark.parametrize(
    ("share", "group", "count"),
    [
        (67.0, 15, 10),
        (66.7, 15, 10),
        (20.0, 15, 3),
        (0.0, 19, 0),
        (100.0, 10, 10),
        (0.9, 1247, 11),
        (33.3333, 3, 1),
        (50.0, 1, None),
        (68.0, 15, None),
        (66.0, 15, None),
        (99.7, 10, None),
        (50.0, 201, None),
        (35.0, 1148, None),
        (101.0, 10, None),
        (-1.0, 10, None),
        (50.0, 0, None),
        (50.0, None, None),
    ],
)
def test_a_share_of_a_group_is_a_count_where_exactly_one_whole_number_fits(
    share: float, group: int | None, count: int | None
) -> None:
    assert whole(share, group) == count


def test_more_decimals_tell_more_people_apart() -> None:
    assert whole(50.0, 1148) is None
    assert whole(50.2, 1148) == 576
    assert whole(50.2, 5000) is None
    assert whole(50.22, 5000) == 2511


@QUICK
@given(st.decimals(0, 100, places=1) | st.decimals(0, 100, places=0), st.integers(1, 1500))
@example(Decimal("12.5"), 8)
@example(Decimal("13"), 8)
@example(Decimal("99.9"), 1000)
def test_a_count_always_rounds_back_to_its_share_and_is_the_only_one(share: Decimal, group: int) -> None:
    share = share.normalize()
    half = Decimal(1).scaleb(min(0, int(share.as_tuple().exponent))) / 2
    # Of a share that lies between two roundings, either may have been printed.
    fits = [count for count in range(group + 1) if abs(100 * count - share * group) <= half * group]
    assert whole(float(share), group) == (fits[0] if len(fits) == 1 else None)


@QUICK
@given(st.integers(1, 100), st.data())
def test_of_up_to_a_hundred_people_a_whole_percentage_always_gives_the_count_back(
    group: int, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, group))
    assert whole(float(round(Decimal(100 * count) / group)), group) == count


@QUICK
@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(-5, 300))
def test_any_number_gives_a_count_of_the_group_or_none(share: float, group: int) -> None:
    count = whole(share, group)
    assert count is None or 0 <= count <= group


# Two groups.


def test_both_sides_have_their_count() -> None:
    assert counts() == Frequency(10, 15, (3, 15))


def test_sides_need_not_be_of_one_size() -> None:
    found = counts(People(ketamine=195, control=170), value=55.4, control_value=41.2)
    assert found == Frequency(108, 195, (70, 170))


def test_nobody_is_a_count() -> None:
    assert counts(control_value=0.0) == Frequency(10, 15, (0, 15))


@pytest.mark.parametrize(
    "changes",
    [
        {"value": 68.0},
        {"control_value": 21.0},
        {"value": None},
        {"control_value": None},
        {"people": People(ketamine=15)},
        {"people": People(control=15)},
        {"people": People(analysed=30, randomised=30, enrolled=30)},
        {"people": People(ketamine=15, control=300)},
        {"people": People(ketamine=0, control=15)},
    ],
)
def test_where_one_side_has_no_count_neither_has(changes: dict[str, Any]) -> None:
    assert counts(**changes) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"estimate": "risk-difference"},
        {"estimate": "odds-ratio"},
        {"estimate": "mean"},
        {"estimate": "percent-difference"},
        {"unit": "percentage-points"},
        {"unit": "points"},
        {"unit": None},
    ],
)
def test_what_is_no_share_in_percent_has_no_counts(changes: dict[str, Any]) -> None:
    assert counts(**changes) is None


@pytest.mark.parametrize("estimate", ["response-rate", "remission-rate", "rate"])
def test_every_kind_of_share_has_counts(estimate: str) -> None:
    assert counts(estimate=estimate) == Frequency(10, 15, (3, 15))


@QUICK
@given(
    st.integers(0, 1000).map(lambda tenths: tenths / 10),
    st.none() | st.integers(0, 1000).map(lambda tenths: tenths / 10),
    st.none() | st.integers(0, 400),
    st.none() | st.integers(0, 400),
    st.sampled_from(["between-randomised", "between", "pooled"]),
)
def test_a_count_never_stands_without_the_other_sides(
    value: float, other: float | None, ketamine: int | None, control: int | None, comparison: str
) -> None:
    people = People(ketamine=ketamine, control=control)
    found = counts(people, value=value, control_value=other, comparison=comparison)
    own = whole(value, ketamine), None if other is None else whole(other, control)
    if None in own:
        assert found is None
    else:
        assert found == Frequency(own[0] or 0, ketamine or 0, (own[1] or 0, control or 0))


# One group.


def test_one_group_has_its_count_alone() -> None:
    assert one_group(People(), value=73.0, n=22) == Frequency(16, 22, None)


def test_one_group_is_as_large_as_its_figure_says_and_no_other_number_stands_for_it() -> None:
    assert one_group(People(analysed=22), n=10) == Frequency(5, 10, None)
    for people in (
        People(analysed=16),
        People(enrolled=16, randomised=16, analysed=16),
        People(planned=16),
        People(ketamine=16),
        People(studies=16),
    ):
        assert one_group(people) is None


def test_two_groups_without_a_number_of_the_figure_must_be_everybody() -> None:
    everybody = People(randomised=30, ketamine=15, control=15)
    assert counts(everybody, n=None) == Frequency(10, 15, (3, 15))
    assert counts(People(randomised=30, analysed=30, ketamine=15, control=15), n=None) is not None
    # Some were lost, and nobody says on which side.
    assert counts(People(randomised=32, ketamine=15, control=15), n=None) is None
    assert counts(People(randomised=30, analysed=28, ketamine=15, control=15), n=None) is None
    assert counts(People(ketamine=15, control=15), n=None) is None
    assert counts(everybody, n=28) is None


def test_one_group_whose_share_fits_no_number_has_no_count() -> None:
    assert one_group(People(), value=68.0, n=15) is None
