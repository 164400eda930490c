"""What weakens the evidence on a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.api.result import Record, Result, typed
from kapcli.evidence.limitation_counts import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.index.question import Question
    from kapcli.index.session import Session


class Limits(Result[Tally]):
    """Limitations, the heaviest first, each with the ids of studies that have it, have it not, or do not say."""

    def __init__(self, session: Session, tallies: Sequence[Tally], remarks: Sequence[str]) -> None:
        super().__init__(tallies, len(tallies), remarks)
        self.session = session

    def records(self) -> list[Record]:
        """One row a limitation: see `Result.records`."""
        from kapcli.views.limitations import COLUMNS, counted_cells

        return [typed(COLUMNS, row) for row in counted_cells(self, self.session.vocabulary)]

    def results(self) -> list[Record]:
        """As ``kap limits --json`` writes them."""
        from kapcli.views.limitations import counted_data

        return counted_data(self, self.session.definitions())


def limits_of(question: Question) -> Limits:
    """The limitations counted over the studies of a question; retracted ones are not counted."""
    from kapcli.index.caveats import tallies
    from kapcli.views import question as said

    session = question.session
    over = None if question.everything else question.counted_rows
    counts = tallies(question.connection, session.vocabulary.codes("limitation"), over)
    remarks = [*said.remarks(question), *said.left_out(question), *said.retracted(question)]
    return Limits(session, list(counts.values()), remarks)
