"""Claims as a page: the answer of their topic, then the claims in one of several forms."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

from kapcli.views.claim import claim_views
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Shortest, closing
from kapcli.views.document import remarks as first_remarks
from kapcli.views.question import SEE_HARMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.evidence.assessment import Assessed
    from kapcli.evidence.topic_answer import TopicAnswer
    from kapcli.index.session import Session
    from kapcli.views.document import Document

# A line each; a row each with its figure; each on a screen, or with everything; in plain words.
Form: TypeAlias = Literal["list", "table", "screens", "full", "lay"]


def claims_page(
    session: Session,
    every: Sequence[Assessed],
    lengths: Sequence[Sequence[int]],
    form: Form,
    *,
    window: int | None = None,
    topic: TopicAnswer | None = None,
    asked: str = "",
    remarks: Sequence[str] = (),
) -> Document:
    """A page of claims.

    Args:
        session: The open catalogue.
        every: All that match, in order.
        lengths: The places of those that are shown; for a window, fewer and fewer to choose from.
        form: How they are shown.
        window: Lines of the window that it is for; ``None`` where it may be as long as it is.
        topic: What the catalogue answers; it stands above the claims.
        asked: What was asked, in words.
        remarks: What has to be said beside them.
    """
    vocabulary, about = session.vocabulary, session.about
    shown = lengths[0]
    # Help is named for what is shown, and for everybody else also where it is for what is not shown at first.
    asked_of = every if form == "lay" else [every[place] for place in shown]
    urgent = about.urgent_help not in remarks and any(one.claim.topic == "suicidality" for one in asked_of)
    leads_on = [line for line in remarks if line == SEE_HARMS]
    # Help in danger first, then the answer; what leads on stands at the end.
    first = [about.urgent_help] if form == "lay" and urgent else []
    first += [line for line in remarks if line not in leads_on]

    def claims(places: Sequence[int], remarks: Sequence[str] = ()) -> Document:
        views = claim_views(session, [every[place] for place in places])
        if form == "lay":
            from kapcli.views.lay import lay_claims, lay_document

            return lay_document(lay_claims(views, vocabulary), about, session.glossary(), remarks=remarks)
        if form == "table":
            from kapcli.views.summary_of_findings import summary_document

            total = None if window is None else len(every)
            return summary_document(views, asked, vocabulary, about, remarks, urgent=urgent, total=total)
        if form != "list":
            from kapcli.views.claim_page import claim_document

            return claim_document(views, vocabulary, about, remarks, full=form == "full")
        from kapcli.views.claims import claims_document

        return claims_document(
            views, every, places, asked, vocabulary, about, remarks, urgent=urgent, footnotes=leads_on
        )

    if topic is None and window is None and form != "list":
        return claims(shown, first)
    head = tuple(first_remarks(first))
    if topic is not None:
        from kapcli.views.topics import answer_blocks

        head += tuple(answer_blocks(topic, vocabulary, lay=form == "lay"))

    def page(places: Sequence[int]) -> Document:
        return (*head, *claims(places))

    if not every:
        # The answer alone.
        return (*head, *closing(last_lines(about, ())))
    if window is None:
        return page(shown)
    distinct = [places for at, places in enumerate(lengths) if places not in lengths[:at]]
    if form == "lay":
        from kapcli.views.lay_list import lay_list

        terms = session.glossary()
        pages = [partial(lay_list, every, places, vocabulary, about, terms, head) for places in distinct]
        return (Shortest(window, pages),)
    return (Shortest(window, [partial(page, places) for places in distinct]),)
