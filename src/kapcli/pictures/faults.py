"""Why a picture cannot be made."""

from __future__ import annotations


class PictureError(Exception):
    """A picture cannot be made; the text says why."""


class NoLibraryError(PictureError):
    """matplotlib is not there, or cannot be loaded."""


class FontError(PictureError):
    """The picture's font cannot be read."""


class TooTallError(PictureError):
    """More rows than one sheet can hold that anybody would look at."""
