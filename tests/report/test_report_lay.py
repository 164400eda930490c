"""The client's version: short, plain, nothing advised, harm in full, counts never without what they compare with."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kapcli.views import lay_harms
from kapcli.views import report_lay as lay
from kapcli.views.client_questions import AT_HOME, NOT_COMPARED, QUESTIONS, WITH_THERAPY

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import InProcess

Made = Callable[..., str]
ASKED = [
    ("ptsd", "--route", "oral"),
    ("ptsd",),
    ("depression",),
    ("depression", "--therapy", "kap"),
    ("suicide",),
    ("emdr",),
    ("bladder",),
    ("alcohol",),
    ("--route", "oral"),
    (),
]
# Words of the page itself that a person of twelve may not know, and must not meet.
TERMS = ("randomis", "placebo", "cohort", "confidence interval", "efficacy", "adverse event", "baseline", "outcome")


def grade(text: str) -> float:
    """Flesch-Kincaid grade: years of schooling; seven is about twelve years of age."""
    sentences = max(1, len(re.findall(r"[.?!:](?=\s|$)", text)))
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("words", ASKED, ids=lambda words: " ".join(words) or "everything")
class TestEveryPage:
    def test_is_read_at_about_twelve(self, made: Made, words: tuple[str, ...]) -> None:
        text = made(*words, "--lay")
        body = text.partition("## The short answer")[2].partition("## Words used")[0].partition("## Where this")[0]
        # The wording of a statement is quoted for the counsellor.
        lines = [line for line in body.splitlines() if line and not line.startswith(("#", "On the statement"))]
        assert grade(" ".join(lines).replace("\\", "")) < 8.5

    def test_says_where_help_is_and_that_it_is_no_advice(self, made: Made, words: tuple[str, ...]) -> None:
        text = made(*words, "--lay")
        assert text.index("findahelpline.com") < text.index("## The short answer")
        assert "This is not medical advice." in text

    def test_gives_limits_before_findings_and_harms_always(self, made: Made, words: tuple[str, ...]) -> None:
        text = made(*words, "--lay")
        heads = re.findall(r"^## (.*)$", text, re.MULTILINE)
        assert heads[:2] == ["The short answer", "Why we can't be sure"]
        assert "Harms" in heads
        assert lay_harms.SILENCE in text
        assert lay_harms.RARE in text

    def test_no_count_stands_without_what_it_is_compared_with(self, made: Made, words: tuple[str, ...]) -> None:
        for _, rest in re.findall(
            r"(\d+ of \d+) people (?:got clearly better|were nearly free of symptoms)(.{0,80})", made(*words, "--lay")
        ):
            assert re.match(r"(?: \([^)]*\))?\. There was no|, against", rest), rest

    def test_asks_questions_and_tells_nobody_what_to_do(self, made: Made, words: tuple[str, ...]) -> None:
        asked = made(*words, "--lay").partition("## Questions")[2].partition("\n## ")[0]
        lines = [line for line in asked.splitlines() if line.startswith("- ")]
        assert len(lines) >= len(QUESTIONS)
        assert all(line.endswith("?") for line in lines)

    def test_does_not_say_of_everything_that_nobody_did_it(self, made: Made, words: tuple[str, ...]) -> None:
        text = made(*words, "--lay")
        own = "\n".join(part for part in text.splitlines() if not re.search(r"\([\w-]+\d{4}\w?\)$", part))
        assert len(re.findall(r"\bnobody\b", own, re.IGNORECASE)) <= 2


class TestOwnWords:
    def test_are_plain(self) -> None:
        own = " ".join(
            (
                *QUESTIONS,
                NOT_COMPARED,
                AT_HOME,
                WITH_THERAPY,
                lay_harms.NOBODY,
                lay_harms.SILENCE,
                lay_harms.RARE,
                lay.LIMITS_OF_SOME,
            )
        )
        assert grade(own) < 7
        assert not [term for term in TERMS if term in own.casefold()]

    def test_only_studies_on_the_question_are_told(self, made: Made) -> None:
        studies = made("ptsd", "--route", "oral", "--lay").partition("## The studies")[2].partition("## Harms")[0]
        told = re.findall(r"^### (.+? \d{4}):", studies, re.MULTILINE)
        assert told == ["Quigley 2025", "Beaglehole 2025", "A report of 2021"]
        # By author and year: an id means nothing to a client.
        assert not re.findall(
            r"[a-z]{4,}(?:19|20)\d\d", made("ptsd", "--route", "oral", "--lay").partition("## Where")[0]
        )
        assert "2 more studies are in the full report." in studies

    def test_the_title_answers_nothing(self, made: Made) -> None:
        assert made("ptsd", "--route", "oral", "--lay").startswith("# Oral ketamine for PTSD\n")

    def test_what_was_not_compared_is_asked_about(self, made: Made) -> None:
        assert NOT_COMPARED in made("ptsd", "--route", "oral", "--lay")
        assert NOT_COMPARED not in made("ptsd", "--lay")

    def test_the_study_without_a_difference_that_the_answer_names_is_told(self, made: Made) -> None:
        text = made("ptsd", "--lay")
        assert "(158 people), perhaps among these, found no clear difference" in text
        assert "Abdallah 2022: a randomised trial" in text
        assert "A larger one with soldiers and veterans showed no difference" in text

    @pytest.mark.parametrize(
        ("words", "named"),
        [("ptsd", ["Borgogna", "Abdallah", "Schnurr"]), ("contraindications", ["Janssen", "Cohen"])],
    )
    def test_the_sources_of_the_answer_are_among_those_of_the_page(
        self, words: str, named: list[str], made: Made
    ) -> None:
        sources = made(words, "--lay").partition("## Where this comes from")[2]
        assert [name for name in named if f"- {name}" not in sources] == []

    def test_what_the_page_itself_holds_is_not_sent_for(self, made: Made) -> None:
        text = made("contraindications", "bipolar", "--lay")
        assert "Janssen" in text
        assert "kap topics" not in text

    def test_what_names_harms_is_not_called_silent(self, made: Made) -> None:
        harms = made("fda", "warning", "--lay").partition("## Harms")[2]
        assert "slow breathing" in harms.partition("Known from other research")[0]
        assert lay_harms.NOBODY in harms
        assert "say nothing about side effects" not in harms

    def test_a_page_without_a_study_says_so(self, made: Made) -> None:
        after = made("contraindications", "esketamine", "--lay").partition("## Why we can't be sure\n\n")[2]
        assert after.startswith(lay.NO_STUDY)

    def test_harms_that_do_not_fit_are_counted(self, made: Made) -> None:
        text = made("depression", "--lay")
        unsure = r"How often, and whether the drug caused them, is not always known\."
        assert re.search(rf"and \d+ more that are in the full report\. {unsure}", text)
        assert "Serious unwanted events that were counted" in text


class TestOfAStandingCatalogue:
    """What the page for a client says, against what the same question gives a program."""

    @pytest.mark.parametrize("count", [1, 3, 14, 15, 20])
    def test_harms_are_named_up_to_fourteen_and_the_rest_are_counted(
        self, count: int, kap: InProcess, frozen: Path, tmp_path: Path
    ) -> None:
        harms = [f"harm {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"[:count]]
        file = tmp_path / "harms.yaml"
        file.write_text(HARMS.replace("HARMS", ", ".join(harms)), "utf-8")
        text = kap("report", "chronic pain", "--lay", "--design", "case-series", "--catalogue", str(file)).out
        told = re.search(r"Named in these studies: (.*?)\. How often", text)
        assert told is not None
        named, _, more = told[1].partition("; and ")
        assert named.split("; ") == harms[:14]
        assert more == (f"{count - 14} more that are in the full report" if count > 14 else "")

    @pytest.mark.parametrize("words", ["ptsd", "depression"])
    def test_silence_on_harm_is_counted_as_silence(self, words: str, kap: InProcess, frozen: Path) -> None:
        clinical = {"rct", "single-arm-trial", "case-series", "retrospective-cohort", "secondary-analysis"}
        hits = json.loads(kap("search", words, "--json").out)["results"]
        states = Counter(
            hit["safety"]["status"] for hit in hits if hit["design"] in clinical and hit["retraction"] != "retracted"
        )
        assert states["not-reported"] != states["none-found"]
        (told,) = re.findall(
            r"Of the (\d+) studies here that treated people, (.*?)\.", kap("report", words, "--lay").out
        )
        assert int(told[0]) == states.total()
        for status, said in lay_harms._TOLD.items():
            # What no study did is not told: the others add up to all.
            assert (f"{states[status]} {said}" in told[1]) == bool(states[status])

    def test_a_study_that_says_nothing_of_harm_has_not_looked_for_it(self, kap: InProcess, frozen: Path) -> None:
        said: dict[str, set[bool]] = {"not-reported": set(), "none-found": set()}
        for hit in json.loads(kap("search", "--json").out)["results"]:
            status = hit["safety"]["status"]
            text = " ".join(kap("show", hit["id"], "--lay").out.split())
            if status in said:
                said[status].add("there were no side effects" in text)
                assert status == "none-found" or "there were no side effects" not in text, hit["id"]
        assert said == {"not-reported": {False}, "none-found": {True}}

    def test_what_is_supported_weakly_is_not_called_supported(self, kap: InProcess, frozen: Path) -> None:
        weak = 0
        for words in ("ptsd", "depression", "cocaine"):
            text = kap("report", words, "--lay").out
            for statement, short in re.findall(r"On the statement “(.*?)”: (.*)\.\n", text):
                claims = json.loads(kap("claims", "--kind", "effect", "--json").out)["results"]
                (claim,) = (one for one in claims if one["statement"].rstrip(".") == statement)
                if claim["verdict"] == "supported" and claim["certainty"] in ("low", "very-low"):
                    weak += 1
                    assert "but not strongly" in short
        assert weak


HARMS = """
studies:
  - id: harms
    title: An invented example
    csl_type: article-journal
    year: 2030
    authors: [{family: Example}]
    design: case-series
    status: published
    finding: Invented.
    conditions: [chronic-pain]
    safety: {status: reported, uncoded: [HARMS]}
    read_at: [{url: "https://example.org/a", read: abstract}]
"""
