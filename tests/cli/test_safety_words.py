"""What must be said where people ask about harm, or may be in danger."""

from __future__ import annotations

import pytest

from kapcli.__main__ import run

NO_SIGN = "no sign of safety"
URGENT = "emergency number"


def said(capsys: pytest.CaptureFixture[str], *line: str) -> str:
    run(list(line))
    captured = capsys.readouterr()
    return " ".join((captured.out + captured.err).split())


@pytest.mark.parametrize("words", ["pregnancy", "liver failure", "overdose", "seizures"])
def test_no_study_of_a_harm_is_no_sign_of_safety(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "search", words, "--condition", "ocd", "--format", "table")
    assert "Nothing found" in text
    assert NO_SIGN in text


def test_no_harm_counted_is_no_sign_of_safety(capsys: pytest.CaptureFixture[str]) -> None:
    assert NO_SIGN in said(capsys, "limits", "--safety", "--therapy", "written-exposure", "--year", "1999")


@pytest.mark.parametrize(
    "words", ["i want to die", "don't want to live", "hopeless", "self harm", "kill myself", "suicide", "overdose"]
)
def test_urgent_help_is_named_first_whatever_is_found(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "search", words, "--format", "table")
    assert text.index(URGENT) < 120


@pytest.mark.parametrize("name", ["grunebaum2018", "zaki2025"])
def test_pages_on_suicidality_name_urgent_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert URGENT in said(capsys, "show", name)


def test_works_on_harm_are_shown_whatever_narrows_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "limits", "--safety", "--therapy", "kap", "--format", "text")
    for name in ("fda2023", "kerrgaffney2025", "morgan2012"):
        assert name in text


def test_who_should_not_have_it_is_left_to_a_clinician(capsys: pytest.CaptureFixture[str]) -> None:
    assert "question for a clinician" in said(capsys, "search", "who should not have ketamine")


@pytest.mark.parametrize("name", ["feder2014", "quigley2025", "fda2023", "moore2025"])
def test_the_head_of_a_page_says_what_a_reader_in_a_hurry_needs(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run(["show", name])
    head = " ".join("\n".join(capsys.readouterr().out.splitlines()[:20]).split())
    for word in ("In short", "People:", "Weakest points:", "Harms:"):
        assert word in head


def test_a_version_leads_to_its_study_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "show", "yermus2023")
    assert "yermus2023 is the preprint id of yermus2024" in text


def test_medical_advice_is_disclaimed(capsys: pytest.CaptureFixture[str]) -> None:
    for line in (
        ("about",),
        ("show", "feder2014"),
        ("search", "ptsd", "--format", "table"),
        ("limits", "--format", "text"),
    ):
        assert "Not medical advice" in said(capsys, *line)
