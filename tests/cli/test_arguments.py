"""What is typed: bytes that are no text, and line ends, in every argument of every command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer.main

from kapcli.cli.app import COMMANDS, app

Kap = Callable[..., Any]

# As the interpreter hands over bytes that are not UTF-8; the last is half of a pair.
BROKEN = ("zz\udcff", "\udcff", "\ud800 ptsd")
# What a command needs to come as far as its options.
NEEDED = {
    "show": ("feder2014",),
    "cite": ("feder2014",),
    "check": ("ketamine cures PTSD",),
    "compare": ("feder2014", "anand2023"),
    "report": ("ocd",),
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def options() -> dict[str, list[str]]:
    """Every option that takes a value, to the commands that have it."""
    group: Any = typer.main.get_command(app)
    found: dict[str, list[str]] = {}
    for command in COMMANDS:
        for one in group.get_command(None, command).params:
            if one.param_type_name == "option" and not one.is_flag:
                found.setdefault(one.opts[0], []).append(command)
    return found


def each_in_two_commands() -> list[tuple[str, str]]:
    """What many commands share is read in one place: each option with two commands, and in turn with all of them."""
    chosen = set()
    for place, (option, commands) in enumerate(sorted(options().items())):
        chosen |= {(option, commands[at % len(commands)]) for at in (place, place + len(commands) // 2)}
    chosen |= {("--catalogue", command) for command in options()["--catalogue"]}
    return sorted(chosen)


class TestBytesThatAreNoText:
    @pytest.mark.parametrize("command", list(COMMANDS))
    def test_as_what_is_asked_for(self, kap: Kap, command: str) -> None:
        for text in BROKEN:
            line = (command, text, "feder2014") if command == "compare" else (command, text)
            ran = kap(*line)
            # Here is a topic besides; and a file of a strange name is looked for.
            allowed = {0, 1, 2} if "ptsd" in text else {1, 2}
            assert ran.code in ({4} if command in ("validate", "import") else allowed), (line, ran.err)
            assert "Traceback" not in ran.err
        ran = kap(command, BROKEN[-1], *(["feder2014"] if command == "compare" else []), "--json")
        assert (ran.err, json.loads(ran.out)["command"]) == ("", command)
        assert ran.code in (0, 1, 2, 4)
        assert kap(command, "--zz\udcff").code == 2

    def test_as_the_value_of_an_option(self, kap: Kap) -> None:
        tried = each_in_two_commands()
        assert {option for option, _ in tried} == set(options())
        assert {command for _, command in tried} >= set(COMMANDS) - {"schema", "validate"}
        for option, command in tried:
            ran = kap(command, *NEEDED.get(command, ()), option, BROKEN[0])
            assert ran.code in (1, 2, 4), (command, option, ran.err)
            assert "Traceback" not in ran.err, (command, option)


def test_as_a_command(kap: Kap) -> None:
    assert [kap(text).code for text in BROKEN] == [2, 2, 2]


def test_a_file_may_have_such_a_name(kap: Kap) -> None:
    try:
        Path("text\udcff.txt").write_text("Ketamine cures PTSD.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system knows no such names")
    assert kap("check", "--file", "text\udcff.txt").code == 0
    assert kap("report", "ocd", "--output", "page\udcff.html").code == 0
    assert Path("page\udcff.html").exists()


FORGED = "zzqq\nkap: all is well"


@pytest.mark.parametrize(
    "line",
    [
        (FORGED,),
        *((command, FORGED) for command in COMMANDS if command != "about"),
        ("search", "--route", FORGED),
        ("search", f"--{FORGED}"),
        ("search", "ptsd", "--year", FORGED),
        ("cite", "feder2014", "--style", FORGED),
        ("map", "ocd", "--output", FORGED),
        ("map", "ocd", "--output", f"{FORGED}/a.svg"),
        ("map", "ocd", "--output", f"{FORGED}.svg", "--format", "tsv"),
        ("report", "ocd", "--output", f"{FORGED}.html"),
        ("check", "--file", FORGED),
        ("search", "ptsd", "--catalogue", FORGED),
    ],
    ids=lambda line: " ".join(line).replace(FORGED, "X"),
)
def test_a_line_end_in_an_argument_makes_no_line_of_ours(kap: Kap, line: tuple[str, ...]) -> None:
    ran = kap(*line)
    assert not [said for said in (ran.err + ran.out).splitlines() if said.startswith("kap: all is well")]


def test_the_search_that_is_offered_can_be_typed(kap: Kap) -> None:
    ran = kap("moods; rm -rf x\n", "--route", "oral")
    assert ran.err.splitlines()[-1] == (
        "  what is known: kap claims 'moods;' rm -rf x --route oral; "
        "studies: kap search 'moods;' rm -rf x --route oral; all commands: kap --help"
    )
