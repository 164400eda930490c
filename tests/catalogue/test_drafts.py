"""Drafts: what they may lack, and that no answer holds anything of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kapcli.catalogue.drafts import REQUIRED, to_fill
from kapcli.catalogue.validation import Below
from kapcli.cli.app import COMMANDS
from kapcli.index.loading import load_vocabulary, read_layer
from small_catalogue import PLAIN, RATIO, TRIAL, write

if TYPE_CHECKING:
    from conftest import InProcess

# A finished trial but for the mark, which every command would show if it were not for it.
FULL = (
    PLAIN
    | TRIAL
    | {
        "id": "zzdraft2020",
        "title": "Zzdraft on ketamine with EMDR for PTSD",
        "authors": [{"family": "Zzdraft", "given": "Ada"}],
        "finding": "Zzdraft was better by 3 points.",
        "record": {"doi": "10.5555/zzdraft", "pmid": "99999999", "registry": ["NCT99999999"]},
        "outcomes": [RATIO],
        "therapy": ["emdr"],
        "safety": {"status": "reported", "events": [{"term": "urinary-symptoms", "number": "3", "of": "10"}]},
        "draft": "true",
    }
)


def read(*studies: dict[str, Any], text: str = "") -> tuple[Any, list[Any]]:
    data = text or json.dumps({"studies": list(studies)})
    return read_layer(data.encode(), "my.yaml", load_vocabulary(), {}, Below())


class TestReading:
    def test_it_needs_nothing_but_its_id(self) -> None:
        found, faults = read({"id": "a2020", "draft": "true"})
        assert faults == []
        assert (found.studies, [(one.draft.id, one.line) for one in found.drafts]) == ((), [("a2020", 1)])
        assert to_fill(found.drafts[0].draft)[: len(REQUIRED)] == REQUIRED

    def test_blanks_are_no_faults(self) -> None:
        text = "studies:\n- id: a2020\n  draft: true\n  finding: # one sentence\n  year:\n  read_at:\n"
        assert read(text=text)[1] == []

    def test_what_it_has_must_be_right(self) -> None:
        wrong = {"id": "a2020", "draft": "true", "design": "rtc", "n": {"randomised": "-3"}, "nosuch": "x"}
        messages = " ".join(str(fault) for fault in read(wrong)[1])
        assert "rtc" in messages
        assert "unknown field" in messages
        assert "not negative" in str(read({"id": "a2020", "draft": "true", "n": {"randomised": "-3"}})[1][0])

    @pytest.mark.parametrize("mark", ["yes", "True", "1", "[true]"])
    def test_another_mark_is_refused(self, mark: str) -> None:
        assert read(PLAIN | {"draft": mark})[1]

    def test_false_is_no_mark(self) -> None:
        found, faults = read(PLAIN | {"draft": "false"})
        assert (len(found.studies), found.drafts, faults) == (1, (), [])

    def test_without_the_mark_it_is_checked_as_a_study(self) -> None:
        missing = [fault.message for fault in read({"id": "a2020"})[1]]
        assert "'finding' is missing" in missing

    def test_unmapped_goes_with_the_mark(self) -> None:
        assert read(PLAIN | {"unmapped": ["x"]})[1][0].path == "studies[0].unmapped"
        assert read(PLAIN | {"unmapped": ["x"], "draft": "true"})[1] == []

    def test_ids_are_unique_among_studies_and_drafts(self) -> None:
        _, faults = read(PLAIN, PLAIN | {"draft": "true"})
        assert "used twice" in faults[0].message

    def test_no_study_refers_to_a_draft_but_a_draft_may(self) -> None:
        draft = {"id": "a2020", "draft": "true"}
        _, (fault,) = read(draft, PLAIN | {"parent": "a2020"})
        assert fault.message == "'a2020' is a draft"
        assert read(draft, {"id": "b2020", "draft": "true", "parent": "a2020"})[1] == []

    def test_places_in_the_file_stay_right_between_drafts(self) -> None:
        wrong = PLAIN | {"id": "last2020", "read_at": []}
        _, (fault,) = read({"id": "a2020", "draft": "true"}, PLAIN, {"id": "b2020", "draft": "true"}, wrong)
        assert fault.path == "studies[3].read_at"

    def test_a_finished_one_is_told_so(self) -> None:
        full = FULL | {"plain": "x", "question": "x", "n": {"randomised": "20"}, "follow_up": {"text": "4 weeks"}}
        full |= {"limitations": [{"code": "small", "note": "20 people"}]}
        found, faults = read(full)
        assert (faults, to_fill(found.drafts[0].draft)) == ([], ())


# Every command with words that the draft would answer to.
LINES = [
    ("search", "zzdraft"),
    ("search", "ptsd"),
    ("search", "emdr", "--list", "--all"),
    ("facets", "condition"),
    ("glossary",),
    ("topics", "ptsd"),
    ("claims", "ptsd"),
    ("claims", "ptsd", "--table"),
    ("check", "Zzdraft et al. 2020 found that ketamine with EMDR was better by 3 points in PTSD"),
    ("limits",),
    ("limits", "ptsd", "--studies"),
    ("limits", "--safety", "bladder"),
    ("map", "ptsd"),
    ("map", "--rows", "therapy", "--cols", "design"),
    ("forest", "ptsd"),
    ("timeline", "ptsd"),
    ("report", "ptsd", "--full"),
    ("report", "emdr", "--lay"),
    ("cite", "--all"),
    ("export", "ptsd"),
    ("export", "--what", "all"),
    ("about",),
    ("compare", "feder2014", "abdallah2022"),
    ("show", "feder2014"),
]
# They read no catalogue on top, or are about the file itself.
APART = {"schema", "validate", "handout", "import", "new", "edit", "open", "mcp"}


class TestAnswers:
    @pytest.fixture
    def folders(self, tmp_path: Path) -> tuple[Path, Path]:
        """The same file twice, of one name: once with the draft."""
        for name, studies in (("without", [PLAIN]), ("with", [PLAIN, FULL])):
            (tmp_path / name).mkdir()
            write(tmp_path / name / "my.yaml", *studies)
        return tmp_path / "without", tmp_path / "with"

    def test_nothing_of_a_draft_is_in_any_answer(
        self, folders: tuple[Path, Path], kap: InProcess, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answers = []
        for folder in folders:
            monkeypatch.chdir(folder)
            answers.append([kap(*line, "--json", "--catalogue", "my.yaml") for line in LINES])
        for line, before, after in zip(LINES, *answers, strict=True):
            assert before == after, line

    def test_every_command_is_asked(self) -> None:
        assert {line[0] for line in LINES} | APART >= set(COMMANDS)

    @pytest.mark.parametrize("name", ["zzdraft2020", "10.5555/zzdraft", "99999999", "NCT99999999"])
    def test_show_marks_it_and_says_what_is_to_fill(
        self, folders: tuple[Path, Path], kap: InProcess, name: str
    ) -> None:
        ran = kap("show", name, "--catalogue", str(folders[1] / "my.yaml"))
        assert ran.code == 0
        assert "DRAFT" in ran.out
        assert "Expected of such a study: plain, limitations, question, follow_up" in " ".join(ran.out.split())

    def test_it_is_shown_beside_studies(self, folders: tuple[Path, Path], kap: InProcess) -> None:
        ran = kap("show", "feder2014", "zzdraft2020", "--json", "--catalogue", str(folders[1] / "my.yaml"))
        study, draft = json.loads(ran.out)["results"]
        assert (study["id"], draft["draft"], draft["fields"]["n"]["randomised"]) == ("feder2014", True, 20)
        assert "draft" not in study

    @pytest.mark.parametrize("command", ["cite", "compare", "limits", "forest", "timeline"])
    def test_another_command_says_that_it_is_a_draft(
        self, folders: tuple[Path, Path], kap: InProcess, command: str
    ) -> None:
        others = ["feder2014"] if command == "compare" else []
        ran = kap(command, "zzdraft2020", *others, "--catalogue", str(folders[1] / "my.yaml"))
        assert "Zzdraft on ketamine" not in ran.out
        if command in ("cite", "compare"):
            assert "is a draft" in ran.err

    def test_validate_lists_it_as_a_remark(self, folders: tuple[Path, Path], kap: InProcess) -> None:
        ran = kap("validate", str(folders[1] / "my.yaml"))
        assert ran.code == 0
        assert "1 study, 0 outcomes" in " ".join(ran.out.split())
        assert "1 draft" in ran.out
        assert "zzdraft2020 is a draft" in ran.err

    def test_a_claim_cannot_rest_on_one(self, tmp_path: Path, kap: InProcess) -> None:
        path = tmp_path / "my.yaml"
        claim = {
            "id": "zz-claim",
            "kind": "record",
            "topic": "ptsd",
            "statement": "Zz.",
            "plain": "Zz.",
            "verdict": "supported",
            "for": [{"study": "zzdraft2020", "rests_on": "title", "because": "It says so."}],
        }
        path.write_text(json.dumps({"studies": [FULL], "claims": [claim]}), "utf-8")
        ran = kap("validate", str(path))
        assert ran.code == 3
        assert "is a draft" in ran.err
