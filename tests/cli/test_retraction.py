"""A retracted work is left out of counts and drawings and named there, and marked where it is cited or shown."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

OWN = Path(__file__).parent.parent / "frozen" / "user.yaml"
STATES = {"invented-retracted": "retracted", "invented-corrected": "corrected", "invented-concern": "concern"}


@pytest.fixture
def kap(kap_once: InProcess, frozen: Path) -> InProcess:
    """A line only reads, and a file put on top has a name of its own."""
    return kap_once


@pytest.mark.parametrize("line", [("forest", "ptsd"), ("report", "ptsd"), ("report", "ptsd", "--format", "html")])
def test_a_drawing_names_what_it_leaves_out(line: tuple[str, ...], kap: InProcess) -> None:
    text = " ".join(kap(*line).out.split())
    assert "retracted and not counted" in text.casefold()
    assert "invented-retracted" in text


def test_a_retracted_work_is_drawn_nowhere(kap: InProcess) -> None:
    assert "invented-retracted" not in {row["id"] for row in json.loads(kap("forest", "ptsd", "--json").out)["results"]}
    for line in (("forest", "ptsd"), ("forest", "feder2014", "invented-retracted"), ("report", "ptsd", "--full")):
        rows = re.findall(r"^\W*\d+ ([\w-]+)=?\W", kap(*line).out, re.MULTILINE)
        assert "feder2014" in rows, line
        assert "invented-retracted" not in rows, line


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("corrected", "corrected after publication"),
        ("concern", "its journal has published an expression of concern"),
    ],
)
def test_a_drawn_work_that_is_doubted_says_so_beside_its_figure(
    state: str, said: str, kap: InProcess, tmp_path: Path
) -> None:
    text = OWN.read_text("utf-8").partition("claims:")[0]
    before = "    finding: Invented; depression scores"
    assert text.count(before) == 1
    file = tmp_path / "own.yaml"
    file.write_text(text.replace(before, f"    retraction: {state}\n{before}"), "utf-8")
    for line in (
        ("forest", "own2031", "--full"),
        ("forest", "own2031", "--full", "--format", "markdown"),
        ("report", "own2031", "--full"),
        ("report", "own2031", "--full", "--format", "html"),
    ):
        ran = kap(*line, "--catalogue", str(file))
        assert ran.code == 0, ran.err
        # On a page of HTML also where the drawing is told in words.
        rows = re.findall(r"as reported: (.{,400})", " ".join(ran.out.casefold().split()))
        assert rows
        assert all(said in row for row in rows), line


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("invented-retracted", "RETRACTED"),
        ("invented-corrected", "a correction was published"),
        ("invented-concern", "an expression of concern was published"),
        ("feder2014", "has not been checked"),
    ],
)
def test_a_citation_says_what_became_of_a_work(name: str, said: str, kap: InProcess) -> None:
    ran = kap("cite", name)
    assert said in ran.err
    assert said not in ran.out
    assert said in " ".join(json.loads(kap("cite", name, "--json").out)["results"][0]["remarks"])
    assert said in " ".join(kap("show", name).out.split())


@pytest.mark.parametrize(
    ("name", "said", "plainly"),
    [
        ("invented-retracted", "RETRACTED: not counted, and not to be relied on", "withdrawn by its journal"),
        ("invented-corrected", "corrected after publication", "corrected after it came out"),
        ("invented-concern", "its journal has published an expression of concern", "may not be reliable"),
    ],
)
def test_whatever_shows_a_work_says_what_became_of_it(
    name: str, said: str, plainly: str, kap: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Too narrow for columns, so that no other column stands between its words.
    monkeypatch.setenv("COLUMNS", "40")
    for line in (
        ("search", name, "--format", "table"),
        ("search", name, "--format", "markdown"),
        ("search", name, "--format", "tsv"),
        ("show", name),
        ("show", name, "--format", "markdown"),
        ("compare", name, "feder2014"),
        ("compare", name, "feder2014", "--format", "markdown"),
        ("limits", name, "--format", "text"),
    ):
        assert said in " ".join(kap(*line).out.split()), line
    for command in ("search", "show"):
        assert plainly in " ".join(kap(command, name, "--lay").out.split()), command
    assert said not in kap("show", "feder2014").out


@pytest.mark.parametrize("name", ["invented-corrected", "invented-concern"])
def test_so_does_its_row_in_a_report(name: str, kap: InProcess) -> None:
    said = "corrected after publication" if name == "invented-corrected" else "has published an expression of concern"
    (row,) = re.findall(rf"^\| {name}: .*$", kap("report", "depression", "--full").out, re.MULTILINE)
    assert said in row.casefold()
    page = " ".join(kap("report", "depression", "--full", "--format", "html").out.split())
    assert re.search(rf">{name}</span>: (?:(?!</tr>).)*{said}", page, re.IGNORECASE)


@pytest.mark.parametrize("name", STATES)
def test_a_program_is_told(name: str, kap: InProcess) -> None:
    for command in ("search", "show"):
        (found,) = json.loads(kap(command, name, "--json").out)["results"]
        assert found["retraction"] == STATES[name]


@pytest.mark.parametrize("words", ["is feder 2014 retracted", "was feder2014 retracted", "feder2014 retraction"])
def test_a_question_about_one_study_is_answered_and_shows_it(words: str, kap: InProcess) -> None:
    found = json.loads(kap("search", words, "--json").out)
    assert found["notes"][0] == "feder2014: whether it was retracted or corrected has not been checked."
    assert found["results"][0]["id"] == "feder2014"
    assert found["results"][0]["match"] == "identifier"


def test_without_a_study_it_is_a_word_like_any_other(kap: InProcess) -> None:
    (unit,) = json.loads(kap("search", "retracted", "--json").out)["query"]["units"]
    assert unit["text"] == "retracted"
