"""Sentences held against the claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.api.result import Record, Result, typed
from kapcli.catalogue.claim import Claim
from kapcli.checking.splitting import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.checking.checker import Checked
    from kapcli.index.session import Session

# Who asks says so many sentences at most; what is longer is a text.
_SPOKEN = 3


class Checks(Result[Claim]):
    """The claims nearest to each of some sentences. It decides nothing that a person has not to look at.

    Attributes:
        pairs: Each sentence with everything that was told of it.
        answered: Whether there is anything to tell of one of them.
        doubtful: Whether a word, a figure or a reference in one of them is not supported.
    """

    def __init__(
        self,
        session: Session,
        pairs: Sequence[tuple[Sentence, Checked]],
        remarks: Sequence[str] = (),
        *,
        first: int = 1,
        whole: bool = False,
    ) -> None:
        """Tell of sentences that were checked.

        Args:
            session: The open catalogue.
            pairs: Each sentence with what was found.
            remarks: What has to be said of them already.
            first: The number of the first.
            whole: Whether they are a whole text.
        """
        from kapcli.views.check import left_unread, urgent_help

        numbers = range(first, first + len(pairs))
        said = [*urgent_help(pairs, session.about), *remarks, *left_unread(numbers, pairs, whole=whole)]
        near = [one.assessed.claim for _, found in pairs for one in found.near]
        super().__init__(near, len(near), said)
        self.pairs, self._numbers = pairs, numbers
        self.answered: bool = any(found.answered for _, found in pairs)
        self.doubtful: bool = any(found.doubtful for _, found in pairs)

    def records(self) -> list[Record]:
        """One row a claim: see `Result.records`."""
        columns, rows = self.cells()
        return [typed(columns, row) for row in rows]

    def cells(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """Columns and rows of ``--format tsv``; a sentence that no claim is near has a row as well."""
        from kapcli.views.check_data import COLUMNS, as_cells

        return COLUMNS, [row for one in self._numbered() for row in as_cells(*one)]

    def results(self) -> list[Record]:
        """As ``kap check --json`` writes them."""
        from kapcli.views.check_data import as_data

        return [row for number, _, found in self._numbered() for row in as_data(number, found)]

    def sentences(self) -> list[Record]:
        """The sentences themselves, each with its verdict, as ``kap check --json`` writes them."""
        from kapcli.views.check_data import sentence_data

        return [sentence_data(*one) for one in self._numbered()]

    def summary(self) -> dict[str, Any]:
        """What ``kap check --json`` says of all of them together."""
        from kapcli.views.check_data import summary_data

        return summary_data(self._numbers, [found for _, found in self.pairs])

    def _numbered(self) -> list[tuple[int, Sentence, Checked]]:
        return [(number, *pair) for number, pair in zip(self._numbers, self.pairs, strict=True)]


class Check(Checks):
    """The claims nearest to one sentence, the nearest first.

    Attributes:
        verdict: Of the sentence; ``None`` unless a claim says exactly that, in the same or equal words.
        checked: Everything that was told of it.
    """

    def __init__(self, session: Session, text: str, checked: Checked) -> None:
        super().__init__(session, [(Sentence(text, 1, 0), checked)], who_should_not(session, [checked]))
        self.text, self.checked = text, checked
        self.verdict: str | None = checked.same.verdict if checked.same else None


def who_should_not(session: Session, checked: Sequence[Checked], *, lay: bool = False) -> list[str]:
    """Where whom it suits is asked, no claim answers it: what labels and guidelines name does not depend on one.

    Args:
        session: The open catalogue.
        checked: What was told of each sentence.
        lay: Whether plain words are wanted.
    """
    if len(checked) > _SPOKEN or not any(one.asked for one in checked):
        return []
    from kapcli.index.query import QueryError
    from kapcli.index.question import question
    from kapcli.index.topics import topic_of
    from kapcli.views.question import SEE_EXCLUSIONS

    for one in checked:
        try:
            topic = topic_of(question(session, one.asked.words if one.asked else one.read))
        except QueryError:
            continue
        if topic is not None and topic.topic.asks == "exclusion":
            plain = " --lay" if lay else ""
            return [f"kap cannot tell whether it is safe for you. {SEE_EXCLUSIONS.format(topic.topic.id)}{plain}"]
    return []
