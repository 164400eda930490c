"""Every answer of ``kap`` worth keeping, written into a folder, so that two states of the code can be compared.

    python bench/snapshot.py before
    ...
    python bench/snapshot.py after
    diff -r before after

Asks the kapcli that this Python has installed, and nothing of it but its command line, in the lines of
``tests/frozen/lines.py``. To look at a checkout with the lines of another: ``PYTHONPATH=OTHER/src python
bench/snapshot.py FOLDER``.

    --frozen    of the frozen catalogue in tests/frozen instead of the built-in one
"""

from __future__ import annotations

import argparse
import contextlib
import contextvars
import io
import os
import sys
import tempfile
from pathlib import Path

FROZEN = Path(__file__).resolve().parent.parent / "tests" / "frozen"
SETTINGS = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "KAP_CATALOGUE", "KAP_DEBUG")
# Of the frozen catalogue alone.
INVENTED = "invented-"


def main() -> None:
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("folder", type=Path)
    words.add_argument("--frozen", action="store_true", help="of the frozen catalogue instead of the built-in one")
    asked = words.parse_args()
    folder = asked.folder.resolve()
    folder.mkdir(parents=True)
    sys.path.insert(0, str(FROZEN.parent))
    for name in SETTINGS:
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as home:
        # A cache of its own: nothing compiled by another state of the code is believed.
        os.environ["HOME"] = os.environ["XDG_CACHE_HOME"] = os.environ["LOCALAPPDATA"] = home
        if asked.frozen:
            from frozen.kap import put_in_place
            from kapcli.catalogue import files

            files._BASE = put_in_place(Path(home) / "frozen")
        os.chdir(FROZEN)
        print(f"{_take(folder, invented=asked.frozen)} answers in {folder}")


def _take(folder: Path, *, invented: bool) -> int:
    from frozen.lines import FAULTS, FILES, PAGES, PICTURES, WIDTHS

    lines = {f"{name}-{width}.txt": (line, width) for name, line in PAGES.items() for width in WIDTHS}
    lines |= {name: (line, 80) for name, line in FILES.items()}
    lines |= {f"fault-{name}" + ("" if "." in name else ".txt"): (line, 80) for name, line in FAULTS.items()}
    count = 0
    for name, (line, width) in lines.items():
        if invented or not any(word.startswith(INVENTED) for word in line):
            (folder / name).write_text(_answer(line, width), "utf-8", newline="")
            count += 1
    for name, line in PICTURES.items():
        _answer((*line, "--output", str(folder / f"picture-{name}.svg")), 80)
        count += 1
    return count


def _answer(line: tuple[str, ...], width: int) -> str:
    """All that one command line says, with its exit code."""
    from kapcli.__main__ import run

    os.environ["COLUMNS"] = str(width)
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = contextvars.copy_context().run(run, line)
    said = []
    for stream in (out, err):
        stream.flush()
        said.append(stream.buffer.getvalue().decode("utf-8"))
    return f"{said[0]}[stderr]\n{said[1]}[code {int(code)}]\n"


if __name__ == "__main__":
    main()
