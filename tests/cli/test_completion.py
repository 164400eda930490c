"""What the shell is offered when Tab is pressed, and that it is nothing a shell could act upon."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kapcli.catalogue.forms import FORMS, FormError
from kapcli.catalogue.unseen import forbidden
from kapcli.cli.app import COMMANDS
from kapcli.cli.shells import harmless
from shell_catalogue import attacks, write_titles

FROZEN = Path(__file__).parents[1] / "frozen" / "kap.py"
SHELLS = ("bash", "zsh", "fish", "powershell")
# Written out anew here: what bash, zsh, fish or PowerShell take for more than a letter of a word.
META = set("\\$`'\"‘’‚‛“”„‟!#%&()*:;<=>?@[]^{|}~")


def held(title: str) -> str:
    """What of a title a catalogue file can hold."""
    while bad := forbidden(title):
        title = title.replace(bad[0], "")
    return re.sub("[\ufffe\uffff]", "", title)


def answered(shell: str, line: str, settings: Mapping[str, str] | None = None) -> str:
    """All that a shell is told when Tab is pressed behind a line."""
    words = line.split(" ")
    environment = {
        **os.environ,
        "_KAP_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        **(settings or {}),
    }
    # A file put on top is compiled with what is below it: the small catalogue does as well as the large one.
    program = [str(FROZEN)] if "KAP_CATALOGUE" in environment else ["-m", "kapcli"]
    ran = subprocess.run([sys.executable, *program], env=environment, capture_output=True, check=False)
    assert ran.stderr == b""
    return ran.stdout.decode().removesuffix("\n")


# With everything loaded once, a copy of the process answers each line.
OF_MANY = """
import importlib, os, sys
import typer.rich_utils
from kapcli.__main__ import main
from kapcli.cli.app import COMMANDS

for command in COMMANDS.values():
    importlib.import_module(f"kapcli.cli.{command.module}")

for line in sys.argv[1:]:
    if not (child := os.fork()):
        words = line.split(" ")
        os.environ |= {
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
            "_TYPER_COMPLETE_ARGS": line,
            "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        }
        sys.argv = ["kap"]
        main()
    assert os.waitpid(child, 0)[1] == 0, line
    os.write(1, b"\\0")
"""


def answered_each(shell: str, lines: list[str]) -> dict[str, str]:
    """Lines to what the shell is told of each, all from one process."""
    if not hasattr(os, "fork"):
        return {line: answered(shell, line) for line in lines}
    environment = {**os.environ, "_KAP_COMPLETE": f"complete_{shell}"}
    ran = subprocess.run(
        [sys.executable, "-c", OF_MANY, *lines], env=environment, capture_output=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    answers = [answer.removesuffix("\n") for answer in ran.stdout.decode().split("\0")[:-1]]
    return dict(zip(lines, answers, strict=True))


def parted(shell: str, answer: str) -> dict[str, str]:
    """Values to their words, out of an answer that must be exactly of the form its shell's script expects."""
    if not answer or answer == "_files":
        return {}
    if shell == "zsh":
        whole = re.fullmatch(r"_arguments '\*: :\(\((.*)\)\)'", answer, re.DOTALL)
        assert whole, answer
        answer, form = whole[1], r'"([^"]*)"(?::"([^"]*)")?'
    else:
        form = {"bash": r"(.*)()", "fish": r"([^\t]*)(?:\t(.*))?", "powershell": r"(.*?):::(.*)"}[shell]
    matches = [re.fullmatch(form, line) for line in answer.split("\n")]
    assert all(matches), answer
    return {match[1]: match[2] or "" for match in matches if match}


def dangerous(text: str) -> set[str]:
    """The signs of a text that a shell or a terminal could act upon."""
    return {
        c for c in text if c in META or unicodedata.category(c)[0] == "C" or unicodedata.category(c) in ("Zl", "Zp")
    }


def offered(line: str) -> list[str]:
    return list(parted("bash", answered("bash", line)))


def test_commands() -> None:
    assert offered("kap se") == ["search"]


def test_ids_of_studies() -> None:
    lines = [f"kap {command} feder20" for command in ("show", "cite", "compare", "open")]
    for line, answer in answered_each("bash", lines).items():
        assert list(parted("bash", answer)) == ["feder2014", "feder2021", "feder2025"], line


VALUES = dict(
    [
        ("kap search --route subl", "sublingual"),
        ("kap limits --condition alc", "alcohol-use"),
        ("kap cite --design ret", "retrospective-cohort"),
        ("kap claims --verdict contra", "contradicted"),
        ("kap forest --domain pts", "ptsd"),
        ("kap map --rows rou", "route"),
        ("kap facets dos", "dosing-model"),
        ("kap glossary odd", "odds-ratio"),
        ("kap claims ptsd-ketamine-wor", "ptsd-ketamine-works"),
        ("kap show feder2014 --section adv", "adverse-events"),
        ("kap open feder2014 --pub", "--pubmed"),
        ("kap cite feder2014 --cop", "--copy"),
        ("kap he", "help"),
        ("kap help gloss", "glossary"),
        ("kap op", "open"),
        ("kap mc", "mcp"),
    ],
)


def test_every_name_and_value() -> None:
    found = answered_each("bash", list(VALUES))
    assert {line: list(parted("bash", answer)) for line, answer in found.items()} == {
        line: [value] for line, value in VALUES.items()
    }


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script_that_asks_kap(shell: str) -> None:
    environment = {**os.environ, "_KAP_COMPLETE": f"source_{shell}"}
    line = [sys.executable, "-c", "import sys; sys.argv = ['kap']; from kapcli.__main__ import main; main()"]
    ran = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert f"complete_{shell}" in ran.stdout
    registers = {
        "bash": "complete -o",
        "zsh": "compdef",
        "fish": "complete --command",
        "powershell": "-CommandName kap",
    }
    assert registers[shell] in ran.stdout


def test_a_broken_catalogue_offers_nothing_and_shows_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAP_CATALOGUE", "/nowhere/at/all.yaml")
    assert offered("kap show feder20") == []


@pytest.mark.parametrize("line", ["kap nothing fe", "kap search --limit x --year y ", "kap $(x) `y` "])
def test_a_line_that_is_no_command_yet_shows_no_error(line: str) -> None:
    found = parted("fish", answered("fish", line))
    assert not dangerous("".join([*found, *found.values()]))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_titles(tmp_path_factory.mktemp("titles") / "titles.yaml", attacks())


@pytest.mark.parametrize("setting", [{}, {"PYTHONIOENCODING": "shift_jis"}, {"COLUMNS": "20", "TERMINAL_WIDTH": "20"}])
@pytest.mark.parametrize("shell", SHELLS)
def test_hostile_titles_are_made_harmless(shell: str, setting: Mapping[str, str], hostile: Path) -> None:
    found = parted(shell, answered(shell, "kap show zz", {**setting, "KAP_CATALOGUE": str(hostile)}))
    assert list(found) == list(attacks())
    assert not dangerous("".join(found.values()))
    if shell != "bash":
        assert found["zz00"] == "A ＼＄⁽touch PWNED-0⁾ title"
        assert found["zz22"] == "Á ″titleʼ with ʼquotesʼ and ″more″∶ 氯胺酮（東）"


def test_every_sign_there_is() -> None:
    # The rest of Unicode is Chinese letters, private or not given out.
    for start in (*range(0, 0x20000, 128), *range(0xE0000, 0xE0200, 128), sys.maxunicode - 127):
        signs = "".join(map(chr, range(start, start + 128)))
        shown = harmless(signs)
        assert not dangerous(shown)
        # Letters, digits and accents are not lost, whatever their script.
        assert {c for c in signs if unicodedata.category(c)[0] in "LMN"} <= set(shown)


# A failure is not made smaller: every try compiles a catalogue.
@settings(max_examples=2, phases=[Phase.generate])
@given(titles=st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=80, max_size=100))
def test_no_title_whatever_reaches_a_shell_with_a_sign_it_acts_upon(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str]
) -> None:
    named = {f"zz{at:02}": f"a {held(title)}" for at, title in enumerate(titles)}
    path = write_titles(tmp_path_factory.mktemp("titles") / "titles.yaml", named)
    for shell in SHELLS:
        found = parted(shell, answered(shell, "kap show zz", {"KAP_CATALOGUE": str(path)}))
        assert list(found) == list(named)
        assert not dangerous("".join(found.values()))


@given(st.text())
def test_whatever_is_made_harmless_is_one_line_and_stays_as_it_is(text: str) -> None:
    shown = harmless(text)
    assert not dangerous(shown)
    assert len(shown) <= 200
    assert harmless(shown) == shown


def test_commands_and_options_pass_the_same_door() -> None:
    for line, answer in answered_each(
        "zsh", ["kap ", "kap --", *(f"kap {command} --" for command in COMMANDS)]
    ).items():
        found = parted("zsh", answer)
        assert found, line
        assert not dangerous("".join([*found, *found.values()])), line


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=8))
def test_an_id_of_a_catalogue_holds_nothing_that_a_shell_acts_upon(text: str) -> None:
    try:
        known = FORMS["id"](text)
    except FormError:
        return
    # As completion offers it.
    assert not dangerous(known.casefold())
    assert not known.startswith("-")


@pytest.mark.parametrize("sign", sorted(META | set(" \t\n\u2028\u202e/,+")))
def test_no_id_with_a_sign_of_its_own_gets_in(sign: str) -> None:
    for text in (f"zz{sign}", f"z{sign}z", f"{sign}zz"):
        with pytest.raises(FormError):
            FORMS["id"](text)
