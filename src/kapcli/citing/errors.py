"""What can go wrong while citing."""

from __future__ import annotations


class CitationError(ValueError):
    """An item that cannot be cited as it is, or a style that does not exist."""


class CitationEngineChanged(RuntimeError):  # noqa: N818 - says what happened
    """The installed citation engine is not the one the corrections were written for.

    Attributes:
        differences: What was expected and not found, one entry each.
    """

    def __init__(self, differences: tuple[str, ...]) -> None:
        self.differences = differences
        super().__init__(
            "The citation engine changed; install citeproc-py>=0.11.1,<0.12. Found: " + "; ".join(differences)
        )
