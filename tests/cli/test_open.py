"""`kap open` hands an address over, and `kap cite --copy` a reference; neither connects to anything."""

from __future__ import annotations

import base64
import json
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

DOI = "https://doi.org/10.1001/jamapsychiatry.2014.62"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is handed to a browser, by a command on a terminal."""
    handed: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: not handed.append(address))
    monkeypatch.setattr("kapcli.cli.open.on_terminal", lambda: True)
    return handed


class TestOpen:
    def test_the_doi_comes_first(self, kap: InProcess, browser: list[str]) -> None:
        ran = kap("open", "feder2014")
        assert (ran.code, ran.err, browser) == (0, "", [DOI])
        assert DOI in ran.out

    @pytest.mark.parametrize(("option", "host"), [("--pubmed", "pubmed.ncbi"), ("--registry", "clinicaltrials.gov")])
    def test_another_record_may_be_asked_for(self, kap: InProcess, browser: list[str], option: str, host: str) -> None:
        assert kap("open", "feder2014", option).code == 0
        assert host in browser[0]

    def test_in_a_pipe_it_prints_the_address_and_opens_nothing(
        self, kap: InProcess, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(webbrowser, "open", lambda _: pytest.fail("a browser was opened"))
        assert kap("open", "feder2014") == (0, f"{DOI}\n", "")

    def test_print_opens_nothing_on_a_terminal(self, kap: InProcess, browser: list[str]) -> None:
        assert kap("open", "feder", "2014", "--print").out == f"{DOI}\n"
        assert browser == []

    def test_without_a_browser_the_address_is_printed_and_that_is_said(
        self, kap: InProcess, browser: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def none(_: str) -> bool:
            raise webbrowser.Error("could not locate runnable browser")

        monkeypatch.setattr(webbrowser, "open", none)
        ran = kap("open", "feder2014")
        assert (ran.code, ran.out) == (0, f"{DOI}\n")
        assert "no browser" in ran.err

    def test_what_is_not_there_is_named_with_what_is(self, kap: InProcess, browser: list[str]) -> None:
        ran = kap("open", "fdalabel2026", "--pubmed")
        assert (ran.code, browser) == (1, [])
        assert "has no PubMed record here" in ran.err

    def test_an_unknown_study_is_not_guessed(self, kap: InProcess, browser: list[str]) -> None:
        ran = kap("open", "feder2015")
        assert (ran.code, browser) == (1, [])
        assert "did you mean" in ran.err

    def test_one_record_at_a_time(self, kap: InProcess) -> None:
        assert kap("open", "feder2014", "--doi", "--pubmed").code == 2

    def test_as_data(self, kap: InProcess, browser: list[str]) -> None:
        (found,) = json.loads(kap("open", "feder2014", "--json").out)["results"]
        assert (found["kind"], found["address"], found["opened"], browser) == ("doi", DOI, False, [])
        assert {"doi", "pubmed", "registry"} <= set(found["addresses"])

    def test_an_address_that_could_act_is_none(
        self, kap: InProcess, browser: list[str], own_study: Callable[..., Path]
    ) -> None:
        file = own_study(url="javascript:alert(1)")
        ran = kap("open", "own2024", "--catalogue", str(file))
        assert ran.code != 0
        assert browser == []


@pytest.fixture
def own_study(tmp_path: Path) -> Callable[..., Path]:
    """A file with one study whose record has an address of any kind."""

    def written(url: str) -> Path:
        text = (Path(__file__).parents[1] / "frozen" / "user.yaml").read_text("utf-8")
        path = tmp_path / "own.yaml"
        path.write_text(text.replace("doi:", "url: " + json.dumps(url) + " #", 1), "utf-8")
        return path

    return written


class Clipboard:
    def __init__(self) -> None:
        self.held = ""


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> Clipboard:
    import pyperclip

    found = Clipboard()
    monkeypatch.setattr(pyperclip, "copy", lambda text: setattr(found, "held", text))
    monkeypatch.delenv("SSH_TTY", raising=False)
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    return found


class TestCopy:
    def test_what_is_printed_is_copied(self, kap: InProcess, clipboard: Clipboard) -> None:
        plain = kap("cite", "feder2014").out
        ran = kap("cite", "feder2014", "--copy")
        assert (ran.code, ran.out, clipboard.held) == (0, plain, plain.rstrip("\n"))
        assert "Copied to the clipboard." in ran.err

    def test_several_and_in_an_exchange_format(self, kap: InProcess, clipboard: Clipboard) -> None:
        ran = kap("cite", "feder2014", "feder2021", "--copy", "--format", "bibtex")
        assert clipboard.held == ran.out.rstrip("\n")
        assert clipboard.held.count("@article") == 2

    def test_without_a_clipboard_the_reference_is_printed_and_the_code_is_4(
        self, kap: InProcess, clipboard: Clipboard, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import pyperclip

        def none(_: str) -> None:
            raise pyperclip.PyperclipException("no copy mechanism")

        monkeypatch.setattr(pyperclip, "copy", none)
        ran = kap("cite", "feder2014", "--copy")
        assert (ran.code, ran.out) == (4, kap("cite", "feder2014").out)
        assert "no clipboard" in ran.err
        assert "xclip" in ran.err

    def test_over_a_connection_the_terminal_is_asked(
        self, kap: InProcess, clipboard: Clipboard, monkeypatch: pytest.MonkeyPatch, capsys: Any
    ) -> None:
        monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
        monkeypatch.setattr("kapcli.cli.clipboard.on_terminal", lambda: True)
        ran = kap("cite", "feder2014", "--copy")
        start, _, rest = ran.out.partition("\x07")
        assert start.startswith("\x1b]52;c;")
        assert base64.b64decode(start.removeprefix("\x1b]52;c;")).decode() == rest.rstrip("\n")
        assert clipboard.held == ""

    def test_it_is_not_for_programs(self, kap: InProcess) -> None:
        assert kap("cite", "feder2014", "--copy", "--json").code == 2
