"""`kap topics`, and the answer of a topic on top of claims and reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from kapcli.views.topic_words import CANNOT_TELL

Kap = Callable[..., Any]


@pytest.fixture
def kap(kap_once: Kap) -> Kap:
    """Every line here only reads."""
    return kap_once


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def answer_of(kap: Kap, name: str, *, plain: bool = False) -> str:
    (found,) = json.loads(kap("topics", name, "--json").out)["results"]
    return str(found["plain_answer" if plain else "answer"])


@pytest.mark.parametrize("lay", [(), ("--lay",)])
def test_claims_begin_with_the_answer_of_their_topic(kap: Kap, lay: tuple[str, ...]) -> None:
    page = on_one_line(kap("claims", "ptsd", "--format", "text", *lay).out)
    title = "Ketamine and PTSD (post-traumatic stress disorder)" if lay else "Ketamine for PTSD"
    before, answer, _ = page.partition(f"{title} {answer_of(kap, 'ptsd', plain=bool(lay))}")
    assert answer
    # Where one of the claims is about suicide, help stands first.
    assert not before or before.startswith("In danger")


@pytest.mark.parametrize("lay", [(), ("--lay",)])
def test_a_report_has_the_answer_of_its_topic_and_no_other(kap: Kap, lay: tuple[str, ...]) -> None:
    page = kap("report", "ptsd", *lay).out
    assert f"> {answer_of(kap, 'ptsd', plain=bool(lay))}" in page.replace("\\", "")
    assert page.count("\n> ") == 1


def test_the_topic_stands_in_the_json_of_claims_and_report(kap: Kap) -> None:
    (whole,) = json.loads(kap("topics", "ptsd", "--json").out)["results"]
    assert json.loads(kap("claims", "ptsd", "--json").out)["summary"]["topic"] == whole
    (report,) = json.loads(kap("report", "ptsd", "--json").out)["results"]
    assert (report["topic"], report["answer"], report["ground"]) == (whole, [whole["answer"]], "topic")
    assert json.loads(kap("claims", "feder2014", "--json").out)["summary"]["topic"] is None


def test_a_filter_on_claims_asks_for_no_answer(kap: Kap) -> None:
    assert json.loads(kap("claims", "ptsd", "--kind", "effect", "--json").out)["summary"]["topic"] is None


@pytest.mark.parametrize("command", [("topics", "pregnancy"), ("claims", "pregnancy"), ("report", "pregnancy")])
@pytest.mark.parametrize("lay", [(), ("--lay",)])
def test_who_should_not_have_it_is_never_cut(kap: Kap, command: tuple[str, ...], lay: tuple[str, ...]) -> None:
    (found,) = json.loads(kap("topics", "who-should-not-have-it", "--json").out)["results"]
    line = (*command, *lay, *(() if command[0] == "report" else ("--format", "text")))
    page = on_one_line(kap(*line).out).replace("\\", "").replace("- ", "").replace("• ", "")
    assert CANNOT_TELL in page
    for one in found["exclusions"]:
        assert on_one_line(one["plain_text" if lay else "text"]).replace("- ", "") in page


def test_a_topic_is_followed_by_its_claims_guidelines_and_where_to_go_on(kap: Kap) -> None:
    page = on_one_line(kap("topics", "ptsd").out)
    (found,) = json.loads(kap("topics", "ptsd", "--json").out)["results"]
    places = [page.index(f" {name}") for name in found["claims"]]
    assert places == sorted(places)
    assert places[-1] < page.index(found["guidelines"][0]) < page.index("kap claims ptsd")


def test_suicidal_thoughts_come_with_urgent_help(kap: Kap) -> None:
    for line in (("topics", "suicidal thoughts"), ("topics",), ("topics", "suicidal thoughts", "--lay")):
        assert "findahelpline.com" in kap(*line).out


@pytest.mark.parametrize("format", ["tsv", "csv", "ids", "json", "ndjson", "markdown", "text"])
def test_every_format_has_every_topic(kap: Kap, format: str) -> None:
    every = json.loads(kap("topics", "--json").out)["results"]
    made = kap("topics", "--format", format).out
    assert all(one["id"] in made for one in every)
    if format in ("tsv", "csv"):
        assert all(one["text"] in made for topic in every for one in topic["exclusions"])


def test_what_is_no_topic_ends_with_1_and_says_where_they_are(kap: Kap) -> None:
    made = kap("topics", "homeopathy")
    assert (made.code, made.out) == (1, "")
    assert "see all: kap topics" in made.err


@pytest.mark.parametrize("words", [("deaths",), ("overdose", "deaths")])
def test_a_question_on_harm_is_answered_with_harm_where_effects_of_several_kinds_match(
    kap: Kap, words: tuple[str, ...]
) -> None:
    (found,) = json.loads(kap("report", *words, "--json").out)["results"]
    assert found["ground"] in ("harm", "topic")
    assert "no one answer holds" not in " ".join(found["answer"])


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("ptsd", "ptsd-ketamine-works"),
        ("side effects", "dissociation-occurs"),
        ("bladder", "bladder-symptoms-in-treatment"),
        ("pain", "chronic-pain-infusions"),
        ("by mouth", "oral-ketamine-depression"),
    ],
)
def test_what_a_topics_answer_is_made_of_comes_first(kap: Kap, words: str, first: str) -> None:
    assert kap("claims", words, "--format", "ids").out.split()[0] == first


def test_a_pool_is_not_called_one_study(kap: Kap) -> None:
    page = on_one_line(kap("claims", "chronic-pain-infusions", "--lay").out)
    assert "Studies taken together found no clear difference" in page
    assert "One study" not in page


def test_words_that_are_no_topic_are_led_to_what_has_them(kap: Kap) -> None:
    ran = kap("topics", "sertraline")
    assert ran.code == 1
    said = on_one_line(ran.err)
    assert "no topic 'sertraline'" in said
    assert "try: kap search sertraline or kap claims sertraline; see all: kap topics" in said
    assert "try:" not in kap("topics", "quokka").err


def test_a_topic_says_what_to_hand_to_a_client(kap: Kap) -> None:
    page = on_one_line(kap("topics", "ptsd", "--format", "text").out)
    assert "To hand to a client: kap handout ptsd · to a professional: kap report ptsd" in page


@pytest.mark.parametrize("lay", [(), ("--lay",)])
def test_an_answer_without_a_claim_on_just_that_ends_there(kap: Kap, lay: tuple[str, ...]) -> None:
    page = kap("claims", "past", "alcohol", "use", "--format", "text", *lay).out
    assert "alcohol" in page
    assert "--open" not in page
    assert page.rstrip().splitlines()[-1].endswith("not medical advice")
