"""A terminal has a first screen of claims in plain words and as a table; a pipe has all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kapcli.views.document import SCREEN

if TYPE_CHECKING:
    from conftest import InProcess


@pytest.fixture
def on_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window of 24 rows."""
    monkeypatch.setattr("kapcli.cli.request.on_terminal", lambda: True)
    monkeypatch.setenv("LINES", "24")


def topics(kap: InProcess) -> list[str]:
    # Who should not have it is never cut, however long.
    return [name for name in kap("topics", "--format", "ids").out.split() if name != "who-should-not-have-it"]


@pytest.mark.usefixtures("on_screen")
@pytest.mark.parametrize("form", ["--lay", "--table"])
@pytest.mark.parametrize("columns", ["80", "60"])
def test_of_every_topic_it_is_a_window_high(
    kap_once: InProcess, monkeypatch: pytest.MonkeyPatch, form: str, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    tall = {}
    # In the wider window every topic; in the narrow one every third.
    for name in topics(kap_once)[:: 1 if columns == "80" else 3]:
        lines = kap_once("claims", *name.split("-"), form, "--format", "text").out.splitlines()
        if len(lines) > SCREEN:
            tall[name] = len(lines)
    # In a narrow window one claim may take a line or two more, below an answer that is long; never the answer itself.
    assert not tall if columns == "80" else all(lines <= SCREEN + 5 for lines in tall.values()), tall


@pytest.mark.usefixtures("on_screen")
def test_it_has_the_answer_claims_with_how_sure_harms_and_what_leads_on(kap: InProcess) -> None:
    shown = " ".join(kap("claims", "ptsd", "--lay", "--format", "text").out.split())
    assert "Ketamine and PTSD (post-traumatic stress disorder) We can.t be sure (very low certainty)." in shown.replace(
        "'", "."
    )
    assert re.search(r"1 “[^”]+” We don't know\. Studies taken together point this way; very low certainty\.", shown)
    assert re.search(r"Harms · 1 of \d+ \d+ “[^”]+” It has been reported\.", shown)
    assert re.search(r"\d of \d+ shown, all: --all · one with its studies: --open N", shown)
    assert "What PTSD means: kap glossary PTSD" in shown


@pytest.mark.usefixtures("on_screen")
def test_how_it_may_work_is_never_left_as_a_plain_yes(kap: InProcess) -> None:
    shown = kap("claims", "--kind", "mechanism", "--verdict", "supported", "--lay", "--format", "text").out
    said = " ".join(shown.split())
    assert said.count("does not show whether it does") == len(re.findall(r"\d+ “", said)) > 0


@pytest.mark.usefixtures("on_screen")
def test_help_in_danger_stands_first(kap: InProcess) -> None:
    assert kap("claims", "suicidality", "--lay", "--format", "text").out.startswith("In danger or thinking of suicide?")


@pytest.mark.usefixtures("on_screen")
def test_all_of_it_is_what_a_pipe_has(kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = [kap("claims", "ptsd", "--lay", more, "--format", "text").out for more in ("--all", "--full", "--limit=60")]
    monkeypatch.setattr("kapcli.cli.request.on_terminal", lambda: False)
    assert shown == [kap("claims", "ptsd", "--lay", "--format", "text").out] * 3


@pytest.mark.usefixtures("on_screen")
def test_a_high_window_has_more(kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    low = kap("claims", "ptsd", "--lay", "--format", "text").out.splitlines()
    monkeypatch.setenv("LINES", "40")
    high = kap("claims", "ptsd", "--lay", "--format", "text").out.splitlines()
    assert len(low) <= SCREEN < len(high) <= 39


@pytest.mark.usefixtures("on_screen")
def test_a_table_has_its_reasons_and_says_what_rated_it(kap: InProcess) -> None:
    shown = " ".join(kap("claims", "ptsd", "--table", "--format", "text").out.split())
    for part in ("[1] rated down", "modelled on GRADE; no formal assessment", "effects shown. All,", "no difference"):
        assert part in shown
