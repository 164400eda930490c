"""What weakens the evidence on a question: each limitation counted, and what is often said of the field."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kapcli.api.result import Record, Result, typed
from kapcli.evidence.limitation_counts import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.index.caveats import Caveat
    from kapcli.index.question import Question


class Limits(Result[Tally]):
    """Limitations, the heaviest first, each with the ids of studies that have it, have it not, or do not say."""

    def __init__(self, question: Question, tallies: Sequence[Tally], remarks: Sequence[str], caveats: bool) -> None:
        super().__init__(tallies, len(tallies), remarks)
        self.question, self._caveats = question, caveats

    @cached_property
    def caveats(self) -> list[Caveat]:
        """What is often said of the field, held against the counts; over a part of it only where that was asked for."""
        from kapcli.index.caveats import caveats

        return caveats(self.question.session) if self._caveats or self.question.everything else []

    def records(self) -> list[Record]:
        """One row a limitation: see `Result.records`."""
        columns, rows = self.cells()
        return [typed(columns, row) for row in rows]

    def cells(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """Columns and rows of ``--format csv``."""
        from kapcli.views.limitations import COLUMNS, counted_cells

        return COLUMNS, counted_cells(self, self.question.session.vocabulary)

    def results(self) -> list[Record]:
        """As ``kap limits --json`` writes them."""
        from kapcli.views.limitations import counted_data

        return counted_data(self, self.question.session.definitions())

    def summary(self) -> dict[str, Any]:
        """What ``kap limits --json`` says of all of them together."""
        from kapcli.views.limitations import summary

        question, field = self.question, []
        if self.caveats:
            from kapcli.views.caveats import caveat_data

            field = [caveat_data(one) for one in self.caveats]
        return summary(len(question.counted_rows), question.trials, field)


def limits_of(question: Question, *, caveats: bool = False) -> Limits:
    """The limitations counted over the studies of a question; retracted ones are not counted.

    Args:
        question: As it was read.
        caveats: Whether what is often said of the field was asked for.
    """
    from kapcli.views.question import on_counts

    found = bool(question.counted_rows)
    counts: list[Tally] = []
    if found:
        from kapcli.index.caveats import tallies

        over = None if question.everything else question.counted_rows
        counts = list(tallies(question.connection, question.session.vocabulary.codes("limitation"), over).values())
    return Limits(question, counts, on_counts(question, found=found), caveats)
