"""Studies that match a question, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.api.result import Record, Result, typed
from kapcli.catalogue.study import Study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.evidence.topic_answer import TopicAnswer
    from kapcli.index.ordering import Sort
    from kapcli.index.question import Question
    from kapcli.index.search import Found

# Left out of compact JSON, as `kap show` has it. What was found, in whom, its limitations, which adverse events were
# reported or only warned of, and where the work is registered stay.
ASIDE = (
    *("read_at", "plain", "dosing_model", "trial"),
    *("safety.text", "safety.comparator", "safety.events.label", "safety.events.note"),
)


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
        columns, rows = self.cells()
        return [typed(columns, row) for row in rows]

    def cells(self) -> tuple[Sequence[str], list[Sequence[str]]]:
        """Columns and rows of ``--format csv``; partial matches only where a word was left out."""
        from kapcli.views.study_fields import COLUMNS, as_cells

        found, vocabulary = self.found, self.question.session.vocabulary
        shown = [hit for hit in found.hits if found.without or hit.match != "partial"]
        return COLUMNS, [as_cells(hit.study, hit.origin, hit.match, vocabulary) for hit in shown]

    def results(self, *, explain: bool = False) -> list[Record]:
        """As ``kap search --json`` writes them."""
        from kapcli.views.study_fields import hit_data

        return [hit_data(hit, self.question.session.vocabulary, explain=explain) for hit in self.found.hits]

    def summary(self) -> dict[str, Any]:
        """What ``kap search --json`` says of all of them together."""
        found = self.found
        without_dose, without_arms = self.question.left_out
        return {
            "trials": found.trials,
            "facets": found.facets,
            "without_dose": without_dose,
            "without_arms": without_arms,
            "claims": self.claims,
            "groups": found.groups,
            "left_out": found.without,
            "without_them": found.more,
        }


def studies_of(
    question: Question,
    *,
    limit: int | None = None,
    sort: Sort = "relevance",
    explain: bool = False,
    partial: int = 10,
    counts: bool = True,
    near: bool = True,
) -> Studies:
    """The studies of a question.

    Args:
        question: As it was read.
        limit: At most so many.
        sort: Their order.
        explain: Tell for each which field matched.
        partial: How many partial matches to offer where nothing matches all.
        counts: Count the values of facets, and the claims on the same words.
        near: Whether partial matches are shown, which the remark on finding nothing then says.
    """
    from kapcli.views import question as said

    found = question.hits(limit=limit, sort=sort, explain=explain, partial=partial, counts=counts)
    remarks, footnotes = said.remarks(question), said.left_out(question)
    claims = 0
    if counts:
        from kapcli.index.claim_search import count_claims

        claims = count_claims(question.connection, question.query)
        footnotes += said.claims_weighed(question, claims)
    remarks += said.ordered(question, sort) + said.readings(question) + said.left_out_words(found)
    if not found.total and not found.without:
        from kapcli.views.nothing_found import nothing_found

        remarks += nothing_found(question, shows_near=near and bool(found.hits))
    if explain:
        from kapcli.views.question_words import explained

        remarks = explained(question) + remarks
    return Studies(question, found, remarks, footnotes, claims)
