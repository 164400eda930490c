"""Where an interval stands on its axis: a mark read back from its place is the figure it was drawn from."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapcli.evidence.axis import PERCENT, Axis, axis
from kapcli.evidence.effects import Mark
from kapcli.writers.figure_intervals import Place, axis_marks, interval, no_effect
from kapcli.writers.figure_marks import Line, Shape, Text

LEFT, ROOM, MIDDLE = 100.0, 200.0, 50.0
FIGURES = st.floats(-100, 100)


def place(scale: Axis) -> Place:
    return Place(scale, LEFT, ROOM, 7.0)


def value_at(x: float, scale: Axis) -> float:
    """The figure that a reader takes from a place."""
    place = (x - LEFT) / ROOM
    if scale.log:
        return math.exp(math.log(scale.low) + place * (math.log(scale.high) - math.log(scale.low)))
    return scale.low + place * (scale.high - scale.low)


def whisker(mark: Mark, scale: Axis) -> tuple[Line, list[Shape]]:
    drawn = interval(mark, place(scale), MIDDLE, second=False).marks
    (line,) = (one for one in drawn if isinstance(one, Line) and one.y == one.to_y == MIDDLE)
    return line, [one for one in drawn if isinstance(one, Shape)]


class TestInterval:
    @given(st.tuples(FIGURES, FIGURES, FIGURES).map(sorted))
    def test_it_is_read_back_as_it_was_given(self, figures: list[float]) -> None:
        low, estimate, high = figures
        mark = Mark(low, high, estimate)
        scale = axis([mark], none=0.0)
        line, (point,) = whisker(mark, scale)
        near = pytest.approx
        assert (value_at(line.x, scale), value_at(line.to_x, scale)) == (near(low, abs=1e-6), near(high, abs=1e-6))
        assert value_at(point.x, scale) == near(estimate, abs=1e-6)

    @given(st.tuples(*[st.floats(-3, 3)] * 3).map(sorted))
    def test_so_is_a_ratio(self, powers: list[float]) -> None:
        low, estimate, high = (10**power for power in powers)
        mark = Mark(low, high, estimate)
        scale = axis([mark], log=True, none=1.0)
        line, (point,) = whisker(mark, scale)
        assert value_at(line.x, scale) == pytest.approx(low, rel=1e-6)
        assert value_at(line.to_x, scale) == pytest.approx(high, rel=1e-6)
        assert value_at(point.x, scale) == pytest.approx(estimate, rel=1e-6)

    def test_one_that_leaves_the_axis_ends_there_in_an_arrow(self) -> None:
        scale = Axis(0.0, 10.0, (0.0, 5.0, 10.0), none=0.0)
        line, shapes = whisker(Mark(2.0, 30.0, 5.0), scale)
        assert line.to_x == LEFT + ROOM
        assert [shape.form for shape in shapes] == ["right", "circle"]

    def test_a_missing_estimate_is_no_point(self) -> None:
        line, shapes = whisker(Mark(2.0, 8.0, None), Axis(0.0, 10.0, (0.0, 10.0), none=0.0))
        assert (line.x, line.to_x, shapes) == (LEFT + ROOM * 0.2, LEFT + ROOM * 0.8, [])

    def test_a_second_group_is_open_and_of_another_colour(self) -> None:
        mark = Mark(10.0, 30.0, 20.0)
        first, second = (interval(mark, place(PERCENT), MIDDLE, second=second) for second in (False, True))
        points = [one for group in (first, second) for one in group.marks if isinstance(one, Shape)]
        assert [point.open for point in points] == [False, True]
        assert points[0].color != points[1].color
        assert (first.kind, second.kind) == ("first", "second")

    @given(st.tuples(FIGURES, FIGURES, FIGURES).map(sorted))
    def test_an_arrow_stands_where_it_leaves_the_axis_and_nowhere_else(self, figures: list[float]) -> None:
        low, estimate, high = figures
        scale = Axis(-50.0, 50.0, (-50.0, 0.0, 50.0), none=0.0)
        marks = interval(Mark(low, high, min(50.0, max(-50.0, estimate))), place(scale), MIDDLE, second=False).marks
        arrows = {one.form: one for one in marks if isinstance(one, Shape) and one.form != "circle"}
        assert set(arrows) == {name for name, leaves in (("left", low < -50), ("right", high > 50)) if leaves}
        for name, end in (("left", LEFT), ("right", LEFT + ROOM)):
            if name in arrows:
                assert abs(arrows[name].x - end) < arrows[name].size


class TestAxis:
    @given(st.tuples(FIGURES, FIGURES).map(sorted), st.booleans())
    def test_each_number_stands_under_its_tick_and_none_on_another(self, ends: list[float], log: bool) -> None:
        low, high = (10 ** (end / 50) for end in ends) if log else ends
        scale = axis([Mark(low, high, None)], log=log, none=1.0 if log else 0.0)
        numbers = [mark for mark in axis_marks(place(scale), MIDDLE) if isinstance(mark, Text)]
        for text in numbers:
            said = float(text.text)
            assert value_at(text.x, scale) == pytest.approx(said, rel=1e-6, abs=1e-6)
        assert any(float(text.text) == scale.none for text in numbers)

    def test_the_line_of_no_effect_stands_at_no_effect(self) -> None:
        scale = axis([Mark(0.5, 8.0, 2.0)], log=True, none=1.0)
        (line,) = no_effect(place(scale), 0, 10)
        assert isinstance(line, Line)
        assert line.x == line.to_x
        assert value_at(line.x, scale) == pytest.approx(1.0)

    def test_shares_have_no_such_line(self) -> None:
        assert len(no_effect(place(PERCENT), 0, 10)) == len(PERCENT.ticks)
