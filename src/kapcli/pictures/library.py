"""The one door to matplotlib: it is loaded here, quietly, and with its own defaults whatever a person has set."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import logging
import textwrap
import warnings
from typing import TYPE_CHECKING

from kapcli.pictures.faults import NoLibraryError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What it says of itself may be long.
_MESSAGE = 160
# Glyphs are outlines in SVG, so that it looks the same everywhere, and embedded TrueType in PDF. The salt makes ids
# the same in every run.
_SETTINGS: dict[str, object] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "kapcli",
    "svg.id": None,
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "text.usetex": False,
    "text.parse_math": False,
    # Letters as wide as they were measured.
    "text.hinting": "none",
    "text.hinting_factor": 1,
    "hatch.linewidth": 0.5,
    "path.simplify": False,
}


def missing() -> bool:
    """Whether matplotlib is not installed; nothing is loaded to find out."""
    try:
        return importlib.util.find_spec("matplotlib") is None
    except (ImportError, ValueError):
        return True


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Load matplotlib with its own defaults and without a word: what it remarks on (caches, fonts) is no answer.

    Raises:
        NoLibraryError: It cannot be loaded.
    """
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                # What it looks for in the environment may be wrong as well: that is a ValueError.
                matplotlib = importlib.import_module("matplotlib")
                importlib.import_module("matplotlib.figure")
            except (ImportError, ValueError, OSError) as error:
                raise NoLibraryError(textwrap.shorten(str(error), _MESSAGE)) from None
            with matplotlib.rc_context():
                matplotlib.rcdefaults()
                matplotlib.rcParams.update(_SETTINGS)
                yield
    finally:
        logger.setLevel(level)
