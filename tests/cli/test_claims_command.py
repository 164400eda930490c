"""The manual of ``kap claims``: what a list holds, what a page holds, and what narrows either; and plain words."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from kapcli.catalogue.model import GlossaryTerm
from kapcli.index.records import glossary
from kapcli.index.session import close_all, open_session
from kapcli.views import signs
from kapcli.views.terms import unexplained

Kap = Callable[..., Any]

THERAPY = "therapy-adds-to-ketamine"
WIDE = 1000
CHUNK = 100


def ids(kap: Kap, *line: str) -> list[str]:
    """The ids that a command line finds."""
    found: list[str] = kap(*line, "--format", "ids").out.split()
    return found


def results(kap: Kap, *line: str) -> list[dict[str, Any]]:
    """What a command line answers; the same list each time, so nobody changes it."""
    return _results(kap(*line, "--json").out)


@functools.cache
def _results(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)["results"]
    return found


VERDICTS = [
    "supported",
    "overstated",
    "contradicted",
    "mixed",
    "not-shown",
    "uncertain",
    "untested",
    "unverified",
]


def studies(claim: dict[str, Any], *sides: str) -> set[str]:
    return {link["study"] for side in sides for link in claim[side]}


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def chunks(names: list[str]) -> list[list[str]]:
    return [names[start : start + CHUNK] for start in range(0, len(names), CHUNK)]


@pytest.fixture
def kap(kap_once: Kap) -> Kap:
    """Every line here only reads."""
    return kap_once


@pytest.fixture
def at_120(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def terms() -> list[GlossaryTerm]:
    """The glossary that ``--lay`` explains words from."""
    found = list(glossary(open_session(()).connection))
    close_all()
    return found


@pytest.fixture
def surnames(kap: Kap) -> set[str]:
    """Names of people with a capital inside (McInnes) are no abbreviations, nor are those of journals (HRB)."""
    references = json.loads(kap("cite", "--all", "--format", "csl-json").out)
    people = {name["family"] for item in references for name in item.get("author", ()) if "family" in name}
    return people | {word for item in references for word in item.get("container-title", "").split()}


class TestList:
    def test_each_has_its_statement_whole_its_sign_certainty_studies_and_people(
        self, kap: Kap, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        claims = results(kap, "claims")
        monkeypatch.setenv("COLUMNS", "400")
        shown = kap("claims", "--format", "text").out
        lines = [line for line in shown.splitlines() if re.match(r" *\d+  \S ", line)]
        for place, (line, claim) in enumerate(zip(lines, claims, strict=True), 1):
            assert line.split()[0] == str(place)
            assert f"{signs.VERDICTS[claim['verdict']]} {claim['statement']}" in line
            assert line.endswith(claim["id"])
            if claim["certainty"]:
                assert f"◯ {claim['certainty'].replace('-', ' ')}" in line
            if claim["people_in_all"] and claim["level"] != "within":
                assert re.search(rf" {claim['people_in_all']}\+?  ", line)
            elif claim["kind"] == "effect" and claim["level"] in (None, "within"):
                assert re.search(r"not rated +0 ", line)

    @pytest.mark.parametrize("columns", ["60", "80", "120"])
    def test_no_statement_is_cut(self, kap: Kap, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
        claims = results(kap, "claims", "ptsd")
        monkeypatch.setenv("COLUMNS", columns)
        shown = kap("claims", "ptsd", "--format", "text").out
        assert "…" not in shown
        assert max(map(len, shown.splitlines())) <= int(columns)
        words = set(shown.split())
        assert all(word in words for claim in claims for word in claim["statement"].split())

    def test_a_window_shows_what_fits_and_says_how_to_see_the_rest(
        self, kap_terminal: Callable[..., Any], kap: Kap
    ) -> None:
        total = len(ids(kap, "claims", "ptsd"))
        shown = kap_terminal("claims", "ptsd", env={"NO_COLOR": "1", "KAP_PAGER": ""}).out
        lines = shown.splitlines()
        assert len(lines) <= 23
        assert f"of {total} claims shown, all: --all · one in full: --open N" in shown
        assert lines[-1].endswith("hand-picked, not a systematic review · not medical advice")
        assert "EFFECTS" in shown
        assert "HARMS" in shown
        every = kap_terminal("claims", "ptsd", "--all", env={"NO_COLOR": "1", "KAP_PAGER": ""}).out
        assert re.search(rf"^ *{total}  ", every, re.MULTILINE)

    def test_a_number_opens_the_claim_that_has_it(self, kap: Kap) -> None:
        names = ids(kap, "claims", "ptsd")
        assert ids(kap, "claims", "ptsd", "--open", "4") == [names[3]]
        opened = kap("claims", "ptsd", "--open", "4", "--format", "text").out
        assert opened == kap("claims", names[3], "--format", "text").out
        ran = kap("claims", "ptsd", "--open", "999")
        assert (ran.code, "--open 999: only " in ran.err) == (2, True)

    def test_what_stands_comes_before_what_does_not_and_harms_before_the_field(self, kap: Kap) -> None:
        found = results(kap, "claims", "ptsd")
        kinds = list(dict.fromkeys(claim["kind"] for claim in found))
        assert kinds[:2] == ["effect", "harm"]
        verdicts = [claim["verdict"] for claim in results(kap, "claims", "quetiapine", "--kind", "effect")]
        assert verdicts[0] == "supported"

    def test_of_therapy_the_question_whether_it_adds_is_on_the_first_screen(self, kap: Kap) -> None:
        assert THERAPY in ids(kap, "claims", "therapy")[:3]

    def test_its_links_say_what_each_study_bears_on_it(self, kap: Kap) -> None:
        (claim,) = results(kap, "claims", THERAPY)
        assert "moore2025" in studies(claim, "no_estimate")
        assert {"grabski2022", "wilkinson2021"} <= studies(claim, "for")
        assert "duek2023" in studies(claim, "context")
        assert all(link["because"] for side in ("evidence", "context") for link in claim[side])

    def test_a_study_finds_the_claims_that_it_is_linked_to(self, kap: Kap) -> None:
        claims = results(kap, "claims", "moore2025")
        assert claims
        assert all("moore2025" in studies(claim, "evidence", "context") for claim in claims)

    def test_a_slip_is_corrected_and_told(self, kap: Kap) -> None:
        ran = kap("claims", "ketamne", "--format", "text", "--limit", "1")
        assert (ran.code, "Searched for ketamine (you wrote ketamne)." in on_one_line(ran.out)) == (0, True)


class TestWhole:
    @pytest.mark.usefixtures("at_120")
    def test_an_id_shows_it_whole_with_every_step(self, kap: Kap) -> None:
        shown = on_one_line(kap("claims", "ptsd-one-infusion-day", "--format", "text").out)
        for part in (
            "≈ UNCERTAIN · ⊕◯◯◯ very low certainty",
            "MD 12.7 points [2.5 to 22.8]",
            "Favours it, by the estimate",
            "starts at high (randomised)",
            "rated down three levels for imprecision: 41 people randomised (fewer than 50)",
            "not a formal GRADE assessment",
            "Limitations ·",
            "not medical advice",
        ):
            assert part in shown

    def test_a_single_hit_is_shown_whole_too(self, kap: Kap) -> None:
        lines = (("claims", *name.split("-"), "--kind", "harm") for name in ids(kap, "claims", "--kind", "harm"))
        line = next(line for line in lines if len(ids(kap, *line)) == 1)
        (one,) = ids(kap, *line)
        page = kap("claims", one, "--format", "text").out
        assert page in kap(*line, "--format", "text").out

    def test_several_ids_are_shown_in_the_order_in_which_they_were_asked_for(self, kap: Kap) -> None:
        asked = ["ptsd-cure", THERAPY, "ptsd-one-infusion-day"]
        assert ids(kap, "claims", *asked) == asked
        shown = kap("claims", *asked, "--format", "text").out
        assert [shown.index(name) for name in asked] == sorted(shown.index(name) for name in asked)

    def test_what_would_settle_it_and_both_sides_stand_on_the_page(self, kap: Kap) -> None:
        shown = on_one_line(kap("claims", THERAPY, "--full", "--format", "text").out)
        parts = ("What would settle it:", "Why they disagree:", "Also relevant (not part of the rating)", "Limitations")
        for part in (*parts, "In plain words:", "Certainty of the evidence", "signed by no clinician"):
            assert part in shown

    @pytest.mark.parametrize(("columns", "longest"), [("80", 30), ("120", 15)])
    def test_every_first_screen_has_at_most_23_lines(
        self, kap: Kap, monkeypatch: pytest.MonkeyPatch, columns: str, longest: int
    ) -> None:
        """All else gives way to statement, fairer wording and plain words: the longest; at 80 also each kind."""

        def words(claim: dict[str, Any]) -> int:
            return sum(len(claim[part] or "") for part in ("statement", "instead", "plain"))

        every = sorted(results(kap, "claims") + results(kap, "claims", "--kind", "record"), key=words)
        one_of_each = {
            (claim["kind"], claim["verdict"], bool(claim["for"] and claim["against"])): claim for claim in every
        }
        monkeypatch.setenv("COLUMNS", columns)
        tall = {}
        for claim in [*every[-longest:], *(one_of_each.values() if columns == "80" else ())]:
            lines = kap("claims", claim["id"], "--format", "text").out.splitlines()
            assert max(map(len, lines)) <= int(columns), claim["id"]
            if len(lines) > 23:
                tall[claim["id"]] = len(lines)
        # Where the fairer wording is long, or help in danger is named, one or two lines more; never the answer itself.
        assert all(count <= 26 for count in tall.values()), tall
        assert len(tall) <= 5

    def test_no_study_is_named_twice_on_one_side(self, kap: Kap) -> None:
        effects = ids(kap, "claims", "--kind", "effect")
        pages = kap("claims", *effects, "--full", "--format", "markdown").out
        sides = re.split(r"^### ", pages, flags=re.MULTILINE)[1:]
        assert len(sides) > len(effects)
        for side in sides:
            lines = re.split(r"^#", side, maxsplit=1, flags=re.MULTILINE)[0].splitlines()
            named = [one.split()[1] for one in lines if re.match(r" *- [a-z]+\d{4}\w* ", one)]
            assert len(named) == len(set(named)), side

    def test_an_estimate_whose_interval_includes_no_effect_says_so_on_whichever_side(self, kap: Kap) -> None:
        shown = on_one_line(kap("claims", "alcohol-therapy-added", "--format", "text").out)
        assert "Favours it, by the estimate · does not favour it: none" in shown
        assert "(therapy added to ketamine), MD 4.2 percentage points [-6.7 to 15.2]" in shown

    def test_of_a_study_the_figure_that_the_verdict_rests_on_comes_first(self, kap: Kap) -> None:
        shown = on_one_line(kap("claims", "ptsd-six-infusions", "--format", "text").out)
        assert "Effect: CAPS-5, MD 11.88 points" in shown
        assert "feder2021 (30) CAPS-5, MD 11.88 points" in shown

    def test_a_corrected_estimate_stands_beside_the_one_it_corrects(self, kap: Kap) -> None:
        shown = on_one_line(kap("claims", "ptsd-ketamine-works", "--format", "text").out)
        assert "g 0.27 SD [0.03 to 0.51]; ◆ corrected for bias 0.2 SD [-0.08 to 0.48]" in shown

    def test_an_interval_worked_out_here_is_marked_and_has_the_sign_of_its_figure(self, kap: Kap) -> None:
        shown = on_one_line(kap("claims", "esketamine-quetiapine", "--format", "text").out)
        assert "esketamine 27.1% vs quetiapine 17.6% [difference 3.2 to 15.6 points, calculated (Newcombe)]" in shown

    def test_an_interval_in_standard_deviations_is_not_rounded_to_no_effect(self, kap: Kap) -> None:
        shown = on_one_line(kap("claims", "ptsd-ketamine-works", "--full", "--format", "text").out)
        assert "0.25 SD; p = 0.0363; 95% CI of the benefit 0.02 to 0.48, calculated (exact p)" in shown


class TestFilters:
    @pytest.mark.parametrize(
        ("option", "key", "values"),
        [
            ("--verdict", "verdict", VERDICTS),
            ("--certainty", "certainty", ["low", "very-low"]),
            ("--kind", "kind", ["effect", "harm", "record", "field", "mechanism", "rule"]),
        ],
    )
    def test_a_filter_keeps_what_has_its_value_and_nothing_else(
        self, kap: Kap, option: str, key: str, values: list[str]
    ) -> None:
        every = results(kap, "claims") + results(kap, "claims", "--kind", "record")
        for value in values:
            # What one paper says is listed only where its kind is asked for.
            kinds = {"record"} if value == "record" else {claim["kind"] for claim in every} - {"record"}
            wanted = {claim["id"] for claim in every if claim[key] == value and claim["kind"] in kinds}
            assert wanted
            assert set(ids(kap, "claims", option, value)) == wanted

    def test_a_filter_given_twice_means_either(self, kap: Kap) -> None:
        both = set(ids(kap, "claims", "--verdict", "mixed", "--verdict", "untested"))
        assert both == set(ids(kap, "claims", "--verdict", "mixed")) | set(ids(kap, "claims", "--verdict", "untested"))

    def test_different_filters_and_words_all_hold(self, kap: Kap) -> None:
        found = set(ids(kap, "claims", "ptsd", "--kind", "effect", "--verdict", "uncertain"))
        assert found
        for line in (("ptsd",), ("--kind", "effect"), ("--verdict", "uncertain")):
            assert found < set(ids(kap, "claims", *line))

    def test_said_by_finds_whose_statement_it_is(self, kap: Kap) -> None:
        found = results(kap, "claims", "--said-by", "ARTICLE")
        assert found
        assert all("article" in claim["said_by"].casefold() for claim in found)
        assert len(found) == sum("article" in (claim["said_by"] or "").casefold() for claim in results(kap, "claims"))

    @pytest.mark.parametrize(
        "facet",
        [
            ("--condition", "ocd"),
            ("--condition", "ptsd"),
            ("--route", "oral"),
            ("--design", "meta-analysis"),
            ("--population", "veteran"),
            ("--therapy", "emdr"),
            ("--comparator", "midazolam"),
            ("--year", "2025"),
            ("--min-n", "400"),
        ],
        ids=" ".join,
    )
    def test_a_facet_finds_a_claim_where_a_study_for_or_against_it_does(self, kap: Kap, facet: tuple[str, str]) -> None:
        matching = set(ids(kap, "search", *facet))
        wanted = set()
        for claim in results(kap, "claims"):
            deciding = studies(claim, "evidence") or studies(claim, "context")
            if deciding & matching:
                wanted.add(claim["id"])
        assert wanted
        assert set(ids(kap, "claims", *facet)) == wanted

    @pytest.mark.parametrize(
        ("line", "offered"),
        [
            (("--verdict", "suported"), "--verdict supported"),
            (("--certainty", "verylow"), "--certainty very-low"),
            (("--kind", "efect"), "--kind effect"),
            (("--condition", "ptds"), "--condition ptsd"),
        ],
    )
    def test_the_nearest_is_offered_for_a_value_that_there_is_not(
        self, kap: Kap, line: tuple[str, str], offered: str
    ) -> None:
        ran = kap("claims", *line)
        assert (ran.code, ran.out) == (2, "")
        assert line[1] in ran.err
        assert offered in ran.err

    def test_all_values_are_offered_where_none_is_near(self, kap: Kap) -> None:
        ran = kap("claims", "--verdict", "qqqqqq")
        assert ran.code == 2
        for value in VERDICTS:
            assert value in ran.err

    def test_nothing_found_leads_to_the_search(self, kap: Kap) -> None:
        ran = kap("claims", "qqqqqq")
        assert (ran.code, ran.out) == (1, "")
        assert "kap search qqqqqq" in ran.err


class TestFormats:
    def test_a_pipe_has_a_line_for_each_claim(self, kap: Kap) -> None:
        head, *rows = kap("claims", "therapy").out.splitlines()
        assert head.split("\t") == [
            *("id", "kind", "topic", "verdict", "certainty", "statement", "favours", "does_not_favour"),
            *("not_weighed_or_no_estimate", "instead", "said_by", "origin"),
        ]
        assert [row.split("\t")[0] for row in rows] == ids(kap, "claims", "therapy")
        assert {len(row.split("\t")) for row in rows} == {12}

    def test_every_format_has_the_same_claims(self, kap: Kap) -> None:
        wanted = ids(kap, "claims", "therapy")
        assert [claim["id"] for claim in results(kap, "claims", "therapy")] == wanted
        ndjson = kap("claims", "therapy", "--format", "ndjson").out.splitlines()
        assert [json.loads(line)["id"] for line in ndjson[:-1]] == wanted
        markdown = kap("claims", "therapy", "--format", "markdown").out
        assert re.findall(r"\| ([a-z][a-z0-9-]+) \|$", markdown, re.MULTILINE) == wanted

    def test_verdicts_are_counted_over_what_is_shown(self, kap: Kap) -> None:
        found = json.loads(kap("claims", "therapy", "--limit", "5", "--json").out)
        assert found["total"] > 5
        assert sum(found["summary"]["verdicts"].values()) == len(found["results"]) == 5

    def test_a_limit_keeps_the_first(self, kap: Kap) -> None:
        assert ids(kap, "claims", "therapy", "--limit", "3") == ids(kap, "claims", "therapy")[:3]


class TestLay:
    def left(self, text: str, terms: list[GlossaryTerm], surnames: set[str]) -> list[str]:
        return sorted(unexplained(text, terms) - surnames)

    def test_no_claim_has_an_abbreviation_that_is_not_explained(
        self, kap: Kap, terms: list[GlossaryTerm], surnames: set[str]
    ) -> None:
        every = ids(kap, "claims") + ids(kap, "claims", "--kind", "record")
        texts = [kap("claims", *names, "--lay").out for names in chunks(every)]
        assert all(texts)
        assert self.left("\n".join(texts), terms, surnames) == []

    def test_help_in_danger_is_named_also_where_what_is_shown_first_is_not_about_it(self, kap: Kap) -> None:
        assert "In danger or thinking of suicide?" in kap("claims", "ptsd", "--lay", "--limit", "1").out
        assert "In danger or thinking of suicide?" in kap("claims", "ptsd", "--lay").out

    def test_closest_matches_are_announced_below_the_answer_of_the_topic(self, kap: Kap) -> None:
        shown = kap("search", "does ketamine help with flashbacks", "--lay").out
        assert shown.index("We can't be sure") < shown.index("Closest matches") < shown.index("Rothärmel")

    def test_a_search_says_what_to_type_next(self, kap: Kap) -> None:
        shown = kap("search", "ptsd", "--lay", "--limit", "2").out
        assert re.search(r"2 of \d+ studies shown\. To see all: --all", shown)
        found = re.search(r"To read one, with its side effects: kap show (\S+) --lay", shown)
        assert found
        assert kap("show", found[1], "--lay").code == 0

    def test_no_study_has_one(self, kap: Kap, terms: list[GlossaryTerm], surnames: set[str]) -> None:
        texts = [kap("show", *names, "--lay").out for names in chunks(ids(kap, "search"))]
        assert all(texts)
        assert self.left("\n".join(texts), terms, surnames) == []

    @pytest.mark.parametrize(
        "line",
        [
            ("limits",),
            ("limits", "--safety"),
            ("search", "ptsd"),
            ("check", "one infusion lowered PTSD symptoms within a day compared with midazolam"),
            ("check", "ketamine works as well as ECT"),
        ],
        ids=lambda line: " ".join(line)[:30],
    )
    def test_no_other_page_has_one(
        self, kap: Kap, line: tuple[str, ...], terms: list[GlossaryTerm], surnames: set[str]
    ) -> None:
        ran = kap(*line, "--lay")
        assert ran.code == 0
        assert self.left(ran.out, terms, surnames) == []

    @pytest.mark.usefixtures("at_120")
    def test_what_is_explained_is_explained_on_the_page_itself(self, kap: Kap) -> None:
        head, foot = kap("claims", "ketamine-as-good-as-ect", "--lay").out.split("Words used")
        assert "ECT" in head
        assert "ECT (electroconvulsive therapy):" in foot

    def test_it_says_how_sure_and_that_it_is_no_advice(self, kap: Kap) -> None:
        shown = on_one_line(kap("claims", THERAPY, "--lay").out)
        for part in ("In short:", "; very low certainty.", "This is not medical advice."):
            assert part in shown

    def test_verdict_and_certainty_stand_in_one_sentence_and_a_study_in_one_line_without_its_id(self, kap: Kap) -> None:
        shown = kap("claims", "ptsd-six-infusions", "--lay").out
        assert "In short: We don't know. One small study points this way; very low certainty." in on_one_line(shown)
        assert "feder2021" not in shown
        supported = [one["id"] for one in results(kap, "claims", "--verdict", "supported", "--certainty", "low")]
        for name in supported:
            told = on_one_line(kap("claims", name, "--lay").out)
            assert re.search(r"In short: Possibly\. [^.]+ this way; low certainty\.", told), name


class TestSummaryOfFindings:
    def test_there_is_a_row_for_each_effect_with_its_figure_certainty_and_reasons(self, kap: Kap) -> None:
        effects = results(kap, "claims", "ptsd", "--kind", "effect")
        rows = results(kap, "claims", "ptsd", "--table")
        assert [row["id"] for row in rows] == [claim["id"] for claim in effects]
        for row, claim in zip(rows, effects, strict=True):
            assert (row["certainty"], row["verdict"]) == (claim["certainty"], claim["verdict"])
            assert len(row["reasons"]) == (len(claim["steps"]) if claim["certainty"] else 1)
            if not claim["certainty"]:
                assert row["reasons"][0].startswith("not rated")
            if claim["effect"]:
                assert row["effect_study"] == claim["effect"]["study"]
                assert (row["interval"] or "") == claim["effect"]["origin"]
                assert ("calculated" in row["effect"]) == claim["effect"]["origin"].startswith("calculated")

    @pytest.mark.parametrize("columns", ["60", "80", "120"])
    def test_the_page_has_the_same_and_footnotes(self, kap: Kap, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
        monkeypatch.setenv("COLUMNS", columns)
        shown = kap("claims", "alcohol", "--table", "--format", "text").out
        assert max(map(len, shown.splitlines())) <= int(columns)
        told = on_one_line(shown)
        assert (
            "[1] rated down one level for risk of bias: the comparator feels different, and blinding was not shown"
            in told
        )
        assert "signed by no clinician" in told
        assert "not rated [" in told

    def test_a_spreadsheet_has_the_same_cells_as_a_program(self, kap: Kap) -> None:
        rows = list(csv.DictReader(io.StringIO(kap("claims", "alcohol", "--table", "--format", "csv").out)))
        told = results(kap, "claims", "alcohol", "--table")
        assert [row["effect"] for row in rows] == [row["effect"] for row in told]
        assert [row["id"] for row in rows] == [row["id"] for row in told]

    def test_a_report_has_it_too(self, kap: Kap) -> None:
        text = kap("report", "alcohol").out
        assert "## Summary of Findings" in text
        assert "MD 10.1 percentage points \\[1.1 to 19\\], ketamine minus saline" in text
