"""What a lookup must never load or open. What may import what, and who may print, is configuration: pyproject.toml."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

import kapcli
from kapcli.__main__ import run
from kapcli.catalogue import files
from kapcli.cli.app import COMMANDS

Loaded = Callable[..., set[str]]
HEAVY = {
    *("rich", "yaml", "jinja2", "rapidfuzz", "citeproc", "lxml", "pydantic", "numpy", "matplotlib", "PIL", "asyncio"),
    *("socket", "webbrowser", "pyperclip", "mcp", "mcp_types", "anyio", "pandas", "xlsxwriter"),
    *("bibtexparser", "pylatexenc", "kapcli.importing", "kapcli.catalogue.schema", "kapcli.catalogue.strict"),
}
PIPED = (
    ("search", "ptsd", "--route", "oral"),
    ("limits", "emdr"),
    ("claims", "therapy"),
    ("check", "one infusion lowered PTSD symptoms within a day compared with midazolam"),
    ("compare", "feder2014", "abdallah2022"),
    ("map", "ptsd"),
    ("forest", "ptsd"),
    ("timeline", "ptsd"),
    ("report", "ptsd", "--lay"),
    ("glossary", "psycholytic"),
)

# Runs lines in copies of a process that has loaded nothing else; then a line in the process itself, and each of the
# others in a copy of that: what it has loaded counts for them as well.
LOADED = """
import json, os, sys
from pathlib import Path
from kapcli.__main__ import run
from kapcli.catalogue import files

def told(line):
    terminal = line[0] == "on a terminal"
    sys.stdout.isatty = lambda: terminal
    code = run(line[terminal:])
    sys.stderr.write("LOADED " + json.dumps([line, code, sorted(sys.modules)]) + "\\n")
    sys.stderr.flush()

def told_by_copies(lines):
    for line in lines:
        if not (copy := os.fork()):
            told(line)
            os._exit(0)
        os.waitpid(copy, 0)

files._BASE = Path(sys.argv[1])
fresh, first, others = json.loads(sys.argv[2])
told_by_copies(fresh)
told(first)
told_by_copies(others)
"""
TERMINAL = "on a terminal"
CHECKED = PIPED[3]
# How many modules of kapcli a lookup loads at most, of itself. Each costs about a thousandth of its time: what
# only some answers need is loaded where it is needed.
MOST = {
    ("search", "ptsd", "--json"): 75,
    ("search", "ptsd"): 75,
    ("show", "feder2014", "--json"): 72,
    (TERMINAL, "search", "ptsd"): 88,
    (TERMINAL, "show", "feder2014"): 90,
    (TERMINAL, "claims", "ptsd"): 103,
    (TERMINAL, *CHECKED): 98,
    (TERMINAL, "topics", "ptsd"): 77,
}
SEARCH = ("search", "ptsd", "--json")
# The first one loads nothing that only some of the others may.
LINES = (
    SEARCH,
    *PIPED,
    ("map", "ptsd", "--output", "map.png"),
    ("map", "ptsd", "--output", "map.svg"),
    ("search", "depresion"),
    ("cite", "feder2014"),
    ("cite", "feder2014", "--format", "bibtex"),
    ("export", "emdr"),
    ("export", "emdr", "--format", "yaml"),
    ("handout", "emdr"),
    ("report", "emdr"),
    ("search", "--help"),
)


@pytest.fixture(scope="module")
def loaded(home: Path, frozen_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., set[str]]:
    """The names of all modules that a command loads with its output in a pipe."""
    folder = tmp_path_factory.mktemp("loaded")
    found: dict[tuple[str, ...], set[str]] = {}
    groups = [(tuple(MOST), LINES[0], LINES[1:])]
    if not hasattr(os, "fork"):
        groups = [((), line, ()) for line in dict.fromkeys((*MOST, *LINES))]
    with pytest.MonkeyPatch.context() as patch:
        # The first run of all compiles the catalogue; only those after it are lookups.
        patch.setattr(files, "_BASE", frozen_base)
        assert run(["search", "--limit", "1"]) == 0
    for fresh, first, others in groups:
        ran = subprocess.run(
            [sys.executable, "-c", LOADED, str(frozen_base), json.dumps([fresh, first, others])],
            cwd=folder,
            env=os.environ | {"KAP_PAGER": ""},
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=60,
        )
        for told in re.findall(r"^LOADED (.+)$", ran.stderr, re.MULTILINE):
            line, code, names = json.loads(told)
            assert code == 0, line
            found.setdefault(tuple(line), set(names))
    return lambda *line: found[line]


class TestLoading:
    @pytest.mark.parametrize("line", [SEARCH, *PIPED], ids=" ".join)
    def test_a_piped_lookup_loads_nothing_heavy(self, loaded: Loaded, line: tuple[str, ...]) -> None:
        assert not loaded(*line) & HEAVY

    @pytest.mark.parametrize("line", MOST, ids=" ".join)
    def test_a_lookup_loads_no_more_of_kapcli_than_it_needs(self, loaded: Loaded, line: tuple[str, ...]) -> None:
        names = loaded(*line)
        assert len([name for name in names if name.startswith("kapcli")]) <= MOST[line]
        assert not names & HEAVY

    def test_a_search_loads_nothing_of_what_checks_sentences(self, loaded: Loaded) -> None:
        found = loaded(*SEARCH)
        assert "kapcli.index.claim_search" in found
        assert not {name for name in found if name.startswith("kapcli.checking")}

    def test_only_a_picture_loads_matplotlib(self, loaded: Loaded) -> None:
        assert "matplotlib" in loaded("map", "ptsd", "--output", "map.png")
        assert not loaded("map", "ptsd", "--output", "map.svg") & HEAVY

    def test_only_a_misspelt_word_loads_the_spelling(self, loaded: Loaded) -> None:
        assert loaded("search", "depresion") & HEAVY == {"rapidfuzz"}

    def test_only_a_citation_loads_the_citing_engine(self, loaded: Loaded) -> None:
        assert "citeproc" in loaded("cite", "feder2014")
        assert "citeproc" not in loaded("cite", "feder2014", "--format", "bibtex")

    def test_only_an_export_loads_what_exports(self, loaded: Loaded) -> None:
        assert not {name for name in loaded(*SEARCH) if name.startswith("kapcli.exporting")}
        assert not loaded("export", "emdr") & HEAVY
        assert loaded("export", "emdr", "--format", "yaml") & HEAVY == {"yaml"}

    def test_only_a_page_loads_its_templates(self, loaded: Loaded) -> None:
        assert loaded("handout", "emdr") & HEAVY == {"jinja2"}
        assert "jinja2" not in loaded("report", "emdr")

    def test_help_loads_no_catalogue(self, loaded: Loaded) -> None:
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
    def test_no_command_opens_a_socket_or_starts_a_program(self, tmp_path: Path, frozen_base: Path) -> None:
        (tmp_path / "a.ris").write_text("TY  - JOUR\nTI  - A\nER  - \n")
        code = """
            import socket, sys

            def refuse(*_, **__):
                raise AssertionError("a socket was opened")

            socket.socket = socket.create_connection = socket.getaddrinfo = refuse
            sys.addaudithook(
                lambda event, _: refuse() if event.startswith(("socket.", "subprocess.", "os.system")) else None
            )
            from pathlib import Path
            from kapcli.__main__ import run
            from kapcli.catalogue import files

            files._BASE = Path(sys.argv[2])
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
            [sys.executable, "-c", textwrap.dedent(code), str(tmp_path / "a.ris"), str(frozen_base)],
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
