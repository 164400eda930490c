"""A forest plot as it is drawn, in a file and in a page: each figure where its axis says, and right is better."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from reading_files import SVG, Drawn, beyond, number, overlapping, svg

from kapcli.evidence.axis import axis
from kapcli.evidence.effects import Mark
from kapcli.views.document import Document
from kapcli.views.drawings import Plot, PlotRow
from kapcli.writers import figure
from kapcli.writers import figure_svg as writer
from kapcli.writers import svg as inline
from kapcli.writers.figure_pieces import stacked
from kapcli.writers.figure_plot import PlotSize, columns_of, plot_pieces
from kapcli.writers.svg import inline_svg

Kap = Callable[..., Any]
LINES = (("ptsd",), ("suicidality",), ("grabski2022",), ("feder2021", "--domain", "all"), ("dakwar2019",))
# The last two reach many times further than what is usual.
INTERVALS = (Mark(1, 5, 3), Mark(-2, 6, 2), Mark(-300, 3, 1), Mark(2, 400, 4))


class Panel:
    """A plot in an SVG: its axis, its line of no effect, and its intervals from top to bottom."""

    def __init__(self, line: Element, groups: list[Element], none: list[Element]) -> None:
        self.left, self.right = number(line, "x1"), number(line, "x2")
        self.groups = groups
        self.none = none

    def x(self, value: float, scale: dict[str, Any]) -> float:
        """Where a figure must stand by the numbers of the axis alone."""
        scaled = [math.log(one) if scale["log"] else one for one in (value, scale["low"], scale["high"])]
        place = min(1.0, max(0.0, (scaled[0] - scaled[1]) / (scaled[2] - scaled[1])))
        return self.left + (self.right - self.left) * place


def panels_of(drawn: Drawn) -> list[Panel]:
    """The plots of an SVG: an axis ends each."""
    found: list[Panel] = []
    groups: list[Element] = []
    none: list[Element] = []
    for node in drawn.root.iter():
        kind = node.get("class")
        if node.tag == f"{SVG}g" and kind in ("first", "second"):
            groups.append(node)
        elif node.tag == f"{SVG}line" and kind == "none":
            none.append(node)
        # Rules lie across as well; an axis comes after what stands on it.
        elif node.tag == f"{SVG}line" and kind == "axis" and node.get("y1") == node.get("y2") and groups:
            found.append(Panel(node, groups, none))
            groups, none = [], []
    return found


def parts(group: Element, tag: str, kind: str) -> list[Element]:
    return [node for node in group.iter(f"{SVG}{tag}") if node.get("class") == kind]


_read: dict[tuple[str, ...], list[Panel]] = {}


@pytest.fixture(params=["file", "page"])
def read(
    request: pytest.FixtureRequest, kap: Kap, tmp_path: Path, document_of: Callable[..., Document]
) -> Callable[..., list[Panel]]:
    """The plots of a command, from a file or as they are put into a page; each is read once for all tests."""

    def of(*line: str) -> list[Panel]:
        key = (request.param, *line)
        if key not in _read:
            _read[key] = from_file(*line) if request.param == "file" else in_page(*line)
        return _read[key]

    def from_file(*line: str) -> list[Panel]:
        path = tmp_path / "x.svg"
        assert kap("forest", *line, "--full", "--output", str(path), "--force").code == 0
        return panels_of(svg(path.read_bytes()))

    def in_page(*line: str) -> list[Panel]:
        plots = [block for block in document_of("forest", *line, "--full") if isinstance(block, Plot)]
        return [panel for plot in plots for panel in panels_of(svg(inline_svg(plot, "p", plot.title, "words")))]

    return of


def reported(kap_once: Kap, *line: str) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each axis of a command with its results, as a program gets them."""
    answer = json.loads(kap_once("forest", *line, "--json").out)
    return [
        (panel, [one for one in answer["results"] if one["panel"] == panel["id"]])
        for panel in answer["summary"]["panels"]
    ]


class TestPlaces:
    @pytest.mark.parametrize("line", LINES, ids=" ".join)
    def test_each_point_and_interval_stands_where_the_axis_says(
        self, kap_once: Kap, read: Callable[..., list[Panel]], line: tuple[str, ...]
    ) -> None:
        expected, drawn = reported(kap_once, *line), read(*line)
        assert len(drawn) == len(expected) > 0
        near = pytest.approx
        for panel, (said, results) in zip(drawn, expected, strict=True):
            scale, marks = said["axis"], [mark for result in results for mark in result["marks"]]
            assert len(panel.groups) == len(marks)
            for group, mark in zip(panel.groups, marks, strict=True):
                whisker = parts(group, "line", "interval")[0]
                assert number(whisker, "x1") == near(panel.x(mark["low"], scale), abs=0.02)
                assert number(whisker, "x2") == near(panel.x(mark["high"], scale), abs=0.02)
                points = parts(group, "circle", "point")
                assert len(points) == (mark["estimate"] is not None)
                if points:
                    assert number(points[0], "cx") == near(panel.x(mark["estimate"], scale), abs=0.02)
                    assert number(points[0], "cy") == number(whisker, "y1")
            at = sorted({number(one, "x1") for one in panel.none})
            assert at == ([] if scale["none"] is None else [near(panel.x(scale["none"], scale), abs=0.02)])

    @pytest.mark.parametrize("line", [("ptsd",), ("alcohol",), ("suicidality",), ("grabski2022",)], ids=" ".join)
    def test_what_is_better_for_the_first_side_stands_right_of_the_line(
        self, kap_once: Kap, read: Callable[..., list[Panel]], line: tuple[str, ...]
    ) -> None:
        """By the source's own figure, and not by what was worked out of it."""
        seen = set()
        for panel, (said, results) in zip(read(*line), reported(kap_once, *line), strict=True):
            if said["contrast"] not in ("control", "other"):
                continue
            (none,) = {number(one, "x1") for one in panel.none}
            for group, result in zip(panel.groups, results, strict=True):
                points = parts(group, "circle", "point")
                value = result["value"]
                if not points or result["minuend"] not in ("first", "second"):
                    continue
                better = math.log(value) if said["axis"]["log"] else value
                better *= 1 if result["minuend"] == "first" else -1
                better *= 1 if result["better"] == "higher" else -1
                assert (number(points[0], "cx") > none) == (better > 0), result["id"]
                seen.add(better > 0)
        assert True in seen

    def test_of_points_on_one_axis_the_larger_stands_further_right(
        self, kap_once: Kap, read: Callable[..., list[Panel]]
    ) -> None:
        for panel, (_, results) in zip(read("ptsd"), reported(kap_once, "ptsd"), strict=True):
            estimates = [mark["estimate"] for one in results for mark in one["marks"]]
            points = [parts(group, "circle", "point") for group in panel.groups]
            pairs = sorted(
                (estimate, number(point[0], "cx")) for estimate, point in zip(estimates, points, strict=True) if point
            )
            assert [x for _, x in pairs] == sorted(x for _, x in pairs)

    def test_the_second_group_of_a_comparison_is_drawn_as_one(self, read: Callable[..., list[Panel]]) -> None:
        kinds = [[group.get("class") for group in panel.groups] for panel in read("feder2021", "--domain", "all")]
        assert ["first", "second"] in kinds


class TestArrows:
    @pytest.mark.parametrize("size", [figure.PLOT, inline.PLOT], ids=["file", "page"])
    def test_one_stands_at_the_end_where_an_interval_leaves_and_none_inside(self, size: PlotSize) -> None:
        scale = axis(INTERVALS, none=0.0)
        rows = tuple(PlotRow(number, f"work{number}", "9", "", "", mark) for number, mark in enumerate(INTERVALS, 1))
        plot = Plot("Title", "Unit", scale, rows, "favours one", "favours other", ())
        body = stacked(plot_pieces(plot, columns_of([plot], size), size))
        (panel,) = panels_of(svg(writer.svg(body.marks, (size.room, body.height), "t", "d")))
        leaving = []
        for group, mark in zip(panel.groups, INTERVALS, strict=True):
            tips = [float((node.get("d") or "").split()[1]) for node in parts(group, "path", "arrow")]
            expected = [panel.left] * (mark.low < scale.low) + [panel.right] * (mark.high > scale.high)
            assert tips == pytest.approx(expected, abs=2)
            # An end that lies on the axis has its own mark, and one that leaves has none.
            ends = [node for node in parts(group, "line", "interval") if node.get("x1") == node.get("x2")]
            assert len(ends) == 2 - len(expected)
            leaving.append(len(expected))
        assert leaving == [0, 0, 1, 1]


class TestSides:
    def test_where_both_hold_ketamine_each_is_named_on_its_own_side(
        self, kap: Kap, kap_once: Kap, tmp_path: Path
    ) -> None:
        path = tmp_path / "x.svg"
        kap("forest", "grabski2022", "--full", "--output", str(path))
        drawn = svg(path.read_bytes())
        (at,) = (
            place for place, (said, _) in enumerate(reported(kap_once, "grabski2022")) if said["contrast"] == "other"
        )
        # The side that the source names first is the one on the right.
        _, (result,) = reported(kap_once, "grabski2022")[at]
        assert all("ketamine" in result[side] for side in ("first", "second"))
        panel = panels_of(drawn)[at]
        (none,) = {number(one, "x1") for one in panel.none}
        left, right = drawn.every("text", "sides")[2 * at : 2 * at + 2]
        assert (left.text, right.text) == (f"◄ favours {result['second']}", f"favours {result['first']} ►")
        assert left.get("text-anchor") == "end"
        assert number(left, "x") < none < number(right, "x")

    def test_where_there_is_no_line_nobody_is_favoured(self, document_of: Callable[..., Document]) -> None:
        plots = [block for block in document_of("forest", "dakwar2019") if isinstance(block, Plot)]
        for plot in plots:
            sides = svg(inline_svg(plot, "p", plot.title, "")).every("text", "sides")
            assert bool(sides) == (plot.axis.none is not None)


class TestInAPage:
    @pytest.mark.parametrize("line", LINES, ids=" ".join)
    def test_no_label_stands_on_another_or_beyond_the_edge(
        self, document_of: Callable[..., Document], line: tuple[str, ...]
    ) -> None:
        for plot in document_of("forest", *line):
            if isinstance(plot, Plot):
                drawn = svg(inline_svg(plot, "p", plot.title, "words"))
                assert overlapping(drawn) == []
                assert beyond(drawn, 0) == []
