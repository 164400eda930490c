"""Claims that match a question, each weighed, with the answer of the topic that it meets."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.api.result import Record, Result, typed
from kapcli.catalogue.claim import Claim
from kapcli.catalogue.identifiers import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
        """The topic's answer in at most 55 words; ``None`` where the question meets no topic."""
        from kapcli.views.topic_expert import expert

        return None if self.topic is None else expert(self.topic, self.session.vocabulary)

    def records(self) -> list[Record]:
        """One row a claim: see `Result.records`."""
        columns, rows = self.cells()
        return [typed(columns, row) for row in rows]

    def results(self, *, table: bool = False) -> list[Record]:
        """As ``kap claims --json`` writes them; those of ``--table`` have the figure of each alone."""
        from kapcli.views.claim import claim_views

        vocabulary, views = self.session.vocabulary, claim_views(self.session, self.assessed)
        if table:
            from kapcli.views import summary_of_findings as summary

            return [summary.as_data(one) for one in summary.findings(views, vocabulary)]
        from kapcli.views.claim_data import as_data

        return [as_data(one, vocabulary) for one in views]

    def cells(self, *, table: bool = False) -> tuple[Sequence[str], list[Sequence[str]]]:
        """The names of the columns of ``--format csv``, and its rows."""
        if table:
            from kapcli.views import summary_of_findings as summary
            from kapcli.views.claim import claim_views

            found = summary.findings(claim_views(self.session, self.assessed), self.session.vocabulary)
            return summary.COLUMNS, [summary.as_cells(one) for one in found]
        from kapcli.views.claim_data import COLUMNS, as_cells

        return COLUMNS, [as_cells(one) for one in self.assessed]

    def verdicts(self) -> dict[str, int]:
        """How many have each verdict."""
        return dict(Counter(claim.verdict for claim in self))

    def topic_data(self) -> dict[str, Any] | None:
        """The topic's answer as ``kap claims --json`` writes it."""
        from kapcli.views.topic_data import as_data

        return None if self.topic is None else as_data(self.topic, self.session.vocabulary)

    def only(self, places: Iterable[int]) -> Claims:
        """Those of some places, without the topic's answer."""
        assessed = [self.assessed[place] for place in places]
        return Claims(self.session, assessed, self.total, self.remarks, None)


def claims_named(session: Session, words: Sequence[str]) -> Claims | None:
    """The claims that words name by their ids, former ones among them; ``None`` where a word is no such id.

    Of claims that were taken out there are none, and the remarks tell what became of them.
    """
    from kapcli.index.claims import claim_named

    named = [claim_named(session.connection, word) for word in words]
    found = [assessed for assessed in named if assessed is not None]
    if found and len(found) == len(words):
        ids = [(word, one.claim.id) for word, one in zip(words, found, strict=True)]
        moved = [f"{word} is {name} now." for word, name in ids if key(word) != key(name)]
        return Claims(session, found, len(found), moved, None)
    gone = _taken_out(session, words)
    return Claims(session, [], 0, gone, None) if gone else None


def _taken_out(session: Session, words: Sequence[str]) -> list[str]:
    """What became of claims that were taken out; empty unless every word is the id of one."""
    from kapcli.index.claims import former_id

    said = []
    for word in words:
        former = former_id(session.connection, word)
        if former is None or not former[1]:
            return []
        look = f" See: kap claims {former[0]}" if former[0] else ""
        said.append(f"{word} was taken out: {former[1].rstrip('.')}.{look}")
    return said


def claims_of(question: Question, filters: Filters, *, limit: int | None = None, table: bool = False) -> Claims:
    """The claims of a question; whoever filters them asks for those claims, and for no answer.

    Args:
        question: As it was read.
        filters: On the claims themselves.
        limit: At most so many.
        table: Only of effects, where no kind is asked for: others have no figure.
    """
    from kapcli.index.claim_search import search_claims
    from kapcli.index.topics import topic_of
    from kapcli.views import question as said

    filtered = bool(filters.verdict or filters.certainty or filters.kind)
    if table and not filters.kind:
        filters = msgspec.structs.replace(filters, kind=("effect",))
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
