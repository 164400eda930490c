"""Whole answers from a catalogue that stands still, so that only a change of what people see moves them.

The expected answers are the files in ``tests/frozen/screens/``. After a change, KAP_WRITE_SCREENS=1 writes them anew;
read the difference.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from frozen.lines import ASCII, FAULTS, FILES, PAGES, PICTURES, WIDTHS
from frozen.pictures import outline
from kapcli import __version__
from kapcli.cli import output
from kapcli.cli.output import emit

if TYPE_CHECKING:
    from conftest import InProcess, Ran
    from kapcli.cli.answer import Answer

FROZEN = Path(__file__).parent.parent / "frozen"
SCREENS = FROZEN / "screens"
WRITE = bool(os.environ.get("KAP_WRITE_SCREENS"))
# Pictures in signs: each has its place.
DRAWN = ("map", "forest-ptsd", "timeline")
VERSION = re.compile(rf"\b{re.escape(__version__)}\b")


@pytest.fixture(autouse=True)
def _from_here(frozen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FROZEN)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def at_each_width(
    kap: InProcess, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[int, Ran]]:
    """Ask once, and lay the answer out at each width."""

    def asked(*line: str) -> dict[int, Ran]:
        shown: dict[int, tuple[int, str, str]] = {}

        def emit_at_each(answer: Answer) -> int:
            for width in WIDTHS:
                monkeypatch.setenv("COLUMNS", str(width))
                shown[width] = (emit(answer), *capsys.readouterr())
            return 0

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(output, "emit", emit_at_each)
            ran = kap(*line)
        assert ran == (0, "", "")
        return {width: ran._make(parts) for width, parts in shown.items()}

    return asked


@pytest.mark.parametrize("name", [name for name, line in PAGES.items() if line])
def test_a_page_is_as_expected(name: str, at_each_width: Callable[..., dict[int, Ran]]) -> None:
    shown = at_each_width(*PAGES[name])
    assert tuple(shown) == WIDTHS
    for width, ran in shown.items():
        assert_kept(f"{name}-{width}.txt", told(ran))
        assert max((cell_len(line) for line in ran.out.splitlines()), default=0) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_the_welcome_is_as_expected(width: int, kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ran = kap()
    assert_kept(f"welcome-{width}.txt", told(ran))
    assert max(map(cell_len, ran.out.splitlines())) <= width


@pytest.mark.parametrize("name", FILES)
def test_an_answer_for_a_file_is_as_expected(name: str, kap: InProcess) -> None:
    assert_kept(name, told(kap(*FILES[name])))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_as_expected(name: str, kap: InProcess) -> None:
    stem, dot, suffix = name.partition(".")
    assert_kept(f"fault-{stem}{dot or '.'}{suffix or 'txt'}", told(kap(*FAULTS[name])))


# One process for all of them, each behind a line of its name.
IN_ASCII = """
import json, sys, tempfile
from pathlib import Path
from frozen.kap import put_in_place
from kapcli.__main__ import run
from kapcli.catalogue import files
with tempfile.TemporaryDirectory() as name:
    files._BASE = put_in_place(Path(name) / "base")
    for page, line in json.loads(sys.argv[1]).items():
        print(f"\f{page}", flush=True)
        run(line)
"""


def test_in_ascii_there_is_one_sign_for_one_and_a_page_is_as_expected() -> None:
    lines = {name: PAGES[name] for name in ASCII}
    out = subprocess.run(
        [sys.executable, "-c", IN_ASCII, json.dumps(lines)],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(FROZEN.parent)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=60,
        check=True,
    ).stdout.decode("ascii")
    pages = dict(page.split("\n", 1) for page in out.split("\f")[1:])
    assert list(pages) == list(ASCII)
    for name, page in pages.items():
        assert_kept(f"{name}-ascii.txt", page)
        if name in DRAWN:
            assert "?" not in page.replace("n ?", "").replace("thinking of suicide?", "")
            drawn = (SCREENS / f"{name}-80.txt").read_text("utf-8")
            assert [len(line) for line in page.splitlines()] == [len(line) for line in drawn.splitlines()]


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
