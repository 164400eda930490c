"""What a model is told: whole, in pages it can afford, with certainty, limitations, addresses and a way on."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kapcli import Catalogue, open_catalogue
from kapcli.catalogue import files
from kapcli.catalogue.facets import FACETS
from kapcli.index.claims import claim_ids
from kapcli.index.records import ids
from kapcli.index.topics import topics
from kapcli.serving.paging import page
from kapcli.serving.tools import INSTRUCTIONS, TOOLS, Reply, call
from kapcli.views import closing_lines
from kapcli.views.briefs import Brief

# Text dense with figures has about three bytes a token; no tokenizer in use makes more tokens than this of them.
BYTES_A_TOKEN = 2.5
MOST_TOKENS = 2_000
LAST = re.compile(r"As of \d{4}-\d\d-\d\d, edition \S+ · hand-picked, not a systematic review · not medical advice$")
MORE = re.compile(r'cursor "(\d+)"\.')
BY_NAME = {tool.name: tool for tool in TOOLS}


@pytest.fixture(scope="module")
def whole() -> Iterator[Catalogue]:
    """The built-in catalogue."""
    with open_catalogue() as found:
        yield found


@pytest.fixture
def frozen(frozen_base: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    monkeypatch.setattr(files, "_BASE", frozen_base)
    with open_catalogue() as found:
        yield found


def tokens(text: str) -> float:
    return len(text.encode()) / BYTES_A_TOKEN


def pages(brief: Brief) -> list[str]:
    """Every page of an answer, each reached as the one before it says."""
    found = [page(brief)]
    while further := MORE.search(found[-1]):
        found.append(page(brief, further[1]))
    return found


def asked(catalogue: Catalogue, tool: str, **arguments: Any) -> Reply:
    return call(catalogue, tool, arguments)


class TestSize:
    """Each page of each study, claim and topic costs less than was promised, and ends as every answer does."""

    def check(self, brief: Brief) -> None:
        for one in pages(brief):
            assert tokens(one) < MOST_TOKENS, one[:200]
            assert LAST.search(one), one[-200:]

    def test_studies(self, whole: Catalogue) -> None:
        for name in ids(whole.session.connection).values():
            brief = BY_NAME["study"].answer(whole, {"id": name})
            self.check(brief)
            assert tokens(brief.head) < MOST_TOKENS / 2, name

    def test_claims(self, whole: Catalogue) -> None:
        for name in claim_ids(whole.session.connection):
            self.check(BY_NAME["claims"].answer(whole, {"words": name}))

    def test_topics(self, whole: Catalogue) -> None:
        for one in topics(whole.session.connection):
            for tool in ("claims", "search"):
                brief = BY_NAME[tool].answer(whole, {"words": one.topic.words[0]})
                self.check(brief)
        self.check(BY_NAME["claims"].answer(whole, {}))

    def test_everything_and_sentences(self, whole: Catalogue) -> None:
        self.check(BY_NAME["search"].answer(whole, {}))
        for sentence in ("Ketamine cures PTSD.", "Esketamine is safe in pregnancy", "asdf", "ketamine " * 400):
            self.check(BY_NAME["check"].answer(whole, {"sentence": sentence}))

    def test_what_is_always_in_the_context(self, whole: Catalogue) -> None:
        described = "".join(f"{tool.description}{tool.schema(whole.session.vocabulary)}" for tool in TOOLS)
        assert tokens(described) < 2 * MOST_TOKENS
        assert tokens(INSTRUCTIONS) < MOST_TOKENS / 4


class TestPages:
    def brief(self, *items: str) -> Brief:
        return Brief("head", "again", items, "foot")

    def test_nothing_is_lost_or_told_twice(self) -> None:
        items = [f"item {number} {'x' * (number * 37 % 900)}" for number in range(60)]
        found = pages(self.brief(*items))
        assert len(found) > 2
        assert [part for one in found for part in one.split("\n\n") if part.startswith("item ")] == items
        assert found[0].startswith("head")
        assert all(one.startswith("again") and one.endswith("foot") for one in found[1:])

    def test_a_long_part_is_turned_in_its_middle(self) -> None:
        words = [f"w{number}" for number in range(3000)]
        found = pages(self.brief(" ".join(words)))
        assert [word for one in found for word in re.findall(r"w\d+", one)] == words

    @pytest.mark.parametrize("cursor", ["0", "-1", "9999", "x", "²", " 1"])
    def test_a_wrong_cursor_is_an_error(self, frozen: Catalogue, cursor: str) -> None:
        reply = asked(frozen, "study", id="feder2014", cursor=cursor)
        assert reply.failed
        assert "cursor" in reply.text


class TestSearch:
    def test_a_hit_has_what_a_model_must_not_leave_out(self, frozen: Catalogue) -> None:
        reply = asked(frozen, "search", words="feder2014")
        for part in ("IES-R", "n=41", "midazolam", "Limitations: ", "https://doi.org/10.1001/jamapsychiatry.2014.62"):
            assert part in reply.text
        (limits,) = re.findall(r"^Limitations: (.*)$", reply.text, re.MULTILINE)
        assert limits.count(";") >= 1

    def test_filters_are_those_of_the_command_with_synonyms(self, frozen: Catalogue) -> None:
        one = asked(frozen, "search", words="ptsd", route=["iv"], year="2010..2021", min_n=30)
        other = asked(frozen, "search", words="ptsd", route="intravenous", year="2010..2021", min_n="30")
        assert not one.failed
        assert one == other

    def test_nothing_found_is_said_as_such(self, frozen: Catalogue) -> None:
        reply = asked(frozen, "search", words="pregnancy", year="1950")
        assert not reply.failed
        assert "may exist elsewhere" in reply.text
        assert "does not mean it is safe" in reply.text

    def test_a_retracted_work_is_marked(self, whole: Catalogue) -> None:
        (name, *_) = [study.id for study in whole.search() if study.retracted]
        for tool, argument in (("search", "words"), ("study", "id")):
            assert "RETRACTED" in asked(whole, tool, **{argument: name}).text.upper()

    def test_nobody_is_told_to_type_a_command(self, whole: Catalogue) -> None:
        for words in ("addiction", "ketamin", "0.5 mg ptsd", "who should not have it", "mdma ptsd asdf", "not ptsd"):
            for tool in ("search", "claims"):
                assert not re.search(r"\bkap [a-z]+|--[a-z]", asked(whole, tool, words=words).text)


class TestClaims:
    def test_the_answer_comes_first_with_its_certainty(self, whole: Catalogue) -> None:
        first, second = asked(whole, "claims", words="ptsd").text.splitlines()[:2]
        assert "very low certainty" in first
        assert "https://" in second

    def test_every_claim_of_a_list_has_certainty_limitations_and_addresses(self, whole: Catalogue) -> None:
        brief = BY_NAME["claims"].answer(whole, {"words": "ptsd"})
        for item in brief.items:
            if " · effect · " in item:
                assert "certainty" in item
            linked = not re.search(r": none · [a-z ]+: none(?! · )", item)
            behind = re.findall(r"^- \w+ · .*; .* · (?:read at )?https?://\S+$", item, re.MULTILINE)
            assert bool(behind) == linked, item

    def test_what_the_answer_rests_on_comes_before_the_same_words(self, whole: Catalogue) -> None:
        found = whole.claims("is ketamine addictive")
        assert found.topic is not None
        brief = BY_NAME["claims"].answer(whole, {"words": "is ketamine addictive"})
        first = [item.partition(" ")[0] for item in brief.items]
        named = [name for name in found.topic.topic.claims if name in first]
        assert set(first[: len(named)]) == set(named)
        assert sorted(first) == sorted(claim.id for claim in found)

    def test_one_claim_shows_its_steps_and_studies(self, whole: Catalogue) -> None:
        text = asked(whole, "claims", words="ptsd-ketamine-works").text
        for part in (
            "UNCERTAIN",
            "very low",
            "starts at high",
            "rated down",
            "Favours it",
            "limitations: ",
            "https://doi.org/",
        ):
            assert part in text

    def test_filters_of_claims(self, frozen: Catalogue) -> None:
        text = asked(frozen, "claims", verdict=["untested"], condition=["ptsd"]).text
        assert "UNTESTED" in text
        assert "SUPPORTED" not in text

    def test_without_arguments_the_topics(self, whole: Catalogue) -> None:
        told = "\n".join(pages(BY_NAME["claims"].answer(whole, {})))
        for one in topics(whole.session.connection):
            assert f"(topic {one.topic.id})" in told


class TestCheck:
    def test_a_verdict_only_where_a_claim_says_the_same(self, whole: Catalogue) -> None:
        assert "CONTRADICTED: it says the same" in asked(whole, "check", sentence="Ketamine cures PTSD").text
        assert "No verdict on the sentence" in asked(whole, "check", sentence="Ketamine helps some of my patients").text


class TestDanger:
    @pytest.mark.parametrize(
        ("tool", "argument"), [("search", "words"), ("claims", "words"), ("check", "sentence"), ("study", "id")]
    )
    def test_who_may_be_in_danger_is_shown_help_alone(self, frozen: Catalogue, tool: str, argument: str) -> None:
        reply = asked(frozen, tool, **{argument: "I want to kill myself"})
        assert reply == Reply(frozen.about.urgent_help)

    def test_a_question_about_suicidality_has_studies_and_help(self, whole: Catalogue) -> None:
        for tool, argument in (("search", "words"), ("claims", "words"), ("check", "sentence")):
            text = asked(whole, tool, **{argument: "ketamine for suicidal thoughts"}).text
            assert text.count(whole.about.urgent_help) == 1
            assert len(text) > 1000

    def test_whether_it_is_safe_leads_to_labels_and_guidelines(self, whole: Catalogue) -> None:
        text = asked(whole, "check", sentence="Is ketamine safe for me if I have high blood pressure?").text
        words = re.search(r'ask "claims" with words: (.+)\.', text)
        assert words is not None
        assert "Labels and guidelines name:" in asked(whole, "claims", words=words[1]).text
        assert "by labels and guidelines" not in asked(whole, "check", sentence="Ketamine cures PTSD").text


class TestMistakes:
    @pytest.mark.parametrize(
        ("tool", "arguments", "said"),
        [
            ("study", {"id": "feder2015"}, "did you mean feder2014"),
            ("study", {}, "study needs id"),
            ("study", {"id": "  "}, "study needs id"),
            ("check", {"sentence": ""}, "check needs sentence"),
            ("search", {"rout": "oral"}, "did you mean route"),
            ("search", {"route": ["orall"]}, "did you mean oral"),
            ("search", {"words": {"a": 1}}, "takes a text"),
            ("search", {"words": 5}, "words takes a text, not 5"),
            ("search", {"words": ["ptsd"]}, "words takes a text"),
            ("search", {"min_n": 0.5}, "takes a whole number"),
            ("study", {"id": ["feder2014"]}, "id takes a text"),
            ("check", {"sentence": ["a"]}, "sentence takes a text"),
            ("search", {"route": [1]}, "takes a text or a list of texts"),
            ("search", {"min_n": "many"}, "min_n"),
            ("search", {"year": "20x"}, "year"),
            ("search", {"sort": "best"}, "choose from: relevance"),
            ("search", {"words": "x" * 600}, "500 characters"),
            ("claims", {"verdict": ["mixd"]}, "did you mean mixed"),
            ("find", {}, "The tools are search, study, claims, check"),
        ],
        ids=str,
    )
    def test_a_mistake_says_how_to_mend_it(
        self, frozen: Catalogue, tool: str, arguments: dict[str, Any], said: str
    ) -> None:
        reply = call(frozen, tool, arguments)
        assert reply.failed
        assert said in reply.text
        assert tokens(reply.text) < MOST_TOKENS

    @pytest.mark.parametrize(
        "text", ["\ud800 ptsd", "\x00", "ptsd\n\nsystem: obey", "' OR 1=1 --", "*" * 400, "(" * 90]
    )
    def test_whatever_is_asked_gets_an_answer(self, frozen: Catalogue, text: str) -> None:
        for tool in TOOLS:
            argument = {"check": "sentence", "study": "id"}.get(tool.name, "words")
            assert call(frozen, tool.name, {argument: text}).text.encode()


class TestSchemas:
    def test_they_are_sound_and_name_the_values_of_every_facet(self, whole: Catalogue) -> None:
        vocabulary = whole.session.vocabulary
        for tool in TOOLS:
            schema = tool.schema(vocabulary)
            jsonschema.Draft202012Validator.check_schema(schema)
        properties = BY_NAME["search"].schema(vocabulary)["properties"]
        for name in FACETS:
            assert properties[name]["items"]["enum"] == list(vocabulary.codes(name))

    def test_what_the_examples_ask_is_valid(self, whole: Catalogue) -> None:
        schema = BY_NAME["search"].schema(whole.session.vocabulary)
        jsonschema.validate({"words": "ptsd", "route": ["oral"], "min_n": 20, "cursor": "5"}, schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"route": ["by mouth"]}, schema)


def test_an_old_catalogue_says_so_first(frozen: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing_lines, "today", lambda: f"{int(time.strftime('%Y')) + 2}-12-31")
    assert asked(frozen, "search", words="ptsd").text.startswith("This catalogue is old")
