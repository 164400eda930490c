"""What the shell offers when Tab is pressed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def offered(line: str) -> list[str]:
    environment = {
        **os.environ,
        "_KAP_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split()) - (0 if line.endswith(" ") else 1)),
    }
    ran = subprocess.run([sys.executable, "-m", "kapcli"], env=environment, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    return ran.stdout.split()


def test_commands() -> None:
    assert offered("kap se") == ["search"]


@pytest.mark.parametrize("command", ["show", "cite"])
def test_ids_of_studies(command: str) -> None:
    assert offered(f"kap {command} feder20") == ["feder2014", "feder2021", "feder2025"]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("kap search --route subl", "sublingual"),
        ("kap limits --condition alc", "alcohol-use"),
        ("kap cite --design ret", "retrospective-cohort"),
    ],
)
def test_every_value_of_a_facet(line: str, value: str) -> None:
    assert offered(line) == [value]


def test_a_broken_catalogue_offers_nothing_and_shows_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAP_CATALOGUE", "/nowhere/at/all.yaml")
    assert offered("kap show feder20") == []
