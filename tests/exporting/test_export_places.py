"""Where an export goes: standard output, devices, folders; what is there already and is not ours stays."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

posix = pytest.mark.skipif(sys.platform == "win32", reason="devices and permissions of POSIX")
full_disk = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frozen: Path) -> None:
    monkeypatch.chdir(tmp_path)


def contents(folder: str) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in Path(folder).iterdir()}


@pytest.mark.parametrize("name", ["", " "])
def test_no_name_is_not_the_folder_one_is_in(name: str, kap: Any) -> None:
    Path("README.txt").write_text("mine", "utf-8")
    for force in ((), ("--force",)):
        ran = kap("export", "emdr", "--output", name, *force)
        assert (ran.code, ran.out, contents(".")) == (2, "", {"README.txt": "mine"})
        assert "--output needs a file name" in ran.err


@pytest.mark.parametrize("format", ["csv", "json", "bibtex", "markdown", "metapsy"])
@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_standard_output_has_a_name(format: str, name: str, kap: Any) -> None:
    usual, named = kap("export", "ptsd", "--format", format), kap("export", "ptsd", "--format", format, "-o", name)
    if format == "json":
        assert json.loads(named.out)["results"] == json.loads(usual.out)["results"]
    else:
        assert (named.code, named.out) == (0, usual.out)
    assert os.listdir() == []


@pytest.mark.parametrize("command", ["report", "handout"])
def test_so_it_has_for_pages(command: str, kap: Any) -> None:
    usual, named = kap(command, "ptsd"), kap(command, "ptsd", "--output", "-")
    assert (named.code, named.out, os.listdir()) == (0, usual.out, [])
    assert usual.out


@posix
def test_a_device_takes_what_is_written(kap: Any) -> None:
    ran = kap("export", "emdr", "--output", "/dev/null")
    assert (ran.code, ran.out) == (0, "Written: /dev/null (studies 2)\n".replace("2", ran.out.split()[-1].strip(")")))
    os.mkfifo("pipe")
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(Path("pipe").read_text("utf-8")), daemon=True)
    reader.start()
    assert kap("export", "emdr", "--format", "bibtex", "--output", "pipe").code == 0
    reader.join(10)
    assert got == [kap("export", "emdr", "--format", "bibtex").out]


@full_disk
def test_a_device_that_takes_nothing_is_said(kap: Any) -> None:
    ran = kap("export", "emdr", "--output", "/dev/full")
    assert (ran.code, ran.out) == (4, "")
    assert "'/dev/full': cannot be written: no space left on device" in ran.err


@pytest.mark.parametrize("name", ["d.csv", "d.xlsx", "d.bib", "d.db"])
def test_a_folder_with_the_name_of_a_file_is_refused(name: str, kap: Any) -> None:
    Path(name).mkdir()
    ran = kap("export", "emdr", "--output", name, "--force")
    assert (ran.code, ran.out, os.listdir(name)) == (4, "", [])
    assert "it is a directory" in ran.err


def test_a_name_that_is_too_long_cannot_be_written(kap: Any) -> None:
    for name in (f"{'a' * 300}.csv", f"{'a' * 300}/"):
        ran = kap("export", "emdr", "--output", name)
        assert (ran.code, "cannot be written: file name too long" in ran.err) == (4, True)


@pytest.mark.parametrize(
    ("format", "name"),
    [
        ("csv", "README.txt"),
        ("csv", "datapackage.json"),
        ("sqlite", "README.txt"),
        ("sqlite", "metadata.json"),
        ("metapsy", "readme.md"),
        ("metapsy", "license"),
    ],
)
def test_what_somebody_else_wrote_about_a_folder_stays(format: str, name: str, kap: Any) -> None:
    line = ("export", "ptsd", "--format", format, "--output", "tables/", "--force")
    assert kap(*line).code == 0
    before = {path: path.read_bytes() for path in Path("tables").rglob("*") if path.is_file()}
    # What kap wrote, it writes again.
    assert kap(*line).code == 0
    assert {path: path.read_bytes() for path in Path("tables").rglob("*") if path.is_file()} == before
    Path("tables", name).write_text("mine", "utf-8")
    ran = kap(*line)
    assert (ran.code, ran.out) == (4, "")
    assert f"'{Path('tables', name)}': was not written by kap, and is not replaced" in ran.err
    found = {path: path.read_bytes() for path in Path("tables").rglob("*") if path.is_file()}
    assert found == before | {Path("tables", name): b"mine"}


@posix
def test_a_table_that_is_only_to_be_read_stays(kap: Any) -> None:
    kap("export", "emdr", "--output", "tables/")
    before = contents("tables")
    Path("tables/studies.csv").chmod(0o444)
    ran = kap("export", "ptsd", "--output", "tables/", "--force")
    assert (ran.code, ran.out, contents("tables")) == (4, "", before)
    assert "'tables/studies.csv': cannot be written: it is read-only" in ran.err


@pytest.mark.parametrize("there", ["new", "empty", "full"])
class TestFolderThatFails:
    """It is as it was, and nobody is told that it was written."""

    def _made(self, there: str, kap: Any) -> dict[str, str]:
        if there == "full":
            kap("export", "emdr", "--output", "tables/")
            Path("tables/mine.txt").write_text("mine", "utf-8")
            Path("tables/claims.csv").unlink()
        elif there == "empty":
            Path("tables").mkdir()
        return contents("tables") if there != "new" else {}

    def _holds(self, there: str, before: dict[str, str]) -> None:
        assert os.listdir() == ([] if there == "new" else ["tables"])
        assert there == "new" or contents("tables") == before

    def test_in_the_middle(self, there: str, kap: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        before, rename = self._made(there, kap), Path.rename

        def refused(path: Path, target: Any) -> Any:
            if path.name in ("new", "outcomes.csv"):
                raise PermissionError(13, "Permission denied")
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", refused)
        ran = kap("export", "ptsd", "--output", "tables/", "--force")
        assert (ran.code, ran.out, "'tables': cannot be written: permission denied" in ran.err) == (4, "", True)
        self._holds(there, before)

    @full_disk
    def test_where_nobody_can_be_told(self, there: str, kap: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        before = self._made(there, kap)
        with open("/dev/full", "w", encoding="utf-8") as full, monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", full)
            ran = kap("export", "ptsd", "--output", "tables/", "--force")
        assert (ran.code, "cannot write to standard output" in ran.err) == (4, True)
        self._holds(there, before)


@posix
def test_a_folder_that_cannot_be_written_is_said_before_anything_else(
    kap: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("tables").mkdir()
    asked = os.access
    # Root may write anywhere.
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != "tables" and asked(path, mode))
    ran = kap("export", "emdr", "--output", "tables/")
    assert (ran.code, ran.out, os.listdir("tables")) == (4, "", [])
    assert "'tables': cannot be written: permission denied" in ran.err
