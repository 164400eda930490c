"""Why a picture cannot be made."""

from __future__ import annotations


class PictureError(Exception):
    """A picture cannot be made; the text says why."""


class NoLibraryError(PictureError):
    """matplotlib is not there, or cannot be loaded."""


class TooTallError(PictureError):
    """More rows than one sheet can hold that anybody would look at."""
