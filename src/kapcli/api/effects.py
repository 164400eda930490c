"""Reported effects with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.api.result import Record, Result, typed
from kapcli.catalogue.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.evidence.forest import Forest as Drawn
    from kapcli.index.question import Question
    from kapcli.writers.figure_sheet import Sheet

# What a study or a claim has as its estimate is a text with its interval; here these are numbers.
_FRACTION = frozenset({"estimate", "low", "high"})


class Effects(Result[Outcome]):
    """Reported effects, those that can be drawn first; in a notebook they show as a forest plot.

    Attributes:
        forest: The panels, and what is not drawn with the reason why.
    """

    def __init__(self, question: Question, forest: Drawn, domains: Sequence[str], remarks: Sequence[str]) -> None:
        outcomes = [row.outcome for row in forest.rows()] + [one.outcome for one in forest.undrawn]
        super().__init__(outcomes, len(outcomes), remarks)
        self.question, self.forest, self.domains = question, forest, tuple(domains)

    def records(self) -> list[Record]:
        """One row a point and one for each figure that is not drawn: see `Result.records`.

        ``estimate``, ``low`` and ``high`` are turned so that right is better; ratios are ratios, shares percent. ``n``
        is the number of people; ``n_of`` tells whether of the ``figure`` or, where that was not read, the ``study``.
        """
        from kapcli.views.forest_tables import COLUMNS, as_cells

        drawn = [
            (row.people if mark.of is None else mark.of, "figure" if row.own or mark.of is not None else "study")
            for row in self.forest.rows()
            for mark in row.effect.marks
        ]
        people = [*drawn, *((one.outcome.n, "figure") for one in self.forest.undrawn)]
        rows = as_cells(self.forest, self.question.session.vocabulary)
        return [
            typed(COLUMNS, row, _FRACTION) | {"n": n, "n_of": None if n is None else of}
            for row, (n, of) in zip(rows, people, strict=True)
        ]

    def results(self) -> list[Record]:
        """As ``kap forest --json`` writes them."""
        from kapcli.views.forest_tables import as_data

        return as_data(self.forest, self.question.session.vocabulary)

    def svg(self) -> str:
        """The forest plot as SVG, as ``kap forest --output`` draws it.

        Raises:
            ValueError: Nothing here can be drawn, or it is higher than a figure may be.
        """
        from kapcli.writers.figure_files import written

        return written(self._figure(), ".svg").data.decode()

    def _repr_svg_(self) -> str | None:
        return self.svg() if self.forest.panels else None

    def _figure(self) -> Sheet:
        from kapcli.api.picture_frame import frame
        from kapcli.views.forest import picture_document, studies_of, title
        from kapcli.writers.figure import figure

        if not self.forest.panels:
            raise ValueError("no figure here has an interval that can stand on an axis")
        vocabulary = self.question.session.definitions()
        labels = [vocabulary.label("domain", code) for code in self.domains]
        command = self.question.command_line("forest", {"domain": self.domains or ("all",)})
        around = frame(title(labels), self.question, studies_of(self.forest), command)
        return figure(picture_document(self.forest, vocabulary, remarks=self.remarks), around)


def effects_of(question: Question, domains: Sequence[str]) -> Effects:
    """The effects that the studies of a question report.

    Args:
        question: As it was read.
        domains: Only outcomes of these; all where empty.
    """
    from kapcli.evidence.forest import forest
    from kapcli.views import question as said

    # Ranges of instruments decide what may share an axis.
    found = forest(question.counted, question.session.definitions(), domains)
    remarks = [*said.remarks(question), *said.left_out(question), *said.retracted(question)]
    return Effects(question, found, domains, remarks)
