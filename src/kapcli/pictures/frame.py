"""What stands around every picture: the question, the source, the date, the command, and that it is no advice."""

from __future__ import annotations

import msgspec

from kapcli.views.closing_lines import CURATED


class Frame(msgspec.Struct, frozen=True):
    """The words around a picture.

    Attributes:
        as_of: The catalogue's date.
        question: What was asked, in words and facets.
        command: What to type for the same figures.
        disclaimer: That it is no medical advice; and where to turn in danger, where that must be named.
        own: What comes from catalogues other than the built-in one, in words; empty where nothing does.
        remarks: What has to be said before anything else.
        version: Of the program.
    """

    as_of: str
    question: str
    command: str
    disclaimer: tuple[str, ...]
    own: str = ""
    remarks: tuple[str, ...] = ()
    version: str = ""

    def under_title(self) -> tuple[str, ...]:
        """The lines under the title."""
        return (f"Question: {self.question}", f"As of {self.as_of}; {CURATED}")

    def lines(self) -> tuple[str, ...]:
        """The lines at the foot."""
        own = f" {self.own}" if self.own else ""
        program = f"kapcli {self.version}".strip()
        return (
            f"Source: {program}, curated catalogue, not a systematic search, as of {self.as_of}.{own}",
            f"Command: {self.command}",
            *self.disclaimer,
        )
