"""Why a figure cannot be written to a file."""

from __future__ import annotations


class FigureError(Exception):
    """A figure cannot be written; the text says why."""


class NoLibraryError(FigureError):
    """matplotlib is not there, or cannot be loaded."""


class FontError(FigureError):
    """The font that letters are painted with cannot be read."""


class TooTallError(FigureError):
    """More rows than one sheet can hold that anybody would look at."""
