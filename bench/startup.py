"""How long `kap` takes, as a ratio to a bare Typer app that draws a Rich table.

Whole processes, run in rounds of random order, so that whatever else the machine does falls on all alike; a ratio is
the median of the ratios within each round. Read the ratios, not the milliseconds. Needs the `kap` of a plain (not
editable) installation, and a Unix with pseudo-terminals.

    python bench/startup.py [--kap PATH] [--runs N] [--no-gate]
"""

from __future__ import annotations

import argparse
import os
import pty
import py_compile
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import NamedTuple

BARE = """
from typing import Annotated
import typer

app = typer.Typer()

@app.callback()
def main(): ...

@app.command()
def search(words: list[str], route: Annotated[str, typer.Option()] = "", limit: Annotated[int, typer.Option()] = 20):
    from rich.console import Console
    from rich.table import Table

    table = Table("id", "title", "year", "design", "condition", "n")
    for row in range(limit):
        title = f"{row}: {' '.join(words)} {route} in people with a longer title than one line of it may hold"
        table.add_row(f"study{row}", title, "2020", "randomised trial", "PTSD", str(row))
    Console().print(table)
"""
SEARCH = ["search", "ptsd", "--route", "oral"]
SENTENCE = "one infusion lowered PTSD symptoms within a day compared with midazolam"


class Case(NamedTuple):
    """What is run, and how long it may take in terms of another case (`None`: only shown)."""

    name: str
    command: list[str]
    terminal: bool = False
    cold: bool = False
    bound: float | None = None
    base: str = "bare Typer app, Rich table"


def cases(kap: Path, python: Path) -> list[Case]:
    """Everything that is measured; the first two are what the others are compared with."""
    call = str(kap)
    return [
        Case("`python -c pass`", [str(python), "-c", "pass"]),
        Case("bare Typer app, Rich table", [str(python), "-c", "import bare; bare.app()", *SEARCH], terminal=True),
        Case("`kap search`, terminal", [call, *SEARCH], terminal=True, bound=0.95),
        # Python, Typer, msgspec and SQLite are half of the bare app before a line of ours runs.
        Case("`kap search`, pipe", [call, *SEARCH], bound=0.9),
        Case("`kap search --json`", [call, *SEARCH, "--json"], bound=0.9),
        Case("`kap search`, first run ever", [call, *SEARCH], terminal=True, cold=True, bound=3.0),
        Case("`kap show`, terminal", [call, "show", "feder2014"], terminal=True),
        Case("`kap cite`, terminal", [call, "cite", "feder2014"], terminal=True),
        Case(
            "`kap check`, terminal",
            [call, "check", SENTENCE],
            terminal=True,
            bound=1.2,
            base="`kap search`, terminal",
        ),
        Case(
            "`kap report`, whole catalogue",
            [call, "report", "--format", "html"],
            bound=12.0,
            base="`kap search`, terminal",
        ),
    ]


def once(case: Case, environment: dict[str, str], folder: Path) -> float:
    """Run a command and give the milliseconds from its start to its end.

    Raises:
        RuntimeError: It failed, or wrote nothing.
    """
    if case.cold:
        environment = environment | {
            "XDG_CACHE_HOME": tempfile.mkdtemp(dir=folder),
            "HOME": tempfile.mkdtemp(dir=folder),
        }
    reader, writer = pty.openpty() if case.terminal else os.pipe()
    if case.terminal:
        termios.tcsetwinsize(writer, (40, 100))
    begin = time.perf_counter()
    process = subprocess.Popen(
        case.command, stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.DEVNULL, env=environment, cwd=folder
    )
    os.close(writer)
    size = 0
    try:
        while part := os.read(reader, 65536):
            size += len(part)
    except OSError:
        # A terminal whose other end is closed is an error on Linux, and the end of file elsewhere.
        pass
    code = process.wait()
    spent = time.perf_counter() - begin
    os.close(reader)
    if code or not (size or case.command[-1] == "pass"):
        raise RuntimeError(f"{' '.join(case.command)}: exit code {code}, {size} bytes written")
    return spent * 1000


def measure(wanted: list[Case], runs: int) -> dict[str, list[float]]:
    """Every case so many times, each round in a random order, after one round that does not count."""
    with tempfile.TemporaryDirectory(prefix="kap-bench-") as name:
        folder = Path(name)
        (folder / "bare.py").write_text(BARE, encoding="utf-8")
        py_compile.compile(str(folder / "bare.py"), doraise=True)
        dropped = ("PYTHON", "KAP_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "XDG_")
        environment = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
        environment |= {
            "TERM": "xterm-256color",
            "PYTHONPATH": name,
            "XDG_CACHE_HOME": str(folder / "cache"),
            "HOME": name,
        }
        spent: dict[str, list[float]] = {case.name: [] for case in wanted}
        for number in range(runs + 1):
            for case in random.sample(wanted, len(wanted)):
                milliseconds = once(case, environment, folder)
                if number:
                    spent[case.name].append(milliseconds)
    return spent


def middle_ratio(times: list[float], base: list[float]) -> float:
    """The median of the ratios to what was measured in the same round."""
    return statistics.median(time / other for time, other in zip(times, base, strict=True))


def main() -> int:
    """Measure, print the table, and say by the exit code whether every bound was kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kap", help="the kap to measure; the one on PATH by default")
    parser.add_argument("--runs", type=int, default=21, help="runs of each command (21)")
    parser.add_argument("--no-gate", action="store_true", help="only print, whatever the figures are")
    options = parser.parse_args()
    found = options.kap or shutil.which("kap")
    if not found:
        parser.error("no kap on PATH: name one with --kap")
    kap = Path(found).resolve()
    python = kap.parent / "python"
    if not python.exists():
        parser.error(f"no Python beside {kap}: kap has to be installed into a virtual environment")
    wanted = cases(kap, python)
    spent = measure(wanted, options.runs)
    start, bare = (spent[case.name] for case in wanted[:2])
    print(f"Medians of {options.runs} whole processes each.\n")
    print("| command | ms | x bare app | bound | x `pass` |\n| --- | --- | --- | --- | --- |")
    broken = []
    for case in wanted:
        times = spent[case.name]
        ratio, over_start = middle_ratio(times, bare), middle_ratio(times, start)
        measured = middle_ratio(times, spent[case.base])
        bound = ""
        if case.bound is not None:
            bound = f"{measured:.2f} of {case.bound:.2f} x {case.base}"
        print(f"| {case.name} | {statistics.median(times):.0f} | {ratio:.2f} | {bound} | {over_start:.1f} |")
        if case.bound is not None and measured > case.bound:
            broken.append(f"{case.name}: {measured:.2f} x {case.base} is above {case.bound:.2f}")
    for line in broken:
        print(f"startup.py: {line}", file=sys.stderr)
    return 1 if broken and not options.no_gate else 0


if __name__ == "__main__":
    sys.exit(main())
