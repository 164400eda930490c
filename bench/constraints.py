"""Writes ``constraints.txt``: the versions that the README's test command installs.

Run it on purpose, look at the difference, and run the tests before it is committed::

    pip install uv && python bench/constraints.py
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# The versions that the tests are run with, for every Python this project supports.
# Made by bench/constraints.py and never by hand.
"""


def main() -> None:
    """Resolve the newest versions that pyproject.toml allows, for all platforms, and write them down."""
    command = ["uv", "pip", "compile", "--universal", "--upgrade", "--no-header", "--no-annotate"]
    extras = ["--extra", "dev", "--extra", "browser"]
    resolved = subprocess.run(
        [*command, *extras, "pyproject.toml"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    # pip refuses extras in a constraint, and the project itself is what is being installed.
    lines = [line for line in resolved.splitlines() if not line.startswith(("kapcli", "--", "#"))]
    (ROOT / "constraints.txt").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    sys.stderr.write(f"constraints.txt: {len(lines)} packages\n")


if __name__ == "__main__":
    main()
