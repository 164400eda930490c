"""Every view ends in one line: of which date it is, that it is no systematic review, that it is not medical advice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kapcli.cli.app import COMMANDS

if TYPE_CHECKING:
    from conftest import InProcess

VIEWS = [
    ["about"],
    ["about", "--changes"],
    ["check", "ketamine cures PTSD"],
    ["claims", "ptsd"],
    ["claims", "ptsd-cure"],
    ["claims", "ptsd-cure", "--full"],
    ["claims", "ptsd", "--table"],
    ["compare", "feder2014", "feder2021"],
    ["facets"],
    ["facets", "route"],
    ["forest", "ptsd"],
    ["forest", "ptsd", "--full"],
    ["glossary"],
    ["glossary", "esketamine"],
    ["limits"],
    ["limits", "--caveats"],
    ["limits", "--safety"],
    ["limits", "--safety", "--full"],
    ["limits", "feder2014"],
    ["map"],
    ["search", "ptsd"],
    ["search", "ptsd", "--list"],
    ["show", "feder2014"],
    ["show", "feder2014", "--full"],
    ["timeline"],
    ["topics"],
    ["topics", "ptsd"],
    ["topics", "ptsd", "--lay"],
]
# References, tables, addresses, pages of their own, a server, a schema, files; `--lay` ends in its own words.
WITHOUT = {"cite", "new", "edit", "import", "export", "handout", "mcp", "open", "report", "schema", "validate"}


@pytest.mark.parametrize("line", VIEWS, ids=" ".join)
def test_the_last_line_is_the_same_in_every_view(line: list[str], kap_once: InProcess) -> None:
    form = "table" if line[0] == "search" else "text"
    last = kap_once(*line, "--format", form).out.splitlines()[-1]
    assert re.fullmatch(r"\d+ \w{3} \d{4} · 2026\.\d · hand-picked, not a systematic review · not medical advice", last)


def test_every_command_is_looked_at() -> None:
    assert set(COMMANDS) - {line[0] for line in VIEWS} <= WITHOUT
