"""What reaches a terminal: the text as it stands in the catalogue, and nothing that commands the terminal."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from standby import Copy, Standby

Kap = Callable[..., Any]
ODD = (
    "[11C]x",
    "[/]",
    "[/bold]",
    "[bold]",
    "[Erratum] [letter] [1, 2]",
    "[link=http://evil]x[/link]",
    "1:smile:2",
    ":smile:",
    "\\[escaped]",
    "%s {0} $HOME `id`",
)
STYLING = re.compile(r"\x1b\[[0-9;]*m")
# Everything below a blank but tab and line end, and what eight-bit terminals take for the same.
COMMANDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
TITLE = "\x1b]0;x\x07"


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue whose titles, findings and terms hold what a markup language would take for its own."""
    studies = [
        {
            "id": f"odd{index}",
            "title": f"Zzodd {text}",
            "csl_type": "report",
            "year": 2020,
            "design": "rct",
            "status": "published",
            "finding": f"zzfinding {text}",
            "read_at": [{"url": "https://example.org/odd", "read": "abstract"}],
            "authors": [{"family": "Łuczak-李", "given": "É."}],
            "outcomes": [
                {
                    "id": "a",
                    "measure": f"zzm {text}",
                    "domain": "ptsd",
                    "comparison": "none",
                    "estimate": "rate",
                    "direction": "unclear",
                    "source": "https://example.org/odd",
                }
            ],
            "limitations": [{"code": "small", "note": f"zznote {text}"}],
        }
        for index, text in enumerate(ODD)
    ]
    glossary = [{"id": f"term{index}", "term": f"zzterm {text}", "plain": text} for index, text in enumerate(ODD)]
    file = tmp_path_factory.mktemp("odd") / "odd [bold].yaml"
    file.write_text(json.dumps({"studies": studies, "glossary": glossary}, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def _own(odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAP_CATALOGUE", str(odd))
    monkeypatch.setenv("COLUMNS", "300")


IDS = [f"odd{index}" for index in range(len(ODD))]
# A command line, and what stands before each odd text in its answer.
SHOWING = [
    (["search", "zzfinding"], ("zzfinding ", "Zzodd ")),
    (["search", "zzfinding", "--format", "table"], ("zzfinding ",)),
    (["show", *IDS], ("Zzodd ", "zzfinding ", "zzm ", "zznote ")),
    (["cite", *IDS], ("Zzodd ",)),
    (["limits", *IDS, "--format", "text"], ("zzfinding ", "zznote ")),
    (["limits", *IDS, "--format", "tsv"], ("zznote ",)),
    (["glossary"], ("zzterm ",)),
    (["glossary", "--format", "tsv"], ("zzterm ",)),
]


def missing(shown: str, *before: str) -> list[str]:
    return [f"{start}{text}" for start in before for text in ODD if f"{start}{text}" not in shown]


@pytest.mark.usefixtures("_own")
@pytest.mark.parametrize(("command", "before"), SHOWING)
def test_odd_text_is_shown_unchanged(kap: Kap, command: list[str], before: tuple[str, ...]) -> None:
    ran = kap(*command)
    assert ran.code == 0
    assert missing(ran.out, *before) == []


@pytest.mark.usefixtures("_own")
@pytest.mark.parametrize(("command", "before"), [pair for pair in SHOWING if "tsv" not in pair[0]])
def test_odd_text_is_shown_unchanged_in_colour(
    kap: Kap, monkeypatch: pytest.MonkeyPatch, command: list[str], before: tuple[str, ...]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = STYLING.sub("", kap(*command).out)
    assert missing(shown, *before) == []
    assert not COMMANDING.search(shown)


@pytest.mark.usefixtures("_own")
@pytest.mark.parametrize("command", [["search", "zzfinding", "--limit", "99"], ["show", *IDS], ["limits", *IDS]])
def test_odd_text_is_shown_unchanged_on_a_terminal(kap_terminal: Kap, frozen_base: Path, command: list[str]) -> None:
    ran = kap_terminal(*command, columns=300, base=frozen_base)
    assert ran.code == 0
    assert "\x1b[" in ran.out
    assert missing(STYLING.sub("", ran.out), "zzfinding ") == []
    assert not COMMANDING.search(STYLING.sub("", ran.out))


@pytest.mark.usefixtures("_own")
def test_colour_is_forced_in_a_pipe(frozen_copy: Kap) -> None:
    ran = frozen_copy("show", *IDS, env={"FORCE_COLOR": "1"})
    assert STYLING.search(ran.out)
    assert missing(STYLING.sub("", ran.out), "zzfinding ") == []


@pytest.mark.usefixtures("_own")
@pytest.mark.parametrize(
    ("command", "field"),
    [(["search", "zzfinding", "--json"], "title"), (["show", *IDS, "--json"], "title")],
)
def test_odd_text_is_unchanged_in_json(kap: Kap, command: list[str], field: str) -> None:
    results = json.loads(kap(*command).out)["results"]
    assert {result[field] for result in results} >= {f"Zzodd {text}" for text in ODD}


@pytest.mark.usefixtures("_own")
def test_odd_text_is_unchanged_behind_the_escapes_of_markdown(kap: Kap) -> None:
    shown = re.sub(r"\\([\\`*_\[\]<>|#])", r"\1", kap("show", *IDS, "--format", "markdown").out)
    assert missing(shown, "Zzodd ") == []


@pytest.mark.usefixtures("_own")
def test_odd_file_name_is_shown_unchanged(kap: Kap, odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # By its name alone: a page would break a path that is longer than a line.
    monkeypatch.chdir(odd.parent)
    monkeypatch.setenv("KAP_CATALOGUE", odd.name)
    assert odd.name in kap("about").out
    assert odd.name in kap("show", "odd0").out


# What a command line holds.


@pytest.mark.parametrize(
    "command",
    [
        ("cite", TITLE),
        ("show", TITLE),
        ("search", f"ptsd {TITLE}"),
        ("search", "ptsd", "--condition", TITLE),
        ("search", "ptsd", "--year", TITLE),
        ("search", "ptsd", "--dose", TITLE),
        ("search", "ptsd", "--limit", TITLE),
        ("search", "ptsd", "--format", TITLE),
        ("limits", TITLE),
        ("glossary", TITLE),
        ("glossary", "\u202egnilfeels"),
        (TITLE,),
        ("search", "--" + TITLE),
        ("about", TITLE),
        ("validate", TITLE),
        ("search", "ptsd", "--catalogue", TITLE),
        ("cite", "\x9b31m"),
        ("show", "a\u202eb", "--json"),
    ],
)
def test_escape_on_the_command_line_is_shown_safely(kap: Kap, command: tuple[str, ...]) -> None:
    ran = kap(*command)
    assert ran.code in (0, 1, 2, 4)
    assert "Traceback" not in ran.err
    assert not COMMANDING.search(ran.out + ran.err)


def test_name_with_escape_is_named_in_the_error(kap: Kap) -> None:
    ran = kap("cite", TITLE)
    assert (ran.code, ran.out) == (1, "")
    assert "]0;x" in ran.err


@pytest.mark.parametrize("how", ["text", "json"])
@pytest.mark.parametrize("command", ["show", "cite", "search", "limits", "glossary"])
def test_argument_that_is_not_utf8_is_shown_safely(kap: Kap, command: str, how: str) -> None:
    # As the interpreter hands over a byte that is not UTF-8.
    ran = kap(command, "zz\udcff", *(["--json"] if how == "json" else []))
    assert ran.code == 1
    assert not COMMANDING.search(ran.out + ran.err)
    assert how == "text" or json.loads(ran.out)["total"] == 0


def test_argument_that_is_not_utf8_leaves_no_traceback(kap_process: Kap) -> None:
    ran = kap_process("show", b"zz\xff")
    assert ran.code == 1, ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("option", ["--limit", "--min-n", "--year", "--dose"])
def test_huge_number_is_no_crash(kap: Kap, option: str) -> None:
    assert kap("search", "ptsd", option, "9" * 20).code in (0, 1, 2)


@pytest.mark.parametrize("text", ["***", "?!", "\u200b"])
def test_term_without_a_letter_is_no_term(kap: Kap, text: str) -> None:
    ran = kap("glossary", text)
    assert (ran.code, ran.out) == (1, "")


# Colour, and none.

COMMANDS = [["search", "ptsd"], ["show", "feder2014"], ["cite", "feder2014"], ["limits"]]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_color_leaves_no_escape_on_a_terminal(kap_terminal: Kap, command: list[str]) -> None:
    ran = kap_terminal(*command, env={"NO_COLOR": "1"})
    assert ran.code == 0
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("command", [["show", "feder2014"], ["limits"]])
def test_dumb_terminal_gets_no_escape(kap_terminal: Kap, command: list[str]) -> None:
    ran = kap_terminal(*command, env={"TERM": "dumb"})
    assert ran.code == 0
    assert "\x1b" not in ran.out


def test_no_color_wins_over_force_color(kap_terminal: Kap) -> None:
    assert "\x1b" not in kap_terminal("show", "feder2014", env={"NO_COLOR": "1", "FORCE_COLOR": "1"}).out


def test_option_wins_over_force_color(kap_terminal: Kap) -> None:
    assert "\x1b" not in kap_terminal("show", "feder2014", "--no-color", env={"FORCE_COLOR": "1"}).out


def test_empty_no_color_says_nothing(kap_terminal: Kap) -> None:
    assert "\x1b[" in kap_terminal("show", "feder2014", env={"NO_COLOR": ""}).out


def test_errors_and_help_have_no_escape_on_a_terminal(kap_terminal: Kap) -> None:
    for command in (["--help"], ["search", "--help"], ["search", "--nonsense"], []):
        assert "\x1b" not in kap_terminal(*command, env={"NO_COLOR": "1"}).out


def test_terminal_and_pipe_show_the_same_page(kap_terminal: Kap, kap_copy: Kap) -> None:
    for command in (("show", "feder2014", "--full"), ("limits", "topel2025", "--full", "--format", "text")):
        shown = STYLING.sub("", kap_terminal(*command, columns=90).out)
        assert shown == kap_copy(*command, env={"COLUMNS": "90"}).out


# Where stdout leads.

# Every way in which an answer leaves: a page, JSON, and what is printed before there is a command.
ANSWERS = [["search", "ptsd"], ["search", "--json"], ["--help"], ["search", "--help"], ["--version"], []]
STYLED = ["show", "feder2014"]
FULL = "kap: cannot write to standard output: " + os.strerror(errno.ENOSPC)


@pytest.fixture
def full() -> Iterator[int]:
    """A device that is always full."""
    if not os.path.exists("/dev/full"):
        pytest.skip("no device that is always full")
    writing = os.open("/dev/full", os.O_WRONLY)
    yield writing
    os.close(writing)


@pytest.fixture
def nobody() -> Iterator[int]:
    """The writing end of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


@pytest.mark.parametrize("command", ANSWERS)
def test_full_disk_is_told_in_one_line(kap_copy: Kap, full: int, command: list[str]) -> None:
    ran = kap_copy(*command, stdout=full)
    assert ran.code == 4
    assert [line for line in ran.err.splitlines() if "standard output" in line] == [FULL]
    assert "Traceback" not in ran.err
    assert "Exception ignored" not in ran.err


@pytest.mark.parametrize("command", ANSWERS)
def test_reader_that_has_gone_is_no_error(kap_copy: Kap, nobody: int, command: list[str]) -> None:
    ran = kap_copy(*command, stdout=nobody)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("command", ANSWERS)
def test_closed_stdout_is_told_in_one_line(kap: Kap, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    # What the interpreter makes of a stream that is closed when it starts.
    monkeypatch.setattr(sys, "stdout", None)
    ran = kap(*command)
    assert (ran.code, ran.err) == (4, "kap: standard output is closed\n")


class TestNewProcess:
    """The same from the start of the interpreter to its last words."""

    def test_full_disk_is_told_in_colour_too(self, kap_process: Kap) -> None:
        ran = kap_process(*STYLED, redirect=">/dev/full", env={"FORCE_COLOR": "1"})
        assert (ran.code, ran.err) == (4, f"{FULL}\n")

    def test_reader_that_has_gone_is_no_error_in_colour(self, nobody: int) -> None:
        line = [sys.executable, "-m", "kapcli", *STYLED]
        ran = subprocess.run(
            line, env={**os.environ, "FORCE_COLOR": "1"}, stdout=nobody, stderr=subprocess.PIPE, check=False, timeout=60
        )
        assert (ran.returncode, ran.stderr) == (0, b"")

    def test_closed_stdout_is_told_in_one_line(self, kap_process: Kap) -> None:
        ran = kap_process("search", "--json", redirect=">&-")
        assert (ran.code, ran.err) == (4, "kap: standard output is closed\n")

    def test_closed_stderr_does_no_harm(self, kap_process: Kap) -> None:
        assert kap_process("show", "nobody1999", redirect="2>&-").code == 1

    def test_closed_stdin_does_no_harm(self, kap_process: Kap) -> None:
        assert kap_process("show", "feder2014", redirect="<&-").code == 0


@pytest.fixture
def waiting(standing_by: Standby, tmp_path: Path) -> Iterator[tuple[Copy, int, Path]]:
    """A command that waits in its writing for a reader: the pipe is smaller than the answer.

    With it, the end of the pipe to read from, and the file that stderr goes to.
    """
    import fcntl

    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    said = tmp_path / "said"
    with open(os.devnull) as nothing, said.open("w") as err:
        line = ["cite", "--all", "--format", "csl-json"]
        copy = standing_by.start(line, (nothing.fileno(), writing, err.fileno()), tmp_path, os.environ)
    os.close(writing)
    yield copy, reading, said
    # One test has closed it already.
    with contextlib.suppress(OSError):
        os.close(reading)


def test_reader_may_leave_in_the_middle(waiting: tuple[Copy, int, Path]) -> None:
    copy, reading, said = waiting
    assert os.read(reading, 100)
    os.close(reading)
    assert copy.wait(60) == 0
    assert "Traceback" not in said.read_text()
    assert "Exception ignored" not in said.read_text()


@pytest.mark.usefixtures("_own")
class TestEncoding:
    """What stdout is said to take; the interpreter looks at it when it starts."""

    @pytest.mark.parametrize(("encoding", "color"), [("ascii", "1"), ("cp1252", "")])
    def test_any_works(self, frozen_process: Kap, encoding: str, color: str) -> None:
        ran = frozen_process("show", "odd0", env={"PYTHONIOENCODING": encoding, "FORCE_COLOR": color})
        assert (ran.code, ran.err) == (0, "")
        assert "uczak" in ran.out

    def test_plain_c_locale_works(self, frozen_process: Kap) -> None:
        ran = frozen_process("show", "odd0", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
        assert (ran.code, ran.err) == (0, "")
        assert "uczak" in ran.out


@pytest.mark.parametrize("columns", ["1", "5", "10", "20", "0", "junk"])
def test_any_number_of_columns_works(kap: Kap, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for command in (
        ["search", "feder2014", "--format", "table"],
        ["show", "feder2014"],
        ["limits", "--format", "text"],
        ["about"],
    ):
        ran = kap(*command)
        assert (ran.code, ran.err) == (0, "")
        assert "notmedicaladvice" in "".join(ran.out.casefold().split())


@pytest.mark.parametrize("columns", [20, 80])
def test_page_fits_the_terminal(kap: Kap, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    pages = kap("show", "feder2014").out + kap("limits", "--format", "text").out + kap("about").out
    assert max(map(len, pages.splitlines())) <= columns


# Stopping.


def test_interrupt_of_a_blocked_answer_is_quiet(waiting: tuple[Copy, int, Path]) -> None:
    copy, reading, said = waiting
    assert os.read(reading, 2048)
    os.kill(copy.pid, signal.SIGINT)
    assert copy.wait(60) == 130
    assert said.read_text() == ""


def test_interrupt_within_a_command_is_quiet(kap: Kap, monkeypatch: pytest.MonkeyPatch) -> None:
    import kapcli.index.store

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(kapcli.index.store, "open_store", interrupt)
    ran = kap("search", "ptsd")
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.strip() == ""
