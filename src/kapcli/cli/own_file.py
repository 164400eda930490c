"""The file of one's own into which studies are written where no other is named."""

from __future__ import annotations

import os
from pathlib import Path

from kapcli.catalogue.layers import own_folder
from kapcli.cli.answer import Exit, Problem, Stop


def own_file() -> Path:
    """Where it is, whether it is there or not.

    Raises:
        Stop: There is no folder for it, as for a user without a home.
    """
    folder = own_folder()
    if not folder:
        problem = Problem("there is no folder for a catalogue of your own", "name a file: --output my.yaml")
        raise Stop(Exit.INPUT_OUTPUT, problem)
    return Path(folder) / "own.yaml"


def make_room(file: Path) -> None:
    """Make the folder of the file where it is missing.

    Raises:
        Stop: It cannot be made.
    """
    try:
        os.makedirs(file.parent, mode=0o700, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Stop(Exit.INPUT_OUTPUT, Problem(f"cannot be made: {reason}", "", repr(str(file.parent)))) from None
