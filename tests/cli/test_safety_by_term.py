"""``kap limits --safety``: adverse events by term, one term's page, and what every other page says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import InProcess


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(autouse=True)
def _width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_the_largest_count_of_serious_events_stands_at_the_head(kap: InProcess) -> None:
    text = flat(kap("limits", "--safety", "--format", "text").out)
    head = text.partition("Adverse event (! serious)")[0]
    assert "Serious adverse events: 216 of 1,148 (18.8%) in zaki2025 (no comparison group)" in head
    assert "no number in" in head
    assert "No report of harm does not mean there was none." in head


@pytest.mark.parametrize(
    "line", [(), ("ptsd",), ("--route", "oral"), ("depression",), ("k-hole",), ("bladder",), ("death",), ("anxiety",)]
)
def test_a_first_screen_is_a_window_high(line: tuple[str, ...], kap: InProcess) -> None:
    ran = kap("limits", "--safety", *line, "--format", "text")
    assert len(ran.out.splitlines()) <= 23
    assert "hand-picked" in ran.out or "curated" in ran.out


def test_full_names_every_study_and_what_was_not_reported(kap: InProcess) -> None:
    short = kap("limits", "--safety", "--format", "text").out
    full = kap("limits", "--safety", "--full", "--format", "text").out
    assert "kap limits --safety --full" in flat(short)
    results = json.loads(kap("limits", "--safety", "--json").out)["results"]
    for study in results:
        assert study["id"] in full
    assert "Adverse events not reported in our sources" in flat(full)
    assert full == kap("limits", "--safety", "--all", "--format", "text").out


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("blood pressure", "raised blood pressure"),
        ("high blood pressure", "raised blood pressure"),
        ("bladder", "urinary and bladder symptoms"),
        ("k-hole", "dissociation"),
        ("dissociation", "dissociation"),
        ("memory", "memory impairment"),
        ("is it addictive", "dependence"),
        ("liver damage", "liver injury"),
        ("anxiety side effect", "anxiety"),
    ],
)
def test_words_lead_to_their_term(words: str, label: str, kap: InProcess) -> None:
    text = flat(kap("limits", "--safety", *words.split(), "--format", "text").out)
    assert f"Read as the adverse event {label}." in text
    assert "studies that report on adverse events" in text


def test_other_words_narrow_the_term(kap: InProcess) -> None:
    query = json.loads(kap("limits", "--safety", "bladder", "ptsd", "--json").out)["query"]
    assert query["adverse_event"] == "urinary-symptoms"
    assert query["text"] == "ptsd"


def test_a_condition_stays_a_condition_and_the_term_is_offered(kap: InProcess) -> None:
    ran = flat(kap("limits", "--safety", "anxiety", "--format", "text").out)
    assert "anxiety as an adverse event" in ran
    assert "kap limits --safety anxiety side effect" in ran


def test_the_comparator_stands_beside_and_apart(kap: InProcess) -> None:
    text = flat(kap("limits", "--safety", "--full", "--format", "text").out)
    term = kap("limits", "--safety", "dissociation", "--full", "--format", "markdown").out
    assert "35 of 152 (23%) vs 0 of 145 with placebo spray" in flat(term)
    apart = text.partition("With the comparator, not with ketamine")[2]
    assert "memory impairment: " in apart
    assert "anand2023 (ECT)" in apart


def test_terms_for_a_program(kap: InProcess) -> None:
    summary = json.loads(kap("limits", "--safety", "--json").out)["summary"]
    by_code = {term["term"]: term for term in summary["terms"]}
    assert summary["telling"] == summary["reported"] + summary["partial"]
    death = by_code["death"]
    assert (death["serious"], death["system"]) == (True, "general")
    assert death["largest"]["id"] == "zaki2025"
    assert (death["largest"]["number"], death["largest"]["of"]) == (9, 1148)
    for term in summary["terms"]:
        assert len(set(term["named"])) == len(term["named"]) <= summary["telling"]


def test_a_doubted_work_is_marked(kap: InProcess) -> None:
    text = flat(kap("limits", "--safety", "ptsd", "--full", "--format", "text").out)
    assert "abdallah2022 (corrected)" in text
    whole = kap("limits", "--safety", "--full", "--format", "text").out
    assert "Retracted and not counted:" in whole
    assert "larkin2011:" not in whole
    results = json.loads(kap("limits", "--safety", "ptsd", "--json").out)["results"]
    assert {study["retraction"] for study in results if study["id"] == "abdallah2022"} == {"corrected"}


def test_three_different_sentences_in_plain_words(kap: InProcess) -> None:
    reported, partial, silent = (
        flat(kap("limits", "--safety", name, "--lay").out) for name in ("feder2014", "topel2025", "dadabayev2020")
    )
    assert "Side effects and other events reported: feeling cut off from yourself or the world" in reported
    assert "The report tells only part of the side effects" in partial
    assert "say nothing about side effects" in silent
    assert "say nothing about side effects" not in partial
    assert "It counted no serious ones." in flat(kap("limits", "--safety", "feder2021", "--lay").out)


@pytest.mark.parametrize("word", ["bladder", "nausea", "lightheadedness", "k-hole", "vomiting"])
def test_search_finds_a_harm_and_no_mention_outranks_a_subject(word: str, kap: InProcess) -> None:
    results = json.loads(kap("search", word, "--limit", "300", "--json").out)["results"]
    bands = [study["match"] for study in results]
    order = ["identifier", "about", "said", "mentioned", "partial"]
    assert results
    assert [order.index(band) for band in bands] == sorted(order.index(band) for band in bands)


@pytest.mark.parametrize(("word", "name"), [("nausea", "popova2019"), ("lightheadedness", "lara2013")])
def test_search_finds_a_study_by_its_term(word: str, name: str, kap: InProcess) -> None:
    results = json.loads(kap("search", word, "--limit", "300", "--json").out)["results"]
    assert name in [study["id"] for study in results]


def test_what_is_a_condition_is_not_searched_for_as_a_harm(kap: InProcess) -> None:
    units = json.loads(kap("search", "anxiety", "--json").out)["query"]["units"]
    assert not any(code.startswith("adverse_event:") for unit in units for code in unit["codes"])


@pytest.mark.parametrize("word", ["psychotomimetic", "dysgeusia", "k-hole", "derealisation", "somnolence", "hypomania"])
def test_the_jargon_of_harms_is_explained(word: str, kap: InProcess) -> None:
    ran = kap("glossary", word)
    assert ran.code == 0
    assert len(ran.out) > 40


def test_an_older_file_is_rewritten_and_nothing_is_lost(kap: InProcess, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(OLDER, "utf-8")
    before = json.loads(kap("show", "mine2030", "--catalogue", str(file), "--json").out)["results"][0]["safety"]
    ran = kap("validate", "--migrate", str(file))
    assert "1 study rewritten" in flat(ran.out)
    text = file.read_text("utf-8")
    assert "common" not in text
    assert "- {term: nausea}" in text
    assert "# a remark that stays" in text
    assert 'text: "A few: nausea, mostly."' in text
    after = json.loads(kap("show", "mine2030", "--catalogue", str(file), "--json").out)["results"][0]["safety"]
    assert after == before
    assert "nothing to rewrite" in flat(kap("validate", "--migrate", str(file)).out)


def test_a_comment_among_the_harms_is_not_lost(kap: InProcess, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(OLDER.replace("withdrawals: 2", "withdrawals: 2  # two"), "utf-8")
    before = file.read_text("utf-8")
    ran = kap("validate", "--migrate", str(file))
    assert "a comment under 'safety' would be lost" in ran.err
    assert file.read_text("utf-8") == before


OLDER = """\
studies:
  - id: mine2030  # a remark that stays
    title: An invented example
    csl_type: article-journal
    year: 2030
    authors: [{family: Example}]
    design: case-series
    status: published
    finding: Invented.
    safety:
      status: found
      serious_adverse_events: 0
      withdrawals: 2
      common:
      - nausea
      - hiccups
      text: "A few: nausea, mostly."
    conditions: [ptsd]
    read_at: [{url: "https://example.org/a", read: abstract}]
"""
