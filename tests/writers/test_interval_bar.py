"""One interval in character cells: the point between its whiskers, no effect where it belongs."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.evidence.axis import PERCENT, Axis, axis, centred
from kapcli.evidence.effects import Mark
from kapcli.views import signs as signs_module
from kapcli.views.signs import POINT
from kapcli.writers.cleaning import with_signs_of
from kapcli.writers.layout import cell_width
from kapcli.writers.plot import axis_lines, cell, interval_bar

QUICK = settings(derandomize=True, max_examples=100, deadline=None, database=None)
TEN = Axis(-10.0, 10.0, (-10.0, 0.0, 10.0), none=0.0)
numbers = st.lists(st.integers(-10_000, 10_000), min_size=3, max_size=3).map(sorted)


class TestDrawing:
    @pytest.mark.parametrize(
        ("mark", "bar"),
        [
            (Mark(2, 8, 5), "          │ ├──●──┤  "),
            (Mark(-8, -2, -5), "  ├──●──┤ │          "),
            (Mark(-4, 6, 1), "      ├───┼●────┤    "),
            (Mark(-4, 6, 0), "      ├───●─────┤    "),
            (Mark(0, 6, 3), "          ├──●──┤    "),
            (Mark(-30, 6, 3), "◄─────────┼──●──┤    "),
            (Mark(-4, 60, 3), "      ├───┼──●──────►"),
            (Mark(2, 8, None), "          │ ├─────┤  "),
            (Mark(5, 5, 5), "          │    ●     "),
            (Mark(20, 30, None), "          │         ►"),
        ],
    )
    def test_it_looks_so(self, mark: Mark, bar: str) -> None:
        assert interval_bar(mark, TEN, 21) == bar

    @QUICK
    @given(numbers, st.integers(5, 80), st.booleans())
    def test_the_point_is_within_its_whiskers_and_no_effect_in_its_cell(
        self, values: list[int], cells: int, log: bool
    ) -> None:
        low, value, high = (math.exp(x / 2000) if log else x / 3 for x in values)
        mark, none = Mark(low, high, value), 1.0 if log else 0.0
        for scale in (axis([mark], log=log, none=none), centred(mark, log=log, none=none)):
            bar = interval_bar(mark, scale, cells)
            assert len(bar) == cells
            place = bar.index(POINT)
            assert place == cell(value, scale, cells)
            assert cell(low, scale, cells) <= place <= cell(high, scale, cells)
            line = cell(none, scale, cells)
            assert abs(line - scale.place(none) * (cells - 1)) <= 0.5 + 1e-9
            assert bar[line] in "│┼├┤●◄►─"
            if not low <= none <= high:
                assert bar[line] in "│├┤●"

    def test_shares_have_no_line_of_no_effect(self) -> None:
        assert "│" not in interval_bar(Mark(20, 60, 40), PERCENT, 41)


class TestAxis:
    def test_numbers_stand_under_their_ticks(self) -> None:
        assert axis_lines(TEN, 21) == ("┴─────────┼─────────┴", "-10       0        10")

    @QUICK
    @given(numbers, st.integers(10, 80), st.booleans())
    def test_numbers_never_touch_and_no_effect_always_has_one(self, values: list[int], cells: int, log: bool) -> None:
        low, value, high = (math.exp(x / 2000) if log else x / 3 for x in values)
        scale = axis([Mark(low, high, value)], log=log, none=1.0 if log else 0.0)
        line, shown = axis_lines(scale, cells)
        assert len(line) == cells
        known = {f"{tick:.10f}".rstrip("0").rstrip(".") for tick in scale.ticks}
        assert set(shown.split()) <= known
        assert ("1" if log else "0") in shown.split()


class TestAscii:
    def test_every_sign_of_a_drawing_has_one_character_for_it(self) -> None:
        signs = {sign for name, sign in vars(signs_module).items() if name.isupper() and isinstance(sign, str)}
        drawn = {character for sign in signs for character in sign}
        assert len(drawn) > 9
        spelt = {sign: with_signs_of("ascii", sign) for sign in drawn}
        assert all(other.isascii() and cell_width(sign) == len(other) == 1 for sign, other in spelt.items())

    def test_what_an_encoding_can_write_stays(self) -> None:
        assert with_signs_of("ascii", "├─●─┤ Montgomery-Åsberg") == "[-*-] Montgomery-Åsberg"
        assert with_signs_of("cp437", "├─●─┤") == "├─*─┤"
        assert with_signs_of("utf-8", "├─●─┤") == "├─●─┤"
