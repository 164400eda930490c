"""How long `kap validate` takes over files of 64 MB that are wrong in every way, and how much memory.

Each file is judged by a process of its own, in text and in JSON. The bounds are those of the project: 20 s, 400 MB, and
an answer of at most 300 KB. Needs a Unix.

    python bench/hostile.py [--kap PATH] [--megabytes N] [--no-gate] [CASE...]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

SECONDS, MEGABYTES, ANSWER = 20.0, 400.0, 300_000
STUDY = "- {id: a%d, title: t, csl_type: report, year: 2020, design: rct, status: published, finding: f}\n"


def repeated(line: bytes, size: int, head: bytes = b"studies:\n") -> bytes:
    """A head and the same line again and again."""
    return (head + line * (size // len(line)))[:size]


def numbered(line: str, size: int, head: str = "studies:\n") -> bytes:
    """A head and a line with a number that rises."""
    lines = [head]
    filled, number = len(head), 0
    while filled < size - len(line) - 12:
        lines.append(line % number)
        filled += len(lines[-1])
        number += 1
    return "".join(lines).encode()


CASES: dict[str, Callable[[int], bytes]] = {
    "wrong lines": lambda size: repeated(b"- wrong\n", size),
    "wrong lines, long": lambda size: repeated(b"- {id: '%s', desgin: rtc}\n" % (b"x" * 280), size),
    "wrong codes": lambda size: repeated(b"- {design: rtc, status: publishd, conditions: [ptdsd]}\n", size),
    "few wrong, long values": lambda size: repeated(b"- {id: '%s', design: '%s'}\n" % (b"x" * 9000, b"y" * 9000), size),
    "wrong studies": lambda size: numbered(STUDY, size),
    "unknown fields": lambda size: numbered("titel%d: x\n", size, ""),
    "unknown fields, long keys": lambda size: numbered("k" * 900 + "%d: x\n", size, ""),
    "keys of a megabyte": lambda size: numbered("? " + "k" * 1_000_000 + "%d\n: x\n", size, ""),
    "duplicate keys": lambda size: repeated(b"studies: []\n", size, b""),
    "duplicate ids": lambda size: repeated((STUDY % 1).encode(), size),
    "one scalar, plain": lambda size: b"studies: " + b"x" * (size - 9),
    "one scalar, in quotes": lambda size: b'studies: "' + b"x" * (size - 11) + b'"',
    "one scalar, block": lambda size: repeated(b"  some words\n", size, b"studies: |\n"),
    "one comment": lambda size: b"# " + b"x" * (size - 2),
    "comment lines": lambda size: repeated(b"# words\n", size, b""),
    "line ends": lambda size: b"\n" * size,
    "blanks": lambda size: b"studies:" + b" " * (size - 8),
    "deep list, flow": lambda size: b"studies: " + b"[" * (size - 9),
    "deep list, block": lambda size: repeated(b"- ", size),
    "many short lists": lambda size: repeated(b"[[[[a]]]], ", size - 1, b"studies: [") + b"]",
    "one list": lambda size: repeated(b"a, ", size - 2, b"studies: [") + b"]",
    "noise": lambda size: random.Random(1).randbytes(size),
    "noise of letters": lambda size: bytes(random.Random(1).choices(b"abc:-[]{}'\"#&*!|>%@` \n", k=size)),
    "noise that is UTF-8": lambda size: random.Random(1).randbytes(size // 2).decode("latin-1").encode()[:size],
    "wide characters": lambda size: repeated("- \U0001f600\n".encode(), size),
    "one wide character": lambda size: repeated(b"- aaaaaaaaa\n", size - 8) + "- \U0001f600\n".encode(),
    "unclosed at the end": lambda size: repeated((STUDY % 1).encode(), size - 9) + b"- {id: 'a",
    "deep at the end": lambda size: repeated(b"# words\n- a\n" * 4000, size - 4000) + b"- " + b"[" * 3900,
}


class Measured(NamedTuple):
    """Seconds, megabytes at the most, bytes written, and how it ended."""

    seconds: float
    memory: float
    written: int
    code: int


def measure(kap: str, file: Path, *options: str) -> Measured:
    """Judge a file in a process of its own."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as answer:
        process = subprocess.Popen(
            [kap, "validate", *options, str(file)], stdin=subprocess.DEVNULL, stdout=answer, stderr=answer
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        size = answer.seek(0, os.SEEK_END)
    # Kilobytes, but bytes on macOS.
    memory = used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return Measured(time.perf_counter() - begin, memory, size, process.returncode)


def make(file: Path, content: Callable[[int], bytes], size: int) -> None:
    """Write a file in a process of its own: what this one takes would be counted as what `kap` takes."""
    if child := os.fork():
        os.waitpid(child, 0)
        return
    file.write_bytes(content(size))
    os._exit(0)


def main() -> int:
    """Measure, print the table, and say by the exit code whether every bound was kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="cases to run, by their names; all by default")
    parser.add_argument("--kap", help="the kap to measure; the one on PATH by default")
    parser.add_argument("--megabytes", type=float, default=64, help="size of each file (64)")
    parser.add_argument("--no-gate", action="store_true", help="only print, whatever the figures are")
    options = parser.parse_args()
    kap = options.kap or shutil.which("kap")
    if not kap:
        parser.error("no kap on PATH: name one with --kap")
    if unknown := set(options.cases) - set(CASES):
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    print(
        "| case | s | MB | answer, KB | JSON: s | MB | KB | exit |\n| --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    broken = []
    with tempfile.TemporaryDirectory(prefix="kap-hostile-") as name:
        file = Path(name) / "hostile.yaml"
        for case in options.cases or CASES:
            make(file, CASES[case], int(options.megabytes * 1024**2))
            runs = [measure(kap, file), measure(kap, file, "--json")]
            cells = [f"{run.seconds:.1f} | {run.memory:.0f} | {run.written / 1000:.0f}" for run in runs]
            print(f"| {case} | {cells[0]} | {cells[1]} | {runs[0].code} |", flush=True)
            for run in runs:
                if run.seconds > SECONDS or run.memory > MEGABYTES or run.written > ANSWER or run.code != 3:
                    broken.append(f"{case}: {run}")
    for line in broken:
        print(f"hostile.py: {line}", file=sys.stderr)
    return 1 if broken and not options.no_gate else 0


if __name__ == "__main__":
    sys.exit(main())
