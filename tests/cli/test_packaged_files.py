"""Files that come with kapcli: named where they cannot be read, and found in an archive too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kapcli
from kapcli.catalogue.files import built_in

PACKAGE = Path(kapcli.__file__).parent
DATA = built_in("studies.yaml").parent


def ran(place: Path, *line: str) -> subprocess.CompletedProcess[str]:
    """Run the ``kap`` of a folder or an archive."""
    return subprocess.run(
        [sys.executable, "-m", "kapcli", *line],
        env={**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        cwd=place.parent,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with its data, as installed."""
    place = tmp_path_factory.mktemp("place") / "site"
    shutil.copytree(PACKAGE, place / "kapcli", ignore=shutil.ignore_patterns("data"))
    (place / "kapcli" / "data").mkdir()
    for name in ("studies.yaml", "vocabulary.yaml"):
        shutil.copy(DATA / name, place / "kapcli" / "data" / name)
    return place


@pytest.fixture(scope="module")
def archive(copy: Path) -> Path:
    path = copy.parent / "kap.zip"
    with zipfile.ZipFile(path, "w") as file:
        for one in sorted(copy.rglob("*")):
            if one.is_file() and "__pycache__" not in one.parts:
                file.write(one, one.relative_to(copy))
    return path


COMMANDS = (
    ("search", "ptds", "--route", "oral"),
    ("search", "magic", "ptsd"),
    ("cite", "feder2014", "--style", "harvard"),
    ("report", "ocd", "--format", "html"),
    ("report", "ocd", "--lay", "--format", "html"),
    ("validate",),
)


@pytest.mark.parametrize("line", COMMANDS, ids=" ".join)
def test_from_an_archive_the_answer_is_the_same(archive: Path, copy: Path, line: tuple[str, ...]) -> None:
    packed, plain = ran(archive, *line), ran(copy, *line)
    assert plain.returncode in (0, 1)
    assert (packed.returncode, packed.stdout, packed.stderr) == (plain.returncode, plain.stdout, plain.stderr)


def test_what_an_archive_lacks_is_named(archive: Path, tmp_path: Path) -> None:
    lacking = tmp_path / "lacking.zip"
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(lacking, "w") as part:
        for name in whole.namelist():
            if not name.endswith("page.css"):
                part.writestr(name, whole.read(name))
    found = ran(lacking, "report", "ocd", "--format", "html")
    assert (found.returncode, found.stdout) == (4, "")
    assert "page.css': cannot be read" in found.stderr


FILES = {
    "data/studies.yaml": ("search", "ptsd"),
    "data/vocabulary.yaml": ("search", "ptsd"),
    "index/ordinary.txt": ("search", "ptds"),
    "citing/styles/apa.csl": ("cite", "feder2014"),
    "citing/styles/locales-en-US.xml": ("cite", "feder2014"),
    "writers/templates/page.css": ("report", "ocd", "--format", "html"),
    "writers/templates/table.js": ("report", "ocd", "--format", "html"),
    "writers/templates/page.html.j2": ("report", "ocd", "--format", "html"),
    "writers/templates/blocks.html.j2": ("report", "ocd", "--lay", "--format", "html"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_named(copy: Path, name: str) -> None:
    # A folder in its place: nobody, not even root, can read it.
    path = copy / "kapcli" / name
    kept = path.read_bytes()
    path.unlink()
    path.mkdir()
    try:
        found = ran(copy, *FILES[name])
    finally:
        path.rmdir()
        path.write_bytes(kept)
    assert (found.returncode, found.stdout) == (4, "")
    assert found.stderr.startswith(f"kap: {str(path)!r}: cannot be read: ")
    assert len(found.stderr.splitlines()) <= 2


@pytest.mark.parametrize("name", ["data", "writers/templates", "citing/styles"])
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may look into any folder")
def test_a_folder_that_may_not_be_looked_into(copy: Path, name: str) -> None:
    folder = copy / "kapcli" / name
    line = next(line for file, line in FILES.items() if file.startswith(name))
    folder.chmod(0)
    try:
        found = ran(copy, *line)
    finally:
        folder.chmod(0o755)
    assert (found.returncode, found.stdout, str(folder) in found.stderr) == (4, "", True)
