"""``kap forest``: which figures it draws, which it lists, and what it says of the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from kapcli.catalogue.model import About
from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.publication import Reading
from kapcli.catalogue.study import Study
from kapcli.evidence.forest import forest
from kapcli.index.loading import load_vocabulary
from kapcli.views.forest import forest_document
from kapcli.views.forest_tables import COLUMNS
from kapcli.writers.layout import cell_width, plain
from kapcli.writers.terminal import terminal

Kap = Callable[..., Any]


@pytest.fixture
def kap(kap_once: Kap) -> Kap:
    """Every line here only reads."""
    return kap_once


def asked(kap: Kap, *line: str) -> dict[str, Any]:
    return json.loads(kap("forest", *line, "--json").out)


def drawn(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [result for result in found["results"] if result["drawn"]]


class TestDomains:
    @pytest.mark.parametrize(
        ("line", "domains"),
        [
            (("ptsd",), ["ptsd"]),
            (("--condition", "ptsd"), ["ptsd"]),
            (("trd",), ["depression"]),
            (("--condition", "substance-use"), ["alcohol-use", "cocaine-use"]),
            (("suicidality",), ["suicidality"]),
            (("emdr",), []),
            (("feder2014",), []),
            (("ptsd", "--domain", "all"), []),
            (("ptsd", "--domain", "depression"), ["depression"]),
            (("ptsd", "--domain", "safety", "--domain", "function"), ["function", "safety"]),
        ],
    )
    def test_the_words_say_what_is_drawn_unless_the_option_does(
        self, kap: Kap, line: tuple[str, ...], domains: list[str]
    ) -> None:
        found = asked(kap, *line)
        assert sorted(found["query"]["domain"]) == sorted(domains)
        assert {row["domain"] for row in drawn(found)} <= set(domains or [row["domain"] for row in drawn(found)])

    def test_what_is_left_out_is_counted_and_how_to_see_it_is_said(self, kap: Kap) -> None:
        out = " ".join(kap("forest", "ptsd").out.split())
        assert re.search(r"Other outcomes of these studies: \d+ \(depression \d+", out)
        assert "Show them: kap forest ptsd --domain all" in out

    def test_an_unknown_domain_is_refused_and_near_ones_offered(self, kap: Kap) -> None:
        ran = kap("forest", "--domain", "depresion")
        assert (ran.code, ran.out) == (2, "")
        assert "--domain depression" in ran.err


class TestPage:
    def test_nothing_is_pooled_and_it_says_so(self, kap: Kap) -> None:
        out = " ".join(kap("forest", "ptsd").out.split())
        assert "there is no pooled estimate" in out
        assert "Published meta-analyses, as published" in out

    def test_results_without_a_difference_that_cannot_be_drawn_are_counted_at_the_top(self, kap: Kap) -> None:
        head = " ".join(kap("forest", "ptsd").out.split())[:400]
        assert re.search(r"Not plotted: \d+ more, \d+ of which showed no difference", head)

    def test_the_source_s_own_sign_stands_beside_the_turned_figure(self, kap: Kap) -> None:
        out = " ".join(kap("forest", "popova2019", "--domain", "depression", "--full").out.split())
        assert "-4 [-7.31, -0.64]†" in out
        assert "esketamine minus placebo spray: -4 points (95% CI -7.31 to -0.64)" in out
        assert "† drawn the other way round" in out
        mark = drawn(asked(kap, "popova2019", "--domain", "depression"))[0]["marks"][0]
        assert (mark["estimate"], mark["low"], mark["high"]) == (4, 0.64, 7.31)

    def test_a_published_ratio_is_printed_and_its_axis_turned(self, kap: Kap) -> None:
        (line,) = (line for line in kap("forest", "highland2020").out.splitlines() if "1.28 [0.48, 3.47]†" in line)
        assert line.index("●") < line.index("┼")

    def test_no_difference_without_an_estimate_is_a_row_with_its_limitations(self, kap: Kap) -> None:
        out = kap("forest", "ptsd").out
        part = out.partition("No difference shown, and no interval in our sources")[2].partition("Mean difference")[0]
        (row,) = (row for row in part.split("\n  ") if row.startswith("abdallah2022 "))
        text = " ".join(part.split())
        assert row.startswith("abdallah2022 │ n = 158 randomised")
        assert "corrected after publication. Limitations: possible unblinding; missing data." in text

    def test_every_row_has_its_limitations_on_the_short_page(self, kap: Kap) -> None:
        out = " ".join(kap("forest", "ptsd").out.split())
        rows = len(drawn(asked(kap, "ptsd")))
        silent = len(re.findall(r"\w+\d{4}\w? │", out))
        assert silent
        assert out.count("Limitations: ") == rows + silent
        assert "Not plotted: 5" in out
        assert "kap forest ptsd --full" in out

    def test_one_id_is_a_name_and_not_words(self, kap: Kap) -> None:
        found = asked(kap, "feder2014")
        assert {row["id"] for row in found["results"]} == {"feder2014"}

    def test_every_work_named_has_its_limits(self, kap: Kap) -> None:
        found = asked(kap, "ptsd")
        listed = {result["id"] for result in found["results"] if result["reason"] != "another-domain"}
        part = kap("forest", "ptsd", "--full").out.partition("Study limitations")[2]
        assert set(re.findall(r"^  (\w+) ·", part, re.MULTILINE)) == listed
        assert " ".join(part.split()).count("Limits:") == len(listed)

    def test_ids_are_drawn_together(self, kap: Kap) -> None:
        found = asked(kap, "feder2014", "anand2023")
        assert {result["id"] for result in found["results"]} == {"feder2014", "anand2023"}

    @pytest.mark.parametrize("width", ["20", "60", "200"])
    def test_it_fits_any_width(self, kap: Kap, width: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", width)
        ran = kap("forest")
        assert ran.code == 0
        if int(width) >= 60:
            assert max(map(len, ran.out.splitlines())) <= int(width)


class TestNothing:
    def test_studies_without_an_interval_are_listed_and_that_is_said(self, kap: Kap) -> None:
        ran = kap("forest", "abdallah2022")
        assert ran.code == 0
        assert ran.out.startswith("Nothing to draw: 5 outcomes are reported")

    def test_studies_without_any_outcome_are_nothing_found(self, kap: Kap) -> None:
        ran = kap("forest", "fda2023")
        assert (ran.code, ran.out) == (1, "")
        assert "1 study matches and has no outcome" in ran.err


class TestForPrograms:
    def test_every_figure_is_a_result_drawn_or_with_a_reason(self, kap: Kap) -> None:
        found = asked(kap)
        assert found["total"] == len(found["results"]) == 649
        for result in found["results"]:
            assert result["drawn"] == (result["reason"] is None) == bool(result["marks"]) == bool(result["panel"])
        summary = found["summary"]
        assert summary["drawn"] + summary["listed"] + summary["left_out"] == 649
        assert sum(panel["rows"] for panel in summary["panels"]) == summary["drawn"]

    def test_a_panel_has_what_a_drawing_needs(self, kap: Kap) -> None:
        panels = asked(kap, "ptsd")["summary"]["panels"]
        assert len({panel["id"] for panel in panels}) == len(panels)
        assert all(panel["axis"]["low"] < panel["axis"]["high"] for panel in panels)
        assert [panel["published"] for panel in panels] == sorted(panel["published"] for panel in panels)

    def test_tsv_has_a_line_for_each_point_and_each_listed_figure(self, kap: Kap) -> None:
        lines = [line.split("\t") for line in kap("forest", "ptsd", "--format", "tsv").out.splitlines()]
        assert tuple(lines[0]) == COLUMNS
        assert {len(line) for line in lines} == {len(COLUMNS)}
        found = asked(kap, "ptsd")
        assert len(lines) - 1 == sum(len(result["marks"]) or 1 for result in found["results"])

    def test_markdown_holds_the_same_rows(self, kap: Kap) -> None:
        out = kap("forest", "ptsd", "--full", "--format", "markdown").out
        table_rows = [line for line in out.splitlines() if re.match(r"\| \d+ \w+\d{4} ", line)]
        listed = out.partition("## Not plotted")[2].partition("\n## ")[0]
        summary = asked(kap, "ptsd")["summary"]
        assert len(table_rows) == summary["drawn"]
        assert len(re.findall(r"^\w+\d{4}\w? · ", listed, re.MULTILINE)) == summary["listed"]


def test_odd_names_of_sides_cannot_command_the_terminal_or_break_a_line() -> None:
    figure = Outcome(
        id="a",
        measure="[bold] \x1b[31mscale\u202e",
        domain="ptsd",
        comparison="between-randomised",
        estimate="mean-difference",
        direction="favours-ketamine",
        source="https://example.org/a",
        first="ketamine\x1b]0;x\x07",
        second="place\nbo\u202e",
        minuend="first",
        better="higher",
        timepoint="1\td\x9b",
        unit="points",
        value=2.0,
        ci95=(1.0, 3.0),
    )
    study = Study(
        id="a" * 60,
        title="t",
        csl_type="report",
        year=2020,
        design="rct",
        status="published",
        finding="f",
        read_at=(Reading(url="https://example.org/a", read="abstract"),),
        outcomes=(figure,),
    )
    vocabulary = load_vocabulary()
    about = About(title="", as_of="2026-01-01", scope="", inclusion=(), method="", disclaimer="", urgent_help="")
    for width in (60, 80, 120):
        lines = plain(terminal(forest_document(forest([study], vocabulary), vocabulary, about), width)).splitlines()
        assert max(map(cell_width, lines)) <= width
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", "".join(lines))


def test_every_axis_says_its_unit_in_a_sentence(kap: Kap) -> None:
    page = kap("forest", "sicignano2023", "--domain", "all").out
    assert "In the unit of the source; 0 is no difference." in page
    assert "In in " not in page
