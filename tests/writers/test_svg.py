"""SVG: valid and without anything that acts, whatever is written in it; in a page classes alone and ids of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_files import Drawn, beyond, overlapping, svg

from kapcli.views.document import Document
from kapcli.views.drawings import Cell, Column, Grid, GridRow
from kapcli.views.signs import LETTERS
from kapcli.writers import figure_svg as writer
from kapcli.writers.figure_marks import Box, Group, Mark, Text
from kapcli.writers.figure_palette import PALETTE
from kapcli.writers.svg import inline_svg, narrowed

Documents = Callable[..., Document]
# Signs of a text that some medium takes for more than text.
ODD = st.text(alphabet=st.sampled_from(list("<>&\"']]>-{}\x00\x1b\u202e\ud800\ufffe\u4e2d\u05d0 a")), max_size=30)


def grids(document: Document) -> Iterator[Grid]:
    return (block for block in document if isinstance(block, Grid))


def small(name: str, *, asked: bool = False, columns: int = 1) -> Grid:
    """A grid of one row."""

    def narrower() -> Grid | None:
        return small(name, asked=asked, columns=columns - 1) if columns > 1 else None

    cells = (Cell("3", "R", shade=1, words=name),)
    column = Column(name, name, cells, asked=asked)
    return Grid(name, name, (GridRow(name),), (column,) * columns, lambda _: (), narrower)


class TestText:
    @settings(max_examples=40)
    @given(ODD, ODD)
    def test_whatever_it_is_the_file_is_valid_and_the_text_only_text(self, title: str, text: str) -> None:
        marks: tuple[Mark, ...] = (Group((Text(1, 9, text, 8.0), Box(0, 0, 9, 9, "ground")), "first", text),)
        for palette in (PALETTE, None):
            drawn = svg(writer.svg(marks, (50, 20), title, text, palette=palette))
            assert drawn.title == writer.xml_safe(title)
            assert drawn.lines == [writer.xml_safe(text)]
            assert {node.tag.rpartition("}")[2] for node in drawn.root.iter()} <= {
                *("svg", "title", "desc", "rect", "g", "text")
            }

    def test_each_line_of_a_file_says_how_wide_it_is(self) -> None:
        made = writer.svg([Text(0, 9, "mmm", 10.0, bold=True)], (50, 20), "t", "d", palette=PALETTE)
        (node,) = svg(made).every("text")
        assert float(node.get("textLength") or 0) == pytest.approx(31.26, abs=0.05)
        assert "DejaVu Sans" in (svg(made).root.get("font-family") or "")

    def test_a_hatch_stays_inside_its_box(self) -> None:
        for wide, high in ((30.0, 12.0), (12.0, 30.0), (5.0, 5.0), (100.0, 8.5)):
            path = writer._hatch(Box(10, 20, wide, high))
            for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path):
                assert 10 <= float(x) <= 10 + wide
                assert 20 <= float(y) <= 20 + high


class TestInAPage:
    @pytest.fixture
    def drawn(self, document_of: Documents) -> Drawn:
        (grid,) = grids(document_of("map", "ptsd"))
        return svg(inline_svg(grid, "one", "A title", "The words"))

    def test_it_has_classes_and_neither_colours_nor_styles_nor_anything_that_acts(self, drawn: Drawn) -> None:
        for node in drawn.root.iter():
            assert not {"style", "stroke", "href", "onload", "onclick"} & set(node.attrib)
            assert node.get("fill") in (None, "none")
            assert node.tag.rpartition("}")[2] in (
                "svg",
                "title",
                "desc",
                "g",
                "rect",
                "text",
                "path",
                "line",
                "circle",
            )

    def test_it_names_title_and_description_by_ids_of_its_own(self, drawn: Drawn) -> None:
        ids = [node.get("id") for node in drawn.root.iter() if node.get("id")]
        assert ids == ["one-title", "one-desc"]
        assert (drawn.root.get("role"), drawn.root.get("aria-labelledby")) == ("img", "one-title one-desc")
        assert (drawn.title, drawn.description) == ("A title", "The words")

    def test_each_cell_is_there_once_as_what_it_is(self, document_of: Documents) -> None:
        (grid,) = grids(document_of("map", "ptsd"))
        drawn = svg(inline_svg(grid, "one", "A title", "The words"))
        inside = [
            cell
            for column in grid.columns
            for row, cell in zip(grid.rows, column.cells, strict=True)
            if not (column.total or row.total)
        ]
        assert len(drawn.every("rect", "gap")) == sum(cell.gap for cell in inside) > 0
        for shade in range(5):
            expected = sum(bool(cell.number) and not cell.gap and cell.shade == shade for cell in inside)
            assert len(drawn.every("rect", f"cell shade-{shade}")) == expected
        # Hatched, and not blank.
        assert len(drawn.every("path", "gap-line")) >= len(drawn.every("rect", "gap"))

    def test_a_column_that_was_asked_for_is_outlined_from_top_to_bottom(self) -> None:
        drawn = svg(inline_svg(small("oral", asked=True), "one", "t", "d"))
        (outline,) = drawn.every("rect", "asked")
        (cell,) = drawn.every("rect", "cell shade-1")
        assert float(outline.get("x") or 0) <= float(cell.get("x") or 0)
        assert float(outline.get("height") or 0) > float(cell.get("y") or 0) + float(cell.get("height") or 0) - 5

    def test_too_many_columns_are_put_together_by_the_view(self) -> None:
        wide = small("a name that is long", columns=40)
        fewer = narrowed(wide)
        assert len(fewer.columns) < 20
        assert float(svg(inline_svg(fewer, "one", "t", "d")).root.get("width") or 0) <= 1214

    @pytest.mark.parametrize(
        "line", [("map",), ("map", "ocd"), ("map", "--rows", "population", "--cols", "therapy")], ids=" ".join
    )
    def test_no_label_stands_on_another_or_beyond_the_edge(self, document_of: Documents, line: tuple[str, ...]) -> None:
        (grid,) = grids(document_of(*line))
        drawn = svg(inline_svg(grid, "one", "t", "d"))
        assert overlapping(drawn) == []
        assert beyond(drawn, 0) == []

    def test_an_overlap_would_be_found(self) -> None:
        marks = (Text(0, 20, "one", 9), Text(5, 22, "other", 9), Text(150, 50, "too long", 9))
        drawn = svg(writer.svg(marks, (160, 60), "t", "d"))
        assert overlapping(drawn) == [("one", "other")]
        assert beyond(drawn, 0) == ["too long"]


def test_all_six_maps_are_drawn_without_overlap(kap: Callable[..., Any], tmp_path: Path) -> None:
    for number, (rows, cols) in enumerate(
        (
            ("condition", "route"),
            ("therapy", "design"),
            ("population", "year"),
            ("drug", "condition"),
            ("design", "population"),
            ("dosing-model", "therapy"),
        )
    ):
        path = tmp_path / f"{number}.svg"
        assert kap("map", "--rows", rows, "--cols", cols, "--output", str(path)).code == 0
        drawn = svg(path.read_bytes())
        assert overlapping(drawn) == []
        assert beyond(drawn, 36) == []
        assert drawn.every("rect", "gap")


def light(color: str) -> float:
    """Relative luminance: 0 black, 1 white; what is left of a colour in grey."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


class TestPalette:
    def test_shades_become_darker_and_stay_apart_in_grey(self) -> None:
        shades = [light(PALETTE[f"shade-{step}"]) for step in range(5)]
        assert all(before - after > 0.08 for before, after in pairwise(shades))

    def test_kinds_stay_apart_in_grey(self) -> None:
        fills = [light(PALETTE[f"sign-{letter}"]) for letter in LETTERS.values()]
        assert all(abs(one - other) > 0.05 for one, other in combinations(fills, 2))

    def test_letters_can_be_read_on_what_is_below_them(self) -> None:
        pairs = [(f"on-{name}", name) for name in PALETTE if name.startswith("sign-")]
        pairs += [(f"on-{step}", f"shade-{step}") for step in range(5)]
        pairs += [("ink", "ground"), ("ink", "band"), ("muted", "ground"), ("ink", "total")]
        assert all(contrast(PALETTE[ink], PALETTE[fill]) >= 4.5 for ink, fill in pairs)


def test_a_grid_without_cells_to_say_is_no_fault() -> None:
    grid = msgspec.structs.replace(small("x"), columns=(Column("x", "x", (Cell(""),)),))
    assert svg(inline_svg(grid, "one", "t", "d")).every("rect") == []
