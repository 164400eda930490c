"""The figures of a text, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.catalogue.numbers import Figure, figures, same


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("p = .026", [(0.026, "p")]),
        ("p<0.05", [(0.05, "p")]),
        ("26 % of them", [(26, "percent")]),
        ("26 per cent and 26 percent", [(26, "percent"), (26, "percent")]),
        ("1 of 4 relapsed", [(25, "percent")]),
        ("three in ten", [(30, "percent")]),
        ("12 of 15 veterans", [(15, "people")]),
        ("50 to 70 %", [(50, "percent"), (70, "percent")]),
        ("50–70%", [(50, "percent"), (70, "percent")]),
        ("almost 63 percent", [(63, "percent")]),
        ("nearly half of them", [(50, "percent")]),
        ("two thirds", [(66.7, "percent")]),
        ("a phase II trial", [(2, "phase")]),
        ("phase 3", [(3, "phase")]),
        ("PHASE IV", [(4, "phase")]),
        ("phase \u0130", [(1, "phase")]),
        ("1,200 people", [(1200, "people")]),
        ("twenty-two adults", [(22, "people")]),
        ("n = 41", [(41, "people")]),
        ("0.5 mg/kg over 40 minutes", [(0.5, "mg/kg"), (0.667, "hours")]),
        ("within two weeks", [(336, "hours")]),
        ("24 hours", [(24, "hours")]),
        ("six ketamine infusions", [(6, "sessions")]),
        ("the mean PCL-5 fell from 40 to 17", [(40, ""), (17, "")]),
        ("aged 22–77", [(22, "age")]),
        ("in 2014", [(2014, "year")]),
        ("one of them", []),
        ("half a year", []),
        ("a half-life", []),
        ("a third trial", []),
        ("CAPS-5 and PHQ-9", []),
        ("no figures", []),
    ],
)
def test_each_is_read_with_its_unit(text: str, read: list[tuple[float, str]]) -> None:
    assert [(figure.value, figure.unit) for figure in figures(text)] == read


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("55%", "55.4%", True),
        ("55.3%", "55.4%", False),
        ("56%", "55.4%", False),
        ("nearly half", "48.2%", True),
        ("two thirds", "67%", True),
        ("40%", "40 people", False),
        ("40", "40%", True),
        ("one month", "30 days", True),
        ("four weeks", "six weeks", False),
    ],
)
def test_two_are_the_same_as_far_as_they_were_rounded(one: str, other: str, equal: bool) -> None:
    assert same(figures(one)[0], figures(other)[0]) is equal


def test_telling_are_those_that_few_texts_have_by_chance() -> None:
    assert [figure.value for figure in figures("In 2014, 3 of them had 12.7 points, 41 people, 6 weeks, 5%")] == [
        *(2014, 3, 12.7, 41, 1008, 5),
    ]
    assert [
        figure.value for figure in figures("In 2014, 3 had 12.7 points, 41 people, 6 weeks, 5%") if figure.telling
    ] == [
        *(12.7, 41, 5),
    ]
    assert not Figure(0.5, "mg/kg").telling


@given(
    st.one_of(
        st.text(max_size=100),
        st.lists(st.sampled_from("0 1.5 of in % half two-thirds p= , phase".split())).map(" ".join),
    )
)
@settings(derandomize=True, max_examples=100, deadline=None, database=None)
def test_any_text_is_read(text: str) -> None:
    assert all(figure.written for figure in figures(text))
