"""What is painted, read from its dots: each mark stands in its place, and means what it means in an SVG."""

from __future__ import annotations

import io
from typing import Literal

import pytest
from PIL import Image

from kapcli.writers.figure_library import quiet
from kapcli.writers.figure_marks import Align, Box, Line, Mark, Shape, Text
from kapcli.writers.figure_sheet import Page

Form = Literal["circle", "left", "right"]
WIDE, HIGH = 120, 60
# Dots to a point.
FINE = 4
X, Y = 40.0, 20.0


def painted(mark: Mark) -> Image.Image:
    """A page with one mark on it, in shades of grey, dark where there is a mark."""
    with quiet():
        from kapcli.writers import figure_painting

        buffer = io.BytesIO()
        figure_painting.painted(Page(WIDE, HIGH, (mark,))).savefig(buffer, format="png", dpi=72 * FINE)
    return Image.open(buffer).convert("L").point(lambda shade: 255 if shade < 200 else 0)


def extent(image: Image.Image) -> tuple[float, ...]:
    """Left, top, right and bottom of what is dark, in points."""
    found = image.getbbox()
    assert found is not None
    return tuple(side / FINE for side in found)


def dark(image: Image.Image, left: float, top: float, right: float, bottom: float) -> float:
    """How much of a part is dark."""
    part = image.crop((round(left * FINE), round(top * FINE), round(right * FINE), round(bottom * FINE)))
    return part.histogram()[255] / (part.width * part.height)


@pytest.mark.parametrize("form", ["circle", "left", "right"])
def test_a_point_has_its_middle_and_its_size_where_they_are_given(form: Form) -> None:
    assert extent(painted(Shape(form, X, Y, 12))) == pytest.approx((X - 6, Y - 6, X + 6, Y + 6), abs=0.6)


def test_an_arrow_has_its_tip_on_the_side_to_which_it_points() -> None:
    arrows: tuple[tuple[Form, float, float], ...] = (("right", X + 3, X - 5), ("left", X - 5, X + 3))
    for form, at_tip, at_back in arrows:
        image = painted(Shape(form, X, Y, 12))
        tip, back = (dark(image, left, Y - 6, left + 2, Y + 6) for left in (at_tip, at_back))
        assert 0 < tip < back / 2, form


def test_the_point_of_a_second_side_is_open() -> None:
    inside = (X - 2, Y - 2, X + 2, Y + 2)
    assert dark(painted(Shape("circle", X, Y, 12)), *inside) == 1
    assert dark(painted(Shape("circle", X, Y, 12, open=True)), *inside) == 0


def test_a_gap_is_hatched_and_a_cell_is_not() -> None:
    gap, cell = (painted(Box(X, Y, 40, 24, "ground", "ink", hatched=hatched)) for hatched in (True, False))
    assert extent(gap) == pytest.approx((X, Y, X + 40, Y + 24), abs=0.6)
    inside = (X + 2, Y + 2, X + 38, Y + 22)
    assert 0 < dark(gap, *inside) < 0.5
    assert dark(cell, *inside) == 0


def test_a_line_goes_from_where_it_begins_to_where_it_ends() -> None:
    image = painted(Line(X, Y, X + 30, Y + 15, 2))
    assert extent(image) == pytest.approx((X, Y, X + 30, Y + 15), abs=1.1)
    assert dark(image, X, Y, X + 6, Y + 6) > 0
    assert dark(image, X, Y + 9, X + 6, Y + 15) == 0


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_text_stands_on_its_line_and_on_its_side_of_the_place(align: Align, share: float) -> None:
    left, top, right, bottom = extent(painted(Text(60, Y, "HHHH", 10, align=align)))
    assert left + share * (right - left) == pytest.approx(60, abs=1.2)
    assert bottom == pytest.approx(Y, abs=0.6)
    assert Y - 10 < top < Y - 6
