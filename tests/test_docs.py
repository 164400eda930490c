"""The documentation against the program: nothing is missing from it, and every example does what it shows."""

from __future__ import annotations

import ast
import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_type_hints

import msgspec
import pytest

from kapcli.catalogue.schema import structs
from kapcli.catalogue.validation import Below
from kapcli.cli.answer import Exit
from kapcli.cli.app import COMMANDS
from kapcli.evidence.effects import REASONS
from kapcli.evidence.limitation_rules import RULES
from kapcli.evidence.limitations import IMPLIES
from kapcli.index.loading import load_vocabulary, read_layer
from kapcli.index.records import study_at
from kapcli.index.search import BANDS
from kapcli.index.session import open_session
from kapcli.views import forest_tables, forest_words, harm_data, limitations, study_fields
from kapcli.views import gap_map_data as map_cells
from kapcli.views import timeline as timeline_page

if TYPE_CHECKING:
    from conftest import InProcess, OnTerminal

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
STRUCTS = {struct.__name__: struct for struct in structs()}
# A file written by an example: a fenced block that begins with its name.
FILE = re.compile(r"^```(?:yaml|text)\n(# (\S+\.(?:yaml|ris))\n.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "..."


class Step(NamedTuple):
    """A command of an example and the lines shown below it."""

    command: str
    shown: list[str]


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def quoted(text: str) -> set[str]:
    """Every word in backticks, a key or a code."""
    return set(re.findall(r"`([^`\n]+)`", text))


def files() -> dict[str, str]:
    return {name: body for path in PAGES for body, name in FILE.findall(path.read_text("utf-8"))}


def examples() -> Iterator[Any]:
    for path in PAGES:
        text = path.read_text("utf-8")
        for found in CONSOLE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield pytest.param(found[1], id=f"{path.name}:{line}")


def steps(block: str) -> list[Step]:
    found: list[Step] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Step(line[2:], []))
        elif found:
            found[-1].shown.append(line)
    return found


def agrees(shown: list[str], printed: str) -> bool:
    """Whether an example shows what was printed; a line of three dots stands for any lines, or none."""
    lines = [line.rstrip() for line in printed.splitlines()]
    parts: list[list[str]] = [[]]
    for line in shown:
        if line.strip() == LEFT_OUT:
            parts.append([])
        else:
            parts[-1].append(line.rstrip())
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return first == lines
    if lines[: len(first)] != first:
        return False
    place = len(first)
    for part in parts[1:-1]:
        starts = (at for at in range(place, len(lines) - len(part) + 1) if lines[at : at + len(part)] == part)
        at = next(starts, None)
        if at is None:
            return False
        place = at + len(part)
    return not last or (len(lines) - len(last) >= place and lines[-len(last) :] == last)


class Runner:
    """Runs the commands of an example as a pipe, a terminal and a shell would."""

    def __init__(self, kap: InProcess, kap_terminal: OnTerminal, frozen_base: Path, folder: Path) -> None:
        self.kap, self.kap_terminal, self.frozen_base, self.folder = kap, kap_terminal, frozen_base, folder
        self.code = 0

    def printed(self, command: str) -> Iterator[str]:
        """What a command prints: in a pipe, in a pipe with its remarks, and on a terminal of 80 columns."""
        if command == "echo $?":
            yield f"{self.code}\n"
            return
        if not command.startswith("kap") or re.search(r"[|<>;&$]", command):
            yield from self._shell(command)
            return
        _, *words = shlex.split(command)
        ran = self.kap(*words)
        self.code = ran.code
        yield ran.out + ran.err
        yield ran.out
        # As `kap` does: a file put on top is put on the frozen catalogue.
        yield self.kap_terminal(*words, base=self.frozen_base if "--catalogue" in words else None).out

    def _shell(self, command: str) -> Iterator[str]:
        programs = [part.split()[0] for part in re.split(r"\|", command) if part.split()]
        if any(name != "kap" and "=" not in name and not shutil.which(name) for name in programs):
            pytest.skip(f"not here: one of {programs}")
        bin_folder = self.folder / ".bin"
        bin_folder.mkdir(exist_ok=True)
        script = bin_folder / "kap"
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kapcli "$@"\n')
        script.chmod(0o755)
        path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["sh", "-c", command],
            env={**os.environ, "PATH": path},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=10,
            check=False,
        )
        self.code = done.returncode
        yield done.stdout + done.stderr
        yield done.stdout


@pytest.fixture
def runner(
    kap: InProcess, kap_terminal: OnTerminal, frozen_base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Runner:
    for name, body in files().items():
        (tmp_path / name).write_text(body, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    return Runner(kap, kap_terminal, frozen_base, tmp_path)


@pytest.mark.parametrize("block", [*examples()])
def test_an_example_prints_what_it_shows(block: str, runner: Runner) -> None:
    for command, shown in steps(block):
        if not re.search(r"\bkap\b", command) and command != "echo $?":
            continue
        while shown and not shown[-1]:
            shown.pop()
        nearest = ""
        for printed in runner.printed(command):
            nearest = nearest or printed
            if not shown or agrees(shown, printed):
                break
        else:
            diff = difflib.unified_diff(shown, nearest.splitlines(), "documented", "printed", lineterm="")
            pytest.fail(f"$ {command}\n" + "\n".join(diff))
        if not shown:
            assert runner.code == Exit.ANSWERED, command


@pytest.mark.parametrize("path", [ROOT / "README.md", DOCS / "json.md"], ids=lambda path: path.name)
def test_every_command_is_named(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [command for command in COMMANDS if not re.search(rf"\bkap {command}\b", text)] == []


def test_every_exit_code_is_explained() -> None:
    rows = dict(re.findall(r"^\| (\d+) \| `(\w+)` \|", page("exit-codes.md"), re.MULTILINE))
    assert rows == {str(int(code)): code.name for code in Exit}
    assert {f"## {int(code)}:" for code in Exit} == set(re.findall(r"^## \d+:", page("exit-codes.md"), re.MULTILINE))


def test_every_rule_is_explained() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|(?:[^|\n]+\|){4}$", page("method.md"), re.MULTILINE)
    assert rows == list(RULES)


def test_what_a_limit_implies_is_told() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|([^|\n]+)\|$", page("method.md"), re.MULTILINE)
    assert {code: quoted(cell) for code, cell in rows} == {code: set(lighter) for code, lighter in IMPLIES.items()}


def test_every_field_is_listed_with_its_vocabulary_and_whether_it_is_required() -> None:
    text = page("catalogue.md")
    for name, struct in STRUCTS.items():
        section = text.partition(f"\n### {name}\n")[2].partition("\n#")[0]
        rows = re.findall(r"^\| `(\w+)` \|.*\| (.+?) \| (yes|) ?\|$", section, re.MULTILINE)
        fields = msgspec.structs.fields(struct)
        listed = [(row[0], row[2]) for row in rows]
        assert listed == [(field.encode_name, "yes" if field.required else "") for field in fields], name
        hints = get_type_hints(struct, include_extras=True)
        names = {field.encode_name: field.name for field in fields}
        for field, kind, _ in rows:
            marks = repr(hints[names[field]])
            codes, forms = re.findall(r"code: `(\w+)`", kind), re.findall(r"form: (\w+)", kind)
            assert set(codes) == set(re.findall(r"Code\(section='(\w+)'\)", marks)), (name, field)
            assert set(forms) == set(re.findall(r"Form\(name='(\w+)'\)", marks)), (name, field)


def test_the_example_file_is_sound() -> None:
    found, faults = read_layer(files()["my.yaml"].encode(), "my.yaml", load_vocabulary(), {}, Below())
    assert (len(found.studies), faults) == (1, [])


def commands_of_scope() -> list[str]:
    return re.findall(r"^\| .+ \| `kap ([^`]+)` \|$", page("scope.md"), re.MULTILINE)


@pytest.mark.parametrize("command", commands_of_scope())
def test_every_section_of_the_article_has_a_command_that_answers(command: str, kap: InProcess) -> None:
    assert kap(*shlex.split(command)).code == Exit.ANSWERED


def test_the_table_of_sections_is_read() -> None:
    assert len(commands_of_scope()) >= 20


def test_directions_that_were_read_again_are_named() -> None:
    source = (ROOT / "tests" / "catalogue" / "test_figures.py").read_text("utf-8")
    (read_again,) = (
        ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "READ_AGAIN"
    )
    rows = re.findall(r"^\| `(\w+)` \|", page("scope.md"), re.MULTILINE)
    assert set(rows) == {name for name, _ in read_again}


def test_what_is_unverified_is_named() -> None:
    connection = open_session(()).connection
    studies = [study_at(connection, row) for (row,) in connection.execute("SELECT row FROM doc").fetchall()]
    section = page("scope.md").partition("## Unverified")[2].partition("\n## ")[0]
    named = re.findall(r"^- `(\w+)`:", section, re.MULTILINE)
    assert sorted(named) == sorted(study.id for study in studies for _ in study.unverified)


@pytest.mark.parametrize(
    "command",
    [
        "search emdr --explain",
        "search emdr oral",
        "search ketmaine --dose 0.5 --route iv --year 2014",
        "show feder2014",
        "cite feder2014",
        "limits",
        "limits emdr",
        "limits feder2014",
        "limits --safety emdr",
        "map ocd",
        "timeline ptsd",
        "glossary emdr",
        "about",
        "forest ptsd",
        "forest nosuch",
        "report emdr",
        "validate",
        "show nosuch",
    ],
)
def test_every_key_of_an_envelope_is_documented(command: str, kap: InProcess) -> None:
    envelope = msgspec.json.decode(kap(*command.split(), "--json").out)
    documented = quoted(page("json.md")) | quoted(page("catalogue.md")) | {"outcomes"}
    assert set(envelope) <= quoted(page("json.md"))
    keys = set(envelope["query"]) | set(envelope["summary"])
    for row in [*envelope["results"], *envelope["errors"], *envelope["summary"].get("field", [])]:
        keys |= set(row)
        for value in row.values():
            for inner in value if isinstance(value, list) else [value]:
                keys |= set(inner) if isinstance(inner, dict) else set()
    for row in envelope["results"]:
        # What stands inside these is data of its own: CSL, fields of the query's words, or codes.
        for name in ("csl", "matched", "kinds"):
            keys -= set(row.get(name) or {})
    assert {key for key in keys if key not in documented} == set()


def test_the_columns_of_tables_are_documented() -> None:
    rows = dict(re.findall(r"^\| `([\w -]+)` \| (`(?:id|code|row|year)`, .*) \|$", page("json.md"), re.MULTILINE))
    shown = {command: tuple(re.findall(r"`(\w+)`", cells)) for command, cells in rows.items()}
    assert shown["search"] == study_fields.COLUMNS
    assert shown["limits"] == limitations.COLUMNS
    assert shown["limits --safety"] == harm_data.COLUMNS
    assert shown["map"] == map_cells.COLUMNS
    assert shown["timeline"] == timeline_page.COLUMNS
    assert shown["forest"] == forest_tables.COLUMNS


def test_every_reason_why_a_figure_is_not_drawn_is_explained() -> None:
    section = page("method.md").partition("listed and not drawn because\n\n")[2].partition("\n\n")[0]
    assert tuple(re.findall(r"^- `([\w-]+)`:", section, re.MULTILINE)) == REASONS
    assert set(REASONS) == set(forest_words.REASON_WORDS)
    assert set(REASONS) <= quoted(page("json.md"))


def test_every_match_value_is_explained() -> None:
    section = page("json.md").partition("`match` is one of")[2].partition("`summary`")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == BANDS


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)", path.read_text("utf-8")):
        place = (path.parent / target).resolve() if target else path
        assert place.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", place.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", text).strip().lower().replace(" ", "-") for text in headings}
