"""What the shell is offered when Tab is pressed, and that it is nothing a shell could act upon."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapcli.catalogue.folding import forbidden
from kapcli.catalogue.forms import FORMS, FormError
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


def environment(shell: str, line: str) -> dict[str, str]:
    """What a shell sets when Tab is pressed behind a line."""
    words = line.split(" ")
    return {
        "_KAP_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }


# What a command offers is made when it is loaded, if a shell asks then: one process answers all lines, one by one.
ANSWERING = """
import contextlib, contextvars, io, json, os, sys
from pathlib import Path
from kapcli.__main__ import run
from kapcli.catalogue import files

usual, frozen = files._BASE, Path(sys.argv[1])
for asked in sys.stdin:
    os.environ.clear()
    os.environ.update(json.loads(asked))
    files._BASE = frozen if "KAP_CATALOGUE" in os.environ else usual
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        contextvars.copy_context().run(run, [])
    told = []
    for stream in out, err:
        stream.flush()
        told.append(stream.buffer.getvalue().decode())
    print(json.dumps(told), flush=True)
"""


class Answered(Protocol):
    def __call__(self, shell: str, line: str, **settings: str) -> str: ...


@pytest.fixture(scope="module")
def answered(home: Path, frozen_base: Path) -> Iterator[Answered]:
    """All that a shell is told when Tab is pressed behind a line.

    A file put on top is compiled with what is below it, and the frozen catalogue does as well as the whole.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", ANSWERING, str(frozen_base)],
        env={**os.environ, **environment("bash", "kap ")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )

    def answered(shell: str, line: str, **settings: str) -> str:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({**os.environ, **environment(shell, line), **settings}) + "\n")
        process.stdin.flush()
        out, err = json.loads(process.stdout.readline())
        assert err == ""
        return str(out.removesuffix("\n"))

    yield answered
    process.communicate(timeout=60)


def answered_by_process(shell: str, line: str, **settings: str) -> str:
    """The same from a new process, with the frozen catalogue."""
    env = {**os.environ, **environment(shell, line), **settings}
    ran = subprocess.run([sys.executable, str(FROZEN)], env=env, capture_output=True, check=False)
    assert ran.stderr == b""
    return ran.stdout.decode().removesuffix("\n")


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


def offered(answered: Answered, line: str) -> list[str]:
    return list(parted("bash", answered("bash", line)))


def test_commands(answered: Answered) -> None:
    assert offered(answered, "kap se") == ["search"]


def test_ids_of_studies(answered: Answered) -> None:
    for command in ("show", "cite", "compare", "open"):
        assert offered(answered, f"kap {command} feder20") == ["feder2014", "feder2021", "feder2025"], command


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


def test_every_name_and_value(answered: Answered) -> None:
    assert {line: offered(answered, line) for line in VALUES} == {line: [value] for line, value in VALUES.items()}


REGISTERS = {
    "bash": "complete -o",
    "zsh": "compdef",
    "fish": "complete --command",
    "powershell": "-CommandName kap",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script_that_asks_kap(shell: str, answered: Answered) -> None:
    script = answered(shell, "", _KAP_COMPLETE=f"source_{shell}")
    assert f"complete_{shell}" in script
    assert REGISTERS[shell] in script


def test_a_broken_catalogue_offers_nothing_and_shows_no_error(answered: Answered) -> None:
    found = answered("bash", "kap show feder20", KAP_CATALOGUE="/nowhere/at/all.yaml")
    assert parted("bash", found) == {}


@pytest.mark.parametrize("line", ["kap nothing fe", "kap search --limit x --year y ", "kap $(x) `y` "])
def test_a_line_that_is_no_command_yet_shows_no_error(line: str, answered: Answered) -> None:
    found = parted("fish", answered("fish", line))
    assert not dangerous("".join([*found, *found.values()]))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_titles(tmp_path_factory.mktemp("titles") / "titles.yaml", attacks())


def judge(shell: str, answer: str) -> None:
    found = parted(shell, answer)
    assert list(found) == list(attacks())
    assert not dangerous("".join(found.values()))
    if shell != "bash":
        assert found["zz00"] == "A ＼＄⁽touch PWNED-0⁾ title"
        assert found["zz22"] == "Á ″titleʼ with ʼquotesʼ and ″more″∶ 氯胺酮（東）"


@pytest.mark.parametrize("shell", SHELLS)
def test_hostile_titles_are_made_harmless(shell: str, hostile: Path, answered: Answered) -> None:
    for command in ("show", "cite", "compare", "open", "edit"):
        judge(shell, answered(shell, f"kap {command} zz", KAP_CATALOGUE=str(hostile)))


# Bash is told no titles.
@pytest.mark.parametrize("shell", [shell for shell in SHELLS if shell != "bash"])
def test_hostile_titles_are_made_harmless_whatever_is_set(shell: str, hostile: Path) -> None:
    # An encoding that has backslashes within letters, and no room for the words: both are looked at while kap starts.
    settings = {"PYTHONIOENCODING": "shift_jis", "COLUMNS": "20", "TERMINAL_WIDTH": "20"}
    judge(shell, answered_by_process(shell, "kap show zz", KAP_CATALOGUE=str(hostile), **settings))


def test_every_sign_there_is() -> None:
    # The rest of Unicode is Chinese letters, private or not given out.
    for start in (*range(0, 0x20000, 128), *range(0xE0000, 0xE0200, 128), sys.maxunicode - 127):
        signs = "".join(map(chr, range(start, start + 128)))
        shown = harmless(signs)
        assert not dangerous(shown)
        # Letters, digits and accents are not lost, whatever their script.
        assert {c for c in signs if unicodedata.category(c)[0] in "LMN"} <= set(shown)


def test_no_title_whatever_reaches_a_shell_with_a_sign_it_acts_upon(answered: Answered, tmp_path: Path) -> None:
    # The same in every run: signs that mean something, and any others there are.
    drawn = random.Random(1)
    means, others = sorted(META | set(" \t\n\x1b\u2028\u202e")), range(1, sys.maxunicode + 1)
    titles = [
        "".join(drawn.choice(means) if drawn.random() < 0.5 else chr(drawn.choice(others)) for _ in range(at % 41))
        for at in range(100)
    ]
    named = {f"zz{at:02}": f"a {held(title)}" for at, title in enumerate(titles)}
    path = write_titles(tmp_path / "titles.yaml", named)
    for shell in SHELLS:
        found = parted(shell, answered(shell, "kap show zz", KAP_CATALOGUE=str(path)))
        assert list(found) == list(named)
        assert not dangerous("".join(found.values()))


@given(st.text())
def test_whatever_is_made_harmless_is_one_line_and_stays_as_it_is(text: str) -> None:
    shown = harmless(text)
    assert not dangerous(shown)
    assert len(shown) <= 200
    assert harmless(shown) == shown


def test_commands_and_options_pass_the_same_door(answered: Answered) -> None:
    for line in ("kap ", "kap --", *(f"kap {command} --" for command in COMMANDS)):
        found = parted("zsh", answered("zsh", line))
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


def test_no_id_with_a_sign_of_its_own_gets_in() -> None:
    for sign in META | set(" \t\n\u2028\u202e/,+"):
        for text in (f"zz{sign}", f"z{sign}z", f"{sign}zz"):
            with pytest.raises(FormError):
                FORMS["id"](text)
