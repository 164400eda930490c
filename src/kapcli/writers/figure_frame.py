"""What stands around every figure in a file: what it is, the question, the source, and the command for the same."""

from __future__ import annotations

import msgspec

from kapcli.views.closing_lines import CURATED


class Frame(msgspec.Struct, frozen=True):
    """The words around a figure.

    Attributes:
        title: What it is, in a few words.
        as_of: The catalogue's date.
        question: What was asked, in words and facets.
        command: What to type for the same figures.
        closing: What the document says last (as of when, that it is no medical advice, where to turn in danger): it
            stands at the foot of every page, and not in the content once more.
        own: What comes from catalogues other than the built-in one, in words; empty where nothing does.
        version: Of the program.
    """

    title: str
    as_of: str
    question: str
    command: str
    closing: tuple[str, ...]
    own: str = ""
    version: str = ""

    def under_title(self) -> tuple[str, ...]:
        """The lines under the title."""
        return (f"Question: {self.question}", f"As of {self.as_of}; {CURATED}")

    def lines(self) -> tuple[str, ...]:
        """The lines at the foot."""
        own = f" {self.own}" if self.own else ""
        program = f"kapcli {self.version}".strip()
        return (
            f"Source: {program}, a hand-picked catalogue, not a systematic review, as of {self.as_of}.{own}",
            f"Command: {self.command}",
            *self.closing,
        )
