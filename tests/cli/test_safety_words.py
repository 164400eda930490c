"""What must be said where people ask about harm, or may be in danger."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kapcli.__main__ import run

NO_SIGN = "does not mean it is safe"
URGENT = "emergency number"
OWN = Path(__file__).parent.parent / "frozen" / "user.yaml"


def said(capsys: pytest.CaptureFixture[str], *line: str) -> str:
    run(list(line))
    captured = capsys.readouterr()
    return " ".join((captured.out + captured.err).split())


@pytest.mark.parametrize("words", ["pregnancy", "liver failure", "overdose", "seizures"])
def test_no_study_of_a_harm_is_no_sign_of_safety(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "search", words, "--condition", "ocd", "--format", "table")
    assert "No study here matches" in text
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


def test_who_should_not_have_it_is_what_labels_and_guidelines_name(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "search", "who should not have ketamine")
    assert "by labels and guidelines: kap topics who-should-not-have-it" in text
    # The words are understood, so nothing is said of what a search cannot exclude.
    assert "cannot exclude" not in text


def test_who_should_not_have_it_is_for_a_clinician_where_no_topic_tells(
    capsys: pytest.CaptureFixture[str],
) -> None:
    alone = ("--no-builtin", "--catalogue", str(OWN.with_name("studies.yaml")))
    assert "is not answered here; please ask a clinician" in said(capsys, "search", "contraindications", *alone)


@pytest.mark.parametrize("name", ["feder2014", "quigley2025", "fda2023", "moore2025"])
def test_the_head_of_a_page_says_what_a_reader_in_a_hurry_needs(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run(["show", name])
    head = " ".join("\n".join(capsys.readouterr().out.splitlines()[:20]).split())
    for word in ("In short", "Participants:", "Main limitations:", "Adverse events:"):
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
        assert "not medical advice" in said(capsys, *line).casefold()


@pytest.mark.parametrize(
    "line",
    [
        ("search", "suicidal thoughts", "--lay"),
        ("show", "grunebaum2018", "--lay"),
        ("claims", "suicidal-thoughts-day-midazolam", "--lay"),
        ("limits", "suicidal thoughts", "--safety", "--lay"),
        ("check", "ketamine prevents suicide", "--lay"),
        ("report", "suicidal thoughts", "--lay"),
    ],
    ids=lambda line: line[0],
)
def test_so_do_pages_in_plain_words(line: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(list(line)) == 0
    assert URGENT in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("", ""),
        ("conditions: [depression]", "conditions: [suicidality]"),
        ("domain: depression", "domain: suicidality"),
        ("{term: headache}", "{term: suicidal-ideation}"),
    ],
)
def test_a_study_that_treats_measures_or_reports_suicidality_is_enough(
    field: str, value: str, frozen: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = OWN.read_text("utf-8").partition("claims:")[0]
    file = tmp_path / "own.yaml"
    if named := bool(field):
        assert text.count(field) == 1
        text = text.replace(field, value)
    file.write_text(text, "utf-8")
    for line in (("show",), ("show", "--lay"), ("compare", "feder2014"), ("forest", "--domain", "all")):
        assert run([line[0], "own2031", *line[1:], "--catalogue", str(file)]) == 0
        assert (URGENT in " ".join(capsys.readouterr().out.split())) == named


@pytest.mark.parametrize("form", ["markdown", "html"])
@pytest.mark.parametrize("lay", [(), ("--lay",)])
def test_a_report_asked_for_in_danger_begins_with_urgent_help(
    form: str, lay: tuple[str, ...], frozen: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", "i want to die", *lay, "--format", form]) == 0
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", capsys.readouterr().out, flags=re.DOTALL)
    assert text.index(URGENT) < text.casefold().index("answer")
