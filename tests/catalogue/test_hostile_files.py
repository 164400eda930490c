"""Files that no honest person writes, and some that many do: refused with a message, or read as they stand."""

from __future__ import annotations

import errno
import functools
import os
import re
import shutil
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from bad_files import FILES, SOUND, with_study

from kapcli.catalogue.validation import Below
from kapcli.index import loading

Kap = Callable[..., Any]
# What a bomb may take: far less than it would expand to.
MEMORY_KB = 900_000
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udbff]")


vocabulary = functools.cache(loading.load_vocabulary)


def said(code: int) -> str:
    """How this system words an error, as kap writes it in the middle of a sentence."""
    words = os.strerror(code)
    return words[0].lower() + words[1:]


def state(folder: Path) -> Sequence[tuple[object, ...]]:
    entries = [os.path.join(os.fsencode(folder), name) for name in os.listdir(os.fsencode(folder))]
    return sorted((entry, *os.lstat(entry)[:9]) for entry in entries)


def without_access_time(facts: Sequence[tuple[object, ...]]) -> Sequence[tuple[object, ...]]:
    return [fact[:8] + fact[9:] for fact in facts]


def unfolded(text: str) -> str:
    """A text without blanks and line ends: a page breaks a long path wherever its width asks for it."""
    return "".join(text.split())


def judge(ran: Any, code: int, word: str, shown: str, line: int = 0) -> None:
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err
    assert not CONTROL.search(ran.err), ran.err[:500]
    if code in (3, 4):
        assert ran.out == ""
        assert word in ran.err, ran.err[:500]
        assert shown in ran.err
        assert not line or f"{shown}:{line}:" in ran.err, ran.err[:500]
    else:
        assert word in ran.out + ran.err
        assert unfolded(shown) in unfolded(ran.out)
        assert not line or f"{shown}:{line}:" in ran.err


@pytest.fixture(scope="module")
def small_base(tmp_path_factory: pytest.TempPathFactory, frozen_base: Path) -> Path:
    """A folder laid out as the package's, with a catalogue of one study in it: each process reads it first."""
    base = Path(shutil.copytree(frozen_base, tmp_path_factory.mktemp("small") / "base"))
    (base / "data" / "studies.yaml").write_text(with_study(id="elsewhere1999"), encoding="utf-8")
    return base


@pytest.fixture
def small_copy(kap_copy: Kap, small_base: Path) -> Kap:
    """Run one command line as a copy of a process, with the small catalogue."""
    return functools.partial(kap_copy, base=small_base)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", [name for name, bad in FILES.items() if not bad.crashing])
def test_file_is_judged_with_its_line(name: str, kap: Kap, tmp_path: Path) -> None:
    bad = FILES[name]
    file = tmp_path / f"{name}.yaml"
    file.write_bytes(bad.make())
    before = without_access_time(state(tmp_path))
    ran = kap("validate", str(file))
    judge(ran, bad.exit, bad.word, str(file), bad.line())
    assert without_access_time(state(tmp_path)) == before


@pytest.mark.parametrize("name", [name for name, bad in FILES.items() if bad.crashing])
def test_bomb_is_refused_before_it_grows(name: str, small_copy: Kap, tmp_path: Path) -> None:
    bad = FILES[name]
    file = tmp_path / f"{name}.yaml"
    file.write_bytes(bad.make())
    before = without_access_time(state(tmp_path))
    ran = small_copy("validate", str(file), memory=MEMORY_KB)
    judge(ran, bad.exit, bad.word, str(file), bad.line())
    assert without_access_time(state(tmp_path)) == before


@pytest.mark.usefixtures("small")
def test_fault_of_any_file_is_json_too(kap: Kap, tmp_path: Path) -> None:
    import json

    file = tmp_path / "esc.yaml"
    file.write_bytes(FILES["esc-escaped"].make())
    ran = kap("validate", "--json", str(file))
    assert ran.code == 3
    assert ran.err == ""
    assert json.loads(ran.out)["errors"][0]["line"] == FILES["esc-escaped"].line()


@pytest.mark.usefixtures("small")
def test_several_bad_files_are_all_named(kap: Kap, tmp_path: Path) -> None:
    names = ["dup-key", "tag-custom", "year-9999"]
    paths = [tmp_path / f"{name}.yaml" for name in names]
    for name, path in zip(names, paths, strict=True):
        path.write_bytes(FILES[name].make())
    ran = kap("validate", *map(str, paths))
    assert ran.code == 3
    for name, path in zip(names, paths, strict=True):
        assert f"{path}:{FILES[name].line()}:" in ran.err


def test_verdicts_are_the_same_without_the_compiled_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    expected = {name: (bad.exit, bad.line()) for name, bad in FILES.items() if not bad.large}
    found = {}
    for name, (_, line) in expected.items():
        _, faults = loading.read_layer(FILES[name].make(), "my.yaml", vocabulary(), {}, Below())
        exit = 3 if any(fault.severity == "error" for fault in faults) else 0
        found[name] = exit, line if line in {fault.line for fault in faults} else 0
    assert found == expected


# A file that cannot be opened, or never ends.


@pytest.mark.usefixtures("small")
def test_directory_is_not_a_file(kap: Kap, tmp_path: Path) -> None:
    judge(kap("validate", str(tmp_path)), 4, "directory", str(tmp_path))


@pytest.mark.usefixtures("small")
def test_missing_file_is_named(kap: Kap, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.yaml"
    judge(kap("validate", str(missing)), 4, said(errno.ENOENT), str(missing))


@pytest.mark.usefixtures("small")
def test_missing_file_is_not_hidden_by_a_bad_one(kap: Kap, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_bytes(FILES["dup-key"].make())
    missing = tmp_path / "nowhere.yaml"
    judge(kap("validate", str(bad), str(missing)), 4, said(errno.ENOENT), str(missing))


def test_pipe_does_not_hang(small_copy: Kap, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    judge(small_copy("validate", str(pipe)), 4, "not a regular file", str(pipe))


def test_pipe_as_a_catalogue_does_not_hang(small_copy: Kap, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    ran = small_copy("search", "ptsd", "--catalogue", str(pipe))
    judge(ran, 4, "not a regular file", str(pipe))


def test_endless_device_is_refused(small_copy: Kap) -> None:
    ran = small_copy("validate", "/dev/zero", memory=MEMORY_KB)
    judge(ran, 4, "not a regular file", "/dev/zero")


def test_endless_device_as_a_catalogue_is_refused(small_copy: Kap) -> None:
    ran = small_copy("show", "x", "--catalogue", "/dev/zero", memory=MEMORY_KB)
    judge(ran, 4, "not a regular file", "/dev/zero")


@pytest.mark.usefixtures("small")
def test_socket_is_refused(kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.yaml")
        judge(kap("validate", "socket.yaml"), 4, "cannot be read", "socket.yaml")


@pytest.mark.usefixtures("small")
def test_dangling_link_is_named(kap: Kap, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(tmp_path / "nowhere.yaml")
    judge(kap("validate", str(link)), 4, said(errno.ENOENT), str(link))


@pytest.mark.usefixtures("small")
def test_link_loop_is_named(kap: Kap, tmp_path: Path) -> None:
    link = tmp_path / "loop.yaml"
    link.symlink_to(link)
    judge(kap("validate", str(link)), 4, said(errno.ELOOP), str(link))


@pytest.mark.usefixtures("small")
def test_empty_path_is_refused(kap: Kap) -> None:
    judge(kap("validate", ""), 4, said(errno.ENOENT), "''")


@pytest.mark.usefixtures("small")
def test_path_with_nul_is_refused(kap: Kap) -> None:
    judge(kap("validate", "a\0b"), 4, "not a file name", "a")


@pytest.mark.usefixtures("small")
def test_unreadable_file_is_named(kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret.yaml"
    file.write_text(SOUND, encoding="utf-8")
    file.chmod(0)
    really = os.open

    def refuse(path: Any, *rest: Any, **named: Any) -> int:
        # The superuser may read everything: for him the refusal is played.
        if os.fspath(path) == str(file):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return really(path, *rest, **named)

    monkeypatch.setattr(os, "open", refuse)
    judge(kap("validate", str(file)), 4, said(errno.EACCES), str(file))


@pytest.mark.usefixtures("small")
def test_name_with_escape_and_newline_is_shown_safely(kap: Kap, tmp_path: Path) -> None:
    file = tmp_path / "a\nb\x1b[31m.yaml"
    file.write_bytes(FILES["dup-key"].make())
    ran = kap("validate", str(file))
    judge(ran, 3, "given twice", "[31m.yaml")


@pytest.mark.usefixtures("small")
def test_newline_in_a_name_does_not_start_a_line(kap: Kap, tmp_path: Path) -> None:
    file = tmp_path / "a\nkap: all is well.yaml"
    file.write_bytes(FILES["dup-key"].make())
    ran = kap("validate", str(file))
    assert "kap: all is well" not in [line[:16] for line in ran.err.splitlines()]


@pytest.mark.usefixtures("small")
def test_missing_name_with_escape_is_shown_safely(kap: Kap, tmp_path: Path) -> None:
    judge(kap("validate", str(tmp_path / "a\nb\x1b[31m.yaml")), 4, said(errno.ENOENT), "[31m.yaml")


@pytest.mark.parametrize(("sound", "code"), [(True, 0), (False, 3)])
@pytest.mark.parametrize("how", ["text", "json"])
def test_name_that_is_not_utf8_is_shown_safely(
    small_copy: Kap, tmp_path: Path, sound: bool, code: int, how: str
) -> None:
    path = os.fsencode(tmp_path) + b"/a\xff.yaml"
    with open(path, "wb") as file:
        file.write(SOUND.encode() if sound else FILES["dup-key"].make())
    ran = small_copy("validate", "--format", how, path)
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err
    assert ".yaml" in ran.out + ran.err


def test_missing_name_that_is_not_utf8_is_shown_safely(small_copy: Kap, tmp_path: Path) -> None:
    ran = small_copy("validate", os.fsencode(tmp_path) + b"/a\xff.yaml")
    judge(ran, 4, said(errno.ENOENT), ".yaml")


@pytest.mark.parametrize("command", [("search", "ptsd"), ("show", "mine2020", "--json")])
def test_catalogue_whose_name_is_not_utf8_works(frozen_copy: Kap, tmp_path: Path, command: tuple[str, ...]) -> None:
    path = os.fsencode(tmp_path) + b"/a\xff.yaml"
    with open(path, "wb") as file:
        file.write(with_study(id="mine2020").encode())
    ran = frozen_copy(*command, "--catalogue", path)
    assert ran.code == 0, ran.err
    assert "Traceback" not in ran.err


@pytest.mark.usefixtures("small")
def test_name_that_begins_with_a_hyphen_works_behind_two(
    kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-v.yaml").write_text(SOUND, encoding="utf-8")
    judge(kap("validate", "--", "-v.yaml"), 0, "no errors", "-v.yaml")


@pytest.mark.usefixtures("small")
def test_longest_name_works(kap: Kap, tmp_path: Path) -> None:
    file = tmp_path / ("x" * 250 + ".yaml")
    file.write_text(SOUND, encoding="utf-8")
    ran = kap("validate", str(file))
    assert ran.code == 0
    assert unfolded(str(file)) in unfolded(ran.out)


@pytest.mark.usefixtures("small")
def test_python_tag_runs_nothing(kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tag.yaml").write_bytes(FILES["tag-python"].make())
    assert kap("validate", "tag.yaml").code == 3
    assert os.listdir() == ["tag.yaml"]


def test_built_in_catalogue_is_sound(kap: Kap) -> None:
    ran = kap("validate")
    assert (ran.code, ran.err) == (0, "")
