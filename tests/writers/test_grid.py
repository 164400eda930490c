"""A grid of numbers: it fits, loses nothing, and its digits stand in line."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kapcli.index.loading import load_vocabulary
from kapcli.views.drawings import Cell, Column, Grid, GridRow
from kapcli.writers.grid import fit, grid_lines
from kapcli.writers.layout import plain

VOCABULARY = load_vocabulary()
LABELS = sorted({term.label for terms in VOCABULARY.sections.values() for term in terms.values()})
QUICK = settings(derandomize=True, max_examples=80, deadline=None, database=None)
NUMBERS = st.integers(0, 99999).map(str)


def grid_of(rows: list[str], columns: list[Column]) -> Grid:
    return Grid("", "", tuple(map(GridRow, rows)), tuple(columns), lambda _: (), lambda: None)


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[str], list[Column]]:
    rows = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=5))
    columns = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=6))
    signs = st.sampled_from(["", "R", "U"])
    return rows, [Column(label, label, tuple(Cell(draw(NUMBERS), draw(signs)) for _ in rows)) for label in columns]


@QUICK
@given(grids(), st.integers(20, 140))
def test_it_is_never_wider_than_it_may_be(made: tuple[list[str], list[Column]], width: int) -> None:
    rows, columns = made
    layout = fit(rows, columns, width)
    assume(layout is not None)
    assert layout is not None
    lines = plain(grid_lines(grid_of(rows, columns), layout)).splitlines()
    assert max(map(len, lines)) <= width


@QUICK
@given(grids())
def test_every_name_and_number_is_on_it(made: tuple[list[str], list[Column]]) -> None:
    rows, columns = made
    layout = fit(rows, columns, 140)
    assume(layout is not None)
    assert layout is not None
    text = plain(grid_lines(grid_of(rows, columns), layout))
    letters = text.replace("-", "").replace(" ", "").replace("\n", "")
    assert all(part.number in text for column in columns for part in column.cells)
    assert sorted("".join(letters)) == sorted(
        "".join([*rows, *(name for column in columns for name in [column.label])]).replace("-", "").replace(" ", "")
        + "".join(part.number + part.sign for column in columns for part in column.cells)
    )


def test_digits_stand_in_line_whatever_is_behind_them() -> None:
    columns = [Column("iv", "iv", (Cell("7", "R"), Cell("123"), Cell("░░")))]
    layout = fit(["a", "b", "c"], columns, 40)
    assert layout is not None
    _, *lines = plain(grid_lines(grid_of(list("abc"), columns), layout)).splitlines()
    assert len({len(line.rstrip("R ")) for line in lines}) == 1


@pytest.mark.parametrize("width", [0, 5, 10])
def test_where_nothing_fits_there_is_none(width: int) -> None:
    assert fit(["a name of some length"], [Column("intravenous", "iv", (Cell("12345", "R"),))], width) is None


@pytest.mark.parametrize("section", ["condition", "route", "therapy", "design", "drug", "population", "dosing_model"])
def test_every_value_of_a_facet_can_head_a_column_at_any_width(section: str) -> None:
    for code, term in VOCABULARY.sections[section].items():
        for width in range(16, 60):
            fit(["a name that is long"], [Column(term.label, code, (Cell("12345+", "R"),))], width)
