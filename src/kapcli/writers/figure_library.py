"""The one door to matplotlib: it is loaded here, quietly, and with its own defaults whatever a person has set."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import logging
import sys
import textwrap
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What it says of itself may be long.
_MESSAGE = 160
# Letters are embedded in a PDF as TrueType.
_SETTINGS: dict[str, object] = {
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "text.usetex": False,
    "text.parse_math": False,
    # Letters as wide as they were measured, but for kerning.
    "text.hinting": "none",
    "text.hinting_factor": 1,
    "hatch.linewidth": 0.5,
    "path.simplify": False,
}


def font_file(bold: bool) -> str:
    """The font that comes with matplotlib: the same on every machine."""
    import matplotlib

    return f"{matplotlib.get_data_path()}/fonts/ttf/{'DejaVuSans-Bold.ttf' if bold else 'DejaVuSans.ttf'}"


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
        FontError: A font could not be read meanwhile: what has been drawn may lack letters, and must not be used.
    """
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                # What it looks for in the environment may be wrong as well: that is a ValueError. The fonts that it
                # lists are not those that are drawn with: what it cannot read of them does no harm.
                with _heard():
                    matplotlib = importlib.import_module("matplotlib")
                    importlib.import_module("matplotlib.figure")
            except (ImportError, ValueError, OSError) as error:
                raise NoLibraryError(textwrap.shorten(str(error), _MESSAGE)) from None
            with _heard() as unread, matplotlib.rc_context():
                matplotlib.rcdefaults()
                matplotlib.rcParams.update(_SETTINGS)
                try:
                    yield
                except RuntimeError as error:
                    # What FreeType says of a font that is damaged, or of which it was given too little.
                    unread = unread or [error]
                if unread:
                    raise FontError(textwrap.shorten(str(unread[0]), _MESSAGE))
    finally:
        logger.setLevel(level)


@contextlib.contextmanager
def _heard() -> Iterator[list[BaseException | None]]:
    """What fails where Python cannot raise it: matplotlib reads fonts from within C, and goes on without them."""
    failures: list[BaseException | None] = []
    hook = sys.unraisablehook

    def hear(failure: sys.UnraisableHookArgs) -> None:
        if isinstance(failure.exc_value, OSError):
            failures.append(failure.exc_value)
        else:
            hook(failure)

    sys.unraisablehook = hear
    try:
        yield failures
    finally:
        sys.unraisablehook = hook


class FigureError(Exception):
    """A figure cannot be written; the text says why."""


class NoLibraryError(FigureError):
    """matplotlib is not there, or cannot be loaded."""


class FontError(FigureError):
    """The font that letters are painted with cannot be read."""
