"""Reported effects with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.api.result import Record, Result, typed
from kapcli.catalogue.outcome import Outcome
from kapcli.index.question import command_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kapcli.api.lookup import Named
    from kapcli.evidence.forest import Forest as Drawn
    from kapcli.index.question import Question
    from kapcli.views.document import Document
    from kapcli.writers.figure_sheet import Frame, Sheet

# What a study or a claim has as its estimate is a text with its interval; here these are numbers.
_FRACTION = frozenset({"estimate", "low", "high"})


class Effects(Result[Outcome]):
    """Reported effects, those that can be drawn first; in a notebook they show as a forest plot.

    Attributes:
        forest: The panels, and what is not drawn with the reason why.
        before: Those of the remarks that have to be read first.
        footnotes: Those that stand below.
    """

    def __init__(
        self,
        question: Question,
        forest: Drawn,
        domains: Sequence[str],
        studies: int,
        before: Sequence[str],
        footnotes: Sequence[str],
        names: Sequence[str],
    ) -> None:
        from kapcli.views import forest as view

        self.vocabulary = question.session.definitions()
        outcomes = [row.outcome for row in forest.rows()] + [one.outcome for one in forest.undrawn]
        counted = (view.over(forest, self.vocabulary), view.balance(forest), view.left_out(forest, self.vocabulary))
        remarks = [*before, *filter(None, counted if outcomes else ()), *footnotes]
        super().__init__(outcomes, len(outcomes), remarks)
        self.question, self.forest, self.domains = question, forest, tuple(domains)
        self.before, self.footnotes, self._studies, self._names = list(before), list(footnotes), studies, names

    def weighed(self) -> frozenset[tuple[str, str]]:
        """The figures that the claims of the topic weigh, which the question meets: study and outcome of each."""
        from kapcli.index.claims import claim_named
        from kapcli.index.topics import topic_of

        topic = topic_of(self.question)
        found = (claim_named(self.question.connection, name) for name in (topic.topic.claims if topic else ()))
        return frozenset((link.study, link.outcome) for one in found if one for link in one.claim.linked)

    def records(self) -> list[Record]:
        """One row a point and one for each figure that is not drawn: see `Result.records`.

        ``estimate``, ``low`` and ``high`` are turned so that right is better; ratios are ratios, shares percent. ``n``
        is the number of people; ``n_of`` tells whether of the ``figure`` or, where that was not read, the ``study``.
        """
        drawn = [
            (row.people if mark.of is None else mark.of, "figure" if row.own or mark.of is not None else "study")
            for row in self.forest.rows()
            for mark in row.effect.marks
        ]
        people = [*drawn, *((one.outcome.n, "figure") for one in self.forest.undrawn)]
        columns, rows = self.cells()
        return [
            typed(columns, row, _FRACTION) | {"n": n, "n_of": None if n is None else of}
            for row, (n, of) in zip(rows, people, strict=True)
        ]

    def results(self) -> list[Record]:
        """As ``kap forest --json`` writes them."""
        from kapcli.views.forest_tables import as_data

        return as_data(self.forest, self.vocabulary)

    def cells(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """Columns and rows of ``--format tsv``."""
        from kapcli.views.forest_tables import COLUMNS, as_cells

        return COLUMNS, as_cells(self.forest, self.vocabulary)

    def summary(self) -> dict[str, Any]:
        """What ``kap forest --json`` says of all of them together."""
        from kapcli.views.forest_tables import summary

        return summary(self.forest, self.vocabulary, self._studies)

    def command_line(self, options: Mapping[str, Any]) -> str:
        """A command that asks the same with other options."""
        if self._names:
            return command_line("forest", self._names, options)
        return self.question.command_line("forest", options)

    def picture(self) -> Document:
        """The plot alone, as it is drawn."""
        from kapcli.views.forest import picture_document

        return picture_document(self.forest, self.vocabulary, remarks=[*self.before, *self.footnotes])

    def frame(self, options: Mapping[str, Any], *, domains_asked: bool = False) -> Frame:
        """What stands around the picture.

        Args:
            options: Those of the command that gives the same figures.
            domains_asked: Whether the domains were asked for, and not read out of the words.
        """
        from kapcli.api.picture_frame import frame
        from kapcli.views.forest import studies_of, title

        labels = [self.vocabulary.label("domain", code) for code in self.domains]
        named = (labels or ["of any kind"]) if domains_asked else ()
        shown, command = studies_of(self.forest), self.command_line(options)
        return frame(title(labels), self.question, shown, command, ids=self._names, domains=named)

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
        from kapcli.writers.figure import figure

        if not self.forest.panels:
            raise ValueError("no figure here has an interval that can stand on an axis")
        return figure(self.picture(), self.frame({"domain": self.domains or ("all",)}))


def effects_of(
    question: Question, domains: Sequence[str], *, names: Sequence[str] = (), named: Sequence[Named] = ()
) -> Effects:
    """The effects that the studies of a question report; retracted ones are left out.

    Args:
        question: As it was read.
        domains: Only outcomes of these; all where empty.
        names: Names of studies, whose effects are asked for in place of those of a question.
        named: The studies that they name.
    """
    from kapcli.evidence.forest import forest
    from kapcli.views import question as said

    studies = [one.study for one in named if not one.study.retracted] if names else question.counted
    away = [one.study.id for one in named if one.study.retracted] if names else question.retracted
    # Ranges of instruments decide what may share an axis.
    found = forest(studies, question.session.definitions(), domains)
    before = [] if names else said.remarks(question)
    footnotes = [*([] if names else said.left_out(question)), *said.not_counted(away)]
    if not studies:
        from kapcli.views.nothing_found import nothing_found

        before += nothing_found(question)
    elif not found.rows() and not found.undrawn:
        from kapcli.views.forest import no_figures

        before.append(no_figures(len(studies)))
    return Effects(question, found, domains, len(studies), before, footnotes, names)
