"""Claims that match a question, each weighed, with the answer of the topic that it meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.api.result import Record, Result, typed
from kapcli.catalogue.claim import Claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.evidence.assessment import Assessed
    from kapcli.evidence.topic_answer import TopicAnswer
    from kapcli.index.claim_search import Filters
    from kapcli.index.question import Question
    from kapcli.index.session import Session


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

        return [typed(COLUMNS, as_cells(one)) for one in self.assessed]

    def results(self) -> list[Record]:
        """As ``kap claims --json`` writes them."""
        from kapcli.views.claim import claim_views
        from kapcli.views.claim_data import as_data

        return [as_data(one, self.session.vocabulary) for one in claim_views(self.session, self.assessed)]


def claims_of(question: Question, filters: Filters, *, filtered: bool = False, limit: int | None = None) -> Claims:
    """The claims of a question.

    Args:
        question: As it was read.
        filters: On the claims themselves.
        filtered: Whether these were asked for: that asks for those claims, and for no answer.
        limit: At most so many.
    """
    from kapcli.index.claim_search import search_claims
    from kapcli.index.topics import topic_of
    from kapcli.views import question as said

    topic = topic_of(question)
    most = None if topic else limit
    total, claims = search_claims(question.connection, question.query, question.facets, filters, most)
    if topic:
        # Of each kind, what the topic's answer is made of comes first, in the topic's order.
        places = {name: place for place, name in enumerate(topic.topic.claims)}
        # A question about harm, or on who should not have it, is not answered by effects.
        own = () if topic.topic.asks == "effect" else (one for one in claims if one.claim.id in places)
        kinds = list(dict.fromkeys(one.claim.kind for one in (*own, *claims)))
        claims.sort(key=lambda one: (kinds.index(one.claim.kind), places.get(one.claim.id, len(places))))
    remarks = said.on_claims(question, found=bool(total), filtered=filtered, said_by=filters.said_by)
    answer = None if filtered or filters.said_by else topic
    return Claims(question.session, claims[:limit], total, remarks, answer)
