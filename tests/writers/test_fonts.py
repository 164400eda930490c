"""A font that cannot be read: a message and no picture, never a picture without its letters."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

# `kap` whose n-th read of a font fails, as it does where a disk or a network drive gives out.
FAILING = """
import builtins, io, sys
# It lists all fonts of the machine once: those reads are not meant.
import matplotlib.font_manager

last, count = int(sys.argv.pop(1)), 0

class Failing(io.FileIO):
    def read(self, size=-1):
        global count
        count += 1
        if count == last:
            raise OSError(5, "Input/output error")
        return super().read(size)

    def readinto(self, buffer):
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

real = io.open
io.open = builtins.open = lambda name, *rest, **named: (
    Failing(name) if str(name).endswith(".ttf") else real(name, *rest, **named)
)
from kapcli.__main__ import main
main()
"""
# `kap` with a font of which only so many bytes are left.
CUT = """
import sys
from pathlib import Path
from kapcli.writers import figure_library

length, whole = int(sys.argv.pop(1)), figure_library.font_file

def cut(bold):
    path = Path(f"cut{bold}.ttf")
    path.write_bytes(Path(whole(bold)).read_bytes()[:length])
    return str(path)

figure_library.font_file = cut
from kapcli.__main__ import main
main()
"""


def kap(code: str, number: int, suffix: str, folder: Path) -> subprocess.CompletedProcess[str]:
    line = ["map", "ocd", "--output", f"picture.{suffix}"]
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(number), *line],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        cwd=folder,
    )


@pytest.mark.parametrize(("suffix", "number"), [("png", 1), ("png", 40), ("pdf", 1), ("pdf", 500)])
def test_a_read_that_fails(tmp_path: Path, suffix: str, number: int) -> None:
    ran = kap(FAILING, number, suffix, tmp_path)
    assert (ran.returncode, ran.stdout, os.listdir(tmp_path)) == (4, "", [])
    assert ran.stderr.startswith("kap: a font of matplotlib cannot be read: ")
    assert len(ran.stderr.splitlines()) == 2


def test_without_a_fault_there_is_a_picture(tmp_path: Path) -> None:
    ran = kap(FAILING, -1, "png", tmp_path)
    assert (ran.returncode, ran.stderr, os.listdir(tmp_path)) == (0, "", ["picture.png"])


@pytest.mark.parametrize("suffix", ["png", "pdf"])
@pytest.mark.parametrize("length", [0, 100, 200_000])
def test_a_font_that_is_cut_short(tmp_path: Path, suffix: str, length: int) -> None:
    ran = kap(CUT, length, suffix, tmp_path)
    assert (ran.returncode, ran.stdout, (tmp_path / f"picture.{suffix}").exists()) == (4, "", False)
    assert ran.stderr.startswith("kap: a font of matplotlib cannot be read: ")
    assert len(ran.stderr.splitlines()) == 2


def test_an_svg_needs_no_font_file(tmp_path: Path) -> None:
    assert kap(CUT, 0, "svg", tmp_path).returncode == 0
    assert (tmp_path / "picture.svg").exists()
