"""Standard input and pipes where a file is wanted: read once, to the end, and no further than anybody needs."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kapcli.cli import streams

Kap = Callable[..., Any]

FAULTY = b"studies:\n  - id: made2030\n    year: 20x0\n    finding:\n"
BIB = b"@article{a, title={A made up title}, author={Made, Ada}, year=2030, journal={J}}"
LINES: dict[str, tuple[tuple[str, ...], bytes, int, str]] = {
    "check": (("check", "--json", "--file"), b"Ketamine cures PTSD. It is safe at home.", 0, "ptsd-cure"),
    "import": (("import",), BIB, 0, "made2030"),
    "validate": (("validate",), FAULTY, 3, "'20x0' is not a whole number"),
}
each = pytest.mark.parametrize(("line", "data", "code", "said"), LINES.values(), ids=LINES)


@each
def test_a_dash_is_standard_input(
    kap: Kap, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...], data: bytes, code: int, said: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    ran = kap(*line, "-")
    assert (ran.code, said in ran.out + ran.err) == (code, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@each
def test_a_pipe_is_a_file(kap: Kap, tmp_path: Path, line: tuple[str, ...], data: bytes, code: int, said: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(data), daemon=True)
    writer.start()
    ran = kap(*line, str(pipe))
    writer.join(10)
    assert (ran.code, said in ran.out + ran.err) == (code, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@each
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(
    kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...], data: bytes, code: int, said: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(streams, "_PATIENCE", 0.05)
    ran = kap(*line, str(tmp_path / "pipe"))
    assert (ran.code, "nobody writes to it" in ran.out + ran.err) == (4, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_what_never_ends_is_not_read_for_ever(kap: Kap, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def write() -> None:
        with contextlib.suppress(BrokenPipeError), open(pipe, "wb", buffering=0) as stream:
            while True:
                stream.write(b"a" * 65536)

    threading.Thread(target=write, daemon=True).start()
    ran = kap("check", "--file", str(pipe))
    assert (ran.code, "is larger than 2 MB" in ran.err) == (2, True)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no device that never ends")
@each
def test_a_device_is_refused(kap: Kap, line: tuple[str, ...], data: bytes, code: int, said: str) -> None:
    ran = kap(*line, "/dev/zero")
    assert (ran.code, "not a regular file" in ran.out + ran.err) == (4, True)


def test_faults_name_standard_input(kap: Kap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FAULTY)))
    found = json.loads(kap("validate", "-", "--json", "--strict").out)
    assert {(one["file"], one["line"]) for one in found["errors"]} >= {("standard input", 3), ("standard input", 4)}


@pytest.mark.parametrize("option", [("--migrate",), ("--online", "--write")], ids=" ".join)
def test_it_is_not_written_to(kap: Kap, monkeypatch: pytest.MonkeyPatch, option: tuple[str, ...]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FAULTY)))
    ran = kap("validate", *option, "-")
    assert (ran.code, ran.out) == (2, "")
    assert "standard input or a pipe cannot be rewritten" in ran.err
