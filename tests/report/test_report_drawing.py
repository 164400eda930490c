"""The drawings of a report, measured: every mark where its number says, and what is better on the right."""

from __future__ import annotations

import json
import math
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

OWN = Path(__file__).parent.parent / "frozen" / "user.yaml"
WIDE = """
studies:
""" + "".join(
    f"""
  - id: wide-{place}
    title: An invented example, {place}
    csl_type: article-journal
    year: 2030
    authors: [{{family: Example}}]
    design: rct
    status: published
    finding: Invented.
    conditions: [ptsd]
    n: {{analysed: {people}}}
    comparator: [placebo]
    outcomes:
      - id: a
        measure: PCL-5
        instrument: pcl-5
        domain: ptsd
        comparison: between-randomised
        estimate: mean-difference
        first: ketamine
        second: placebo
        minuend: first
        better: lower
        value: -3
        ci95: [{low}, {high}]
        unit: points
        direction: favours-ketamine
        source: https://example.org/{place}
    read_at: [{{url: "https://example.org/{place}", read: abstract}}]
"""
    for place, (low, high, people) in enumerate([(-5, -1, 300), (-6, 0, 200), (-4, -2, 100), (-70, 64, 4)])
)


class Bar(NamedTuple):
    """One line of a drawing: its ends, its point, and which numbers it says it stands for."""

    left: float
    right: float
    point: float | None
    numbers: list[float]
    arrows: list[tuple[float, float]]
    turned: bool


class Panel(NamedTuple):
    bars: list[Bar]
    ticks: list[tuple[float, float]]
    worse: tuple[float, str]
    better: tuple[float, str]
    heading: str

    def place(self, value: float) -> float:
        """Where a number belongs, between or beyond the first and the last tick."""
        (x0, low), (x1, high) = self.ticks[0], self.ticks[-1]
        scale = math.log if "atio" in self.heading else float
        return x0 + (scale(value) - scale(low)) / (scale(high) - scale(low)) * (x1 - x0)


def panels(page: str) -> list[Panel]:
    found = []
    for drawing in re.findall(r'<svg class="forest".*?</svg>', page, re.DOTALL):
        root = ElementTree.fromstring(drawing)
        figures = [node.text or "" for node in root.iter("text") if node.get("class") == "figure"]
        bars = [
            _bar(group, text)
            for group, text in zip((g for g in root.iter("g")), figures, strict=True)
            if group.get("class") in ("first", "second")
        ]
        ticks = [
            (float(node.get("x", "")), float(node.text or ""))
            for node in root.iter("text")
            if node.get("class") == "tick"
        ]
        ends = [
            (float(node.get("x", "")), node.text or "") for node in root.iter("text") if node.get("class") == "sides"
        ]
        worse, better = ends or [(0.0, ""), (0.0, "")]
        found.append(Panel(bars, ticks, worse, better, root.findtext("title") or ""))
    return found


def _bar(group: ElementTree.Element, text: str) -> Bar:
    line = next(node for node in group.iter("line"))
    circle = group.find("circle")
    arrows = []
    for path in group.iter("path"):
        numbers = [float(found) for found in re.findall(r"-?\d+\.?\d*", path.get("d", ""))]
        # Where its tip is, and which way its body goes from there.
        arrows.append((numbers[0], numbers[2]))
    values = [float(found) for found in re.findall(r"-?\d+\.?\d*", text)]
    place = None if circle is None else float(circle.get("cx", ""))
    return Bar(float(line.get("x1", "")), float(line.get("x2", "")), place, values, arrows, "†" in text)


_drawn: list[Panel] = []


@pytest.fixture
def drawn(kap: InProcess, frozen: Path, tmp_path: Path) -> list[Panel]:
    """The drawings of three reports, made and measured once for all tests."""
    if not _drawn:
        file = tmp_path / "wide.yaml"
        file.write_text(WIDE, "utf-8")
        for words in (("ptsd",), ("depression",), ("cocaine",)):
            ran = kap("report", *words, "--full", "--format", "html", "--catalogue", str(OWN), "--catalogue", str(file))
            assert ran.code == 0, ran.err
            _drawn.extend(panels(ran.out))
    return _drawn


def test_numbers_grow_from_left_to_right(drawn: list[Panel]) -> None:
    assert len(drawn) > 8
    for panel in drawn:
        assert [x for x, _ in panel.ticks] == sorted(x for x, _ in panel.ticks)
        assert [number for _, number in panel.ticks] == sorted(number for _, number in panel.ticks)


def test_every_mark_stands_where_its_numbers_say(drawn: list[Panel]) -> None:
    for panel in drawn:
        for bar in panel.bars:
            value, low, high = _as_drawn(bar, panel)
            cut = {direction for _, direction in bar.arrows}
            assert bar.point == pytest.approx(panel.place(value), abs=2), panel.heading
            if not any(direction > 0 for direction in cut):
                assert bar.left == pytest.approx(panel.place(low), abs=2), panel.heading
            if not any(direction < 0 for direction in cut):
                assert bar.right == pytest.approx(panel.place(high), abs=2), panel.heading


def _as_drawn(bar: Bar, panel: Panel) -> list[float]:
    """The numbers on the axis: of a figure whose axis is turned, those published are turned back."""
    if not bar.turned:
        return bar.numbers
    value, low, high = (1 / number if "atio" in panel.heading else -number for number in bar.numbers)
    return [value, high, low]


def test_an_arrow_points_outwards_beyond_the_end_of_its_line(drawn: list[Panel]) -> None:
    bars = [bar for panel in drawn for bar in panel.bars if bar.arrows]
    assert bars
    for bar in bars:
        for tip, body in bar.arrows:
            assert tip > bar.right if body < 0 else tip < bar.left
    # That of 4 people goes on beyond both ends.
    assert {len(bar.arrows) for bar in bars} == {2}


def test_what_is_better_is_named_on_the_right(drawn: list[Panel]) -> None:
    named = [panel for panel in drawn if panel.better[1]]
    assert named
    for panel in named:
        assert panel.worse[0] < panel.better[0]
        assert panel.worse[1].startswith("◄ favours ")
        assert panel.better[1].endswith(" ►")
    sides = {(panel.worse[1], panel.better[1]) for panel in named}
    assert ("◄ favours ketamine alone", "favours ketamine with therapy ►") in sides
    assert ("◄ favours usual care", "favours CBT ►") in sides


@pytest.mark.parametrize("words", ["ptsd", "depression"])
def test_a_gap_of_the_map_is_hatched_and_called_one_in_the_table_too(words: str, kap: InProcess, frozen: Path) -> None:
    section = kap("report", words, "--full", "--format", "html").out.partition('id="map"')[2].partition("</section>")[0]
    gaps = json.loads(kap("map", words, "--rows", "therapy", "--cols", "route", "--json").out)["summary"]["gaps"]
    assert gaps
    assert len(re.findall(r'<rect class="gap[ "]', section)) == section.count('<path class="gap-line"') == gaps
    cells = re.findall(r"<td>([^<]*)</td>", section)
    assert cells.count("gap") == gaps
    assert not [cell for cell in cells if cell.startswith("0")]


def test_every_row_has_the_limits_of_its_own_study(kap: InProcess, frozen: Path) -> None:
    own = ("--catalogue", str(OWN))
    page = kap("report", "ptsd", "--full", "--format", "html", *own).out
    shared = 0
    for panel in re.findall(r'<figure class="drawing panel.*?</figure>', page, re.DOTALL):
        names = dict(re.findall(r'<text class="who"[^>]*>(\d+) ([\w-]+)=?</text>', panel))
        rows = [
            (names[number], text)
            for number, text in re.findall(r'<li><span class="label">(\d+) </span>(.*?)</li>', panel)
        ]
        shared += len({name for name, _ in rows}) > 1
        for name, text in rows:
            limits = re.search(r"Limitations: ([^\n]*)\.$", text)
            assert limits is not None
            (hit,) = (one for one in kap("search", name, *own).out.splitlines() if one.startswith(f"{name}\t"))
            assert limits[1] in hit.split("\t"), name
    # One axis that two studies share, or nothing would be told apart.
    assert shared
