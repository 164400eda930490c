"""``kap edit`` with an editor that a script plays: only what loads takes the file's place."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kapcli.cli.editor import at_line
from small_catalogue import write

if TYPE_CHECKING:
    from conftest import InProcess

STUDY = """# mine
studies:
  # the first
  - id: first2021
    title: First
    csl_type: article-journal
    year: 2021
    design: theory
    status: published
    finding: Nobody was studied.
    authors: [{family: Exampleton, given: Ada}]
    read_at: [{url: "https://example.org/x", read: abstract}]
  - id: second2022  # a remark
    draft: true
    title: Second
"""


@pytest.fixture
def own(tmp_path: Path, frozen: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(STUDY)
    return path


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes an editor called vi that replaces a text by another, one pair for each time that it is started."""
    pytest.importorskip("fcntl")

    def made(*changes: tuple[str, str], code: int = 0, name: str = "vi") -> Path:
        script, log = tmp_path / name, tmp_path / "log"
        script.write_text(
            f"#!{sys.executable}\n"
            "import sys\nfrom pathlib import Path\n"
            f"log = Path({str(log)!r})\nchanges = {list(changes)!r}\n"
            "times = len(log.read_text().splitlines()) if log.exists() else 0\n"
            "log.open('a').write(' '.join(sys.argv[1:]) + '\\n')\n"
            "path = Path(sys.argv[-1])\n"
            "text = path.read_text()\n"
            "if times < len(changes):\n    path.write_text(text.replace(*changes[times]))\n"
            f"sys.exit({code})\n"
        )
        script.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(script))
        return log

    return made


def typing(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_it_opens_at_the_line_and_keeps_what_loads(kap: InProcess, own: Path, editor: Any, tmp_path: Path) -> None:
    log = editor(("title: Second", "title: Second thoughts"))
    ran = kap("edit", "second2022", "--catalogue", str(own))
    assert (ran.code, ran.err) == (0, "")
    assert own.read_text() == STUDY.replace("title: Second", "title: Second thoughts")
    assert log.read_text().startswith("+13 ")
    assert "was changed, and loads" in " ".join(ran.out.split())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "own.yaml", "vi"]


def test_nothing_changed_is_said(kap: InProcess, own: Path, editor: Any) -> None:
    editor()
    before = own.stat().st_mtime_ns
    assert "was not changed" in " ".join(kap("edit", "FIRST2021", "--catalogue", str(own)).out.split())
    assert own.stat().st_mtime_ns == before


def test_what_does_not_load_may_be_opened_again(
    kap: InProcess, own: Path, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = editor(("design: theory", "design: theorie"), ("design: theorie", "design: book"))
    typing(monkeypatch, "y\n")
    ran = kap("edit", "first2021", "--catalogue", str(own))
    assert (ran.code, "design: book" in own.read_text()) == (0, True)
    assert f"{own}:8: studies[0].design: unknown design 'theorie' (did you mean 'theory'?)" in ran.err
    # The second time at the line of the fault.
    assert [line.split()[0] for line in log.read_text().splitlines()] == ["+4", "+8"]


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_otherwise_the_old_file_is_kept_and_the_new_text_too(
    kap: InProcess, own: Path, editor: Any, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    editor(("design: theory", "design: [theory"))
    typing(monkeypatch, answer)
    ran = kap("edit", "first2021", "--catalogue", str(own))
    assert (ran.code, own.read_text()) == (3, STUDY)
    (kept,) = own.parent.glob(".own-*.yaml")
    assert "design: [theory" in kept.read_text()
    assert f"what you wrote stands in {kept}" in ran.err


def test_a_program_is_asked_nothing_and_told_every_error(kap: InProcess, own: Path, editor: Any) -> None:
    editor(("design: theory", "design: theorie\n    phase: [1]"))
    ran = kap("edit", "first2021", "--catalogue", str(own), "--json")
    assert (ran.code, ran.err, own.read_text()) == (3, "", STUDY)
    first, *faults = json.loads(ran.out)["errors"]
    (kept,) = own.parent.glob(".own-*.yaml")
    assert f"what you wrote stands in {kept}" in first["hint"]
    assert [(one["file"], one["line"]) for one in faults] == [(str(own), 8), (str(own), 9)]


def test_a_built_in_study_is_not_offered_to_a_program(kap: InProcess, own: Path, editor: Any) -> None:
    editor()
    ran = kap("edit", "feder2014", "--catalogue", str(own), "--json")
    assert (ran.code, ran.err, own.read_text()) == (2, "", STUDY)
    assert "is in the built-in catalogue, which is not edited" in json.loads(ran.out)["errors"][0]["message"]


def test_a_file_that_does_not_load_can_be_mended(kap: InProcess, own: Path, editor: Any) -> None:
    own.write_text(STUDY.replace("design: theory", "design: theorie"))
    editor(("theorie", "theory"))
    assert kap("edit", "first2021", "--catalogue", str(own)).code == 0
    assert own.read_text() == STUDY


def test_an_editor_that_fails_changes_nothing(kap: InProcess, own: Path, editor: Any) -> None:
    editor(("First", "Last"), code=3)
    ran = kap("edit", "first2021", "--catalogue", str(own))
    assert (ran.code, own.read_text()) == (4, STUDY)
    assert "ended with 3" in ran.err


class TestABuiltInStudy:
    def test_is_not_edited(self, kap: InProcess, own: Path, editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        log = editor(("a", "b"))
        typing(monkeypatch, "")
        ran = kap("edit", "feder2014", "--catalogue", str(own))
        assert (ran.code, log.exists()) == (2, False)
        assert own.read_text() == STUDY
        assert "feder2014 is in the built-in catalogue, which is not edited" in ran.err
        assert "replaces: true" in ran.err

    def test_a_copy_that_replaces_it_is_offered(
        self, kap: InProcess, own: Path, editor: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        editor(("setting: ", "comorbidity: My reading of it.\n    setting: "))
        typing(monkeypatch, "y\n")
        ran = kap("edit", "FEDER2014", "--catalogue", str(own))
        assert ran.code == 0, ran
        assert own.read_text().startswith(STUDY)
        assert "  - id: feder2014\n    replaces: true\n" in own.read_text()
        shown = kap("show", "feder2014", "--json", "--catalogue", str(own)).out
        assert "Replaced by the file own.yaml: feder2014." in shown

    def test_in_ones_own_folder_where_no_file_is_named(
        self, kap: InProcess, frozen: Path, editor: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        file = tmp_path / "data" / "kap" / "own.yaml"
        editor(("status: published", "status: publisht"), ("year: 2014", "year: 2015"))
        typing(monkeypatch, "y\nn\n")
        assert kap("edit", "feder2014").code == 3
        assert not file.exists()
        typing(monkeypatch, "y\n")
        assert kap("edit", "feder2014").code == 0
        assert "year: 2015" in file.read_text()

    def test_left_as_it_is_nothing_is_written(
        self, kap: InProcess, own: Path, editor: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        editor()
        typing(monkeypatch, "y\n")
        assert "was not changed" in " ".join(kap("edit", "feder2014", "--catalogue", str(own)).out.split())
        assert own.read_text() == STUDY


def test_one_that_nobody_has(kap: InProcess, own: Path, editor: Any) -> None:
    editor()
    ran = kap("edit", "nobody1900", "--catalogue", str(own))
    assert ran.code == 1
    assert f"looked in: {own}" in ran.err


def test_no_editor(kap: InProcess, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("PATH", "")
    ran = kap("edit", "first2021", "--catalogue", str(own))
    assert (ran.code, "no editor is named" in ran.err) == (2, True)
    monkeypatch.setenv("VISUAL", "/nosuch/editor --flag")
    ran = kap("edit", "first2021", "--catalogue", str(own))
    assert (ran.code, "could not be started: no such file" in ran.err) == (4, True)
    assert own.read_text() == STUDY


def test_ones_own_catalogue_is_looked_in(
    kap: InProcess, editor: Any, tmp_path: Path, frozen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "data" / "kap").mkdir(parents=True)
    write(tmp_path / "data" / "kap" / "own.yaml", {"id": "mine2021"})
    editor(("An invented work", "Another invented work"))
    assert kap("edit", "mine2021").code == 0
    assert "Another" in (tmp_path / "data" / "kap" / "own.yaml").read_text()


def test_a_link_leads_to_the_file(kap: InProcess, own: Path, editor: Any, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(own)
    editor(("title: First", "title: Further"))
    assert kap("edit", "first2021", "--catalogue", str(link)).code == 0
    assert link.is_symlink()
    assert "Further" in own.read_text()


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["vim"], ["vim", "+7", "a.yaml"]),
        (["/usr/bin/nano", "-w"], ["/usr/bin/nano", "-w", "+7", "a.yaml"]),
        (["emacsclient", "-t"], ["emacsclient", "-t", "+7", "a.yaml"]),
        (["code"], ["code", "--wait", "--goto", "a.yaml:7"]),
        (["code", "--wait"], ["code", "--wait", "--goto", "a.yaml:7"]),
        (["subl", "-w"], ["subl", "-w", "a.yaml:7"]),
        (["hx"], ["hx", "a.yaml:7"]),
        (["notepad.exe"], ["notepad.exe", "a.yaml"]),
        (["some-editor"], ["some-editor", "a.yaml"]),
    ],
)
def test_the_line_is_given_as_each_editor_takes_it(command: list[str], expected: list[str]) -> None:
    assert at_line(command, Path("a.yaml"), 7) == expected
