"""The compiled file: built once, found again, and never believed when it should not be."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kapcli.catalogue.layers import Layer, Sources, read_sources
from kapcli.index import loading as catalogue_loading
from kapcli.index import store
from kapcli.index.cache_folder import cache_folder
from kapcli.index.schema import APPLICATION_ID, FORMAT
from kapcli.index.store import Store, fingerprint, open_store

SOURCE = """\
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
  - id: roe2021
    title: A study of dreams
    csl_type: article-journal
    year: 2021
    design: case-series
    status: published
    finding: Dreams were worse.
    authors_complete: false
    read_at: [{url: 'https://example.org/b', read: abstract}]
"""

# What a built-in catalogue says of itself.
ABOUT = """\
about:
  title: A small catalogue
  as_of: 2026-01-01
  scope: Invented.
  inclusion: [what was invented]
  method: Invented.
  disclaimer: Not medical advice.
  urgent_help: Call for help.
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="owners and permissions of POSIX")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "studies.yaml"
    path.write_text(SOURCE, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def opened(source: Path, folder: Path) -> Callable[[], Store]:
    """Opens the made catalogue as a command does."""
    return lambda: open_store([Layer("made", str(source))], folder)


def answer(opened: Store) -> list[tuple[str, str]]:
    """Everything that the catalogue holds, and what a search in it finds."""
    try:
        every = opened.connection.execute("SELECT id, title FROM study ORDER BY id").fetchall()
        rows = opened.connection.execute("SELECT count(*) FROM fts WHERE fts MATCH 'sleep'").fetchone()
        return [*every, rows]
    finally:
        opened.connection.close()


EXPECTED = [("doe2020", "A study of sleep"), ("roe2021", "A study of dreams"), (1,)]


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def with_sum(path: Path, data: bytes) -> Path:
    """Put data where a compiled file stood, under a name that its checksum agrees with."""
    other = path.with_name(f"{path.name.split('-')[0]}-{zlib.adler32(data):08x}.db")
    path.unlink()
    other.write_bytes(data)
    return other


class TestFound:
    def test_a_catalogue_is_built_once_and_then_found(self, opened: Callable[[], Store], folder: Path) -> None:
        answer(opened())
        first = only_file(folder).stat()
        assert answer(opened()) == EXPECTED
        second = only_file(folder).stat()
        assert (second.st_mtime_ns, second.st_ino) == (first.st_mtime_ns, first.st_ino)

    def test_a_found_catalogue_reads_no_yaml(
        self, opened: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer(opened())
        monkeypatch.delattr(catalogue_loading, "load_sources")
        assert answer(opened()) == EXPECTED

    def test_it_cannot_be_written_to(self, opened: Callable[[], Store]) -> None:
        opened().connection.close()
        connection = opened().connection
        with pytest.raises(sqlite3.OperationalError) as refused:
            connection.execute("DELETE FROM study")
        assert refused.value.sqlite_errorcode == sqlite3.SQLITE_READONLY
        connection.close()

    @posix
    def test_folder_and_file_are_the_owners_own(self, opened: Callable[[], Store], folder: Path) -> None:
        answer(opened())
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(only_file(folder).stat().st_mode) == 0o600

    def test_the_same_sources_give_the_same_file(self, source: Path, tmp_path: Path) -> None:
        layer = [Layer("made", str(source))]
        for name in ("a", "b"):
            answer(open_store(layer, tmp_path / name))
        assert only_file(tmp_path / "a").read_bytes() == only_file(tmp_path / "b").read_bytes()


class TestChanged:
    def test_a_changed_source_is_noticed(self, opened: Callable[[], Store], source: Path) -> None:
        answer(opened())
        source.write_text(SOURCE.replace("dreams", "nightmares"), encoding="utf-8")
        assert ("roe2021", "A study of nightmares") in answer(opened())

    def test_so_is_an_edit_of_the_same_size_with_the_time_put_back(
        self, opened: Callable[[], Store], source: Path
    ) -> None:
        answer(opened())
        before = source.stat()
        source.write_text(SOURCE.replace("dreams", "trains"), encoding="utf-8")
        os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert source.stat().st_size == before.st_size
        assert ("roe2021", "A study of trains") in answer(opened())

    def test_a_touched_source_is_the_same(self, opened: Callable[[], Store], source: Path, folder: Path) -> None:
        answer(opened())
        os.utime(source, (1, 1))
        answer(opened())
        only_file(folder)

    def test_the_same_content_elsewhere_under_the_same_name_is_the_same(self, source: Path, tmp_path: Path) -> None:
        copy = tmp_path / "copy.yaml"
        copy.write_bytes(source.read_bytes())
        assert fingerprint(read_sources([Layer("made", str(source))])) == fingerprint(
            read_sources([Layer("made", str(copy))])
        )

    def test_the_name_of_the_source_is_part_of_the_answer(self, source: Path) -> None:
        assert fingerprint(read_sources([Layer("made", str(source))])) != fingerprint(
            read_sources([Layer("mine", str(source))])
        )

    def test_another_format_is_another_file(self, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        before = fingerprint(read_sources([Layer("made", str(source))]))
        monkeypatch.setattr(store, "FORMAT", FORMAT + 1)
        assert fingerprint(read_sources([Layer("made", str(source))])) != before

    def test_an_edit_while_it_is_built_is_not_kept_under_the_old_content(
        self, opened: Callable[[], Store], source: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load = catalogue_loading.load_sources

        def edited_first(sources: Sources) -> catalogue_loading.Loaded:
            source.write_text(SOURCE.replace("dreams", "trains"), encoding="utf-8")
            return load(sources)

        with monkeypatch.context() as patch:
            patch.setattr(catalogue_loading, "load_sources", edited_first)
            assert answer(opened()) == EXPECTED
        source.write_text(SOURCE, encoding="utf-8")
        assert answer(opened()) == EXPECTED


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, catalogue_loading.Loaded]:
    """What the made catalogue is compiled to, and the records that were read for it."""
    folder = tmp_path_factory.mktemp("sound")
    source = folder / "studies.yaml"
    source.write_text(SOURCE, encoding="utf-8")
    layers = [Layer("made", str(source))]
    answer(open_store(layers, folder / "cache"))
    return only_file(folder / "cache"), catalogue_loading.load_sources(read_sources(layers))


@pytest.fixture
def built(
    sound: tuple[Path, catalogue_loading.Loaded],
    opened: Callable[[], Store],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A sound compiled file, which is found; what is built after it is built from records already read."""
    folder.mkdir(mode=0o700)
    path = Path(shutil.copy(sound[0], folder))
    monkeypatch.delattr(catalogue_loading, "load_sources")
    assert answer(opened()) == EXPECTED
    monkeypatch.setattr(catalogue_loading, "load_sources", lambda _: sound[1], raising=False)
    return path


class TestBroken:
    def test_cut_short_anywhere(self, opened: Callable[[], Store], built: Path) -> None:
        whole = built.read_bytes()
        # Nothing, less than the head of a database, its head alone, a page and a bit, and up to the last byte.
        for length in (0, 15, 100, 4097, len(whole) // 2, len(whole) - 1):
            built.write_bytes(whole[:length])
            assert answer(opened()) == EXPECTED, length
            assert built.read_bytes() == whole, length

    def test_a_byte_changed_anywhere(self, opened: Callable[[], Store], built: Path) -> None:
        whole = built.read_bytes()
        # Within the head: the magic words, page size, format, schema, encoding, our own numbers, what is reserved.
        for place in (0, 16, 18, 40, 56, 60, 68, 99, 100, *range(4096, len(whole), len(whole) // 5)):
            damaged = bytearray(whole)
            damaged[place] ^= 0xFF
            built.write_bytes(damaged)
            assert answer(opened()) == EXPECTED, place

    def test_something_added(self, opened: Callable[[], Store], built: Path) -> None:
        built.write_bytes(built.read_bytes() + b"\0")
        assert answer(opened()) == EXPECTED

    def test_a_database_of_something_else(self, opened: Callable[[], Store], built: Path, tmp_path: Path) -> None:
        other = tmp_path / "other.db"
        connection = sqlite3.connect(other)
        connection.executescript("CREATE TABLE study (id, title); INSERT INTO study VALUES ('wrong', 'wrong');")
        connection.close()
        with_sum(built, other.read_bytes())
        assert answer(opened()) == EXPECTED

    def test_a_database_that_says_it_is_ours_and_is_empty(
        self, opened: Callable[[], Store], built: Path, tmp_path: Path
    ) -> None:
        other = tmp_path / "other.db"
        connection = sqlite3.connect(other)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("CREATE TABLE other (a)")
        connection.close()
        with_sum(built, other.read_bytes())
        assert answer(opened()) == EXPECTED

    def test_one_of_an_older_format(self, opened: Callable[[], Store], built: Path) -> None:
        connection = sqlite3.connect(built)
        connection.execute(f"PRAGMA user_version = {FORMAT - 1}")
        connection.execute("UPDATE study SET title = 'old'")
        connection.commit()
        connection.close()
        with_sum(built, built.read_bytes())
        assert answer(opened()) == EXPECTED

    def test_a_pickle_is_not_run(self, opened: Callable[[], Store], built: Path, tmp_path: Path) -> None:
        class Trap:
            def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
                return os.mkdir, (str(tmp_path / "sprung"),)

        with_sum(built, pickle.dumps(Trap()))
        assert answer(opened()) == EXPECTED
        assert not (tmp_path / "sprung").exists()

    def test_a_folder_in_its_place(self, opened: Callable[[], Store], built: Path) -> None:
        built.unlink()
        built.mkdir()
        assert answer(opened()) == EXPECTED

    def test_a_link_in_its_place_is_not_followed(
        self, opened: Callable[[], Store], built: Path, tmp_path: Path
    ) -> None:
        kept = tmp_path / "kept.db"
        built.rename(kept)
        built.symlink_to(kept)
        before = kept.read_bytes()
        assert answer(opened()) == EXPECTED
        assert not built.is_symlink()
        assert kept.read_bytes() == before

    @pytest.mark.parametrize("name", ["", "-", "-zzzz", "-00000000", "-123456789abcdef", "-0x12"])
    def test_a_name_without_a_checksum(self, opened: Callable[[], Store], built: Path, name: str) -> None:
        built.rename(built.with_name(f"{built.name.split('-')[0]}{name}.db"))
        assert answer(opened()) == EXPECTED

    def test_a_damaged_file_beside_the_shipped_catalogue_is_left_alone(
        self, opened: Callable[[], Store], built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shipped = tmp_path / "shipped"
        shipped.mkdir()
        broken = shipped / built.name
        broken.write_bytes(b"broken")
        real = store.built_in
        monkeypatch.setattr(store, "built_in", lambda name: shipped / name if name == "studies.yaml" else real(name))
        assert answer(opened()) == EXPECTED
        assert broken.read_bytes() == b"broken"

    @pytest.mark.usefixtures("frozen")
    def test_damage_that_only_shows_in_use_changes_no_answer(
        self, kap: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        before = kap("search", "ptsd", "--route", "oral", "--json")
        folder = cache_folder()
        assert folder is not None
        path = only_file(folder)
        connection = sqlite3.connect(path)
        connection.execute("DROP TABLE fts")
        connection.commit()
        connection.close()
        with_sum(path, path.read_bytes())
        assert kap("search", "ptsd", "--route", "oral", "--json") == before


class TestFolder:
    """Where the cache folder cannot be used the answer is the same, and one sentence says so."""

    def test_a_file_where_the_folder_should_be(self, opened: Callable[[], Store], folder: Path) -> None:
        folder.write_text("in the way", encoding="utf-8")
        found = opened()
        assert "cache folder" in found.warning
        assert answer(found) == EXPECTED
        assert folder.read_text(encoding="utf-8") == "in the way"

    @pytest.mark.parametrize("call", ["mkstemp", "replace"])
    def test_a_folder_that_cannot_be_written_to(
        self, opened: Callable[[], Store], folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(tempfile if call == "mkstemp" else os, call, refuse)
        found = opened()
        assert found.warning.startswith("cannot write to the cache folder")
        assert answer(found) == EXPECTED
        assert list(folder.iterdir()) == []

    @posix
    def test_somebody_elses_folder(
        self, opened: Callable[[], Store], folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder.mkdir(mode=0o700)
        monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
        found = opened()
        assert "belongs to somebody else" in found.warning
        assert answer(found) == EXPECTED
        assert list(folder.iterdir()) == []

    @posix
    @pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o702])
    def test_a_folder_that_others_may_write_to(self, opened: Callable[[], Store], folder: Path, mode: int) -> None:
        folder.mkdir()
        folder.chmod(mode)
        found = opened()
        assert "others may write" in found.warning
        assert answer(found) == EXPECTED
        assert list(folder.iterdir()) == []

    @posix
    def test_a_link_to_a_folder(self, opened: Callable[[], Store], folder: Path, tmp_path: Path) -> None:
        victim = tmp_path / "victim"
        victim.mkdir(mode=0o700)
        folder.symlink_to(victim)
        found = opened()
        assert "not a folder of its own" in found.warning
        assert answer(found) == EXPECTED
        assert list(victim.iterdir()) == []

    def test_without_trouble_there_is_no_warning(self, opened: Callable[[], Store]) -> None:
        assert [opened().warning, opened().warning] == ["", ""]

    @pytest.mark.usefixtures("frozen")
    @pytest.mark.parametrize("format", ["table", "tsv"])
    def test_the_warning_is_one_line_of_stderr(
        self, kap: Callable[..., Any], format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        arguments = ("search", "ptsd", "--design", "rct", "--format", format)
        before = kap(*arguments)
        (tmp_path / "file").write_text("", encoding="utf-8")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
        after = kap(*arguments)
        assert (after.code, after.out) == (0, before.out)
        assert len(after.err.splitlines()) == len(before.err.splitlines()) + 1
        assert after.err.count("cache folder") == 1

    @pytest.mark.usefixtures("frozen")
    def test_in_json_the_warning_is_a_note(
        self, kap: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "file").write_text("", encoding="utf-8")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
        ran = kap("about", "--json")
        assert (ran.code, ran.err, ran.out.count("cache folder")) == (0, "", 1)

    @pytest.mark.usefixtures("frozen")
    def test_a_relative_cache_home_is_not_taken(
        self, kap: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        work = tmp_path / "work"
        work.mkdir()
        monkeypatch.chdir(work)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("XDG_CACHE_HOME", "relative/cache")
        assert kap("search", "ptsd").code == 0
        assert list(work.iterdir()) == []


class TestSweep:
    def test_a_stale_half_built_file_is_taken_out(self, opened: Callable[[], Store], folder: Path) -> None:
        folder.mkdir(mode=0o700)
        endings = (".tmp", ".tmp-journal", ".tmp-wal", ".tmp-shm")
        stale, fresh = ([folder / f"building-{name}{end}" for end in endings] for name in "ab")
        for path in (*stale, *fresh):
            path.write_bytes(b"half")
        for path in stale:
            os.utime(path, (time.time() - 7200,) * 2)
        answer(opened())
        assert [path.name for path in stale if path.exists()] == []
        assert [path.exists() for path in fresh] == [True] * len(endings)

    def test_only_the_newest_few_catalogues_are_kept(self, opened: Callable[[], Store], folder: Path) -> None:
        folder.mkdir(mode=0o700)
        now = time.time()
        for age in range(20):
            path = folder / f"{age:032x}-00000000.db"
            path.write_bytes(b"")
            os.utime(path, (now - 60 * age,) * 2)
        answer(opened())
        kept = sorted(int(path.name[:32], 16) for path in folder.glob("0*-00000000.db"))
        assert kept == list(range(len(kept)))
        assert 1 <= len(kept) <= 10

    def test_what_is_not_kaps_is_left_alone(self, opened: Callable[[], Store], folder: Path) -> None:
        folder.mkdir(mode=0o700)
        mine = folder / "notes.txt"
        mine.write_text("mine", encoding="utf-8")
        os.utime(mine, (1, 1))
        answer(opened())
        assert mine.read_text(encoding="utf-8") == "mine"


# `kap` of another base, which waits with its building until a second one is as far.
AT_ONCE = """
import sys, time
from pathlib import Path
from kapcli.__main__ import run
from kapcli.catalogue import files
from kapcli.index import build as building

base, meeting, own = (Path(word) for word in sys.argv[1:4])
files._BASE, build = base, building.build

def together(*arguments):
    (meeting / own).touch()
    while len(list(meeting.iterdir())) < 2:
        time.sleep(0.01)
    build(*arguments)

building.build = together
sys.exit(run(sys.argv[4:]))
"""


class TestProcesses:
    def test_cold_starts_at_the_same_time_agree_and_leave_one_file(self, tmp_path: Path, frozen_base: Path) -> None:
        small = Path(shutil.copytree(frozen_base, tmp_path / "small"))
        (small / "data" / "studies.yaml").write_text(ABOUT + SOURCE, encoding="utf-8")
        environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path / "home")}
        (tmp_path / "meeting").mkdir()
        started = [
            subprocess.Popen(
                [
                    *(sys.executable, "-c", AT_ONCE, str(small), str(tmp_path / "meeting"), str(seed)),
                    *("search", "sleep"),
                ],
                env={**environment, "PYTHONHASHSEED": str(seed)},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for seed in (1, 2)
        ]
        said = [process.communicate(timeout=30) for process in started]
        assert [process.returncode for process in started] == [0, 0], said
        assert said[0] == said[1]
        assert [path.suffix for path in (tmp_path / "kap").iterdir()] == [".db"]

    @pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
    def test_a_kill_during_the_build_leaves_no_wrong_answer(self, source: Path, tmp_path: Path) -> None:
        moments = {
            "while it is written": "kapcli.index.build._write_rest",
            "before it is named": "kapcli.index.store._checksum",
            "before it is put in place": "kapcli.index.store.os.replace",
            "before it is read": "kapcli.index.store._open",
        }
        folders = {when: tmp_path / f"cache {at}" for at, when in enumerate(moments)}
        # Each in a copy of the process, which tells how they ended.
        code = """
            import os, signal, sys
            from pathlib import Path
            import kapcli.index.build, kapcli.index.store
            from kapcli.catalogue.layers import Layer, Sources, read_sources

            source, *rest = sys.argv[1:]
            for moment, folder in zip(rest[::2], rest[1::2]):
                if not (copy := os.fork()):
                    module, _, name = moment.rpartition(".")
                    setattr(eval(module), name, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
                    kapcli.index.store.open_store([Layer("made", source)], Path(folder))
                    os._exit(0)
                print(os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]))
        """
        pairs = [str(word) for when in moments for word in (moments[when], folders[when])]
        ran = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), source, *pairs], capture_output=True, check=True, timeout=30
        )
        assert [int(code) for code in ran.stdout.split()] == [-signal.SIGKILL] * len(moments), ran.stderr
        for when, folder in folders.items():
            source.write_text(SOURCE, encoding="utf-8")
            assert answer(open_store([Layer("made", str(source))], folder)) == EXPECTED, when
            for path in folder.glob("*.tmp"):
                os.utime(path, (1, 1))
            source.write_text(SOURCE + "\n", encoding="utf-8")
            answer(open_store([Layer("made", str(source))], folder))
            assert list(folder.glob("*.tmp")) == [], when

    def test_nothing_is_written_outside_the_cache_folder(self, tmp_path: Path, frozen_base: Path) -> None:
        code = """
            import os, sys
            from pathlib import Path
            opened = []

            def watch(event, arguments):
                if event == "open" and arguments[0] is not None and isinstance(arguments[2], int):
                    if arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND):
                        opened.append(os.path.abspath(os.fsdecode(arguments[0])))
                elif event in ("os.mkdir", "os.rename", "os.remove", "os.symlink", "os.link", "os.truncate"):
                    opened.append(os.path.abspath(os.fsdecode(arguments[0])))

            from kapcli.__main__ import run
            from kapcli.catalogue import files
            files._BASE = Path(sys.argv[1])
            sys.dont_write_bytecode = True
            sys.addaudithook(watch)
            for line in (
                ["search", "ptsd"], ["show", "feder2014"], ["show", "../../x"], ["show", "~"], ["show", "con"],
                ["show", "a/b"], ["show", "/etc/passwd"], ["cite", "feder2014", "../x"], ["limits"], ["limits", "../x"],
                ["glossary", "../x"], ["about"], ["validate"], ["search", "../../x", "--json"],
            ):
                run(line)
            allowed = tuple(os.path.realpath(os.environ[name]) for name in ("XDG_CACHE_HOME",))
            outside = [p for p in opened if not os.path.realpath(p).startswith(allowed) and p != os.devnull]
            sys.stderr.write("\\n".join(["OUTSIDE", *outside, f"INSIDE {len(opened) - len(outside)}"]))
        """
        work, cache, home = tmp_path / "work", tmp_path / "cache", tmp_path / "home"
        for path in (work, home):
            path.mkdir()
        environment = {
            **os.environ,
            "XDG_CACHE_HOME": str(cache),
            "HOME": str(home),
            "TMPDIR": str(home),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        ran = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), str(frozen_base)],
            env=environment,
            cwd=work,
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
        outside, inside = ran.stderr.rpartition("OUTSIDE\n")[2].rsplit("INSIDE ", 1)
        assert outside.split() == []
        assert int(inside) > 0
        assert [list(path.iterdir()) for path in (work, home)] == [[], []]
        assert [path.name for path in cache.iterdir()] == ["kap"]
        assert [path.suffix for path in (cache / "kap").iterdir()] == [".db"]
