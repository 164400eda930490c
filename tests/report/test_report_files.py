"""Writing a report: what a name asks for, what is never written over, and that a fault leaves nothing behind."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kapcli.cli import files, handout

if TYPE_CHECKING:
    from conftest import InProcess


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class TestName:
    @pytest.mark.parametrize("name", ["brief.html", "BRIEF.HTM", "deep.name.html"])
    def test_an_ending_of_html_is_a_page(self, kap: InProcess, name: str) -> None:
        assert kap("report", "emdr", "--output", name).code == 0
        assert Path(name).read_text("utf-8").startswith("<!DOCTYPE html>")

    @pytest.mark.parametrize("name", ["brief.md", "brief.markdown"])
    def test_an_ending_of_md_is_markdown(self, kap: InProcess, name: str) -> None:
        assert kap("report", "emdr", "--output", name).code == 0
        assert Path(name).read_text("utf-8").startswith("# Ketamine with EMDR: ")

    @pytest.mark.parametrize("name", ["brief.docx", "brief", ".html"])
    def test_another_is_a_mistake_and_says_which_there_are(self, kap: InProcess, name: str) -> None:
        ran = kap("report", "emdr", "--output", name)
        assert (ran.code, ran.out) == (2, "")
        assert "use a file name that ends in .html, .htm, .md or .markdown" in ran.err
        assert os.listdir() == []

    def test_a_pdf_is_printed_from_a_page(self, kap: InProcess) -> None:
        ran = kap("report", "emdr", "--output", "brief.pdf")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "kap: cannot write PDF\n  use --output brief.html and print it to a PDF from a browser\n"

    def test_without_it_markdown_goes_to_stdout(self, kap: InProcess) -> None:
        assert kap("report", "emdr").out.startswith("# Ketamine with EMDR: ")

    def test_what_was_written_is_said_on_stdout(self, kap: InProcess) -> None:
        ran = kap("report", "ptsd", "--route", "oral", "--lay", "--output", "brief.html")
        assert ran.err == ""
        assert re.fullmatch(r"brief\.html: 5 studies, \d+ statements, in plain words\n", ran.out)

    def test_and_in_json(self, kap: InProcess) -> None:
        found = json.loads(kap("report", "emdr", "--output", "brief.html", "--json").out)
        assert found["summary"]["file"] == "brief.html"
        assert found["summary"]["bytes"] == Path("brief.html").stat().st_size


class TestHandout:
    def test_in_a_pipe_it_is_the_clients_page(self, kap: InProcess) -> None:
        own = kap("handout", "ptsd").out
        assert own.startswith("<!DOCTYPE html>")
        lay = kap("report", "ptsd", "--lay", "--format", "html").out
        assert own.replace("kap handout ptsd", "kap report ptsd --lay") == lay
        assert os.listdir() == []

    def test_on_a_terminal_it_is_a_file_named_for_the_question(
        self, kap: InProcess, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(handout, "on_terminal", lambda: True)
        ran = kap("handout", "ptsd", "--route", "oral")
        assert ran.code == 0
        assert ran.out.startswith("oral-ketamine-for-ptsd.html: ")
        assert Path("oral-ketamine-for-ptsd.html").read_text("utf-8").startswith("<!DOCTYPE html>")

    def test_which_is_never_written_over_unasked(self, kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(handout, "on_terminal", lambda: True)
        Path("ketamine-for-ptsd.html").write_text("mine", "utf-8")
        assert kap("handout", "ptsd").code == 2
        assert Path("ketamine-for-ptsd.html").read_text("utf-8") == "mine"
        assert kap("handout", "ptsd", "--force").code == 0

    def test_a_format_that_is_asked_for_goes_to_stdout(self, kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(handout, "on_terminal", lambda: True)
        assert kap("handout", "ptsd", "--format", "markdown").out.startswith("# Ketamine for PTSD\n")
        assert os.listdir() == []

    def test_where_nothing_is_found_there_is_no_file(self, kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(handout, "on_terminal", lambda: True)
        assert kap("handout", "qqqqqq").code == 1
        assert os.listdir() == []

    def test_a_letter_is_enough_to_name_a_file(self, kap: InProcess) -> None:
        assert kap("handout", "emdr", "-o", "client.html").code == 0
        assert kap("report", "emdr", "-o", "brief.md").code == 0
        assert sorted(os.listdir()) == ["brief.md", "client.html"]


class TestNothingIsLost:
    def test_a_file_that_is_there_is_kept(self, kap: InProcess) -> None:
        Path("brief.html").write_text("mine", "utf-8")
        ran = kap("report", "emdr", "--output", "brief.html")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == ("kap: brief.html already exists\n  use --force to overwrite it\n")
        assert Path("brief.html").read_text("utf-8") == "mine"

    def test_unless_it_is_asked_for(self, kap: InProcess) -> None:
        Path("brief.html").write_text("mine", "utf-8")
        assert kap("report", "emdr", "--output", "brief.html", "--force").code == 0
        assert Path("brief.html").read_text("utf-8").startswith("<!DOCTYPE html>")

    def test_where_nothing_is_found_there_is_no_file(self, kap: InProcess) -> None:
        ran = kap("report", "qqqqqq", "--output", "brief.html")
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith("kap: No study here has the word qqqqqq.")
        assert os.listdir() == []

    def test_and_one_that_was_there_stays(self, kap: InProcess) -> None:
        Path("brief.html").write_text("mine", "utf-8")
        assert kap("report", "qqqqqq", "--output", "brief.html", "--force").code == 1
        assert Path("brief.html").read_text("utf-8") == "mine"

    def test_a_full_disk_leaves_what_was_there(self, kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("brief.html").write_text("mine", "utf-8")

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(files.os, "fsync", full)
        ran = kap("report", "emdr", "--output", "brief.html", "--force")
        assert (ran.code, ran.out) == (4, "")
        assert "'brief.html': cannot be written: no space left on device" in ran.err
        assert os.listdir() == ["brief.html"]
        assert Path("brief.html").read_text("utf-8") == "mine"

    def test_through_a_link_the_file_behind_it_is_written(self, kap: InProcess) -> None:
        Path("there").mkdir()
        Path("there/real.html").write_text("mine", "utf-8")
        Path("brief.html").symlink_to("there/real.html")
        assert kap("report", "emdr", "--output", "brief.html").code == 2
        assert kap("report", "emdr", "--output", "brief.html", "--force").code == 0
        assert Path("brief.html").is_symlink()
        assert Path("there/real.html").read_text("utf-8").startswith("<!DOCTYPE html>")

    def test_others_may_read_it_as_any_file(self, kap: InProcess) -> None:
        mask = os.umask(0o022)
        try:
            assert kap("report", "emdr", "--output", "brief.html").code == 0
        finally:
            os.umask(mask)
        assert stat.S_IMODE(Path("brief.html").stat().st_mode) == 0o644


class TestFaults:
    def test_a_folder_that_is_not_there(self, kap: InProcess) -> None:
        ran = kap("report", "emdr", "--output", "no/brief.html")
        assert (ran.code, ran.out) == (4, "")
        assert "the folder does not exist" in ran.err
        assert "mkdir -p no" in ran.err

    def test_a_folder_in_its_place(self, kap: InProcess) -> None:
        Path("brief.html").mkdir()
        assert "it is a directory" in kap("report", "emdr", "--output", "brief.html", "--force").err

    def test_something_that_is_no_file(self, kap: InProcess) -> None:
        os.mkfifo("brief.html")
        ran = kap("report", "emdr", "--output", "brief.html", "--force")
        assert (ran.code, "it is not a regular file" in ran.err) == (4, True)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_a_folder_that_may_not_be_written(self, kap: InProcess) -> None:
        Path("locked").mkdir(mode=0o500)
        ran = kap("report", "emdr", "--output", "locked/brief.html")
        assert (ran.code, os.strerror(errno.EACCES).lower() in ran.err) == (4, True)

    def test_a_name_that_is_too_long(self, kap: InProcess) -> None:
        ran = kap("report", "emdr", "--output", "x" * 300 + ".html")
        assert (ran.code, ran.out) == (4, "")
        assert os.listdir() == []


class TestRemarks:
    def test_what_was_read_otherwise_is_said_where_the_page_is_not_seen(self, kap: InProcess) -> None:
        ran = kap("report", "ptds", "--output", "brief.html")
        assert ran.err == "kap: Searched for ptsd (you wrote ptds).\n"
        assert "Searched for ptsd (you wrote ptds)." in Path("brief.html").read_text("utf-8")

    @pytest.mark.parametrize("lay", [(), ("--lay",)], ids=["full", "lay"])
    def test_and_on_the_page_where_it_is(self, kap: InProcess, lay: tuple[str, ...]) -> None:
        ran = kap("report", "ptds", *lay)
        assert ran.err == ""
        assert "Searched for ptsd (you wrote ptds)." in ran.out

    def test_somebody_in_danger_is_told_where_help_is(self, kap: InProcess) -> None:
        ran = kap("report", "I want to die", "--output", "brief.html")
        assert ran.err.startswith("kap: In danger or thinking of suicide?")

    @pytest.mark.parametrize("lay", [(), ("--lay",)], ids=["brief", "lay"])
    def test_what_matches_only_without_some_of_the_words_is_not_what_it_is_on(
        self, kap: InProcess, lay: tuple[str, ...]
    ) -> None:
        ran = kap("report", "childhood trauma", *lay)
        assert "Without “childhood trauma”" in ran.err
        assert "kap report ptsd" in ran.err
        assert "Without “childhood trauma”" not in ran.out
        assert "halstead2021" in ran.out or "Halstead 2021" in ran.out
        assert "feder2014" not in ran.out
        (found,) = json.loads(kap("report", "childhood trauma", *lay, "--json").out)["results"]
        assert len(found["studies"]) == 1

    @pytest.mark.parametrize("words", ["complex ptsd", "ptsd xyzzy", "ketamine lozenges tinnitus"])
    def test_where_nothing_matches_there_is_no_report(self, kap: InProcess, words: str) -> None:
        ran = kap("report", words)
        assert (ran.code, ran.out) == (1, "")
        assert "No study here matches" in ran.err
        assert f"kap report {'ptsd' if 'ptsd' in words else 'ketamine lozenges'}" in ran.err
