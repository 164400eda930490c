"""``--output``: nothing is replaced where the command fails, and what is replaced keeps its owner and its mode."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kap = Callable[..., Any]

LINES = (
    ("report", "ocd", "--output", "page.html"),
    ("map", "ocd", "--output", "map.svg"),
    ("forest", "ocd", "--output", "forest.svg"),
    ("timeline", "ocd", "--output", "timeline.svg"),
)
# A page on stdout besides the file, and JSON.
MORE = ((), ("--json",))
each = pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
posix = pytest.mark.skipif(sys.platform == "win32", reason="owners and permissions of POSIX")
full_disk = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def onto_full_disk(kap: Kap, monkeypatch: pytest.MonkeyPatch) -> Kap:
    """Run ``kap`` with a stdout that cannot be written."""

    def ran(*line: str) -> Any:
        # The command points it at nothing in the end: what is left in it goes there.
        with open("/dev/full", "w", encoding="utf-8") as full, monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", full)
            return kap(*line)

    return ran


@full_disk
@each
@pytest.mark.parametrize("more", MORE, ids=["page", "json"])
class TestStdoutThatFails:
    def test_what_is_there_stays(self, onto_full_disk: Kap, line: tuple[str, ...], more: tuple[str, ...]) -> None:
        path = Path(line[-1])
        path.write_text("mine", "utf-8")
        before = path.stat()
        ran = onto_full_disk(*line, "--force", *more)
        assert (ran.code, "cannot write to standard output" in ran.err) == (4, True)
        assert path.read_text("utf-8") == "mine"
        assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        assert os.listdir() == [path.name]

    def test_nothing_new_is_left(self, onto_full_disk: Kap, line: tuple[str, ...], more: tuple[str, ...]) -> None:
        for force in ((), ("--force",)):
            ran = onto_full_disk(*line, *force, *more)
            assert (ran.code, os.listdir()) == (4, [])


@full_disk
def test_a_process_with_its_stdout_on_a_full_disk(kap_copy: Kap) -> None:
    Path("page.html").write_text("mine", "utf-8")
    with open("/dev/full", "wb") as full:
        ran = kap_copy("report", "ocd", "--output", "page.html", "--force", stdout=full.fileno())
    assert (ran.code, Path("page.html").read_text("utf-8"), os.listdir()) == (4, "mine", ["page.html"])


@posix
@pytest.mark.parametrize("force", [(), ("--force",)], ids=["new", "replaced"])
def test_a_reader_that_has_gone_is_no_failure(kap_copy: Kap, force: tuple[str, ...]) -> None:
    if force:
        Path("map.svg").write_text("mine", "utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    ran = kap_copy("map", "ocd", "--output", "map.svg", *force, stdout=writing)
    os.close(writing)
    assert (ran.code, os.listdir()) == (0, ["map.svg"])
    assert "<svg" in Path("map.svg").read_text("utf-8")


def test_a_file_that_came_to_be_meanwhile_is_not_said_to_be_written(kap: Kap, monkeypatch: pytest.MonkeyPatch) -> None:
    done = os.fsync

    def meanwhile(handle: int) -> None:
        Path("page.html").write_text("theirs", "utf-8")
        done(handle)

    monkeypatch.setattr(os, "fsync", meanwhile)
    ran = kap("report", "ocd", "--output", "page.html")
    assert (ran.code, ran.out, Path("page.html").read_text("utf-8")) == (2, "", "theirs")
    assert os.listdir() == ["page.html"]


@posix
class TestMode:
    @pytest.mark.parametrize(("line", "mode"), list(zip(LINES, (0o600, 0o640, 0o644, 0o755), strict=True)), ids=str)
    def test_it_stays(self, kap: Kap, line: tuple[str, ...], mode: int) -> None:
        path = Path(line[-1])
        path.write_text("mine", "utf-8")
        path.chmod(mode)
        assert kap(*line, "--force").code == 0
        assert path.read_text("utf-8") != "mine"
        assert stat.S_IMODE(path.stat().st_mode) == mode

    def test_nobody_else_may_look_while_it_is_written(self, kap: Kap, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("page.html").write_text("mine", "utf-8")
        Path("page.html").chmod(0o600)
        seen = []
        opened = os.open

        def watched(path: Any, *arguments: Any, **named: Any) -> int:
            handle = opened(path, *arguments, **named)
            if str(path).endswith(".part"):
                seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
            return handle

        monkeypatch.setattr(os, "open", watched)
        assert kap("report", "ocd", "--output", "page.html", "--force").code == 0
        assert seen == [0o600]

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
    def test_so_does_the_owner(self, kap: Kap) -> None:
        Path("page.html").write_text("mine", "utf-8")
        os.chown("page.html", 54321, 54322)
        Path("page.html").chmod(0o640)
        assert kap("report", "ocd", "--output", "page.html", "--force").code == 0
        found = Path("page.html").stat()
        assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (54321, 54322, 0o640)

    def test_an_owner_that_cannot_be_kept_lends_no_rights(self, kap: Kap, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        path = Path("page.html")
        path.write_text("mine", "utf-8")
        path.chmod(0o4755)
        theirs = os.lstat

        def of_another(name: Any, **named: Any) -> Any:
            found = theirs(name, **named)
            if str(name).endswith("page.html"):
                return os.stat_result((*found[:4], found.st_uid + 1, *found[5:]))
            return found

        monkeypatch.setattr(os, "fchown", refused)
        monkeypatch.setattr(os, "lstat", of_another)
        assert kap("report", "ocd", "--output", "page.html", "--force").code == 0
        assert stat.S_IMODE(os.stat("page.html").st_mode) == 0o755


@posix
class TestLinks:
    """A link stays one: what it leads to is replaced, with its mode."""

    def test_to_a_file(self, kap: Kap) -> None:
        Path("there").mkdir()
        real, link = Path("there/real.html"), Path("page.html")
        real.write_text("mine", "utf-8")
        real.chmod(0o600)
        link.symlink_to("there/real.html")
        assert kap("report", "ocd", "--output", "page.html", "--force").code == 0
        assert (os.readlink("page.html"), os.listdir("there")) == ("there/real.html", ["real.html"])
        assert real.read_text("utf-8").startswith("<!DOCTYPE html>")
        assert stat.S_IMODE(real.stat().st_mode) == 0o600

    def test_to_a_file_that_is_not_there_yet(self, kap: Kap) -> None:
        Path("page.html").symlink_to("real.html")
        assert kap("report", "ocd", "--output", "page.html", "--force").code == 0
        assert (os.readlink("page.html"), sorted(os.listdir())) == ("real.html", ["page.html", "real.html"])

    @pytest.mark.parametrize("target", ["page.html", "no/real.html"], ids=["itself", "a folder that is not there"])
    def test_to_where_no_file_can_be(self, kap: Kap, target: str) -> None:
        Path("page.html").symlink_to(target)
        ran = kap("report", "ocd", "--output", "page.html", "--force")
        assert (ran.code, ran.out, "cannot be written" in ran.err) == (4, "", True)
        assert (os.readlink("page.html"), os.listdir()) == (target, ["page.html"])


@posix
@each
def test_a_file_that_is_only_to_be_read_is_not_replaced(kap: Kap, line: tuple[str, ...]) -> None:
    path = Path(line[-1])
    path.write_text("mine", "utf-8")
    path.chmod(0o444)
    ran = kap(*line, "--force")
    assert (ran.code, ran.out, path.read_text("utf-8")) == (4, "", "mine")
    assert f"'{path}': cannot be written: it is read-only" in ran.err
    assert f"chmod u+w {path}" in ran.err


@each
def test_no_name_is_no_file(kap: Kap, line: tuple[str, ...]) -> None:
    ran = kap(*line[:-1], "", "--force")
    assert (ran.code, ran.out, os.listdir()) == (2, "", [])
    assert "--output needs a file name" in ran.err


@each
def test_the_short_option_is_the_same(kap: Kap, line: tuple[str, ...]) -> None:
    assert kap(*line[:-2], "-o", line[-1]).code == 0
    assert os.listdir() == [line[-1]]


@each
def test_a_name_that_is_too_long_cannot_be_written(kap: Kap, line: tuple[str, ...]) -> None:
    ran = kap(*line[:-1], f"{'a' * 300}{Path(line[-1]).suffix}")
    assert (ran.code, ran.out, "cannot be written: file name too long" in ran.err) == (4, "", True)


def test_nobody_is_told_of_a_file_before_it_has_its_place(kap: Kap, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    Path("page.html").write_text("mine", "utf-8")
    monkeypatch.setattr(Path, "replace", refused)
    ran = kap("report", "ocd", "--output", "page.html", "--force")
    assert (ran.code, ran.out, Path("page.html").read_text("utf-8")) == (4, "", "mine")
    assert "cannot be written: operation not permitted" in ran.err
    assert os.listdir() == ["page.html"]
