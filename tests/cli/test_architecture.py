"""What a lookup must never load or open. What may import what, and who may print, is configuration: pyproject.toml."""

from __future__ import annotations

import functools
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import kapcli
from kapcli.cli.app import COMMANDS


@functools.cache
def loaded(*line: str) -> frozenset[str]:
    """The names of all modules that a command loads with its output in a pipe."""
    code = """
        import sys
        from kapcli.__main__ import run
        code = run(sys.argv[1:])
        sys.stderr.write("LOADED " + " ".join(sorted(sys.modules)))
        sys.exit(code)
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *line], capture_output=True, text=True, check=False, timeout=30
    )
    assert ran.returncode == 0, ran.stderr
    return frozenset(ran.stderr.rpartition("LOADED ")[2].split())


HEAVY = {
    *("rich", "yaml", "jinja2", "rapidfuzz", "citeproc", "lxml", "pydantic", "numpy", "matplotlib", "PIL", "asyncio"),
    *("socket", "webbrowser", "pyperclip", "mcp", "mcp_types", "anyio", "pandas", "xlsxwriter"),
    *("bibtexparser", "pylatexenc", "kapcli.importing", "kapcli.catalogue.schema", "kapcli.catalogue.strict"),
}


class TestLoading:
    @pytest.fixture(autouse=True)
    def _compiled(self, kap: Callable[..., Any]) -> None:
        # The first run of all compiles the catalogue; only those after it are lookups.
        assert kap("search", "--limit", "1").code == 0

    @pytest.mark.parametrize(
        "line",
        [
            ("search", "ptsd", "--route", "oral"),
            ("search", "ptsd", "--json"),
            ("limits", "emdr"),
            ("claims", "therapy"),
            ("check", "one infusion lowered PTSD symptoms within a day compared with midazolam"),
            ("compare", "feder2014", "abdallah2022"),
            ("map", "ptsd"),
            ("forest", "ptsd"),
            ("timeline", "ptsd"),
            ("report", "ptsd", "--lay"),
            ("glossary", "psycholytic"),
        ],
        ids=" ".join,
    )
    def test_a_piped_lookup_loads_nothing_heavy(self, line: tuple[str, ...]) -> None:
        assert not loaded(*line) & HEAVY

    def test_a_search_loads_nothing_of_what_checks_sentences(self) -> None:
        found = loaded("search", "ptsd", "--json")
        assert "kapcli.index.claims" in found
        assert not {name for name in found if name.startswith("kapcli.checking")}

    def test_only_a_picture_loads_matplotlib(self, tmp_path: Path) -> None:
        assert "matplotlib" in loaded("map", "ocd", "--output", str(tmp_path / "map.png"))
        assert not loaded("map", "ocd", "--output", str(tmp_path / "map.svg")) & HEAVY

    def test_only_a_misspelt_word_loads_the_spelling(self) -> None:
        assert loaded("search", "depresion") & HEAVY == {"rapidfuzz"}

    def test_only_a_citation_loads_the_citing_engine(self) -> None:
        assert "citeproc" in loaded("cite", "feder2014")
        assert "citeproc" not in loaded("cite", "feder2014", "--format", "bibtex")

    def test_only_an_export_loads_what_exports(self) -> None:
        assert not {name for name in loaded("search", "ptsd", "--json") if name.startswith("kapcli.exporting")}
        assert not loaded("export", "emdr") & HEAVY
        assert loaded("export", "emdr", "--format", "yaml") & HEAVY == {"yaml"}

    def test_only_a_page_loads_its_templates(self) -> None:
        assert loaded("handout", "emdr") & HEAVY == {"jinja2"}
        assert "jinja2" not in loaded("report", "emdr")

    def test_help_loads_no_catalogue(self) -> None:
        assert not loaded("search", "--help") & HEAVY


class TestRequirements:
    def test_pydantic_is_not_among_them_at_any_depth(self) -> None:
        seen: set[str] = set()
        todo = ["kapcli"]
        while todo:
            package = todo.pop()
            if package in seen:
                continue
            seen.add(package)
            try:
                needs = metadata.requires(package) or []
            except metadata.PackageNotFoundError:
                # Named for another platform or Python.
                continue
            todo += [re.split(r"[^\w.-]", need)[0].lower() for need in needs if "extra ==" not in need]
        assert {"typer", "rich", "msgspec"} <= seen
        assert not {name for name in seen if name.startswith("pydantic")}

    def test_typer_stays_below_the_release_that_brings_it(self) -> None:
        (typer,) = [need for need in metadata.requires("kapcli") or [] if need.startswith("typer")]
        assert "<0.29" in typer
        assert tuple(map(int, metadata.version("typer").split(".")[:2])) < (0, 29)


class TestOffline:
    def test_no_command_opens_a_socket_or_starts_a_program(self, tmp_path: Path) -> None:
        (tmp_path / "a.ris").write_text("TY  - JOUR\nTI  - A\nER  - \n")
        code = """
            import socket, sys

            def refuse(*_, **__):
                raise AssertionError("a socket was opened")

            socket.socket = socket.create_connection = socket.getaddrinfo = refuse
            sys.addaudithook(
                lambda event, _: refuse() if event.startswith(("socket.", "subprocess.", "os.system")) else None
            )
            from kapcli.__main__ import run

            for line in (
                ["search", "ptsd"], ["search", "depresion", "--json"], ["show", "feder2014"], ["cite", "feder2014"],
                ["limits"], ["compare", "feder2014", "feder2021"], ["limits", "--safety"], ["glossary"], ["facets"],
                ["facets", "route"], ["about"],
                ["validate"], ["claims", "therapy"], ["topics"], ["check", "ketamine cures PTSD"],
                ["map"], ["forest", "ptsd"], ["timeline"], ["report", "emdr", "--format", "html"],
                ["schema", "output"], ["import", sys.argv[1]],
                ["export", "emdr"], ["export", "emdr", "--format", "yaml"],
                ["report", "emdr", "--full"], ["handout", "emdr"],
            ):
                assert run(line) == 0, line
            sys.stderr.write("done")
        """
        ran = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), str(tmp_path / "a.ris")],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert (ran.returncode, ran.stderr.endswith("done")) == (0, True), ran.stderr

    def test_every_command_is_among_those_above(self) -> None:
        # Of `new` a person must be asked, and `edit` starts the editor that it is asked to start.
        # The loop that `mcp` runs in wakes itself through a pair of sockets; it connects to nothing.
        assert set(COMMANDS) - {"mcp", "new", "edit"} == {
            "search",
            "show",
            "cite",
            "limits",
            "claims",
            "check",
            "compare",
            "map",
            "forest",
            "timeline",
            "report",
            "handout",
            "facets",
            "glossary",
            "about",
            "validate",
            "import",
            "topics",
            "schema",
            "open",
            "export",
        }


def test_the_command_line_speaks_no_sql() -> None:
    for path in sorted((Path(kapcli.__file__).parent / "cli").glob("*.py")):
        assert "SELECT " not in path.read_text("utf-8"), path.name
