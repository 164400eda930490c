"""``kap report`` on a terminal: the short answer and how to have the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kapcli.views.document import SCREEN

if TYPE_CHECKING:
    from conftest import InProcess


@pytest.fixture
def on_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal."""
    monkeypatch.setattr("kapcli.cli.report_answer.on_terminal", lambda: True)


@pytest.mark.usefixtures("on_screen")
@pytest.mark.parametrize("words", ["ptsd", "suicidality", "alcohol", "emdr", "bladder"])
@pytest.mark.parametrize("more", [(), ("--lay",)], ids=["expert", "lay"])
def test_a_terminal_has_the_answer_its_limitations_and_the_way_to_the_pages(
    kap: InProcess, words: str, more: tuple[str, ...]
) -> None:
    text = kap("report", words, *more).out
    assert len(text.splitlines()) <= SCREEN
    for part in ("Main limitations: ", "--output", "--format markdown", "not medical advice"):
        assert part in text
    assert "# " not in text
    assert words != "suicidality" or text.startswith("In danger or thinking of suicide?")


@pytest.mark.usefixtures("on_screen")
def test_markdown_that_was_asked_for_is_what_a_pipe_has(kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = kap("report", "emdr", "--format", "markdown").out
    monkeypatch.setattr("kapcli.cli.report_answer.on_terminal", lambda: False)
    assert kap("report", "emdr").out == asked
    assert asked.startswith("# ")
