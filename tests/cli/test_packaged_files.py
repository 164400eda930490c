"""Files that come with kapcli: named where they cannot be read, and found in an archive too."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import kapcli
from standby import POSSIBLE, Standby

PACKAGE = Path(kapcli.__file__).parent
# Each with a command that needs it.
FILES = {
    "data/studies.yaml": ("search", "ptsd"),
    "data/vocabulary.yaml": ("search", "ptsd"),
    "index/ordinary.txt": ("search", "ptds"),
    "citing/styles/apa.csl": ("cite", "feder2014"),
    "citing/styles/locales-en-US.xml": ("cite", "feder2014"),
    "writers/templates/page.css": ("report", "emdr", "--format", "html"),
    "writers/templates/table.js": ("report", "emdr", "--format", "html"),
    "writers/templates/page.html.j2": ("report", "emdr", "--format", "html"),
    "writers/templates/blocks.html.j2": ("report", "emdr", "--lay", "--format", "html"),
}
# Runs lines one after the other.
IN_TURN = """
import contextlib, contextvars, io, json, sys
from kapcli.__main__ import run

told = []
for line in json.loads(sys.argv[1]):
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = contextvars.copy_context().run(run, line)
    for stream in out, err:
        stream.flush()
    told.append([code, *(stream.buffer.getvalue().decode() for stream in (out, err))])
print(json.dumps(told))
"""


def ran(place: Path, *lines: tuple[str, ...]) -> list[tuple[int, str, str]]:
    """Run the ``kap`` of a folder or an archive: exit codes, what was printed, and what was said on stderr."""
    done = subprocess.run(
        [sys.executable, "-c", IN_TURN, json.dumps(lines)],
        env={**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
        cwd=place.parent,
    )
    return [(code, out, err) for code, out, err in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package as installed, without its files."""
    place = tmp_path_factory.mktemp("place") / "site"
    shutil.copytree(
        PACKAGE, place / "kapcli", ignore=shutil.ignore_patterns("data", *(Path(name).name for name in FILES))
    )
    return place


@pytest.fixture(scope="module")
def standing_by(copy: Path) -> Iterator[Standby]:
    """Loads the package without its files, none of which is to be read then; they are put in place after that."""
    if not POSSIBLE:
        pytest.skip("no processes as on Unix here")
    one = Standby(place=copy)
    yield one
    one.close()


@pytest.fixture(scope="module")
def whole(copy: Path, frozen_base: Path, request: pytest.FixtureRequest) -> Path:
    """The copy with its files, and with the frozen catalogue."""
    if POSSIBLE:
        request.getfixturevalue("standing_by")
    (copy / "kapcli" / "data").mkdir()
    for name in FILES:
        shutil.copy((frozen_base if name.startswith("data/") else PACKAGE) / name, copy / "kapcli" / name)
    return copy


@pytest.fixture(scope="module")
def archive(whole: Path) -> Path:
    path = whole.parent / "kap.zip"
    with zipfile.ZipFile(path, "w") as file:
        for one in sorted(whole.rglob("*")):
            if one.is_file() and "__pycache__" not in one.parts:
                file.write(one, one.relative_to(whole))
    return path


COMMANDS = (
    ("search", "ptds", "--route", "oral"),
    ("search", "magic", "ptsd"),
    ("cite", "feder2014", "--style", "harvard"),
    ("report", "emdr", "--format", "html"),
    ("report", "emdr", "--lay", "--format", "html"),
    ("validate",),
)


def test_from_an_archive_the_answers_are_the_same(archive: Path, whole: Path) -> None:
    packed, plain = ran(archive, *COMMANDS), ran(whole, *COMMANDS)
    for line, one, other in zip(COMMANDS, packed, plain, strict=True):
        assert one == other, line
        assert other[0] in (0, 1), line


def test_what_an_archive_lacks_is_named(archive: Path, tmp_path: Path) -> None:
    lacking = tmp_path / "lacking.zip"
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(lacking, "w") as part:
        for name in whole.namelist():
            if not name.endswith("page.css"):
                part.writestr(name, whole.read(name))
    ((code, out, err),) = ran(lacking, ("report", "emdr", "--format", "html"))
    assert (code, out) == (4, "")
    assert "page.css': cannot be read" in err


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_named(standing_by: Standby, whole: Path, name: str) -> None:
    # A folder in its place: nobody, not even root, can read it.
    path = whole / "kapcli" / name
    kept = path.read_bytes()
    path.unlink()
    path.mkdir()
    try:
        code, out, err = standing_by.run(FILES[name], whole, os.environ)
    finally:
        path.rmdir()
        path.write_bytes(kept)
    assert (code, out) == (4, b"")
    assert err.decode().startswith(f"kap: {str(path)!r}: cannot be read: ")
    assert len(err.splitlines()) <= 2


@pytest.mark.parametrize("name", ["data", "writers/templates", "citing/styles"])
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may look into any folder")
def test_a_folder_that_may_not_be_looked_into(standing_by: Standby, whole: Path, name: str) -> None:
    folder = whole / "kapcli" / name
    line = next(line for file, line in FILES.items() if file.startswith(name))
    folder.chmod(0)
    try:
        code, out, err = standing_by.run(line, whole, os.environ)
    finally:
        folder.chmod(0o755)
    assert (code, out, str(folder) in err.decode()) == (4, b"", True)
