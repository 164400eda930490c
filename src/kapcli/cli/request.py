"""What is asked of a command besides its own options: the format, the catalogue and the question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.cli.answer import Shape
from kapcli.cli.terminal import height, on_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.api.catalogue import Catalogue
    from kapcli.api.lookup import Named
    from kapcli.index.question import Question
    from kapcli.index.session import Session


class Request(msgspec.Struct):
    """What is asked of a command besides its own options.

    Attributes:
        command: Its name.
        format: The format of the answer.
        catalogues: Files put on top of the built-in catalogue.
        values: Facet to the values typed for it.
        ranges: Year, least number of people and dose as typed.
        page: Whether a format was asked for in so many words.
        shape: How a program wants to have the answer.
        own: Whether files in one's data folder are read.
        builtin: Whether the built-in catalogue is.
        opened: The catalogue, once it was needed.
        asked: The questions that were read.
    """

    command: str
    format: str
    catalogues: Sequence[str] = ()
    values: dict[str, list[str]] = {}
    ranges: dict[str, Any] = {}
    page: bool = False
    shape: Shape = Shape()
    own: bool = True
    builtin: bool = True
    opened: Catalogue | None = None
    asked: list[Question] = []

    @property
    def machine(self) -> bool:
        """Whether the answer is for a program."""
        from kapcli.cli.formats import WRITERS

        return self.format in WRITERS and WRITERS[self.format].machine

    @property
    def window(self) -> int | None:
        """How many lines of a page a window holds where a person reads it as it comes; ``None`` anywhere else."""
        return height() - 1 if self.format in ("text", "table") and on_terminal() else None

    @property
    def narrows(self) -> bool:
        """Whether a facet is asked for."""
        return any(self.values.values()) or any(value is not None for value in self.ranges.values())

    def named(self, words: Sequence[str]) -> list[Named]:
        """The studies that words name, where each of the words names one and nothing narrows them; else none."""
        from kapcli.api.lookup import are_names, look_up

        if not words or self.narrows or not are_names(self.session, words):
            return []
        return look_up(self.session, words)[0]

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue, opened when it is first needed.

        Raises:
            CatalogueError: A file is not a sound catalogue.
            UnreadableError: A file cannot be read.
            NothingToReadError: Without the built-in catalogue nothing is left.
        """
        if self.opened is None:
            from kapcli.api.catalogue import open_catalogue

            self.opened = open_catalogue(*self.catalogues, own=self.own, builtin=self.builtin)
        return self.opened

    @property
    def session(self) -> Session:
        """What stands behind it."""
        return self.catalogue.session

    def ask(self, words: Sequence[str] | None) -> Question:
        """The question of some words and the facets asked for.

        Raises:
            Stop: A facet value or a query that cannot be understood.
        """
        from kapcli.cli.question import read_question

        question = read_question(self.catalogue, " ".join(words or ()), self.values, self.ranges)
        self.asked.append(question)
        return question
