"""``kap new`` answered line by line, as by somebody at the keyboard, and once on a terminal."""

from __future__ import annotations

import contextlib
import io
import json
import os
import select
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kapcli.catalogue.validation import Below
from kapcli.importing.interview import Interview
from kapcli.importing.questions import offers, questions
from kapcli.index.loading import load_vocabulary, read_layer

if TYPE_CHECKING:
    from conftest import InProcess, Ran

# Question to what is typed; every other one gets an empty line.
ANSWERS = {
    "DOI": ["10.5555/new"],
    "Title": ['"Quoted": a title # with signs'],
    "Authors": ["van der Berg, Ada; Smith B"],
    "Year": ["two thousand", "2031"],
    "Journal": ["Journal of Invented Results"],
    "Address": ["example.org", "https://example.org/x"],
    "How much": ["?", "abstract"],
    "Design": ["randomised trial"],
    "Conditions": ["PTSD, nosuch", "post-traumatic stress disorder, depression"],
    "People randomised": ["-3", "20"],
    "Group 1: Drug": ["ketamine"],
    "Group 1: Its role": ["", "experimental"],
    "Group 1: Route": ["intravenous"],
    "Group 1: Dose, the lowest": ["0.5"],
    "Group 1: Unit": ["", "mg/kg"],
    "Group 1: With": ["perhaps", "y"],
    "Group 2: Drug": ["midazolam"],
    "Group 2: Its role": ["active placebo"],
    "Compared": ["midazolam"],
    "Psychotherapy": ["none"],
    "Longest": ["4 weeks"],
    "Main result": ["An invented finding."],
    "Limitation": ["small"],
    "What it is here": ["20 people."],
}


class Keyboard(io.StringIO):
    """Answers what is asked, by the words with which the question begins."""

    def __init__(self, answers: dict[str, list[str]], capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__()
        self.answers = {question: list(typed) for question, typed in answers.items()}
        self.capsys = capsys
        self.seen: list[str] = []

    def isatty(self) -> bool:
        return False

    def readline(self, size: int | None = -1, /) -> str:
        shown = self.capsys.readouterr().err.splitlines()
        self.seen += shown
        for question, typed in self.answers.items():
            if shown and shown[-1].strip().startswith(question):
                if not typed:
                    return "\n"
                said = typed.pop(0)
                return "" if said == "END" else f"{said}\n"
        return "\n"


@pytest.fixture
def new(kap: InProcess, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, frozen: Path) -> Any:
    def ran(answers: dict[str, list[str]], *line: str) -> tuple[Ran, list[str]]:
        keyboard = Keyboard(answers, capsys)
        monkeypatch.setattr(sys, "stdin", keyboard)
        return kap("new", *line), keyboard.seen

    return ran


New = "Callable[..., tuple[Ran, list[str]]]"


def read(path: Path) -> Any:
    found, faults = read_layer(path.read_bytes(), "own.yaml", load_vocabulary(), {}, Below())
    assert faults == []
    return found


def test_a_whole_study(new: Any, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    ran, seen = new(ANSWERS, "--output", str(own))
    assert ran.code == 0
    (study,) = read(own).studies
    assert (study.id, study.title) == ("berg2031", '"Quoted": a title # with signs')
    assert (study.authors[0].non_dropping_particle, study.authors[1].given) == ("van der", "B.")
    assert (study.conditions, study.design, study.n.randomised) == (("ptsd", "depression"), "rct", 20)
    ketamine, midazolam = study.arms
    assert (ketamine.route, ketamine.dose_min, ketamine.unit, ketamine.with_therapy) == ("iv", 0.5, "mg/kg", True)
    assert (midazolam.drug, midazolam.role) == ("midazolam", "active-placebo")
    assert study.limitations[0].note == "20 people."
    told = "\n".join(seen)
    for said in (
        "'two thousand' is not a whole number",
        "an address starts with http:// or https://",
        "unknown condition 'nosuch'",
        "a count is not negative",
        "this is needed here",
        "answer y or n",
        "  full-text: full text",
        "Id [berg2031]:",
    ):
        assert said in told, said
    assert f"kap show berg2031 --catalogue {own}" in " ".join(ran.out.split())


def test_stopped_it_is_a_draft_of_what_was_typed(new: Any, tmp_path: Path, kap: InProcess) -> None:
    for number, (word, ends) in enumerate((("Group 1: Dose, the lowest", "."), ("Group 1: Its role", "END"))):
        own = tmp_path / f"own{number}.yaml"
        ran, _ = new(ANSWERS | {word: [ends]}, "--output", str(own), "--json")
        (result,) = json.loads(ran.out)["results"]
        assert (ran.code, result["draft"]) == (0, True)
        (placed,) = read(own).drafts
        assert (placed.draft.title[:8], placed.draft.n.randomised, placed.draft.year) == ('"Quoted"', 20, 2031)
        assert len(placed.draft.arms) == 1 - number
        assert bool(placed.draft.unmapped) == bool(number)
    assert "kap: 'berg2031' is a draft" in kap("cite", "berg2031", "--catalogue", str(own)).err


def test_back_takes_the_last_answer_back(new: Any, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    answers = ANSWERS | {"Title": ["Wrong", "Right"], "Authors": ["<", "Smith, Ada"], "Year": ["2031"]}
    new(answers, "--output", str(own))
    assert [study.title for study in read(own).studies] == ["Right"]


def test_what_is_there_already_is_said_at_once(new: Any, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    ran, seen = new({"DOI": ["https://doi.org/10.1001/JAMAPSYCHIATRY.2014.62"]}, "--output", str(own))
    assert (ran.code, own.exists()) == (2, False)
    assert seen[1] == "DOI:" or "DOI:" in seen
    told = [line for line in seen if "feder2014" in line]
    assert told == ["  That seems to be feder2014 (built-in): the same DOI 10.1001/jamapsychiatry.2014.62."]
    assert not [line for line in seen if line.startswith("Title")]


def test_it_can_be_written_all_the_same(new: Any, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    answers = ANSWERS | {"DOI": ["10.1001/jamapsychiatry.2014.62"], "  Go on": ["y"], "Go on": ["y"]}
    assert new(answers, "--output", str(own))[0].code == 0
    assert len(read(own).studies) == 1


def test_without_a_file_it_goes_into_ones_own_catalogue(new: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert new(ANSWERS)[0].code == 0
    assert len(read(tmp_path / "data" / "kap" / "own.yaml").studies) == 1


def test_an_id_that_is_taken_is_refused(new: Any, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    _, seen = new(ANSWERS | {"Id": ["feder2014", "other2031"]}, "--output", str(own))
    assert "  the id 'feder2014' is taken: choose another" in seen
    assert read(own).studies[0].id == "other2031"


def test_a_file_with_errors_is_refused_before_anything_is_asked(new: Any, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("studies:\n  - id: a\n")
    ran, seen = new(ANSWERS, "--output", str(own))
    assert (ran.code, [line for line in seen if line.startswith("DOI")]) == (3, [])


def test_nothing_answered_writes_nothing(new: Any, tmp_path: Path) -> None:
    ran, _ = new({"DOI": ["."]}, "--output", str(tmp_path / "own.yaml"))
    assert (ran.code, list(tmp_path.glob("own*"))) == (2, [])


def test_every_vocabulary_is_completed() -> None:
    vocabulary = load_vocabulary()
    asked = {one.key: one for one in questions({"arms.0.drug": "ketamine", "limitations.0.code": "small"})}
    assert offers(asked["conditions"], vocabulary, "pts") == ["ptsd", "ptsd-prevention"]
    assert "iv" in offers(asked["arms.0.route"], vocabulary, "")
    assert offers(asked["title"], vocabulary, "a") == []
    coded = [one for one in asked.values() if one.section]
    assert len(coded) >= 12
    for one in coded:
        assert offers(one, vocabulary, "") == list(vocabulary.codes(one.section))
        assert len(one.help(vocabulary)) > len(vocabulary.codes(one.section)) - 1


def test_any_answer_leaves_an_entry_that_loads() -> None:
    vocabulary = load_vocabulary()
    for stop in range(1, 60, 7):
        interview = Interview([], (), vocabulary)
        for _ in range(stop):
            question = interview.question
            if question is None:
                break
            for text in (*"ketamine 1 small rct https://example.org/x abstract y published ptsd".split(), ""):
                if not interview.answer(question, text):
                    break
        _, lines, _ = interview.entry()
        _, faults = read_layer(("studies:\n" + "\n".join(lines) + "\n").encode(), "f", vocabulary, {}, Below())
        assert [fault for fault in faults if fault.severity == "error"] == [], stop


def test_the_tab_key_completes_on_a_terminal(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    pytest.importorskip("readline")
    own = tmp_path / "own.yaml"
    process, handle = pty.fork()
    if process == 0:
        os.execv(sys.executable, [sys.executable, "-m", "kapcli", "new", "--output", str(own)])
    typed = {b"DOI": b"10.5555/x", b"Title": b"A title", b"Kind": b"webp\t", b"Journal": b"."}
    shown, answered, completing = b"", 0, False
    # Linux says EIO instead of an end of file once nobody holds the other side.
    with contextlib.suppress(OSError):
        while chunk := os.read(handle, 4096):
            shown += chunk
            # Part of a prompt may look like the end of one.
            if select.select([handle], [], [], 0.05)[0]:
                continue
            if completing and b"webpage" not in shown[answered:]:
                # Drawing the line anew writes its prompt again.
                continue
            prompt = shown[answered:].rpartition(b"\n")[2]
            if completing or prompt.endswith(b": "):
                text = next((text for begin, text in typed.items() if begin in prompt), b"") if not completing else b""
                answered, completing = len(shown), text.endswith(b"\t")
                os.write(handle, text if completing else text + b"\n")
    os.waitpid(process, 0)
    assert "csl_type: webpage" in own.read_text(), shown.decode("utf-8", "replace")
