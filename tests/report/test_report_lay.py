"""The client's version: short, plain, nothing advised, harm in full, counts never without what they compare with."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kapcli.report import lay, lay_harms
from kapcli.report.questions import AT_HOME, NOT_COMPARED, QUESTIONS, WITH_THERAPY

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
        assert heads[:2] == ["The short answer", "First: why nobody can be sure"]
        assert "Harms" in heads
        assert lay_harms.SILENCE in text
        assert lay_harms.RARE in text

    def test_no_count_stands_without_what_it_is_compared_with(self, made: Made, words: tuple[str, ...]) -> None:
        for _, rest in re.findall(
            r"(\d+ of \d+) people (?:got clearly better|were nearly free of symptoms)(.{0,40})", made(*words, "--lay")
        ):
            assert rest.startswith((". There was no comparison group", ", against"))

    def test_asks_questions_and_tells_nobody_what_to_do(self, made: Made, words: tuple[str, ...]) -> None:
        asked = made(*words, "--lay").partition("## Questions")[2].partition("\n## ")[0]
        lines = [line for line in asked.splitlines() if line.startswith("- ")]
        assert len(lines) >= len(QUESTIONS)
        assert all(line.endswith("?") for line in lines)


class TestOwnWords:
    def test_are_plain(self) -> None:
        own = " ".join(
            (*QUESTIONS, NOT_COMPARED, AT_HOME, WITH_THERAPY, lay_harms.SILENCE, lay_harms.RARE, lay.LIMITS_OF_SOME)
        )
        assert grade(own) < 7
        assert not [term for term in TERMS if term in own.casefold()]

    def test_only_studies_on_the_question_are_told(self, made: Made) -> None:
        studies = made("ptsd", "--route", "oral", "--lay").partition("## The studies")[2].partition("## Harms")[0]
        assert set(re.findall(r"\((\w+\d{4})\)", studies)) == {"quigley2025", "fda2023"}

    def test_the_title_answers_nothing(self, made: Made) -> None:
        assert made("ptsd", "--route", "oral", "--lay").startswith("# Ketamine swallowed and post-traumatic stress\n")

    def test_what_was_not_compared_is_asked_about(self, made: Made) -> None:
        assert NOT_COMPARED in made("ptsd", "--route", "oral", "--lay")
        assert NOT_COMPARED not in made("ptsd", "--lay")

    def test_harms_that_do_not_fit_are_counted(self, made: Made) -> None:
        text = made("depression", "--lay")
        assert re.search(r"and \d+ more that are in the full report\. How often is not always known\.", text)
        assert "Serious unwanted events that were counted" in text
