"""What the studies on a question say of adverse events: of all, or of one that the words name."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kapcli.api.result import Record, Result, typed
from kapcli.catalogue.study import Study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.index.harm_terms import HarmAsked
    from kapcli.index.question import Question
    from kapcli.views.adverse_events import Harms


class AdverseEvents(Result[Study]):
    """Studies that could say something of adverse events.

    Attributes:
        named: The adverse event that the words name; ``None`` where they name none.
        term: The same where the answer is of it alone; empty where the words name something else as well.
    """

    def __init__(
        self, question: Question, studies: Sequence[Study], remarks: Sequence[str], named: HarmAsked | None
    ) -> None:
        super().__init__(studies, len(studies), remarks)
        self.question, self.named = question, named
        self.term = "" if named is None or named.ambiguous else named.code

    @cached_property
    def harms(self) -> Harms:
        """What they say, counted; with the works on harm that are shown whatever was asked."""
        from kapcli.api.lookup import look_up
        from kapcli.views.adverse_events import harms_of

        session = self.question.session
        on_harm = [named.study for named in look_up(session, session.about.on_harm)[0]]
        return harms_of(self, on_harm, session.vocabulary)

    def records(self) -> list[Record]:
        """One row a study: see `Result.records`."""
        columns, rows = self.cells()
        return [typed(columns, row) for row in rows]

    def cells(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """Columns and rows of ``--format csv``."""
        from kapcli.views.harm_data import COLUMNS, as_cells

        return COLUMNS, [as_cells(study, self.question.session.vocabulary) for study in self]

    def results(self) -> list[Record]:
        """As ``kap limits --safety --json`` writes them."""
        from kapcli.views.harm_data import as_data

        return [as_data(study, self.question.session.vocabulary) for study in self]

    def summary(self) -> dict[str, Any]:
        """What ``kap limits --safety --json`` says of all of them together."""
        from kapcli.views.harm_data import summary

        return summary(self.harms, self.question.session.vocabulary)


def adverse_events_of(question: Question, named: HarmAsked | None) -> AdverseEvents:
    """What the studies of a question say of adverse events.

    Args:
        question: As it was read, without the words that name one.
        named: The adverse event that the words name.
    """
    from kapcli.evidence.adverse_events import speaking
    from kapcli.views import question as said

    studies = speaking(question.counted)
    # What it leads to is this answer.
    remarks = [line for line in said.on_counts(question, found=bool(studies)) if line != said.SEE_HARMS]
    if named is not None and not named.ambiguous:
        label = question.session.vocabulary.label("adverse_event", named.code)
        rest = f" (and {', '.join(named.rest)})" if named.rest else ""
        remarks.insert(0, f"Read as the adverse event {label}{rest}.")
    if not studies:
        from kapcli.views.nothing_found import NO_SIGN_OF_SAFETY

        remarks.append(NO_SIGN_OF_SAFETY)
    return AdverseEvents(question, studies, remarks, named)
