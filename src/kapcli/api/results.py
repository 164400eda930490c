"""What was found, in a form that can be looped over, turned into a table, or written as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from kapcli.catalogue.claim import Claim
from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.study import Study
from kapcli.evidence.limitation_counts import Tally

if TYPE_CHECKING:
    from kapcli.checking.checker import Checked
    from kapcli.evidence.assessment import Assessed
    from kapcli.evidence.forest import Forest as Drawn
    from kapcli.evidence.topic_answer import TopicAnswer
    from kapcli.index.question import Question
    from kapcli.index.search import Found
    from kapcli.index.session import Session
    from kapcli.writers.figure_sheet import Sheet

_T = TypeVar("_T")
Record = dict[str, Any]
# Columns of tables that hold numbers.
_WHOLE = frozenset({"year", "n", "weight", "yes", "no", "unknown", "number", "line"})
# Of effects only: what a study or a claim has as its estimate is a text with its interval.
_FRACTION = frozenset({"estimate", "low", "high"})


class Result(Sequence[_T], Generic[_T]):
    """What was found, in order of rank.

    Attributes:
        total: How many there are in all; more than this holds where a limit was set.
        remarks: What a reader has to be told beside it: corrections, what was left out, warnings.
    """

    def __init__(self, items: Sequence[_T], total: int, remarks: Sequence[str]) -> None:
        self._items, self.total, self.remarks = tuple(items), total, list(remarks)

    @overload
    def __getitem__(self, place: int) -> _T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_T]: ...
    def __getitem__(self, place: int | slice) -> _T | Sequence[_T]:
        return self._items[place]

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self)} of {self.total}>"

    def records(self) -> list[Record]:
        """Flat rows for a data frame: the columns of ``--format csv`` (docs/json.md), numbers as numbers.

        ``None`` stands for what is not known.
        """
        raise NotImplementedError

    def data(self) -> list[Record]:
        """The same as ``results`` of ``--json`` (docs/json.md): nested, codes in place of labels."""
        from kapcli.writers.json import plain

        found: list[Record] = plain(self.results())
        return found

    def results(self) -> list[Record]:
        """What `data` is made of, as it is handed to a writer."""
        raise NotImplementedError


class Studies(Result[Study]):
    """Studies that match, best first. Each of them has the fields of docs/catalogue.md.

    Attributes:
        trials: Of how many trials they are: several papers may be of one.
        claims: How many claims the same words find.
        found: The hits, with what matched and what is missing.
        before: Those of the remarks that have to be read before the studies.
        footnotes: The others.
    """

    def __init__(
        self, question: Question, found: Found, remarks: Sequence[str], footnotes: Sequence[str], claims: int
    ) -> None:
        super().__init__([hit.study for hit in found.hits], found.total, [*remarks, *footnotes])
        self.question, self.found, self.trials, self.claims = question, found, found.trials, claims
        self.before, self.footnotes = list(remarks), list(footnotes)

    @property
    def topic(self) -> TopicAnswer | None:
        """The answer of the topic that the question meets."""
        from kapcli.index.topics import topic_of

        return None if self.question.everything else topic_of(self.question)

    def records(self) -> list[Record]:
        """One row a study: see `Result.records`. Its ``limits`` are the two heaviest."""
        from kapcli.views.study_fields import COLUMNS

        return [_typed(COLUMNS, row) for row in self.cells()]

    def cells(self) -> list[tuple[str, ...]]:
        """The same as text; partial matches only where a word was left out."""
        from kapcli.views.study_fields import as_cells

        found, vocabulary = self.found, self.question.session.vocabulary
        shown = [hit for hit in found.hits if found.without or hit.match != "partial"]
        return [as_cells(hit.study, hit.origin, hit.match, vocabulary) for hit in shown]

    def results(self, *, explain: bool = False) -> list[Record]:
        """As ``kap search --json`` writes them."""
        from kapcli.views.study_fields import hit_data

        return [hit_data(hit, self.question.session.vocabulary, explain=explain) for hit in self.found.hits]


class Claims(Result[Claim]):
    """Statements that match, each weighed. What a claim has is in docs/catalogue.md.

    Attributes:
        topic: The answer of the topic that the question meets; ``None`` where it meets none.
        assessed: The claims with how they were weighed.
    """

    def __init__(
        self,
        session: Session,
        assessed: Sequence[Assessed],
        total: int,
        remarks: Sequence[str],
        topic: TopicAnswer | None,
    ) -> None:
        super().__init__([one.claim for one in assessed], total, remarks)
        self.session, self.assessed, self.topic = session, list(assessed), topic

    @property
    def answer(self) -> str | None:
        """The topic's answer in at most 45 words; ``None`` where the question meets no topic."""
        from kapcli.views.topic_expert import expert

        return None if self.topic is None else expert(self.topic, self.session.vocabulary)

    def records(self) -> list[Record]:
        """One row a claim: see `Result.records`."""
        from kapcli.views.claim_data import COLUMNS, as_cells

        return [_typed(COLUMNS, as_cells(one)) for one in self.assessed]

    def results(self) -> list[Record]:
        """As ``kap claims --json`` writes them."""
        from kapcli.views.claim import claim_views
        from kapcli.views.claim_data import as_data

        return [as_data(one, self.session.vocabulary) for one in claim_views(self.session, self.assessed)]


class Check(Result[Claim]):
    """The claims nearest to a sentence, the nearest first. It decides nothing that a person has not to look at.

    Attributes:
        verdict: Of the sentence; ``None`` unless a claim says the same, word for word.
        doubtful: Whether a word, a figure or a reference in it cannot be borne out.
        checked: Everything that was told of it.
    """

    def __init__(self, text: str, checked: Checked) -> None:
        near = [one.assessed.claim for one in checked.near]
        super().__init__(near, len(near), ())
        self.text, self.checked = text, checked
        self.verdict: str | None = checked.same.verdict if checked.same else None
        self.doubtful: bool = checked.doubtful

    def records(self) -> list[Record]:
        """One row a claim: see `Result.records`."""
        from kapcli.checking.splitting import Sentence
        from kapcli.views.check_data import COLUMNS, as_cells

        return [_typed(COLUMNS, row) for row in as_cells(1, Sentence(self.text, 1, 0), self.checked)]

    def results(self) -> list[Record]:
        """As ``kap check --json`` writes them."""
        from kapcli.views.check_data import as_data

        return list(as_data(1, self.checked))


class Limits(Result[Tally]):
    """Limitations, the heaviest first, each with the ids of studies that have it, have it not, or do not say."""

    def __init__(self, session: Session, tallies: Sequence[Tally], remarks: Sequence[str]) -> None:
        super().__init__(tallies, len(tallies), remarks)
        self.session = session

    def records(self) -> list[Record]:
        """One row a limitation: see `Result.records`."""
        from kapcli.views.limitations import COLUMNS, counted_cells

        return [_typed(COLUMNS, row) for row in counted_cells(self, self.session.vocabulary)]

    def results(self) -> list[Record]:
        """As ``kap limits --json`` writes them."""
        from kapcli.views.limitations import counted_data

        return counted_data(self, self.session.definitions())


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
            _typed(COLUMNS, row, _FRACTION) | {"n": n, "n_of": None if n is None else of}
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


def _typed(columns: Sequence[str], cells: Sequence[str], fractions: frozenset[str] = frozenset()) -> Record:
    """A row with numbers as numbers; ``None`` where a cell is empty."""
    return {name: _value(name, cell, fractions) for name, cell in zip(columns, cells, strict=True)}


def _value(name: str, cell: str, fractions: frozenset[str]) -> Any:
    if not cell:
        return None
    if name in fractions:
        return float(cell)
    return int(cell) if name in _WHOLE and cell.isdigit() else cell
