"""The parts of the command line that all commands share, and its help."""

from __future__ import annotations

import functools
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer.main

from kapcli.catalogue.facets import FACETS as CODED
from kapcli.cli.app import COMMANDS, app

Kap = Callable[..., Any]
NARROWED = ("search", "cite", "limits", "claims", "map", "forest", "timeline", "report", "handout", "export")
FACETS = [*("--" + name.replace("_", "-") for name in CODED), "--year", "--min-n", "--dose"]
EVERYWHERE = ("--json", "--format", "--no-color")


@functools.cache
def options(command: str) -> dict[str, Any]:
    """The flags of a command, each to its parameter."""
    group: Any = typer.main.get_command(app)
    parameters = group.get_command(None, command).params
    return {flag: parameter for parameter in parameters for flag in parameter.opts if flag.startswith("--")}


# Files of references that examples read.
REFERENCES = {
    "refs.bib": "five.bib",
    "refs.ris": "five.ris",
    "search.nbib": "five.nbib",
    "trial.json": "five-one.json",
}

# It serves a client until its input ends, and prints no answer of its own.
SERVES = "mcp"
ANSWERING = [command for command in COMMANDS if command != SERVES]


class TestHelp:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_has_it_in_eighty_columns_with_an_example(self, kap: Kap, command: str) -> None:
        ran = kap(command, "--help")
        assert (ran.code, ran.err) == (0, "")
        assert f"kap {command}" in ran.out.splitlines()[0]
        assert command == "about" or re.search(rf"^ +kap {command}\b", ran.out, re.MULTILINE)
        assert [line for line in ran.out.splitlines() if len(line) > 80] == []
        assert kap(command, "-h") == ran

    def test_it_names_every_command(self, kap: Kap) -> None:
        ran = kap("--help")
        assert re.findall(r"^(?:[A-Z][a-z ]+| +)kap ([a-z]+)", ran.out, re.MULTILINE) == list(COMMANDS)
        assert kap("-h") == ran

    @pytest.mark.parametrize(
        "command", [command for command in ANSWERING if command not in ("about", "validate", "new", "edit")]
    )
    def test_its_examples_work(
        self,
        kap: Kap,
        command: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        request: pytest.FixtureRequest,
    ) -> None:
        # Some write a file, and some read one.
        monkeypatch.chdir(tmp_path)
        (tmp_path / "article.txt").write_text("Ketamine eases PTSD. It lasts. It was compared.\n", encoding="utf-8")
        if command == "export":
            # Of every study and claim a workbook takes a second.
            request.getfixturevalue("frozen")
        for name, given in REFERENCES.items():
            shutil.copy(Path(__file__).parents[1] / "importing" / "data" / given, tmp_path / name)
        examples = re.findall(rf"^ +kap ({command}\b.*)$", kap(command, "--help").out, re.MULTILINE)
        for example in examples:
            assert kap(*shlex.split(example.partition(" > ")[0])).code == 0, example

    def test_every_option_is_explained(self) -> None:
        assert [(name, flag) for name in COMMANDS for flag, option in options(name).items() if not option.help] == []


class TestSameEverywhere:
    def test_a_flag_is_explained_in_the_same_words_and_takes_the_same_values(self) -> None:
        # What --format may be, and which is the default, is each command's own.
        for flag in (*FACETS, "--json", "--no-color", "--catalogue", "--header"):
            found = [options(command)[flag] for command in COMMANDS if flag in options(command)]
            kinds = {(one.help, one.metavar, one.multiple, one.is_flag, str(one.type)) for one in found}
            assert len(kinds) == 1, flag

    def test_no_flag_has_two_meanings_but_for_what_is_all_kinds_of_answers_and_files(self) -> None:
        shared: dict[str, set[str]] = {}
        for command in COMMANDS:
            for flag, option in options(command).items():
                shared.setdefault(flag, set()).add(option.help)
        assert {flag for flag, texts in shared.items() if len(texts) > 1} <= {"--all", "--full", "--format", "--output"}

    def test_every_command_has_the_shared_ones(self) -> None:
        lacking = {command: set(EVERYWHERE) - set(options(command)) for command in ANSWERING}
        for command in NARROWED:
            lacking[command] |= set(FACETS) - set(options(command))
        for command in ANSWERING:
            lacking[command] |= {"json", "ndjson"} - set(options(command)["--format"].type.choices)
            # These two read no catalogue.
            if command not in ("validate", "schema"):
                lacking[command] |= {"--catalogue"} - set(options(command))
        assert {command: flags for command, flags in lacking.items() if flags} == {}
        assert "--catalogue" in options(SERVES)


class TestFirstSteps:
    def test_bare_kap_says_in_a_few_lines_what_to_type(self, kap: Kap) -> None:
        ran = kap()
        assert (ran.code, ran.err) == (0, "")
        # A window high.
        assert len(ran.out.splitlines()) <= 24
        first = [name for name, entry in COMMANDS.items() if entry.first]
        assert re.findall(r" kap ([a-z]+)", ran.out)[: len(first)] == first

    def test_what_it_says_to_type_works(self, kap: Kap) -> None:
        for example in re.findall(r"^(?:[A-Z][a-z ]+| +)kap (.*?)  ", kap().out, re.MULTILINE):
            if not re.search(r"my\.yaml|refs\.bib", example):
                assert kap(*shlex.split(example)).code == 0, example

    def test_it_says_that_it_gives_no_medical_advice(self, kap: Kap) -> None:
        assert "not medical advice" in " ".join(kap().out.split()).lower()

    @pytest.mark.parametrize(
        ("line", "offer"),
        [
            (("ptsd",), "kap search ptsd"),
            (("oral", "ketamine"), "kap search oral ketamine"),
            (("serch", "ptsd"), "kap search"),
            (("limit",), "kap limits"),
            (("help", "emdr"), "kap search emdr; all"),
        ],
        ids=lambda value: value if isinstance(value, str) else " ".join(value),
    )
    def test_what_is_no_command_is_answered_with_one(self, kap: Kap, line: tuple[str, ...], offer: str) -> None:
        ran = kap(*line)
        assert (ran.code, ran.out) == (2, "")
        assert offer in ran.err

    def test_a_misspelt_option_is_answered_with_the_nearest(self, kap: Kap) -> None:
        ran = kap("search", "--rout", "oral")
        assert ran.code == 2
        assert "--route" in ran.err

    def test_the_version_is_one_line(self, kap: Kap) -> None:
        from kapcli import __version__

        assert kap("--version") == (0, f"kap {__version__}\n", "")


@pytest.mark.parametrize(
    ("line", "said", "hint"),
    [
        (["search", "ptsd", "--rout", "oral"], "no option --rout", "did you mean: kap search ptsd --route oral"),
        (["search", "ptsd", "--desgin=rct"], "no option --desgin", "did you mean: kap search ptsd --design=rct"),
        (["show", "feder2014", "--short"], "no option --short", "see: kap show --help"),
        (["search", "ptsd", "--route"], "--route needs a value", "values: kap facets route"),
        (["search", "ptsd", "--limit", "abc"], "--limit needs a whole number from 1, not 'abc'", "e.g. --limit 5"),
        (["search", "ptsd", "--sort", "foo"], "unknown value 'foo' of --sort", "choose from: relevance, design"),
        (["claims", "ptsd", "--json=x"], "--json takes no value", "type --json alone"),
        (["show"], "show needs ID...", "e.g. kap show feder2014"),
        (["search", "--year", "2019", "--year", "2020"], "--year was given 2 times", "type it once, e.g. --year 2014"),
        (["map", "--min-n", "5", "--min-n", "6"], "--min-n was given 2 times", "type it once"),
        (["search", "--min-n", "1e3"], "--min-n needs a whole number, not '1e3'", "e.g. --min-n 5"),
        (
            ["check", "- it cures"],
            "'- it cures' begins like an option",
            "if it is text, put -- before it: kap check --",
        ),
        (
            ["check", "-5 points", "--lay"],
            "'-5 points' begins like an option",
            "if it is text, put -- before it: kap check --lay -- '-5 points'",
        ),
        (
            ["-5", "points"],
            "'-5' begins like an option",
            "if it is text, name a command, and put -- before it: kap search -- -5 points",
        ),
        (["search", "-5"], "'-5' begins like an option", "if it is text, put -- before it: kap search -- -5"),
        (["cite", "--format", "ama", "x"], "unknown value 'ama' of --format", "did you mean: --style ama"),
        (["cite", "--style", "ris", "x"], "unknown value 'ris' of --style", "did you mean: --format ris"),
        (["search", "--format", "md"], "unknown value 'md' of --format", "did you mean: --format markdown"),
        (["search", "ptsd", "--fields", ""], "--fields names no field", "e.g. --fields id"),
        (["search", "ptsd", "--no-limitations"], "--no-limitations goes with --fields", "e.g. --fields id"),
        (["search", "ptsd", "--no-header", "--format", "ids"], "--no-header is for tables", "add --format tsv"),
        (["search", "ptsd", "--raw", "--format", "ids"], "--raw is for csv", "add --format csv"),
        (["search", "0.5 mg/kg"], "0.5 mg/kg is a dose, which no words find", "e.g. kap search --dose 0.5mg/kg"),
    ],
)
def test_what_the_parser_cannot_read_is_told_with_what_to_type(kap: Kap, line: list[str], said: str, hint: str) -> None:
    ran = kap(*line)
    assert ran.code == 2
    first, second = ran.err.splitlines()[:2]
    assert first == f"kap: {said}"
    assert second.startswith(f"  {hint}")


def test_what_is_offered_for_a_name_that_begins_like_an_option_can_be_typed(kap: Kap) -> None:
    assert kap("show", "--", "-1").err.splitlines()[1] == "  search for it: kap search -- -1"
