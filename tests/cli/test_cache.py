"""The cache seen from the command line: whatever is wrong with it, the answer is the same."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from kapcli.__main__ import run
from kapcli.catalogue import layers
from kapcli.index import session
from kapcli.index.cache_folder import cache_folder

Kap = Callable[..., Any]

# A catalogue that is compiled in no time, with everything that a command asks of one.
SMALL = """\
about:
  title: A small catalogue
  as_of: 2026-01-01
  scope: Invented.
  inclusion: [what was invented]
  method: Invented.
  disclaimer: Not medical advice.
  urgent_help: Call for help.
glossary:
  - {id: sleeping, term: sleeping, plain: Being asleep.}
studies:
  - id: doe2020
    title: A study of sleep
    csl_type: article-journal
    year: 2020
    design: rct
    status: published
    finding: Sleep was better.
    authors_complete: false
    read_at: [{url: 'https://example.org/a', read: abstract}]
"""
# One command each that reads its own part of what is compiled.
COMMANDS = {
    "meta": ("about",),
    "study": ("search", "sleep", "--format", "markdown"),
    "doc": ("show", "doe2020"),
    "glossary": ("glossary", "sleeping"),
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the small catalogue in it."""
    folder = tmp_path_factory.mktemp("ready")
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        in_place(folder / "small.yaml", patch)
        assert run(["about"]) == 0
    return folder / "xdg"


def in_place(small: Path, patch: pytest.MonkeyPatch) -> None:
    """Put the small catalogue in the place of the built-in one, with a cache of its own."""
    real = layers.built_in
    patch.setattr(layers, "built_in", lambda name: small if name == "studies.yaml" else real(name))
    patch.setenv("XDG_CACHE_HOME", str(small.parent / "xdg"))


@pytest.fixture
def _small(small: Path, ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small catalogue in the place of the built-in one, compiled once for all tests."""
    in_place(small, monkeypatch)
    shutil.copytree(ready, small.parent / "xdg")


class TestNoFolder:
    """A cache that cannot be had costs time, not the answer."""

    @pytest.mark.usefixtures("_small")
    @pytest.mark.skipif(sys.platform == "win32", reason="users of POSIX")
    def test_a_user_without_a_home(self, kap: Kap, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import pwd

        def unknown(*_: object) -> None:
            raise KeyError("no such user")

        monkeypatch.setattr(pwd, "getpwuid", unknown)
        monkeypatch.setattr(pwd, "getpwnam", unknown)
        monkeypatch.delenv("HOME")
        monkeypatch.delenv("XDG_CACHE_HOME")
        ran = kap("search", "sleep", "--format", "ids")
        assert (ran.code, ran.out) == (0, "doe2020\n")
        assert ran.err.splitlines() == [
            "kap: there is no home folder for a cache folder; the catalogue is compiled anew on every run"
        ]
        assert list(work.iterdir()) == []

    @pytest.mark.parametrize("variable", ["HOME", "XDG_CACHE_HOME"])
    @pytest.mark.parametrize("value", ["here", "~", "~/here", "./here"])
    def test_a_relative_folder_is_no_folder(
        self, work: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
    ) -> None:
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setenv(variable, value)
        folder = cache_folder()
        assert folder is None or (folder.is_absolute() and work not in folder.parents)

    @pytest.mark.usefixtures("_small")
    @pytest.mark.parametrize("found", [Path("~/.cache/kap"), Path(".cache/kap"), RuntimeError("no home"), KeyError(1)])
    def test_whatever_a_release_of_platformdirs_says(
        self, kap: Kap, work: Path, monkeypatch: pytest.MonkeyPatch, found: Path | Exception
    ) -> None:
        def said(*_: object, **__: object) -> Path:
            if isinstance(found, Exception):
                raise found
            return found

        monkeypatch.setattr(platformdirs, "user_cache_path", said)
        ran = kap("search", "sleep", "--format", "ids")
        assert (ran.code, ran.out, ran.err.count("compiled anew")) == (0, "doe2020\n", 1)
        assert list(work.iterdir()) == []

    @pytest.mark.usefixtures("_small")
    @pytest.mark.parametrize("name", ["x" * 300, "a\nb", "\udcff"])
    def test_odd_names_of_folders(self, kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name))
        for _ in range(2):
            ran = kap("search", "sleep", "--format", "ids")
            assert (ran.code, ran.out) == (0, "doe2020\n")


@pytest.mark.usefixtures("_small")
def test_a_file_that_changes_all_the_time_is_answered(
    kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing = tmp_path / "changing.yaml"
    changing.write_text(SMALL.replace("doe2020", "mine2020"), encoding="utf-8")
    read = layers.read_bytes

    def read_and_change(path: str | os.PathLike[str]) -> bytes:
        # Whenever it has been read it is another one.
        data = read(path)
        if str(path) == str(changing):
            changing.write_bytes(data + b"# again\n")
        return data

    monkeypatch.setattr(layers, "read_bytes", read_and_change)
    ran = kap("search", "sleep", "--format", "ids", "--catalogue", str(changing))
    assert (ran.code, "mine2020\n" in ran.out) == (0, True)
    assert changing.read_text(encoding="utf-8").count("# again") == 1


def compiled() -> Path:
    folder = cache_folder()
    assert folder is not None
    (path,) = folder.iterdir()
    return path


def damage(statement: str, *values: object) -> None:
    """Change the compiled file, and give it the name that its checksum asks for."""
    path = compiled()
    connection = sqlite3.connect(path)
    connection.execute(statement, values)
    connection.commit()
    connection.close()
    path.rename(path.with_name(f"{path.name.split('-')[0]}-{zlib.adler32(path.read_bytes()):08x}.db"))


COLUMNS = {"meta": "value", "study": "id", "doc": "json", "glossary": "json"}


@pytest.mark.usefixtures("_small")
class TestDamage:
    """A compiled file whose checksum agrees and whose content cannot be used is built anew, once."""

    @pytest.mark.parametrize(
        "value",
        [b"", b"{", b"[]", b"\xff\xfe", None, 17, "\ud800".encode("utf-8", "surrogatepass")],
        ids=["nothing", "cut", "another kind", "no text", "NULL", "number", "surrogate"],
    )
    @pytest.mark.parametrize("table", ["meta", "doc", "glossary"])
    def test_values_that_cannot_be_read(self, kap: Kap, table: str, value: object) -> None:
        before = kap(*COMMANDS[table])
        assert before.code == 0
        rest = " WHERE key != 'key'" if table == "meta" else ""
        damage(f"UPDATE {table} SET {COLUMNS[table]} = coalesce(?, 0){rest}", value)
        assert kap(*COMMANDS[table]) == before

    @pytest.mark.parametrize("table", list(COMMANDS))
    def test_tables_that_are_not_there(self, kap: Kap, table: str) -> None:
        before = kap(*COMMANDS[table])
        damage(f"DROP TABLE {table}")
        assert kap(*COMMANDS[table]) == before

    @pytest.mark.parametrize("table", ["meta", "doc"])
    def test_rows_that_are_not_there(self, kap: Kap, table: str) -> None:
        before = kap(*COMMANDS[table])
        damage(f"DELETE FROM {table}" + (" WHERE key != 'key'" if table == "meta" else ""))
        assert kap(*COMMANDS[table]) == before

    def test_the_broken_file_is_taken_out(self, kap: Kap) -> None:
        kap("about")
        damage("UPDATE meta SET value = '{' WHERE key = 'about'")
        broken = compiled()
        kap("about")
        assert not broken.exists()
        kap("about")
        assert compiled().name != broken.name

    def test_a_file_of_any_size_is_checked(self, kap: Kap) -> None:
        before = kap("show", "doe2020")
        path = compiled()
        with path.open("r+b") as file:
            file.write(path.read_bytes().replace(b"A study of sleep", b"A study of mines"))
            # A hole: it takes no room.
            file.truncate(65 * 1024 * 1024)
        assert kap("show", "doe2020") == before

    def test_that_of_another_catalogue_is_not_taken(self, kap: Kap, small: Path) -> None:
        before = kap("show", "doe2020")
        path = compiled()
        small.write_text(SMALL.replace("of sleep", "of mines"), encoding="utf-8")
        kap("show", "doe2020")
        (other,) = (one for one in path.parent.iterdir() if one != path)
        wrong = path.with_name(f"{path.name.split('-')[0]}-{other.name.split('-')[1]}")
        path.unlink()
        other.rename(wrong)
        small.write_text(SMALL, encoding="utf-8")
        assert kap("show", "doe2020") == before

    def test_what_fails_without_the_file_as_well_is_our_own_fault(
        self, kap: Kap, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tries = []

        def lost(*arguments: object) -> bytes:
            tries.append(arguments)
            raise KeyError("lost")

        kap("about")
        monkeypatch.setattr(session, "meta", lost)
        assert (run(["about"]), len(tries)) == (70, 2)

    def test_a_sentence_on_stdin_is_not_lost(self, kap: Kap, monkeypatch: pytest.MonkeyPatch) -> None:
        before = kap("check", "sleep cures")
        damage("DROP TABLE claim")
        monkeypatch.setattr(sys, "stdin", io.StringIO("sleep cures"))
        assert kap("check") == before
