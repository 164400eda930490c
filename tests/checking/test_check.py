"""``kap check`` with one sentence: what stands on the page, what a program is given, and how it ends."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kapcli.__main__ import run
from kapcli.cli.danger import in_danger

Kap = Callable[..., Any]

DAY = "one infusion lowered PTSD symptoms within a day compared with midazolam"
SENTENCE_KEYS = {
    *(
        "number",
        "line",
        "text",
        "read",
        "verdict",
        "same_as",
        "denies",
        "doubtful",
        "close",
        "question",
        "checked_as",
        "about",
    ),
    *("overstatements", "figures", "cites", "reference"),
}
RESULT_KEYS = {
    *(
        "id",
        "sentence",
        "rank",
        "close",
        "statement",
        "wording",
        "claim_verdict",
        "certainty",
        "closing",
        "say_instead",
    ),
    *("differences", "for", "against", "not_weighed_or_no_estimate", "kind", "topic", "origin"),
}
HELP = "In danger or thinking of suicide?"


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def answer(kap: Kap, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(kap("check", *arguments, "--json").out)
    return found


class TestPage:
    def test_three_claims_each_with_its_state_what_was_found_and_a_fairer_wording(self, kap: Kap) -> None:
        ran = kap("check", "ketamine cures PTSD")
        shown = on_one_line(ran.out)
        assert ran.code == 0
        assert "Nearest claims. Same? Judge for yourself." in shown
        assert (
            "Judge for yourself. The claim is CONTRADICTED · Ketamine cures PTSD. ptsd-cure You could say: W" in shown
        )
        assert "Found: What was observed says otherwise. Studies: favours it: none" in shown
        assert "Why, and every study: kap claims ptsd-cure" in shown
        assert "abdallah2022, borgogna2024" in shown
        assert "You could say: Where symptoms eased they often came back." in shown
        assert ran.out.count("The claim is") == 3

    def test_what_differs_is_named(self, kap: Kap) -> None:
        shown = on_one_line(kap("check", "In OKTOP the mean PCL-5 fell from 40 to 12").out)
        assert "Differs: figures (sentence: 12; claim: 17, six); route (only the claim: oral)" in shown
        assert "Not in the record of quigley2025: 12 (beside 40)." in shown

    def test_a_word_of_overstatement_is_named_with_what_it_is_said_of(self, kap: Kap) -> None:
        for arguments in ((), ("--lay",)):
            assert "“cures PTSD”: nothing here shows a cure." in kap("check", "ketamine cures PTSD", *arguments).out

    def test_a_question_is_answered_as_its_statement(self, kap: Kap) -> None:
        shown = on_one_line(kap("check", "does ketamine cure PTSD?").out)
        assert "You asked; checked as: Ketamine cures PTSD" in shown
        assert "ptsd-cure" in shown
        assert "nothing here shows a cure" not in shown
        assert "You asked; looked for by its words." in kap("check", "how long does one infusion last?").out

    @pytest.mark.parametrize("sentence", ["xylophone", "Lighthouses are painted every summer"])
    def test_what_nothing_is_close_to_says_so_and_ends_with_1(self, kap: Kap, sentence: str) -> None:
        ran = kap("check", sentence)
        shown = on_one_line(ran.out)
        assert ran.code == 1
        assert "No claim is close to this. That says nothing about whether it is true." in shown
        assert "Nothing close; these share some words." in shown
        assert ran.out.count("The claim is") == 3

    def test_where_nothing_is_close_to_a_harm_it_is_no_sign_of_safety(self, kap: Kap) -> None:
        assert "Finding no studies does not mean it is safe." in on_one_line(kap("check", "thyroid glaucoma").out)

    def test_several_words_are_one_sentence(self, kap: Kap) -> None:
        assert kap("check", *DAY.split()).out == kap("check", DAY).out

    def test_as_many_claims_are_shown_as_are_asked_for(self, kap: Kap) -> None:
        assert [len(answer(kap, DAY, "--claims", most)["results"]) for most in ("1", "5")] == [1, 5]

    def test_figures_of_a_record_are_named(self, kap: Kap) -> None:
        shown = on_one_line(kap("check", "67% responded to ketamine and 20% to midazolam").out)
        assert "These figures are in the record of feder2021: 67%, 20%" in shown


class TestVerdict:
    def test_a_sentence_that_a_claim_repeats_has_the_verdict_of_the_claim(self, kap: Kap) -> None:
        found = answer(kap, "Studies show that ketamine cures PTSD.")
        (sentence,) = found["query"]["sentences"]
        assert found["summary"]["verdict"] == sentence["verdict"] == "contradicted"
        assert (sentence["same_as"], sentence["denies"]) == ("ptsd-cure", False)
        assert "CONTRADICTED: it says the same as the claim ptsd-cure" in kap("check", "Ketamine cures PTSD").out

    def test_any_other_has_none(self, kap: Kap) -> None:
        for sentence in ("ketamine cures PTSD in veterans", "a new trial asks whether ketamine cures PTSD"):
            found = answer(kap, sentence)
            assert found["summary"]["verdict"] is None
            assert [one["same_as"] for one in found["query"]["sentences"]] == [None]


class TestDanger:
    @pytest.mark.parametrize("sentence", ["I want to die", "i'm suicidal and it does not help", "I feel hopeless"])
    def test_in_the_first_person_somebody_may_be_in_danger(self, sentence: str) -> None:
        assert in_danger(sentence)

    def test_on_a_terminal_there_is_help_and_nothing_else(self, kap_terminal: Kap) -> None:
        ran = kap_terminal("check", "I want to die", env={"TERM": "xterm-256color"})
        assert ran.code == 0
        assert ran.out.startswith(f"\x1b[1m{HELP}")
        assert "\x1b[2m" not in ran.out
        assert "The claim is" not in ran.out
        assert "kap search suicidality" in ran.out

    @pytest.mark.parametrize(
        "sentence",
        ["Ketamine prevents suicide", "A patient wrote “I want to die” before ketamine", "The suicidality scale fell"],
    )
    def test_of_others_nobody_is(self, sentence: str) -> None:
        assert not in_danger(sentence)

    def test_of_others_it_stands_first_where_at_all_and_the_answer_follows(self, kap_terminal: Kap) -> None:
        shown = kap_terminal("check", "A patient wrote “I want to die” before ketamine").out
        assert "The claim is" in shown
        assert f"\x1b[2m{HELP}" not in shown

    def test_in_json_it_stands_first_and_the_answer_follows(self, kap: Kap) -> None:
        found = answer(kap, "I want to die")
        assert found["notes"][0].startswith(HELP)
        assert found["results"]

    def test_in_a_file_it_stands_first_and_the_answer_follows(self, kap: Kap, tmp_path: Path) -> None:
        path = tmp_path / "text.txt"
        path.write_text("I want to die. Ketamine cures PTSD.\n", encoding="utf-8")
        shown = on_one_line(kap("check", "--file", str(path)).out)
        assert shown.startswith(HELP)
        assert "ptsd-cure" in shown


class TestExit:
    @pytest.mark.parametrize(
        ("sentence", "code"),
        [
            ("ketamine cures PTSD", 5),
            ("In OKTOP the mean PCL-5 fell from 40 to 12", 5),
            (DAY, 0),
            ("Ketamine prevents suicide", 0),
            ("does ketamine cure PTSD?", 0),
            ("xylophone", 1),
        ],
    )
    def test_with_exit_verdict_it_ends_with_5_where_something_is_pointed_at(
        self, kap: Kap, sentence: str, code: int
    ) -> None:
        ran = kap("check", sentence, "--exit-verdict")
        assert ran.code == code
        assert ran.out == kap("check", sentence).out

    def test_and_in_json_alike(self, kap: Kap) -> None:
        ran = kap("check", "ketamine cures PTSD", "--json", "--exit-verdict")
        assert ran.code == 5
        assert json.loads(ran.out)["summary"]["doubtful"] == [1]

    def test_nothing_to_check_is_a_mistake(self, kap: Kap, kap_process: Kap) -> None:
        assert kap_process("check").code == 2
        assert kap("check", " ").code == kap("check", "a", "--open", "1").code == 2


class TestStandardInput:
    @pytest.fixture
    def piped(self, kap: Kap, monkeypatch: pytest.MonkeyPatch) -> Kap:
        """Give bytes to ``kap check`` where standard input is a pipe."""

        def ran(data: bytes, *arguments: str) -> Any:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
            return kap("check", *arguments)

        return ran

    @pytest.mark.parametrize("encoding", ["", "utf-8:strict"])
    def test_bytes_that_are_no_text_are_replaced_and_it_is_said_under_a_strict_encoding_too(
        self, encoding: str
    ) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "kapcli", "check"],
            input=b"ketamine \xff cures PTSD",
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0
        assert "1 character is no UTF-8 text" in on_one_line(done.stdout.decode())
        assert b"ptsd-cure" in done.stdout

    def test_a_sentence_broken_into_lines_is_one(self, piped: Kap) -> None:
        query = json.loads(piped(b"ketamine cures\nPTSD\n", "--json").out)["query"]
        assert query["file"] is None
        assert [one["text"] for one in query["sentences"]] == ["ketamine cures PTSD"]

    @pytest.mark.parametrize("options", [(), ("-",), ("--file", "-")])
    def test_a_text_is_checked_sentence_by_sentence(self, piped: Kap, options: tuple[str, ...]) -> None:
        ran = piped(b"Ketamine cures PTSD.\n\nIt is safe at home.\n", "--json", "--exit-verdict", *options)
        found = json.loads(ran.out)
        assert ran.code == 5
        assert found["query"]["file"] == "-"
        assert [(one["number"], one["line"]) for one in found["query"]["sentences"]] == [(1, 1), (2, 3)]
        assert found["summary"]["doubtful"] == [1, 2]

    def test_one_sentence_of_a_text_is_shown_in_full(self, piped: Kap) -> None:
        ran = piped(b"Ketamine cures PTSD. It is safe at home.", "--open", "2")
        assert ran.out.startswith("“It is safe at home.”")

    @pytest.mark.parametrize("data", [b"", b" \n \n"])
    def test_an_empty_one_is_a_mistake(self, piped: Kap, data: bytes) -> None:
        assert piped(data).code == 2

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_any_encoding_that_names_itself_is_read(self, piped: Kap, encoding: str) -> None:
        assert "“ketamine cures PTSD”" in piped("ketamine cures PTSD".encode(encoding)).out

    def test_of_a_long_sentence_it_is_said_what_was_read(self, piped: Kap) -> None:
        ran = piped(b"ketamine cures PTSD and " * 200)
        assert "Only the first 600 characters of the sentence were read" in on_one_line(ran.out)

    def test_more_than_two_megabytes_are_a_mistake(self, piped: Kap) -> None:
        ran = piped(b"a" * 2_000_001)
        assert ran.code == 2
        assert "larger than 2 MB" in ran.err


class TestJson:
    @pytest.mark.parametrize("sentence", [DAY, "ketamine cures PTSD", "does ketamine cure PTSD?", "xylophone"])
    def test_each_result_and_sentence_has_the_documented_keys(self, kap: Kap, sentence: str) -> None:
        found = answer(kap, sentence)
        assert (found["kap"], found["draft"]) == (2, False)
        assert set(found["query"]) == {"file", "sentences"}
        assert set(found["summary"]) == {"verdict", "sentences", "doubtful", "not_close"}
        assert [set(one) for one in found["query"]["sentences"]] == [SENTENCE_KEYS]
        assert [one["rank"] for one in found["results"]] == [1, 2, 3]
        for result in found["results"]:
            assert set(result) == RESULT_KEYS
            assert result["claim_verdict"]
            assert result["say_instead"]
            assert all(set(one) == {"kind", "said", "read"} for one in result["differences"])

    def test_the_keys_are_those_of_the_manual(self) -> None:
        manual = (Path(__file__).parents[2] / "docs" / "json.md").read_text("utf-8")
        chapter = manual.split("\n## check\n")[1].split("\n## ")[0]
        for key in RESULT_KEYS | SENTENCE_KEYS:
            assert f"`{key}`" in chapter, key

    def test_the_studies_of_a_claim_are_those_of_its_table(self, kap: Kap) -> None:
        for result in answer(kap, DAY)["results"]:
            head, row = (line.split("\t") for line in kap("claims", result["id"], "--format", "tsv").out.splitlines())
            cells = dict(zip(head, row, strict=True))
            for key, column in (
                ("for", "favours"),
                ("against", "does_not_favour"),
                ("not_weighed_or_no_estimate", "not_weighed_or_no_estimate"),
            ):
                assert result[key] == re.findall(r"[a-z]+[0-9]+[a-z]?", cells[column])
        assert answer(kap, DAY)["results"][0]["for"] == ["feder2014"]

    @given(text=st.one_of(st.text(max_size=300), st.text(st.characters(), max_size=300)))
    @example("\ud800 ketamine \x00")
    @example("?" * 300)
    @example("%s {0} $(id) [/bold]")
    @settings(derandomize=True, max_examples=30, deadline=None, database=None)
    def test_any_text_ends_as_documented(self, text: str) -> None:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(["check", "--json", "--", text])
        assert code in (0, 1, 2), err.getvalue()
        assert json.loads(out.getvalue())["summary"].get("verdict") is None


class TestLay:
    @pytest.mark.parametrize("asked", ["does ketamine help with flashbacks", "Will ketamine make me worse?"])
    def test_a_harm_that_is_nearest_does_not_read_as_a_yes(self, kap: Kap, asked: str) -> None:
        shown = on_one_line(kap("check", asked, "--lay").out)
        assert "The nearest one may say something else" in shown
        assert "On that statement: It has been reported." in shown
        assert "support" not in shown
        assert f"What else is here on these words: kap search '{asked}' --lay" in shown

    @pytest.mark.parametrize("sentence", [DAY, "ketamine cures PTSD", "does ketamine cure PTSD?", "ketamine is safe"])
    def test_it_says_in_short_what_the_research_says_and_advises_nothing(self, kap: Kap, sentence: str) -> None:
        ran = kap("check", sentence, "--lay")
        shown = on_one_line(ran.out)
        assert ran.code == 0
        assert f"You asked about: “{sentence}”" in shown
        assert "The nearest one may say something else" in shown or "A statement on just this" in shown
        assert "In short:" in shown or "On that statement:" in shown
        assert "This is not medical advice." in shown


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("is it safe with high blood pressure", True),
        ("Can I have it with schizophrenia?", True),
        ("I have hypertension. Can I use ketamine at home?", True),
        ("is ketamine safe", False),
        # A statement asks for nobody.
        ("Ketamine raises high blood pressure.", False),
    ],
)
def test_a_question_whom_it_suits_is_led_to_contraindications(kap: Kap, asked: str, led: bool) -> None:
    notes = json.loads(kap("check", asked, "--json").out)["notes"]
    assert any("kap topics who-should-not-have-it" in note for note in notes) == led
