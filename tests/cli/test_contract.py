"""What every command promises a script: exit codes, what stands on stdout, and the JSON envelope."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict, get_type_hints

import pytest
from declared import faults
from interrupted import INTERRUPTIBLE

from kapcli.cli.app import COMMANDS

Ran = Any
Kap = Callable[..., Ran]


class Problem(TypedDict):
    message: str
    hint: str | None
    file: str | None
    line: int
    path: str | None


class Last(TypedDict):
    """The last line of NDJSON."""

    kap: int
    draft: bool
    command: str | None
    query: dict[str, Any]
    as_of: str | None
    edition: str | None
    total: int
    summary: dict[str, Any]
    notes: list[str]
    errors: list[Problem]


class Envelope(Last):
    """The whole of JSON."""

    results: list[dict[str, Any]]


# A file of one record that is in no catalogue.
NEW = str(Path(__file__).parents[1] / "importing" / "data" / "one.ris")
ANSWERED = (
    ("search",),
    ("search", "ptsd"),
    ("search", "ptsd", "--route", "oral", "--explain"),
    ("search", "ketamne"),
    ("search", "--condition", "ptsd", "--limit", "1", "--sort", "year"),
    ("show", "feder2014"),
    ("show", "feder2014", "quigley2025"),
    ("cite", "feder2014"),
    ("cite", "--design", "meta-analysis", "--style", "vancouver"),
    ("facets",),
    ("facets", "condition"),
    ("limits",),
    ("limits", "emdr"),
    ("limits", "feder2014"),
    ("limits", "--safety", "--route", "intranasal"),
    ("claims",),
    ("claims", "therapy"),
    ("claims", "ptsd-cure"),
    ("claims", "--kind", "effect", "--verdict", "uncertain", "--certainty", "very-low"),
    ("claims", "--said-by", "article", "--condition", "ptsd"),
    ("check", "ketamine cures PTSD"),
    ("check", "one infusion lowered PTSD symptoms within a day compared with midazolam"),
    ("compare", "feder2014", "abdallah2022"),
    ("map",),
    ("map", "ptsd", "--rows", "therapy", "--cols", "design"),
    ("map", "--rows", "year", "--cols", "dosing-model", "--metric", "participants"),
    ("timeline",),
    ("timeline", "ptsd", "--route", "oral"),
    ("forest",),
    ("forest", "ptsd"),
    ("forest", "feder2014", "anand2023"),
    ("forest", "abdallah2022"),
    ("forest", "depression", "--therapy", "kap", "--domain", "all"),
    ("report", "emdr"),
    ("report", "ptsd", "--route", "oral", "--lay"),
    ("report", "ocd", "--style", "vancouver"),
    ("report", "liver"),
    ("glossary",),
    ("glossary", "psycholytic"),
    ("about",),
    ("validate",),
    ("schema", "output"),
    ("import", NEW),
    ("export", "feder2014"),
    ("export", "emdr", "--what", "claims"),
)
NOTHING = (
    ("search", "qqqqqq"),
    ("search", "ketamine qqqqqq"),
    ("search", "--route", "rectal"),
    ("search", "--year", "1900"),
    ("show", "nobody1900"),
    ("cite", "nobody1900"),
    ("cite", "--route", "rectal"),
    ("limits", "qqqqqq"),
    ("limits", "--route", "rectal"),
    ("limits", "--safety", "qqqqqq"),
    ("claims", "qqqqqq"),
    ("claims", "--route", "rectal"),
    ("compare", "feder2014", "nobody1900"),
    ("map", "qqqqqq"),
    ("map", "--route", "rectal"),
    ("timeline", "qqqqqq"),
    ("timeline", "--route", "rectal"),
    ("forest", "qqqqqq"),
    ("forest", "--route", "rectal"),
    ("forest", "fda2023"),
    ("report", "qqqqqq"),
    ("report", "--route", "rectal", "--lay"),
    ("glossary", "qqqqqq"),
    ("export", "qqqqqq"),
    ("export", "--route", "rectal", "--what", "claims"),
)
USAGE = (
    ("nosuch",),
    ("--nosuch",),
    ("search", "--nosuch"),
    ("search", "--route", "nosuch"),
    ("search", "--route"),
    ("search", "--year", "nosuch"),
    ("search", "--dose", "nosuch"),
    ("search", "--min-n", "many"),
    ("search", "--min-n", "-1"),
    ("search", "--limit", "0"),
    ("search", "--sort", "nosuch"),
    ("search", "x" * 501),
    ("search", "is", "the"),
    ("show",),
    ("show", "feder2014", "--nosuch"),
    ("cite",),
    ("cite", "feder2014", "--all"),
    ("cite", "feder2014", "--style", "nosuch"),
    ("cite", "--drug", "nosuch"),
    ("limits", "--condition", "nosuch"),
    ("limits", "--nosuch"),
    ("claims", "--verdict", "nosuch"),
    ("claims", "--condition", "nosuch"),
    ("check", "  "),
    ("check", "a sentence", "--file", "text.txt"),
    ("compare", "feder2014"),
    ("compare", "a", "b", "c", "d", "e"),
    ("map", "--rows", "nosuch"),
    ("map", "--rows", "route"),
    ("map", "--metric", "papers"),
    ("map", "--condition", "nosuch"),
    ("timeline", "--year", "nosuch"),
    ("forest", "--domain", "nosuch"),
    ("forest", "--condition", "nosuch"),
    ("forest", "ptsd", "--format", "ids"),
    ("report", "--condition", "nosuch"),
    ("report", "ptsd", "--output", "brief.txt"),
    ("report", "ptsd", "--output", "brief"),
    ("report", "ptsd", "--output", "brief.md", "--format", "html"),
    ("report", "ptsd", "--lay", "--style", "apa"),
    ("report", "ptsd", "--force"),
    ("report", "ptsd", "--format", "tsv"),
    ("glossary", "--nosuch"),
    ("about", "more"),
    ("validate", "--nosuch"),
    ("schema", "nosuch"),
)
# Each command at its simplest; a catalogue file of one's own stands behind it.
SIMPLE = {
    "search": ("search", "ptsd"),
    "show": ("show", "feder2014"),
    "cite": ("cite", "feder2014"),
    "limits": ("limits",),
    "claims": ("claims", "ptsd"),
    "check": ("check", "ketamine cures PTSD"),
    "compare": ("compare", "feder2014", "feder2021"),
    "map": ("map", "ptsd"),
    "timeline": ("timeline", "ptsd"),
    "forest": ("forest", "ptsd"),
    "report": ("report", "emdr"),
    "handout": ("handout", "emdr"),
    "facets": ("facets", "route"),
    "glossary": ("glossary", "psycholytic"),
    "about": ("about",),
    "topics": ("topics", "bladder"),
    "schema": ("schema", "output"),
    "import": ("import", NEW),
    "export": ("export", "emdr"),
}
CATALOGUED = [name for name in SIMPLE if name != "schema"]
FAULTS = {
    "no YAML": "studies: [",
    "no mapping": "- a\n- b\n",
    "unknown field": "studis: []\n",
    "unknown code": "studies:\n  - {id: a, design: nosuch}\n",
    "an id that is taken": "glossary:\n  - {id: a, term: a, plain: a}\n  - {id: a, term: b, plain: b}\n",
}


def called(lines: tuple[tuple[str, ...], ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("line", lines, ids=lambda line: " ".join(line)[:40])


def envelope(ran: Ran) -> Envelope:
    """The one envelope that stdout is, with the keys that it always has and no other than `kap schema output` names."""
    found = json.loads(ran.out)
    assert set(found) == set(get_type_hints(Envelope))
    assert faults(found) == []
    # What is not known is null, or left out.
    assert '""' not in ran.out.replace('\\"', "")
    check(found)
    for result in found["results"]:
        assert isinstance(result["id"], str)
        assert result["id"]
    return found


def check(found: dict[str, Any]) -> None:
    assert (found["kap"], found["draft"]) == (2, False)
    assert found["command"] in {*COMMANDS, None}
    assert isinstance(found["query"], dict)
    assert found["as_of"] is None or len(found["as_of"]) == 10
    assert found["edition"] in (None, "2026.2") or found["as_of"] is not None
    assert isinstance(found["total"], int)
    assert isinstance(found["summary"], dict)
    assert all(isinstance(note, str) and note for note in found["notes"])
    for error in found["errors"]:
        assert set(error) == set(get_type_hints(Problem))
        assert all(isinstance(value, get_type_hints(Problem)[name]) for name, value in error.items())
        assert error["message"]


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "bad.yaml"
    path.write_text("studies:\n  - {id: a, design: nosuch}\n", encoding="utf-8")
    return str(path)


class TestAnswered:
    @called(ANSWERED)
    def test_the_exit_code_is_0_and_the_answer_is_on_stdout(self, kap_once: Kap, line: tuple[str, ...]) -> None:
        ran = kap_once(*line)
        assert ran.code == 0
        assert ran.out.strip()
        ran = kap_once(*line, "--json")
        found = envelope(ran)
        assert (ran.code, ran.err, found["errors"], found["command"]) == (0, "", [], line[0])
        assert found["total"] >= len(found["results"]) > 0

    @called(tuple(SIMPLE.values()))
    def test_ndjson_is_a_result_a_line_and_the_envelope_last(self, kap_once: Kap, line: tuple[str, ...]) -> None:
        whole = envelope(kap_once(*line, "--json"))
        ran = kap_once(*line, "--format", "ndjson")
        *results, last = map(json.loads, ran.out.splitlines())
        assert (ran.code, results) == (0, whole.pop("results"))  # type: ignore[misc]
        assert set(last) == set(get_type_hints(Last))
        assert last == whole

    @called(tuple(SIMPLE.values()))
    def test_asked_twice_it_says_the_same(self, kap: Kap, kap_once: Kap, line: tuple[str, ...]) -> None:
        assert kap(*line, "--format", "json") == kap_once(*line, "--json")

    def test_json_may_be_asked_for_in_both_ways_at_once(self, kap: Kap, kap_once: Kap) -> None:
        assert kap("search", "ptsd", "--json", "--format", "json") == kap_once("search", "ptsd", "--json")


class TestNothingFound:
    @called(NOTHING)
    def test_the_exit_code_is_1_and_stderr_says_why(self, kap: Kap, line: tuple[str, ...]) -> None:
        ran = kap(*line)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith("kap: ")
        ran = kap(*line, "--json")
        found = envelope(ran)
        assert (ran.code, ran.err, found["total"]) == (1, "", 0)
        assert found["notes"] or found["errors"]

    @pytest.mark.parametrize("format", ["tsv", "ids"])
    def test_what_is_announced_is_also_shown(self, kap: Kap, format: str) -> None:
        ran = kap("search", "ptsd qqqqqq", "--format", format)
        assert not [line for line in ran.err.splitlines() if line.endswith(":")]

    @pytest.mark.parametrize("line", [("limits", "ptsd qqqqqq"), ("limits", "--safety", "ptsd qqqqqq")])
    def test_nothing_is_announced_where_nothing_follows(self, kap: Kap, line: tuple[str, ...]) -> None:
        assert not [said for said in kap(*line).err.splitlines() if said.endswith(":")]


class TestUnknownId:
    @pytest.mark.parametrize("command", ["show", "cite"])
    def test_near_ids_are_offered_and_none_is_taken(self, kap: Kap, command: str) -> None:
        ran = kap(command, "feder2015")
        assert (ran.code, ran.out) == (1, "")
        assert "feder2015" in ran.err
        assert "feder2014" in ran.err

    @pytest.mark.parametrize("command", ["show", "cite"])
    def test_among_several_the_known_are_printed_and_the_others_named(self, kap: Kap, command: str) -> None:
        ran = kap(command, "nobody1900", "feder2014", "feder2015")
        assert ran.code == 1
        assert "Feder" in ran.out
        assert "nobody1900" in ran.err
        assert "feder2015" in ran.err

    @pytest.mark.parametrize("command", ["show", "cite"])
    def test_in_json_the_known_are_results_and_the_others_errors(self, kap: Kap, command: str) -> None:
        ran = kap(command, "nobody1900", "feder2014", "feder2015", "--json")
        found = envelope(ran)
        assert (ran.code, found["total"]) == (1, 1)
        assert [result["id"] for result in found["results"]] == ["feder2014"]
        assert [error["message"].split("'")[1] for error in found["errors"]] == ["nobody1900", "feder2015"]

    def test_limits_names_the_unknown_among_ids(self, kap: Kap) -> None:
        ran = kap("limits", "feder2014", "nobody1900")
        assert ran.code == 1
        assert "nobody1900" in ran.err

    def test_the_same_study_by_two_names_is_shown_once(self, kap: Kap) -> None:
        found = envelope(kap("show", "feder2014", "FEDER2014", "10.1001/jamapsychiatry.2014.62", "--json"))
        assert [result["id"] for result in found["results"]] == ["feder2014"]

    @pytest.mark.parametrize("name", ["2014", "", "  ", "?"])
    def test_what_is_like_no_id_is_offered_none(self, kap: Kap, name: str) -> None:
        ran = kap("show", name)
        assert ran.code == 1
        assert "did you mean" not in ran.err


class TestUsage:
    @called(USAGE)
    def test_the_exit_code_is_2_and_stdout_is_empty(self, kap: Kap, line: tuple[str, ...]) -> None:
        ran = kap(*line)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("kap: ")
        assert "Traceback" not in ran.err
        ran = kap(line[0], "--json", *line[1:])
        found = envelope(ran)
        assert (ran.code, ran.err, found["total"], found["results"]) == (2, "", 0, [])
        assert found["errors"]
        # A result a line and the envelope last: here the envelope alone.
        ran = kap(line[0], "--format", "ndjson", *line[1:])
        (last,) = map(json.loads, ran.out.splitlines())
        assert (ran.code, ran.err, set(last)) == (2, "", set(get_type_hints(Last)))

    # What serves a client has no format.
    @pytest.mark.parametrize("command", [command for command in COMMANDS if command != "mcp"])
    def test_json_and_another_format_exclude_each_other(self, kap: Kap, command: str) -> None:
        line = SIMPLE.get(command, (command, "feder2014") if command in ("open", "edit") else (command,))
        ran = kap(*line, "--json", "--format", "ndjson")
        found = envelope(ran)
        assert (ran.code, found["command"]) == (2, command)
        assert "--format ndjson" in found["errors"][0]["message"]

    def test_an_unknown_value_is_answered_with_the_nearest(self, kap: Kap) -> None:
        ran = kap("search", "--route", "orall")
        assert "--route oral" in ran.err

    def test_behind_two_dashes_json_is_a_word(self, kap: Kap) -> None:
        ran = kap("search", "--", "--json")
        assert (ran.code, ran.out) == (1, "")

    def test_words_without_letters_or_digits_are_not_a_request_for_everything(self, kap: Kap) -> None:
        assert kap("search", "?!").code != 0

    @pytest.mark.parametrize("term", ["?", "-", "...", "'"])
    def test_a_term_without_letters_or_digits_is_none(self, kap: Kap, term: str) -> None:
        ran = kap("glossary", "--", term)
        assert (ran.code, ran.out) == (1, "")


class TestBadCatalogue:
    @pytest.mark.parametrize("command", CATALOGUED)
    def test_the_exit_code_is_3_and_file_and_line_are_named(self, kap: Kap, bad: str, command: str) -> None:
        ran = kap(*SIMPLE[command], "--catalogue", bad)
        assert (ran.code, ran.out) == (3, "")
        assert f"{bad}:2" in ran.err
        ran = kap(*SIMPLE[command], "--catalogue", bad, "--json")
        found = envelope(ran)
        assert (ran.code, ran.err, found["results"], found["command"]) == (3, "", [], command)
        assert {(error["file"], error["line"] > 0) for error in found["errors"]} == {(bad, True)}

    def test_a_catalogue_of_the_environment_is_read_too(
        self, kap: Kap, bad: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KAP_CATALOGUE", bad)
        assert kap("search", "ptsd").code == 3

    def test_validate_names_every_file_that_is_wrong_and_how(self, kap: Kap, tmp_path: Path) -> None:
        files = []
        for number, text in enumerate(FAULTS.values()):
            path = tmp_path / f"{number}.yaml"
            path.write_text(text, encoding="utf-8")
            files.append(str(path))
        ran = kap("validate", *files)
        assert (ran.code, ran.out) == (3, "")
        assert all(f"{file}:" in ran.err for file in files)

    def test_validate_says_the_same_in_json(self, kap: Kap, bad: str) -> None:
        ran = kap("validate", bad, "--json")
        found = envelope(ran)
        assert (ran.code, found["results"][0]["id"], found["errors"][0]["file"]) == (3, bad, bad)


class TestInputOutput:
    @pytest.mark.parametrize("command", ["search", "cite", "validate"])
    @pytest.mark.parametrize("what", ["missing.yaml", "."], ids=["missing", "a folder"])
    def test_what_cannot_be_read_is_4_and_stdout_is_empty(
        self, kap: Kap, tmp_path: Path, command: str, what: str
    ) -> None:
        file = str(tmp_path / what)
        line = ("validate", file) if command == "validate" else (*SIMPLE[command], "--catalogue", file)
        ran = kap(*line)
        assert (ran.code, ran.out) == (4, "")
        assert file.removesuffix("/.") in ran.err

    @pytest.mark.parametrize("command", [*CATALOGUED, "validate"])
    def test_json_is_one_envelope(self, kap: Kap, tmp_path: Path, command: str) -> None:
        file = str(tmp_path / "missing.yaml")
        line = ("validate", file) if command == "validate" else (*SIMPLE[command], "--catalogue", file)
        ran = kap(*line, "--json")
        found = envelope(ran)
        assert (ran.code, ran.err, found["command"], found["results"]) == (4, "", command, [])
        assert "cannot be read" in found["errors"][0]["message"]

    def test_the_file_is_named_as_it_was_typed(self, kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (error,) = envelope(kap("about", "--catalogue", "missing.yaml", "--json"))["errors"]
        assert error["file"].strip("'") == "missing.yaml"

    @pytest.mark.parametrize("line", [("about", "--json"), ()], ids=" ".join)
    def test_a_closed_stdout_is_4(self, kap_process: Kap, line: tuple[str, ...]) -> None:
        ran = kap_process(*line, redirect=">&-")
        assert ran.code == 4
        assert len(ran.err.splitlines()) == 1

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
    @pytest.mark.parametrize("line", [("search", "--format", "ndjson"), ("--version",)], ids=" ".join)
    def test_a_full_disk_is_4(self, kap_process: Kap, line: tuple[str, ...]) -> None:
        ran = kap_process(*line, redirect=">/dev/full")
        assert ran.code == 4
        assert os.strerror(errno.ENOSPC) in ran.err
        assert len(ran.err.splitlines()) == 1

    def test_a_closed_stderr_changes_nothing(self, kap_process: Kap) -> None:
        assert kap_process("show", "nobody1900", redirect="2>&-").code == 1


class TestEnding:
    @pytest.mark.parametrize("line", [("search",), ("--help",)], ids=" ".join)
    def test_a_pipe_that_nobody_reads_is_0_and_silent(self, line: tuple[str, ...]) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "wb") as stdout:
            ran = subprocess.run(
                [sys.executable, "-m", "kapcli", *line], stdout=stdout, stderr=subprocess.PIPE, check=False, timeout=60
            )
        assert (ran.returncode, ran.stderr) == (0, b"")

    @pytest.mark.parametrize("line", [("search", "ptsd"), ("search", "ptsd", "--json")], ids=" ".join)
    def test_an_interrupt_is_130_and_silent(
        self, kap: Kap, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]
    ) -> None:
        def interrupt(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("kapcli.api.catalogue.open_session", interrupt)
        ran = kap(*line)
        assert ran.code == 130
        assert "Traceback" not in ran.err

    @pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
    def test_an_interrupted_process_shows_no_traceback(self, tmp_path: Path) -> None:
        # The interrupt comes while the answer is being made.
        code = (
            "import time, kapcli.api.catalogue as asking\n"
            "asking.open_session = lambda *_, **__: (print('ready', flush=True), time.sleep(20))\n"
            "import sys; sys.argv = ['kap', 'search', 'ptsd']\n"
            "from kapcli.__main__ import main; main()\n"
        )
        line = [*INTERRUPTIBLE, sys.executable, "-c", code]
        process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130
        assert b"Traceback" not in said


class TestOddText:
    """Whatever bytes a shell passes on, the answer is an answer and never a traceback."""

    @pytest.mark.parametrize("format", [(), ("--json",)], ids=["text", "json"])
    @pytest.mark.parametrize("command", ["search", "show", "cite", "limits", "glossary", "validate"])
    def test_bytes_that_are_no_text(self, kap: Kap, command: str, format: tuple[str, ...]) -> None:
        ran = kap(command, "caf\udcff", *format)
        assert ran.code in (1, 4)
        assert "Traceback" not in ran.err
        if format:
            envelope(ran)

    @pytest.mark.parametrize("text", ["\x1b[31mred\x1b[0m", "a\tb\nc", "\u202eptsd", "'; DROP TABLE study; --"])
    @pytest.mark.parametrize("command", ["search", "show", "glossary"])
    def test_control_characters_do_not_reach_the_terminal(self, kap: Kap, command: str, text: str) -> None:
        ran = kap(command, text)
        assert ran.code in (0, 1)
        assert not {"\x1b", "\u202e"} & set(ran.out + ran.err)

    def test_a_very_long_id_is_only_unknown(self, kap: Kap) -> None:
        ran = kap("show", "x" * 100_000)
        assert ran.code == 1
