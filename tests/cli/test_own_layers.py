"""Files in one's own data folder: read unasked, named on every page that they changed, left out where asked."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import pytest
import typer.main

from kapcli.catalogue.layers import own_files, own_folder
from kapcli.cli.app import COMMANDS, app

if TYPE_CHECKING:
    from conftest import InProcess

USER = Path(__file__).parents[1] / "frozen" / "user.yaml"
LINE = "From own.yaml, not from the built-in catalogue: "
ONLY = "Only own.yaml: the built-in catalogue is left out."
ALONE = """\
studies:
  - id: alone2030
    title: "An invented example: a study that rests on nothing else"
    csl_type: article-journal
    year: 2030
    authors:
      - {family: Allein, given: Ada}
    design: rct
    status: published
    finding: Invented, to show the form; no such study exists.
    conditions: [ptsd]
    n: {randomised: 12}
    arms:
      - {drug: ketamine, role: experimental, route: oral}
      - {drug: placebo, role: placebo, route: oral}
    comparator: [placebo]
    therapy: [none]
    read_at:
      - {url: "https://example.org/alone", read: abstract}
"""
# Every command that shows or counts a study, and a line with which it does.
NAMED = {
    "search": ("search", "ptsd"),
    "search that counts": ("search", "ptsd", "--limit", "1"),
    "show": ("show", "own2030"),
    "the trial it belongs to": ("show", "feder2014"),
    "claims": ("claims", "own-therapy-adds"),
    "limits": ("limits", "ptsd"),
    "limits of one": ("limits", "own2030"),
    "harms": ("limits", "--safety"),
    "compare": ("compare", "own2030", "feder2014"),
    "map": ("map", "ptsd"),
    "forest": ("forest", "ptsd"),
    "timeline": ("timeline", "ptsd"),
    "report": ("report", "ptsd"),
    "hand-out": ("handout", "ptsd", "--with-own"),
    "cite": ("cite", "own2030"),
    "open": ("open", "own2031", "--print"),
    "export": ("export", "ptsd"),
    "about": ("about",),
    "facets": ("facets", "condition"),
    "check": ("check", "therapy adds to ketamine for depression, own2031"),
}


@pytest.fixture
def folder(tmp_path: Path, frozen: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One's own folder, on the frozen catalogue; empty."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = tmp_path / "data" / "kap"
    made.mkdir(parents=True)
    return made


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("homes")


@pytest.fixture
def written(homes: Path, frozen: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """A file in one's own folder: at the same place each time, where it is found compiled."""

    def put(home: str, text: str) -> Path:
        monkeypatch.setenv("XDG_DATA_HOME", str(homes / home))
        shutil.rmtree(homes / home, ignore_errors=True)
        file = homes / home / "kap" / "own.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(text)
        return file

    return put


@pytest.fixture
def own(written: Callable[[str, str], Path]) -> Path:
    # With an address, which can be opened.
    return written("own", USER.read_text().replace("year: 2031", "year: 2031\n    record: {doi: 10.5555/own2031}"))


@pytest.fixture
def alone(written: Callable[[str, str], Path]) -> Path:
    return written("alone", ALONE)


class TestTheFolder:
    @pytest.mark.parametrize("data", ["/somewhere/else", "relative", "", None])
    @pytest.mark.parametrize("at", ["/home/somebody", "relative"])
    def test_is_the_one_of_the_platform(self, monkeypatch: pytest.MonkeyPatch, data: str | None, at: str) -> None:
        monkeypatch.setenv("HOME", at)
        monkeypatch.delenv("XDG_DATA_HOME") if data is None else monkeypatch.setenv("XDG_DATA_HOME", data)
        assert own_folder() == str(platformdirs.user_data_path("kap", appauthor=False))

    def test_files_are_sorted_and_hidden_ones_are_not_read(self, folder: Path) -> None:
        for name in ("b.yaml", "a.yaml", ".own-x.yaml", "notes.txt"):
            (folder / name).touch()
        assert [os.path.basename(file) for file in own_files()] == ["a.yaml", "b.yaml"]

    def test_is_mostly_missing(self, folder: Path, kap: InProcess) -> None:
        folder.rmdir()
        assert own_files() == ()
        assert kap("show", "feder2014").code == 0


def offered(command: str) -> set[str]:
    """The formats of a command; CSV and NDJSON are TSV and JSON in another writing."""
    group: Any = typer.main.get_command(app)
    (option,) = (one for one in group.get_command(None, command).params if one.name == "format")
    return set(option.type.choices)


@pytest.mark.parametrize("line", NAMED.values(), ids=NAMED)
def test_every_answer_that_it_changed_names_it_in_every_format(
    own: Path, kap: InProcess, line: tuple[str, ...]
) -> None:
    ran = kap(*line, "--json")
    assert ran.code == 0, ran
    assert [note for note in json.loads(ran.out)["notes"] if note.startswith(LINE)], ran.out[-600:]
    written = kap(*line)
    assert LINE in " ".join((written.out + written.err).split())
    for name in {"text", "table", "markdown", "html", "tsv", "ids", "bibtex", "ris"} & offered(line[0]):
        ran = kap(*line, "--format", name)
        assert ran.code == 0, ran
        assert LINE in " ".join((ran.out + ran.err).split()), name
        # A table holds nothing but its rows.
        assert name not in ("tsv", "ids", "bibtex") or LINE in ran.err, name


def test_a_claim_that_is_only_counted_is_named(own: Path, kap: InProcess) -> None:
    notes = json.loads(kap("search", "midazolam", "--design", "rct", "--json").out)["notes"]
    assert any(note.startswith(LINE) and "own-infusion-day" in note for note in notes)


def test_a_picture_names_it(own: Path, kap: InProcess, tmp_path: Path) -> None:
    file = tmp_path / "map.svg"
    assert kap("map", "--output", str(file)).code == 0
    assert "own.yaml" in file.read_text()


def test_a_language_model_is_told(own: Path) -> None:
    from kapcli.api.catalogue import open_catalogue
    from kapcli.serving.tools import call

    with open_catalogue() as opened:
        assert call(opened, "study", {"id": "own2030"}).text.startswith(LINE)
        assert call(opened, "search", {"words": "cocaine"}).text.count("own.yaml") == 0


def test_every_command_is_walked() -> None:
    nothing = {"topics", "glossary", "schema", "mcp", "import", "new", "edit", "validate"}
    assert set(COMMANDS) == {line[0] for line in NAMED.values()} | nothing


@pytest.mark.parametrize("line", [("show", "norbury2021"), ("search", "cocaine"), ("cite", "feder2021")])
def test_an_answer_that_it_did_not_change_does_not(own: Path, kap: InProcess, line: tuple[str, ...]) -> None:
    ran = kap(*line)
    assert ran.code == 0
    assert "own.yaml" not in ran.out + ran.err


def test_without_it(own: Path, kap: InProcess) -> None:
    ran = kap("search", "ptsd", "--no-own", "--json")
    assert "own2030" not in ran.out
    assert "own.yaml" not in ran.out


def test_it_stands_below_the_others(own: Path, kap: InProcess, tmp_path: Path) -> None:
    above = tmp_path / "above.yaml"
    above.write_text(ALONE.replace("alone2030", "own2030").replace("year: 2030", "year: 2030\n    replaces: true"))
    ran = kap("show", "own2030", "--no-own", "--catalogue", str(above))
    assert ran.code == 3
    assert "there is nothing to replace" in ran.err


class TestPagesForClients:
    @pytest.mark.parametrize("line", [("handout", "ptsd", "--format", "markdown"), ("report", "ptsd", "--lay")])
    def test_leave_it_out_and_say_so(self, own: Path, kap: InProcess, line: tuple[str, ...]) -> None:
        ran, without = kap(*line), kap(*line, "--no-own")
        assert ran.out.replace(" --no-own", "") == without.out.replace(" --no-own", "")
        assert ran.err == "kap: Left out of pages for clients: own.yaml (--with-own adds them)\n"
        assert without.err == ""

    def test_written_to_a_file_with_it_they_name_it(self, own: Path, kap: InProcess, tmp_path: Path) -> None:
        file = tmp_path / "client.md"
        assert kap("handout", "ptsd", "--with-own", "--output", str(file)).code == 0
        assert LINE in file.read_text()

    def test_refuse_what_contradicts_itself(self, own: Path, kap: InProcess) -> None:
        assert kap("handout", "ptsd", "--with-own", "--no-own").code == 2
        assert kap("report", "ptsd", "--with-own").code == 2
        assert "--with-own" in kap("handout", "ptsd", "--no-builtin").err


class TestABrokenFile:
    def test_is_one_message_with_what_to_type(self, own: Path, kap: InProcess) -> None:
        own.write_text(ALONE.replace("design: rct", "design: guess").replace("status: published", "status: soon"))
        ran = kap("search", "ptsd")
        assert ran.code == 3
        assert ran.err.count("kap: ") == 1
        assert f"{own}:8: studies[0].design" in ran.err
        assert f"kap validate {own} lists all 2 errors; kap edit ID" in ran.err
        assert kap("search", "ptsd", "--no-own").code == 0
        assert kap("handout", "ptsd", "--format", "markdown").code == 0

    @pytest.mark.parametrize("text", ["", "# Nothing yet.\n\n"])
    def test_one_without_anything_is_none(self, own: Path, kap: InProcess, text: str) -> None:
        own.write_text(text)
        ran = kap("show", "feder2014")
        assert ran.code == 0
        assert "own.yaml" not in ran.out

    def test_one_that_cannot_be_read_says_how_to_go_on(self, own: Path, kap: InProcess) -> None:
        own.unlink()
        own.mkdir()
        ran = kap("show", "feder2014")
        assert ran.code == 4
        assert "--no-own" in ran.err

    def test_does_not_stand_between_anybody_and_help(self, own: Path, kap: InProcess) -> None:
        own.write_text("studies: [")
        ran = kap("search", "I want to die", "--format", "table")
        assert ran.code == 0
        assert "findahelpline" in ran.out


class TestWithoutTheBuiltInCatalogue:
    LINES = (
        ("about",),
        ("search",),
        ("search", "ptsd"),
        ("search", "ptsd", "--lay"),
        ("show", "alone2030"),
        ("claims",),
        ("claims", "ptsd"),
        ("topics",),
        ("limits",),
        ("limits", "--safety"),
        ("limits", "--caveats"),
        ("check", "ketamine cures PTSD"),
        ("map",),
        ("forest",),
        ("timeline",),
        ("facets",),
        ("glossary",),
        ("glossary", "rct"),
        ("report", "ptsd"),
        ("report", "ptsd", "--full"),
        ("handout", "ptsd", "--with-own"),
        ("cite", "alone2030"),
        ("export", "--what", "claims"),
        ("export", "ptsd"),
    )

    @pytest.mark.parametrize("line", LINES, ids=" ".join)
    def test_every_answer_says_so(self, alone: Path, kap: InProcess, line: tuple[str, ...]) -> None:
        ran = kap(*line, "--no-builtin", "--json")
        assert ran.code in (0, 1), ran
        found = json.loads(ran.out)
        assert ONLY in found["notes"]
        assert "jamapsychiatry" not in ran.out
        written = kap(*line, "--no-builtin")
        assert ONLY in " ".join((written.out + written.err).split())

    def test_without_a_single_study(self, folder: Path, kap: InProcess) -> None:
        (folder / "own.yaml").write_text("studies: []\n")
        for line in self.LINES:
            assert kap(*line, "--no-builtin", "--json").code in (0, 1)
        assert "None" not in kap("about", "--no-builtin").out

    def test_nothing_to_read(self, folder: Path, kap: InProcess) -> None:
        ran = kap("search", "ptsd", "--no-builtin")
        assert ran.code == 2
        assert "--catalogue my.yaml" in ran.err

    def test_what_rests_on_it_is_an_error(self, own: Path, kap: InProcess) -> None:
        ran = kap("search", "ptsd", "--no-builtin")
        assert ran.code == 3
        assert "leave out --no-builtin" in ran.err

    def test_it_is_not_cited(self, alone: Path, kap: InProcess) -> None:
        ran = kap("cite", "kap", "--no-builtin")
        assert ran.code == 1
        assert "not cited" in ran.err


class TestReplacing:
    STUDY = ALONE.replace("alone2030", "invented-corrected").replace("year: 2030", "year: 2030\n    replaces: true")

    def test_is_said_on_every_page(self, folder: Path, kap: InProcess) -> None:
        (folder / "own.yaml").write_text(self.STUDY)
        shown = kap("show", "invented-corrected")
        said = " ".join(shown.out.split())
        assert "Replaced by the file own.yaml: invented-corrected." in said
        # A path may be as long as it likes: it is folded where the page ends.
        assert f"replacedbyyourfile{folder / 'own.yaml'}".replace(" ", "") in "".join(shown.out.split())
        assert "n = 12" in said
        assert kap("search", "--json").out.count('"id": "invented-corrected"') == 1
        assert "Replaced by the file own.yaml: invented-corrected." in kap("map", "--json").out
        # The work stands for itself again where the file is left out.
        assert "replaced" not in kap("show", "invented-corrected", "--no-own").out.lower()

    def test_is_said_of_what_rests_on_it(self, folder: Path, kap: InProcess) -> None:
        lines = (Path(__file__).parents[1] / "frozen" / "studies.yaml").read_text().splitlines()
        first = lines.index("  - id: feder2014", lines.index("studies:"))
        last = next(at for at in range(first + 1, len(lines)) if lines[at][:4].strip())
        entry = [lines[first], "    replaces: true", *lines[first + 1 : last]]
        (folder / "own.yaml").write_text("\n".join(["studies:", *entry, ""]))
        for line in (("topics", "ptsd"), ("claims", "ptsd"), ("claims", "ptsd-one-infusion-day")):
            notes = json.loads(kap(*line, "--json").out)["notes"]
            assert "Replaced by the file own.yaml: feder2014." in notes, line

    def test_also_by_a_file_named_for_one_command(self, kap: InProcess, tmp_path: Path) -> None:
        (tmp_path / "my.yaml").write_text(self.STUDY)
        ran = kap("show", "invented-corrected", "--json", "--catalogue", str(tmp_path / "my.yaml"))
        assert "Replaced by the file my.yaml: invented-corrected." in json.loads(ran.out)["notes"]

    def test_without_the_mark_the_error_tells_of_it(self, folder: Path, kap: InProcess) -> None:
        (folder / "own.yaml").write_text(self.STUDY.replace("    replaces: true\n", ""))
        ran = kap("validate", str(folder / "own.yaml"))
        assert ran.code == 3
        assert "already used" in ran.out + ran.err
        assert "replaces: true" in ran.out + ran.err

    def test_what_is_not_below_cannot_be_replaced(self, folder: Path, kap: InProcess) -> None:
        (folder / "own.yaml").write_text(self.STUDY.replace("invented-corrected", "nobody2020"))
        ran = kap("validate", str(folder / "own.yaml"))
        assert ran.code == 3
        assert "there is nothing to replace" in ran.out + ran.err

    def test_a_retraction_below_stays(self, folder: Path, kap: InProcess) -> None:
        file = folder / "own.yaml"
        file.write_text(self.STUDY.replace("invented-corrected", "invented-retracted"))
        ran = kap("validate", str(file))
        assert ran.code == 3
        assert "must stay marked" in ran.out + ran.err
        file.write_text(file.read_text() + "    retraction: retracted\n")
        assert kap("validate", str(file)).code == 0

    def test_a_draft_replaces_nothing_yet(self, folder: Path, kap: InProcess) -> None:
        (folder / "own.yaml").write_text(self.STUDY.replace("replaces: true", "replaces: true\n    draft: true"))
        ran = kap("show", "invented-corrected")
        assert ran.code == 0
        assert "own.yaml" not in ran.out

    def test_a_claim(self, folder: Path, kap: InProcess) -> None:
        claim = """\
claims:
  - id: ka-emdr-window
    replaces: true
    kind: KIND
    topic: therapy
    statement: A low dose of ketamine opens the window of tolerance during EMDR.
    plain: Nobody has tested this.
    verdict: untested
    instead: It is a thought, and was not tested.
    context:
      - {study: topel2025, rests_on: title, because: It describes the method.}
"""
        kind = json.loads(kap("claims", "ka-emdr-window", "--json").out)["results"][0]["kind"]
        other = "rule" if kind != "rule" else "field"
        (folder / "own.yaml").write_text(claim.replace("KIND", kind))
        ran = kap("claims", "ka-emdr-window", "--format", "text")
        assert ran.code == 0, ran
        said = " ".join(ran.out.split())
        assert "Replaced by the file own.yaml: ka-emdr-window." in said
        assert "opens the window" in said
        # Wherever it is named, also by a study of the built-in catalogue.
        assert "Replaced by the file own.yaml: ka-emdr-window." in kap("show", "topel2025", "--json").out
        (folder / "own.yaml").write_text(claim.replace("KIND", other))
        assert "claims[0].kind" in kap("claims").err
        (folder / "own.yaml").write_text(claim.replace("KIND", kind).replace("    replaces: true\n", ""))
        assert "replaces: true" in kap("validate", str(folder / "own.yaml")).err

    def test_claims_below_must_still_hold(self, folder: Path, kap: InProcess) -> None:
        (folder / "own.yaml").write_text(self.STUDY.replace("invented-corrected", "feder2014"))
        ran = kap("validate", str(folder / "own.yaml"))
        assert ran.code == 3
        assert "rests on this study and would not hold" in ran.out + ran.err


class TestPaths:
    def test_name_all_that_is_read_and_written(
        self, own: Path, kap: InProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("KAP_CATALOGUE", str(tmp_path / "mine.yaml"))
        script = tmp_path / ".bash_completions" / "kap.sh"
        script.parent.mkdir()
        script.write_text("complete")
        (tmp_path / ".bashrc").write_text(f"source '{script}'\n")
        ran = kap("about", "--paths", "--json")
        found = {one["what"]: one for one in json.loads(ran.out)["results"]}
        assert set(found) == {
            *("catalogue", "vocabulary", "own-folder", "own", "variable"),
            *("cache", "registers", "completion", "start-file"),
        }
        assert found["own"] == {
            "id": str(own),
            "what": "own",
            "access": "both",
            "shell": None,
            "files": 1,
            "bytes": own.stat().st_size,
        }
        assert found["variable"]["bytes"] is None
        assert found["registers"]["id"] == os.path.join(found["cache"]["id"], "registers")
        assert found["start-file"]["id"] == str(tmp_path / ".bashrc")
        page = kap("about", "--paths").out
        assert all(one["id"] in "".join(page.split()) for one in found.values())

    def test_a_broken_file_hides_nothing(self, own: Path, kap: InProcess) -> None:
        own.write_text("studies: [")
        assert str(own) in "".join(kap("about", "--paths").out.split())

    def test_are_asked_for_alone(self, kap: InProcess) -> None:
        assert kap("about", "--paths", "--changes").code == 2
