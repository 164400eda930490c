"""A sentence held against the claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.api.result import Record, Result, typed
from kapcli.catalogue.claim import Claim

if TYPE_CHECKING:
    from kapcli.checking.checker import Checked


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

        return [typed(COLUMNS, row) for row in as_cells(1, Sentence(self.text, 1, 0), self.checked)]

    def results(self) -> list[Record]:
        """As ``kap check --json`` writes them."""
        from kapcli.views.check_data import as_data

        return list(as_data(1, self.checked))
