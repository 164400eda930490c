"""The manual of ``kap check``: what is said of a sentence, and what is never said."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kapcli.__main__ import run
from kapcli.checking.checking import Checked

Kap = Callable[..., Any]
Check = Callable[[str], Checked]

DAY = "one infusion lowered PTSD symptoms within a day compared with midazolam"
RESULT_KEYS = {
    *("id", "statement", "verdict", "claim_verdict", "relation", "certainty", "closing", "for", "against", "context"),
    *("overstatements", "say_instead", "why", "open", "extra", "figures", "wording", "kind", "topic", "sentence"),
    *("line", "origin", "part"),
}
SENTENCE_KEYS = {"number", "line", "text", "verdict", "why", "overstatements", "understood", "reference"}
UNDERSTOOD_KEYS = {
    *("given", "compared_with", "finding", "denied", "slots", "hours", "sessions", "figures", "ketamine_understood"),
}
RELATIONS = {"same", "narrower", "broader", "opposite", "different-figure", "related"}
VERDICTS = {"supported", "overstated", "contradicted", "mixed", "untested", "unverified", None}
TEXT = """\
Notes on ketamine and trauma

One infusion of ketamine lowers PTSD symptoms within a day, compared with midazolam.
Ketamine cures PTSD. In OKTOP the mean PCL-5 fell from 40 to 12.

The book club reads a novel about a lighthouse.
- Ketamine is proven to be safe.
"""
few = settings(
    derandomize=True,
    max_examples=80,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def answer(kap: Kap, sentence: str, *options: str) -> dict[str, Any]:
    """The envelope of a check."""
    found: dict[str, Any] = json.loads(kap("check", "--json", *options, "--", sentence).out)
    return found


def first(kap: Kap, sentence: str) -> dict[str, Any]:
    """The claim that settles a sentence, or is nearest."""
    result: dict[str, Any] = answer(kap, sentence)["results"][0]
    return result


def verdict(kap: Kap, sentence: str) -> str | None:
    found: str | None = answer(kap, sentence)["summary"]["verdict"]
    return found


def understood(kap: Kap, sentence: str) -> dict[str, Any]:
    """What stands of the one sentence in the question."""
    (one,) = answer(kap, sentence)["query"]["sentences"]
    found: dict[str, Any] = one
    return found


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def piped(data: bytes, *options: str) -> tuple[int, str, str]:
    """How ``kap check`` ends that reads its sentence from standard input."""
    line = [sys.executable, "-m", "kapcli", "check", *options]
    done = subprocess.run(line, input=data, env=dict(os.environ), capture_output=True, timeout=10, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


@pytest.fixture
def text(tmp_path: Path) -> str:
    path = tmp_path / "text.md"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


class TestOverstatement:
    """Words that go beyond any study are named, whatever the claim."""

    @pytest.mark.parametrize(
        ("sentence", "words"),
        [
            ("ketamine cures PTSD", ["cures"]),
            ("ketamine always works for PTSD", ["always"]),
            ("ketamine is proven to work for PTSD", ["proven"]),
            ("ketamine relieves PTSD permanently", ["permanently"]),
            ("ketamine works for everyone with depression", ["everyone"]),
            ("ketamine has no side effects", ["no side effects"]),
            ("ketamine is safe", ["safe"]),
            ("ketamine eliminates PTSD symptoms", ["eliminates"]),
            ("ketamine is a miracle drug for depression", ["miracle"]),
            ("ketamine guarantees relief from depression", ["guarantees"]),
            ("ketamine-assisted EMDR is the gold standard for trauma", ["gold standard"]),
            ("oral ketamine is a proven and permanent cure for everyone", ["proven", "permanent", "cure", "everyone"]),
        ],
    )
    def test_each_word_is_named_with_a_reason_and_nothing_is_supported(
        self, kap: Kap, sentence: str, words: list[str]
    ) -> None:
        found = answer(kap, sentence)
        (said,) = found["query"]["sentences"]
        assert [one["words"] for one in said["overstatements"]] == words
        assert all(one["because"] for one in said["overstatements"])
        assert found["results"]
        assert "supported" not in [result["verdict"] for result in found["results"]]
        assert found["summary"]["verdict"] not in ("supported", None)
        shown = on_one_line(kap("check", sentence).out)
        assert all(f"“{one['words']}”: {one['because']}." in shown for one in said["overstatements"])
        assert "SUPPORTED" not in shown

    def test_a_cure_is_contradicted_and_it_is_told_what_may_be_said(self, kap: Kap) -> None:
        ran = kap("check", "ketamine cures PTSD")
        assert ran.code == 0
        shown = on_one_line(ran.out)
        for part in ("CONTRADICTED", "ptsd-cure", "abdallah2022", "What may be said:"):
            assert part in shown

    @pytest.mark.parametrize("ending", [", always", " in everyone", ", that is proven", " for good"])
    def test_a_supported_sentence_is_overstated_once_a_word_goes_beyond(self, kap: Kap, ending: str) -> None:
        assert verdict(kap, DAY + ending) != "supported"

    @pytest.mark.parametrize(
        "sentence",
        [
            "ketamine is not proven to work for PTSD",
            "there is no proof that it is safe",
            "there is no proof that ketamine is safe",
            "ketamine is not a cure",
        ],
    )
    def test_a_word_that_is_denied_is_none(self, kap: Kap, sentence: str) -> None:
        assert understood(kap, sentence)["overstatements"] == []


class TestSupported:
    """Said only where every part is borne out."""

    def test_a_true_sentence_is_supported_weakly_with_its_study_and_figure_on_the_screen(self, kap: Kap) -> None:
        ran = kap("check", DAY)
        shown = on_one_line(ran.out)
        assert ran.code == 0
        for part in ("SUPPORTED, WEAKLY · certainty low", "feder2014", "12.7 points (95% CI 2.5 to 22.8)", "midazolam"):
            assert part in shown

    def test_and_in_json(self, kap: Kap) -> None:
        found = answer(kap, DAY)
        result = found["results"][0]
        assert found["summary"] == {"verdict": "supported", "verdicts": {"supported": 1}}
        assert (result["id"], result["relation"], result["verdict"], result["claim_verdict"], result["certainty"]) == (
            *("ptsd-one-infusion-day", "same", "supported", "supported", "low"),
        )
        assert [link["study"] for link in result["for"]] == ["feder2014"]
        assert "12.7 points (95% CI 2.5 to 22.8)" in result["for"][0]["figure_text"]

    def test_what_speaks_against_it_is_shown_too(self, kap: Kap) -> None:
        assert "Against borgogna2024" in on_one_line(kap("check", DAY).out)
        assert [link["study"] for link in first(kap, DAY)["against"]] == ["borgogna2024"]

    def test_that_ketamine_was_understood_is_told(self, kap: Kap) -> None:
        assert "the sentence names no drug" in kap("check", DAY).out
        assert understood(kap, DAY)["understood"]["ketamine_understood"] is True
        assert understood(kap, f"ketamine: {DAY}")["understood"]["ketamine_understood"] is False

    @pytest.mark.parametrize(
        "sentence",
        [
            DAY.capitalize() + ".",
            DAY.upper(),
            f"  {DAY}  ",
            "A single ketamine infusion lowers PTSD symptoms within a day, compared with midazolam.",
        ],
    )
    def test_it_does_not_depend_on_how_it_is_written(self, kap: Kap, sentence: str) -> None:
        assert verdict(kap, sentence) == "supported"

    def test_several_words_are_one_sentence(self, kap: Kap) -> None:
        assert kap("check", *DAY.split()) == kap("check", DAY)

    @pytest.mark.parametrize(
        "sentence",
        [
            "one infusion lowered PTSD symptoms within a day",
            "one infusion lowered PTSD symptoms compared with midazolam",
            "one infusion lowered PTSD symptoms",
            "ketamine lowered PTSD symptoms",
        ],
    )
    def test_with_a_restriction_left_out_it_is_not(self, kap: Kap, sentence: str) -> None:
        assert verdict(kap, sentence) != "supported"

    def test_it_is_told_which_restriction_was_left_out(self, kap: Kap) -> None:
        result = first(kap, "one infusion lowered PTSD symptoms within a day")
        assert (result["relation"], result["verdict"], result["open"]) == (
            *("broader", "overstated", ["what it is compared with"]),
        )
        assert "leaves open what it is compared with" in result["why"]

    @pytest.mark.parametrize(
        "sentence",
        [
            f"{DAY} in adolescents",
            f"{DAY} in pregnant women",
            DAY.replace("a day", "a year"),
            DAY.replace("infusion", "lozenge"),
            DAY.replace("midazolam", "ECT"),
            DAY.replace("PTSD", "psychosis"),
            DAY.replace("PTSD symptoms", "blood pressure"),
        ],
    )
    def test_with_another_case_it_is_not(self, kap: Kap, sentence: str) -> None:
        assert verdict(kap, sentence) != "supported"

    @pytest.mark.parametrize(
        "sentence",
        ["ketamine", "Ketamine.", "?? ketamine ??", "ketamine can", "PTSD", "ketamine PTSD", "OKTOP", "Feder 2014"],
    )
    def test_what_says_nothing_is_not(self, kap: Kap, sentence: str) -> None:
        assert verdict(kap, sentence) != "supported"


class TestContradicted:
    @pytest.mark.parametrize(
        "sentence",
        [
            DAY.replace("lowered", "did not lower"),
            DAY.replace("lowered", "didn't lower"),
            f"It is not true that {DAY}",
            DAY.replace("lowered", "raised"),
        ],
    )
    def test_what_denies_a_supported_claim_is(self, kap: Kap, sentence: str) -> None:
        result = first(kap, sentence)
        assert (result["id"], result["relation"], result["verdict"]) == (
            *("ptsd-one-infusion-day", "opposite", "contradicted"),
        )

    def test_and_the_study_that_speaks_against_the_sentence_is_shown(self, kap: Kap) -> None:
        shown = on_one_line(kap("check", DAY.replace("lowered", "did not lower")).out)
        for part in ("CONTRADICTED", "It says the opposite", "feder2014", "12.7"):
            assert part in shown

    def test_a_changed_figure_is_named_with_the_one_that_was_read(self, kap: Kap) -> None:
        sentence = "In OKTOP the mean PCL-5 fell from 40 to 12"
        result = first(kap, sentence)
        assert (result["id"], result["relation"], result["verdict"]) == (
            *("oktop-results", "different-figure", "contradicted"),
        )
        (figure,) = result["figures"]
        assert "12" in figure["said"]
        assert "17" in figure["read"]
        assert "17" in result["why"]
        shown = on_one_line(kap("check", sentence).out)
        assert "the sentence says 12, what was read says 17" in shown
        assert "quigley2025" in shown

    def test_the_figure_that_was_read_is_supported(self, kap: Kap) -> None:
        sentence = "In OKTOP the mean PCL-5 fell from 40 to 17 after six weekly oral doses"
        assert verdict(kap, f"{sentence} of ketamine") == "supported"
        assert verdict(kap, sentence) != "contradicted"


class TestNoVerdict:
    @pytest.mark.parametrize(
        ("sentence", "why"),
        [
            ("does ketamine cure PTSD?", "question"),
            (f"is it true that {DAY}?", "question"),
            ("it is not true that ketamine is not safe", "denies twice"),
            ("ketamine does not fail to lower PTSD symptoms", "denies twice"),
            ("ketamine lowers PTSD symptoms and ketamine is addictive", "two statements"),
        ],
    )
    def test_there_is_none_and_it_is_told_why(self, kap: Kap, sentence: str, why: str) -> None:
        found = answer(kap, sentence)
        assert found["summary"] == {"verdict": None, "verdicts": {"none": 1}}
        assert why in found["query"]["sentences"][0]["why"]
        assert found["results"]
        assert {result["verdict"] for result in found["results"]} == {None}
        ran = kap("check", sentence)
        assert ran.code == 0
        assert "NO VERDICT" in ran.out
        assert why in on_one_line(ran.out)

    def test_a_long_sentence_of_which_one_part_is_true_is_not_supported(self, kap: Kap) -> None:
        assert verdict(kap, f"{DAY}, and ketamine is safe for children") != "supported"
        assert verdict(kap, f"{DAY}, and the moon is made of cheese") != "supported"

    def test_what_no_claim_says_has_none_and_the_nearest_are_shown(self, kap: Kap) -> None:
        found = answer(kap, "ketamine can make the left ear of a patient ring")
        assert found["summary"]["verdict"] is None


class TestOffTopic:
    @pytest.mark.parametrize(
        "sentence",
        [
            "the book club reads a novel about a lighthouse",
            "my neighbour plays the violin on Sundays",
            "the weather in Paris was mild",
            "xylophone",
        ],
    )
    def test_nothing_is_near_and_that_says_nothing_about_truth(self, kap: Kap, sentence: str) -> None:
        ran = kap("check", sentence)
        assert (ran.code, ran.out) == (1, "")
        assert "says nothing about whether it is true" in ran.err
        found = answer(kap, sentence)
        assert (found["total"], found["results"], found["summary"]["verdict"]) == (0, [], None)
        assert found["query"]["sentences"][0]["text"] == sentence

    def test_where_nothing_is_near_a_harm_it_is_no_sign_of_safety(self, kap: Kap) -> None:
        ran = kap("check", "aspirin in pregnancy harms the teeth of a horse")
        assert ran.code == 0 or "no sign of safety" in on_one_line(ran.err)


class TestHarm:
    """Harm is never worded down."""

    @pytest.mark.parametrize(
        "sentence",
        [
            "ketamine can harm the bladder",
            "ketamine damages the bladder",
            "long-term ketamine use damages the bladder",
            "ketamine is not safe",
            "ketamine is unsafe",
            "ketamine can be addictive",
            "ketamine is addictive",
            "ketamine use can lead to dependence",
            "ketamine can raise blood pressure",
            "ketamine can cause dissociation",
            "ketamine can damage the liver",
            "ketamine can be fatal",
            "ketamine is dangerous",
            "ketamine is harmful",
            "ketamine harms people",
            "ketamine has side effects",
            "ketamine can impair memory",
            "ketamine worsens psychosis",
            "ketamine can cause psychosis",
            "people have died after ketamine",
            "compounded ketamine is risky",
            "esketamine can cause sedation",
            "ketamine can make suicidal thoughts worse",
        ],
    )
    def test_what_asserts_a_harm_is_called_neither_wrong_nor_too_much(self, kap: Kap, sentence: str) -> None:
        found = answer(kap, sentence)
        assert found["summary"]["verdict"] not in ("contradicted", "overstated"), found["results"][0]["id"]
        assert found["query"]["sentences"][0]["overstatements"] == []

    @pytest.mark.parametrize(
        "sentence",
        [
            "ketamine is safe",
            "ketamine is harmless",
            "ketamine is not addictive",
            "ketamine is not dangerous",
            "ketamine has no side effects",
            "ketamine does not harm the bladder",
            "ketamine carries no risk",
            "nobody can overdose on ketamine",
        ],
    )
    def test_what_denies_a_harm_is_never_supported(self, kap: Kap, sentence: str) -> None:
        assert verdict(kap, sentence) != "supported"

    @pytest.mark.parametrize(
        "sentence", ["ketamine prevents suicide", "i want to kill myself and ketamine is all that is left"]
    )
    def test_urgent_help_is_named_where_life_is_at_stake(self, kap: Kap, sentence: str) -> None:
        for options in ((), ("--lay",)):
            ran = kap("check", sentence, *options)
            assert "emergency number" in ran.out + ran.err


class TestInput:
    def test_without_a_sentence_standard_input_is_read(self) -> None:
        code, out, err = piped(b"ketamine cures PTSD\n")
        assert (code, err) == (0, "")
        assert "CONTRADICTED" in out

    @pytest.mark.parametrize("data", [b"", b"  \n\t\n"])
    def test_an_empty_standard_input_is_a_mistake(self, data: bytes) -> None:
        code, out, err = piped(data)
        assert (code, out) == (2, "")
        assert "there is no sentence to check" in err

    def test_bytes_that_are_no_text_do_no_harm(self) -> None:
        code, out, _ = piped(b"\xff\xfe ketamine \x00 cures PTSD \x1b[31m\n", "--json")
        assert code == 0
        assert json.loads(out)["summary"]["verdict"] != "supported"

    @pytest.mark.parametrize("line", [("check",), ("check", ""), ("check", " "), ("check", "a", "--claims", "0")])
    def test_nothing_to_check_is_a_mistake(self, kap_process: Kap, line: tuple[str, ...]) -> None:
        ran = kap_process(*line)
        assert (ran.code, ran.out) == (2, "")

    def test_as_many_claims_are_shown_as_are_asked_for(self, kap: Kap) -> None:
        assert len(answer(kap, "ketamine cures PTSD")["results"]) <= 3
        assert len(answer(kap, "ketamine cures PTSD", "--claims", "1")["results"]) == 1


class TestFile:
    def test_every_sentence_has_its_line(self, kap: Kap, text: str) -> None:
        found = json.loads(kap("check", "--file", text, "--json").out)
        sentences = found["query"]["sentences"]
        assert found["query"]["file"] == text
        assert [(one["number"], one["line"]) for one in sentences] == list(enumerate([1, 3, 4, 4, 6, 7], 1))
        assert [one["verdict"] for one in sentences[1:]] == [
            *("supported", "contradicted", "contradicted", None, "overstated"),
        ]
        assert {result["line"] for result in found["results"]} <= {1, 3, 4, 7}

    def test_verdicts_are_counted(self, kap: Kap, text: str) -> None:
        found = json.loads(kap("check", "--file", text, "--json").out)
        counts = found["summary"]["verdicts"]
        assert found["summary"]["verdict"] is None
        assert sum(counts.values()) == 6
        assert (counts["supported"], counts["contradicted"], counts["overstated"]) == (1, 2, 1)
        assert found["total"] == len(found["results"])

    def test_the_page_counts_first_and_then_names_what_does_not_stand(self, kap: Kap, text: str) -> None:
        ran = kap("check", "--file", text)
        shown = on_one_line(ran.out)
        assert ran.code == 0
        for part in ("Line 3: “One infusion", "Line 4: “Ketamine cures PTSD.”", "Line 4: “In OKTOP", "Line 7:"):
            assert part in shown
        assert "lighthouse" not in shown
        assert shown.startswith("6 sentences and headings: 3 do not stand as worded, in whole or in part, 1 borne out")
        assert "What was not recognised was not found sound." in shown
        assert shown.index("Does not stand as worded") < shown.index("Line 4:") < shown.index("Borne out")

    def test_a_part_of_a_long_sentence_is_judged_apart_and_said_to_be_a_part(self, kap: Kap, tmp_path: Path) -> None:
        path = tmp_path / "text.txt"
        path.write_text("OKTOP had 22 people, and the treatment was well tolerated by everybody.\n", encoding="utf-8")
        shown = on_one_line(kap("check", "--file", str(path)).out)
        assert "IN PART" in shown
        found = json.loads(kap("check", "--file", str(path), "--json").out)
        assert any(result["part"] and result["verdict"] for result in found["results"])

    def test_a_claim_that_is_only_near_is_shown_once_with_every_line(self, kap: Kap, tmp_path: Path) -> None:
        path = tmp_path / "text.txt"
        path.write_text(
            "Trials of ketamine joined with therapy for trauma go on.\n\nMany people look for ketamine with therapy.\n",
            encoding="utf-8",
        )
        shown = on_one_line(kap("check", "--file", str(path)).out)
        ids = [word for word in shown.split() if word.count("-") > 1 and word.islower()]
        assert len(ids) == len(set(ids))

    def test_what_is_wrong_for_everyone_is_not_held_against_what_is_said_of_none_at_all(self, kap: Kap) -> None:
        assert answer(kap, "ketamine works for everyone with depression")["summary"]["verdict"] == "contradicted"
        assert answer(kap, "ketamine works for depression")["summary"]["verdict"] == "overstated"

    def test_a_word_of_overstatement_is_not_called_untested_for_want_of_a_detail(self, kap: Kap) -> None:
        assert answer(kap, "esketamine is safe")["summary"]["verdict"] == "overstated"

    @pytest.mark.parametrize("sentence", ["Ketamine is not a cure.", "ketamine works", "ketamine helps"])
    def test_what_says_too_little_to_be_held_against_anything_has_no_verdict(self, kap: Kap, sentence: str) -> None:
        assert answer(kap, sentence)["summary"]["verdict"] is None

    def test_a_table_has_a_line_for_each_claim_and_one_for_what_nothing_is_near(self, kap: Kap, text: str) -> None:
        head, *rows = kap("check", "--file", text, "--format", "tsv", "--header").out.splitlines()
        assert head.split("\t")[:5] == ["line", "sentence", "verdict", "why", "claim"]
        cells = [row.split("\t") for row in rows]
        assert [row[2:6] for row in cells if row[0] == "6"] == [["", "", "", ""]]
        assert ("4", "contradicted", "oktop-results") in [(row[0], row[2], row[4]) for row in cells]

    def test_markdown_has_a_heading_for_each_sentence(self, kap: Kap, text: str) -> None:
        assert kap("check", "--file", text, "--format", "markdown").out.count("## ") == 6

    def test_a_study_that_was_named_is_meant_by_what_follows(self, kap: Kap, tmp_path: Path) -> None:
        path = tmp_path / "text.txt"
        path.write_text("OKTOP was an open-label trial. The mean PCL-5 fell from 40 to 12.\n", encoding="utf-8")
        found = json.loads(kap("check", "--file", str(path), "--json").out)
        assert found["query"]["sentences"][1]["verdict"] == "contradicted"

    def test_a_missing_file_is_no_answer(self, kap: Kap, tmp_path: Path) -> None:
        ran = kap("check", "--file", str(tmp_path / "none.txt"))
        assert (ran.code, ran.out) == (4, "")
        assert "none.txt" in ran.err
        assert kap("check", "--file", str(tmp_path)).code == 4

    def test_bad_bytes_are_replaced_and_the_rest_is_checked(self, kap: Kap, tmp_path: Path) -> None:
        path = tmp_path / "bad.txt"
        path.write_bytes(b"\xef\xbb\xbfKetamine cures PTSD.\n\xff\xfe\x00 \x1b[31m \xe2\x80\n")
        ran = kap("check", "--file", str(path))
        assert ran.code == 0
        assert "CONTRADICTED" in ran.out
        assert "\x1b" not in ran.out
        assert "\x00" not in ran.out

    @pytest.mark.parametrize("data", [b"", b"\n \n\t\n"])
    def test_an_empty_file_is_a_mistake(self, kap: Kap, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "empty.txt"
        path.write_bytes(data)
        ran = kap("check", "--file", str(path))
        assert (ran.code, ran.out) == (2, "")
        assert "there is no sentence to check" in ran.err

    def test_a_file_that_nothing_is_near_is_nothing_found(self, kap: Kap, tmp_path: Path) -> None:
        path = tmp_path / "off.txt"
        path.write_text("The book club reads a novel. The weather in Paris was mild.\n", encoding="utf-8")
        assert kap("check", "--file", str(path)).code == 1

    def test_a_sentence_beside_a_file_is_a_mistake(self, kap: Kap, text: str) -> None:
        assert kap("check", "ketamine cures PTSD", "--file", text).code == 2


class TestLay:
    @pytest.mark.parametrize("sentence", [DAY, "ketamine cures PTSD", "does ketamine cure PTSD?", "ketamine is safe"])
    def test_it_says_in_short_what_the_research_says_and_advises_nothing(self, kap: Kap, sentence: str) -> None:
        ran = kap("check", sentence, "--lay")
        shown = on_one_line(ran.out)
        assert ran.code == 0
        assert f"You asked about: “{sentence}”" in shown
        assert "In short:" in shown
        assert "This is not medical advice." in shown

    def test_it_says_what_it_was_compared_with_and_how_sure_one_can_be(self, kap: Kap) -> None:
        shown = on_one_line(kap("check", DAY, "--lay").out)
        assert "It was compared with: a sedative" in shown
        assert "How sure:" in shown

    def test_a_word_that_goes_beyond_is_named_here_too(self, kap: Kap) -> None:
        assert "“cures”: nothing here shows a cure." in kap("check", "ketamine cures PTSD", "--lay").out


class TestJson:
    @pytest.mark.parametrize(
        "sentence",
        [DAY, "ketamine cures PTSD", "In OKTOP the mean PCL-5 fell from 40 to 12", "does ketamine cure PTSD?"],
    )
    def test_each_result_and_sentence_has_the_documented_keys(self, kap: Kap, sentence: str) -> None:
        found = answer(kap, sentence)
        assert set(found["query"]) == {"file", "sentences"}
        assert set(found["summary"]) == {"verdict", "verdicts"}
        for one in found["query"]["sentences"]:
            assert set(one) == SENTENCE_KEYS
            assert set(one["understood"]) == UNDERSTOOD_KEYS
            assert one["verdict"] in VERDICTS
        assert found["results"]
        for result in found["results"]:
            assert set(result) == RESULT_KEYS
            assert (result["relation"] in RELATIONS, result["verdict"] in VERDICTS) == (True, True)
            assert result["claim_verdict"] in VERDICTS - {None}
            assert result["say_instead"]
            assert result["sentence"] == sentence
            assert all(set(figure) == {"said", "read"} for figure in result["figures"])

    def test_the_verdict_on_the_sentence_is_that_of_its_first_result(self, kap: Kap) -> None:
        for sentence in (DAY, "ketamine cures PTSD", "ketamine is safe"):
            found = answer(kap, sentence)
            assert found["results"][0]["verdict"] == found["summary"]["verdict"]

    def test_the_keys_are_those_of_the_manual(self) -> None:
        manual = (Path(__file__).parents[2] / "docs" / "json.md").read_text("utf-8")
        chapter = manual.split("\n## check\n")[1].split("\n## ")[0]
        for key in RESULT_KEYS | SENTENCE_KEYS | UNDERSTOOD_KEYS:
            assert f"`{key}`" in chapter, key


class TestAnyText:
    # Words of the subject among anything else: nothing of it is a sentence.
    words = st.lists(st.one_of(st.sampled_from(["ketamine", "PTSD", "0.5", "%", "not"]), st.text(max_size=9)))

    @few
    @given(text=st.one_of(st.text(max_size=300), st.text(st.characters(), max_size=300)))
    @example("ketamine")
    @example("\ud800 ketamine \x00")
    @example("?" * 300)
    @example("9" * 300)
    @example("not " * 75)
    @example("%s {0} $(id) [/bold]")
    def test_it_ends_as_documented_and_is_never_supported(self, text: str) -> None:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(["check", "--json", "--", text])
        assert code in (0, 1, 2), err.getvalue()
        assert json.loads(out.getvalue())["summary"].get("verdict") != "supported"

    @few
    @given(words=words)
    def test_a_heap_of_words_is_never_supported(self, checked: Check, words: list[str]) -> None:
        assert checked(" ".join(words)[:300]).verdict != "supported"
