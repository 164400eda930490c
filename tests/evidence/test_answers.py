"""The two sentences of an answer: by rule, on both sides, never more certain than what they stand on.

They answer questions that meet no topic. So that the rules are held to questions of every kind, here none does; what
topics answer is held in `test_topics.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence_studies import claim

from kapcli.evidence.answer_sentences import not_compared
from kapcli.evidence.assessment import LADDER, Assessed, Weighed
from kapcli.index.loading import load_vocabulary
from kapcli.views.lay_answer import lay_answer

Asked = Callable[..., dict[str, Any]]

# Questions of many kinds, and on what the answer to each has to rest.
QUESTIONS = {
    ("ptsd",): "compared",
    ("ptsd", "--route", "oral"): "followed",
    ("ptsd", "--route", "iv"): "compared",
    ("depression",): "compared",
    ("depression", "--therapy", "kap"): "compared",
    ("anxiety", "--therapy", "kap"): "followed",
    ("depression", "--route", "oral"): "compared",
    ("bladder",): "harm",
    ("blood pressure",): "harm",
    ("liver",): "harm",
    ("pregnancy",): "compared-and-harm",
    ("dissociation",): "harm",
    ("safety",): "harm",
    ("deaths",): "harm",
    ("emdr",): "followed",
    ("at home",): "followed",
    ("alcohol",): "compared",
    ("ocd",): "compared",
    ("bipolar",): "compared",
    ("suicide",): "compared-and-harm",
    ("I want to die",): "compared-and-harm",
    ("psycholytic",): "untested",
    ("microdosing",): "other",
    ("esketamine",): "several",
    ("heroin",): "several",
    ("--route", "oral"): "several",
    ("--therapy", "kap"): "several",
    ("--year", "2024..2026", "ptsd"): "studies",
    ("--min-n", "200"): "studies",
    ("--status", "recruiting"): "studies",
    ("--population", "adolescent"): "compared",
    ("music",): "compared",
    ("cost",): "studies",
    ("feder2014",): "studies",
    (): "everything",
}


@pytest.fixture(scope="module")
def _results() -> dict[tuple[str, ...], dict[str, Any]]:
    return {}


@pytest.fixture
def asked(
    kap: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, _results: dict[tuple[str, ...], dict[str, Any]]
) -> Asked:
    """The one result of a report in JSON, where no topic answers; each question is answered once."""
    import json

    monkeypatch.setattr("kapcli.views.report_data.topic_of", lambda _: None)

    def result(*words: str) -> dict[str, Any]:
        if words not in _results:
            ran = kap("report", *words, "--json")
            assert ran.code == 0, ran.err
            (_results[words],) = json.loads(ran.out)["results"]
        return _results[words]

    return result


class TestEveryQuestion:
    @pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
    def test_rests_on_what_it_should(self, asked: Asked, words: tuple[str, ...]) -> None:
        assert asked(*words)["ground"] == QUESTIONS[words]

    @pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
    def test_is_answered_in_two_sentences_of_plain_grammar(self, asked: Asked, words: tuple[str, ...]) -> None:
        answer = asked(*words)["answer"]
        assert len(answer) == 2
        for sentence in answer:
            assert sentence.endswith(".")
            assert not sentence.endswith("..")
            assert sentence[:1].isupper() or sentence[:1].isdecimal() or sentence[:1] == "“"
            assert "1 studies" not in sentence
            assert "  " not in sentence

    @pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
    def test_is_never_told_to_do_anything_or_promised_anything(self, asked: Asked, words: tuple[str, ...]) -> None:
        import re

        said = re.sub("“[^”]*”", "", " ".join(asked(*words)["answer"])).casefold()
        for word in ("should", "recommend", "effective", "it works", "proves", "proven", "safe and", "cure", "you "):
            assert word not in said


class TestBothSides:
    def test_are_named_where_there_are_two(self, asked: Asked) -> None:
        first, second = asked("ptsd")["answer"]
        assert first.startswith("What was compared points both ways: ")
        assert ", but " in first
        assert "uncertain; found: better with the treatment; very low certainty; " in first
        assert "found: a difference reported without its size; " in first
        assert second.startswith("The certainty is very low at best, because of bias, imprecision and publication; ")

    def test_what_was_not_shown_in_veterans_is_said(self, asked: Asked) -> None:
        found = asked("ptsd", "--population", "veteran")
        assert "ptsd-veterans-effective" in found["quoted"]
        assert found["answer"][1].startswith("It is not rated, since no estimate of the difference was read; ")

    def test_what_is_quoted_stands_before_what_says_too_much(self, asked: Asked) -> None:
        assert "ptsd-cure" not in asked("ketamine cures ptsd")["quoted"]


class TestCertainty:
    @pytest.mark.parametrize("words", [q for q, ground in QUESTIONS.items() if ground.startswith("compared")])
    def test_is_that_of_a_claim_that_is_quoted(
        self, asked: Asked, kap: Callable[..., Any], words: tuple[str, ...]
    ) -> None:
        import json

        found = asked(*words)
        claims = json.loads(kap("claims", *found["quoted"], "--json").out)["results"]
        held = [claim["certainty"] for claim in claims if claim["certainty"]]
        assert found["certainty"] == max(held, key=LADDER.index, default=None)

    def test_what_is_very_uncertain_is_said_to_point_one_way(self, asked: Asked) -> None:
        first, _ = asked("ocd")["answer"]
        assert "what was compared points one way: " in first
        assert "uncertain; found: better with the treatment; very low certainty; 25 people analysed" in first


class TestNothingCompared:
    def test_is_said_first_where_no_study_compares(self, asked: Asked) -> None:
        first, second = asked("ptsd", "--route", "oral")["answer"]
        assert first.startswith("Nothing in this catalogue compares it with another treatment or with none: 22 people")
        assert second == "Whether the treatment was the cause is not known, and nothing is rated."

    def test_is_not_said_where_a_study_does_in_some_way(self, asked: Asked) -> None:
        first, second = asked("anxiety", "--therapy", "kap")["answer"]
        assert "Nothing in this catalogue compares it" not in first
        assert second.endswith("2 of the studies below compare groups in some way.")


class TestHarm:
    def test_is_reported_or_not_known_and_never_none(self, asked: Asked) -> None:
        first, second = asked("bladder")["answer"]
        assert first.endswith("is supported: it has been reported.")
        assert second.startswith("Where a report does not speak of a harm it is not known, which is neither zero")

    def test_what_nobody_looked_for_is_not_called_safe(self, asked: Asked) -> None:
        _, second = asked("pregnancy")["answer"]
        assert "is untested: none of our sources looked for it, which does not show that it is safe; " in second

    def test_stands_beside_the_effect_where_a_word_means_both(self, asked: Asked) -> None:
        first, second = asked("suicide")["answer"]
        assert "points both ways" in first
        assert "is supported: it has been reported" in second


class TestJustWhatWasAsked:
    def test_a_claim_on_other_studies_does_not_answer(self, asked: Asked) -> None:
        found = asked("ptsd", "--route", "oral")
        assert found["quoted"] == ["oral-ptsd-works"]

    def test_a_claim_is_on_no_year_and_no_number_of_people(self, asked: Asked) -> None:
        assert asked("ptsd", "--year", "2024..2026")["answering"] == []
        assert asked("ptsd", "--min-n", "100")["answering"] == []

    def test_several_outcomes_are_not_put_into_one_answer(self, asked: Asked) -> None:
        first, second = asked("--route", "oral")["answer"]
        assert "no one answer holds for all of them" in first
        assert "a comparison" in second

    def test_plans_have_no_result(self, asked: Asked) -> None:
        assert "none has a result here" in asked("--status", "recruiting")["answer"][1]


@pytest.mark.parametrize(
    ("people", "uncounted", "said"),
    [
        (None, ("b",), ": people were only followed"),
        (1, (), ": 1 person was only followed"),
        (1, ("b",), ": at least 1 person was only followed"),
        (30, ("b",), ": at least 30 people were only followed"),
    ],
)
def test_who_was_only_followed_are_at_least_so_many(people: int | None, uncounted: tuple[str, ...], said: str) -> None:
    one = Assessed(claim(verdict="untested"), Weighed(level="within", people=people, uncounted=uncounted), "built-in")
    found = not_compared([one], 0, load_vocabulary())
    assert said in found.sentences[0]
    plain = said.replace("only followed", "watched before and after").removeprefix(": ")
    assert lay_answer(found, [], load_vocabulary())[0].startswith(plain[:1].upper() + plain[1:])
