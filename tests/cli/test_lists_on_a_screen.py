"""What lists everything has a first screen on a terminal: topics, glossary, about, limitations of single studies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import pytest

from kapcli.index.session import close_all, open_session
from kapcli.index.topics import topics
from kapcli.views.document import SCREEN
from kapcli.views.topics import topics_document, topics_screen
from kapcli.writers.layout import plain
from kapcli.writers.terminal import terminal

if TYPE_CHECKING:
    from conftest import InProcess

LINES = [
    ("topics",),
    ("topics", "--lay"),
    ("glossary",),
    ("about",),
    ("limits", "emdr"),
    ("limits", "feder2014"),
    ("map",),
    ("map", "ptsd"),
]
# A map takes long: the whole of it in the wider window, a part of it in the narrow one.
TWICE = {(("map",), "60"), (("map", "ptsd"), "80")}


@pytest.fixture(autouse=True)
def on_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window of 24 rows."""
    monkeypatch.setattr("kapcli.cli.request.on_terminal", lambda: True)
    monkeypatch.setenv("LINES", "24")


def shown(kap: InProcess, *line: str) -> str:
    return kap(*line, "--format", "text").out


@pytest.mark.parametrize(
    ("line", "columns"),
    [(line, width) for line in LINES for width in ("80", "60") if (line, width) not in TWICE],
)
def test_it_is_a_window_high(
    kap: InProcess, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...], columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = shown(kap, *line).splitlines()
    assert max(map(len, lines)) <= int(columns)
    # In a narrow window a topic may take two lines.
    assert len(lines) <= SCREEN + (5 if columns == "60" and line[0] == "topics" else 0)


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_full_is_what_a_pipe_has(kap: InProcess, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]) -> None:
    full = shown(kap, *line, "--full")
    monkeypatch.setattr("kapcli.cli.request.on_terminal", lambda: False)
    assert shown(kap, *line) == full


def test_a_topic_has_its_certainty_and_a_warning_before_it(kap: InProcess) -> None:
    text = shown(kap, "topics")
    assert re.search(r"^Ketamine for PTSD +≈ uncertain ⊕◯◯◯ very low$", text, re.MULTILINE)
    assert re.search(r"^Ketamine at home +FDA warns; \? untested$", text, re.MULTILINE)
    assert re.search(r"^Esketamine nasal spray \(depression\) +≈ uncertain ⊕⊕◯◯ low$", text, re.MULTILINE)
    assert "findahelpline.com" in text


def test_what_is_supported_at_low_certainty_is_supported_weakly() -> None:
    session = open_session(())
    (answer,) = (one for one in topics(session.connection) if one.topic.id == "esketamine")
    answers = [msgspec.structs.replace(answer, verdict="supported", certainty=sure) for sure in ("low", "moderate")]
    screen, page = (
        " ".join(plain(terminal(document(answers, session.vocabulary, session.about), 80)).split())
        for document in (topics_screen, topics_document)
    )
    close_all()
    assert "✓ supported, weakly ⊕⊕◯◯ low" in screen
    assert "✓ supported ⊕⊕⊕◯ moderate" in screen
    assert "Supported, weakly, ⊕⊕◯◯ low certainty (depression)." in page
    assert "Supported, ⊕⊕⊕◯ moderate certainty (depression)." in page


def test_a_map_counts_its_rare_rows_as_one_and_loses_no_study(kap: InProcess) -> None:
    text, full = shown(kap, "map"), shown(kap, "map", "--full")
    totals = [re.search(r"^all +.*$", page, re.MULTILINE) for page in (text, full)]
    assert totals[0]
    assert totals[1]
    assert totals[0][0].split() == totals[1][0].split()
    assert re.search(r"^\d+ rare rows are counted as one\.", text, re.MULTILINE)
    assert "Indented rows are also counted" in " ".join(text.split())


def test_no_limitation_is_left_out(kap: InProcess) -> None:
    every = kap("limits", "topel2025", "vadod2024", "--format", "tsv", "--no-header").out.splitlines()
    text = " ".join(shown(kap, "limits", "emdr").split())
    held = [row.split("\t")[2] for row in every if row.split("\t")[3] == "yes"]
    assert held
    assert all(label in text for label in held)
    assert "What each means there: kap limits emdr --full" in text


def test_about_says_what_is_missing_and_what_it_is_not(kap: InProcess) -> None:
    text = " ".join(shown(kap, "about").split())
    for part in ("not read in full", "Known to be missing", "Not medical advice", "kap about --full"):
        assert part in text


def test_a_line_of_topics_says_no_more_than_its_answer(kap: InProcess) -> None:
    """A verdict on one of several conditions names it, and a harm that was reported is not ticked."""
    text = shown(kap, "topics")
    assert re.search(r"\(alcohol use\)", text)
    assert re.search(r"^Ketamine for anxiety disorders and OCD\s+≈.*\n \(anxiety\)|OCD \(anxiety\)", text, re.MULTILINE)
    assert re.search(r"^Adverse events of ketamine +FDA warns; reported$", text, re.MULTILINE)
