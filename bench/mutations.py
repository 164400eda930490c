"""Which planted faults the tests see: bench/mutations.yaml, one at a time, in a copy of the tree.

    python bench/mutations.py [ID...] [--all] [--area AREA] [--anchors]

For each it runs the tests that the fault names (``--all``: every folder but the browser's), first without the golden
files (tests whose name ends with ``as_expected``), then, where none of these saw it, those of the frozen catalogue.
Ends with 1 where a fault survives, and with 2, before any test, where a text is no longer found in its file exactly
once, or a named test is gone: the fault must then be planted anew, from its line ``shows``.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
# Everything a test may read; no history, no environments.
COPIED = ("src", "tests", "data", "docs", "bench", "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md")
EVERY = ("evidence", "writers", "report", "index", "citing", "catalogue", "cli", "checking")
GOLDEN = "as_expected"
FROZEN = "tests/cli/test_frozen_screens.py"


class Fault(NamedTuple):
    """One planted fault, as it stands in the file."""

    id: str
    area: str
    file: str
    text: str
    change: str
    shows: str
    tests: tuple[str, ...]


class Seen(NamedTuple):
    """What became of it: by which test it was seen, if any, and whether that is one of the golden files."""

    test: str
    golden: bool
    seconds: float


def main() -> int:
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("ids", nargs="*", metavar="ID")
    words.add_argument("--all", action="store_true", help="run every folder, whatever a fault names")
    words.add_argument("--area", help="only faults of one area")
    words.add_argument("--anchors", action="store_true", help="only look whether every text is found")
    asked = words.parse_args()
    faults = [fault for fault in listed() if not asked.ids or fault.id in asked.ids]
    faults = [fault for fault in faults if not asked.area or fault.area == asked.area]
    if unknown := set(asked.ids) - {fault.id for fault in faults}:
        print(f"no such fault: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    if stale := [line for fault in faults if (line := lost(fault))]:
        print("TEXT NOT FOUND: plant these anew", *stale, sep="\n", file=sys.stderr)
        return 2
    if asked.anchors:
        print(f"{len(faults)} faults, every text found once")
        return 0
    # Started in the background, an interrupt would be ignored, and tests of one would fail whatever was planted.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as name:
        tree = copied(Path(name))
        found = {}
        for fault in faults:
            found[fault.id] = planted(tree, fault, every=asked.all)
            print(line_of(fault, found[fault.id]), flush=True)
    survived = [name for name, seen in found.items() if not seen.test]
    golden = [name for name, seen in found.items() if seen.golden]
    ordinary = len(found) - len(survived) - len(golden)
    print(f"\n{len(found)} faults: {ordinary} seen by an ordinary test, {len(golden)} by a golden file alone,", end=" ")
    print(f"{len(survived)} by none")
    for heading, names in (("golden alone", golden), ("survived", survived)):
        if names:
            print(f"{heading}: {', '.join(names)}")
    return 1 if survived else 0


def listed() -> list[Fault]:
    found = yaml.safe_load((ROOT / "bench" / "mutations.yaml").read_text("utf-8"))
    return [Fault(**{**one, "tests": tuple(one.get("tests", ()))}) for one in found]


def lost(fault: Fault) -> str:
    """Why a fault cannot be planted; empty where it can."""
    path = ROOT / fault.file
    if not path.exists():
        return f"{fault.id}: there is no {fault.file} ({fault.shows})"
    if moved := [name for name in fault.tests if not (ROOT / name).exists()]:
        return f"{fault.id}: there is no {', '.join(moved)}"
    count = path.read_text("utf-8").count(fault.text)
    return "" if count == 1 else f"{fault.id}: {count} times in {fault.file}, not once ({fault.shows})"


def copied(folder: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, folder / name)
    return folder


def planted(tree: Path, fault: Fault, *, every: bool) -> Seen:
    """Plant a fault, run the tests, take it out again."""
    path = tree / fault.file
    whole = path.read_text("utf-8")
    path.write_text(whole.replace(fault.text, fault.change), "utf-8")
    start = time.monotonic()
    try:
        named = () if every else fault.tests
        test = failing(tree, named or tuple(f"tests/{folder}" for folder in EVERY), f"not {GOLDEN}")
        golden = not test
        test = test or failing(tree, (FROZEN,), "")
    finally:
        path.write_text(whole, "utf-8")
    return Seen(test, golden and bool(test), time.monotonic() - start)


def failing(tree: Path, tests: tuple[str, ...], names: str) -> str:
    """The first test that fails; empty where none does.

    Raises:
        SystemExit: pytest could not run them.
    """
    line = [sys.executable, "-m", "pytest", "-o", "addopts=", "-x", "-q", "-rfE", "--tb=no", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*line, *(("-k", names) if names else ()), "--ignore=tests/cli/test_architecture.py", *tests],
        cwd=tree,
        # The copy's own code goes before what is installed.
        env=os.environ | {"PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode in (0, 5):
        return ""
    found = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
    if found is None:
        raise SystemExit(f"pytest could not run:\n{done.stdout}\n{done.stderr}")
    return found[1]


def line_of(fault: Fault, seen: Seen) -> str:
    how = "SURVIVED" if not seen.test else "golden alone" if seen.golden else "seen"
    return f"{how:12}  {fault.id:40}  {seen.seconds:5.0f} s  {seen.test}"


if __name__ == "__main__":
    sys.exit(main())
