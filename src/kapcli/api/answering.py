"""The studies and the claims that answer a question which was read already, with all that must be said beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.api.results import Claims, Studies
from kapcli.views import question as said

if TYPE_CHECKING:
    from kapcli.index.claim_search import Filters
    from kapcli.index.ordering import Sort
    from kapcli.index.question import Question


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
        remarks = said.explained(question) + remarks
    return Studies(question, found, remarks, footnotes, claims)


def claims_of(question: Question, filters: Filters, *, filtered: bool = False, limit: int | None = None) -> Claims:
    """The claims of a question, with the answer of the topic that it meets.

    Args:
        question: As it was read.
        filters: On the claims themselves.
        filtered: Whether these were asked for: that asks for those claims, and for no answer.
        limit: At most so many.
    """
    from kapcli.index.claim_search import search_claims
    from kapcli.index.topics import topic_of

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
