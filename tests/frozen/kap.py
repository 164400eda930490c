"""Run ``kap`` with the frozen catalogue as the built-in one: ``python tests/frozen/kap.py search ptsd``."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from kapcli.catalogue import files

HERE = Path(__file__).parent


def put_in_place(folder: Path) -> Path:
    """Lay out a folder as the package is laid out, with the frozen catalogue and the vocabulary of today in it.

    Args:
        folder: Where to; what it holds goes into the place of the package's own data while it is
            ``kapcli.catalogue.files._BASE``, the one place that says where data stand.
    """
    data = folder / "data"
    data.mkdir(parents=True)
    shutil.copy(HERE / "studies.yaml", data)
    shutil.copy(files.built_in("vocabulary.yaml"), data)
    return folder


if __name__ == "__main__":
    from kapcli.__main__ import run

    with tempfile.TemporaryDirectory() as name:
        files._BASE = put_in_place(Path(name))
        sys.exit(run(sys.argv[1:]))
