"""Whole answers from a catalogue that stands still, so that only a change of what people see moves them.

The expected answers are the files in ``tests/frozen/screens/``. After a change, KAP_WRITE_SCREENS=1 writes them anew;
read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from frozen.lines import ASCII, FAULTS, FILES, PAGES, PICTURES, WIDTHS
from frozen.pictures import outline
from kapcli import __version__

if TYPE_CHECKING:
    from conftest import AsProcess, InProcess, Ran

FROZEN = Path(__file__).parent.parent / "frozen"
SCREENS = FROZEN / "screens"
WRITE = bool(os.environ.get("KAP_WRITE_SCREENS"))
VERSION = re.compile(rf"\b{re.escape(__version__)}\b")


@pytest.fixture(autouse=True)
def _from_here(frozen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FROZEN)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_expected(name: str, width: int, kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ran = kap(*PAGES[name])
    assert_kept(f"{name}-{width}.txt", told(ran))
    assert max((cell_len(line) for line in ran.out.splitlines()), default=0) <= width


@pytest.mark.parametrize("name", FILES)
def test_an_answer_for_a_file_is_as_expected(name: str, kap: InProcess) -> None:
    assert_kept(name, told(kap(*FILES[name])))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_as_expected(name: str, kap: InProcess) -> None:
    stem, dot, suffix = name.partition(".")
    assert_kept(f"fault-{stem}{dot or '.'}{suffix or 'txt'}", told(kap(*FAULTS[name])))


@pytest.mark.parametrize("name", ASCII)
def test_a_page_without_more_than_ascii_is_as_expected(name: str, frozen_process: AsProcess) -> None:
    out = frozen_process(*PAGES[name], env={"COLUMNS": "80", "PYTHONIOENCODING": "ascii"}).out
    assert out.isascii()
    assert_kept(f"{name}-ascii.txt", out)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_drawn_as_expected(name: str, kap: InProcess, tmp_path: Path) -> None:
    """Outlines of letters and fractions of a point are the drawing library's own and left out."""
    file = tmp_path / "picture.svg"
    ran = kap(*PICTURES[name], "--output", str(file))
    assert ran.code == 0, ran.err
    assert_kept(f"picture-{name}.txt", outline(file.read_bytes()))


def test_no_expected_answer_is_left_over() -> None:
    stems = {f"fault-{name}" if "." in name else f"fault-{name}.txt" for name in FAULTS}
    pages = {f"{name}-{width}.txt" for name in PAGES for width in WIDTHS}
    kept = pages | stems | set(FILES) | {f"{name}-ascii.txt" for name in ASCII}
    kept |= {f"picture-{name}.txt" for name in PICTURES}
    assert {path.name for path in SCREENS.iterdir()} == kept


def told(ran: Ran) -> str:
    """All that a command said: stdout, and where there is any, stderr and the code."""
    parts = [ran.out]
    if ran.err:
        parts.append(f"[stderr]\n{ran.err}")
    if ran.code:
        parts.append(f"[code {ran.code}]\n")
    return "".join(parts)


def assert_kept(name: str, text: str) -> None:
    text = VERSION.sub("VERSION", text)
    expected = SCREENS / name
    if WRITE:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, "utf-8", newline="")
    assert text == expected.read_bytes().decode("utf-8")
