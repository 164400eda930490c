"""The answer to a search in plain words: the topic's own answer, then the studies, and what to type next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kapcli.views.document import Shortest, Space, text
from kapcli.views.lay import lay_next, lay_studies_document
from kapcli.views.question import CLOSEST, SEE_EXCLUSIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.study import Study
    from kapcli.evidence.topic_answer import TopicAnswer
    from kapcli.index.search import Found
    from kapcli.index.session import Session
    from kapcli.views.document import Block, Document


def lay_search_document(
    session: Session,
    found: Found,
    words: Sequence[str],
    *,
    topic: TopicAnswer | None = None,
    remarks: Sequence[str] = (),
    window: int | None = None,
) -> Document:
    """A search answer in plain words.

    Args:
        session: The open catalogue.
        found: The answer.
        words: As they were typed.
        topic: What the catalogue answers where the question meets a topic.
        remarks: What has to be said before the studies.
        window: How many lines there are for the page: as many studies as fit, one at least; all where ``None``.
    """
    answer, advised = _answer(session, topic)
    shown = [hit.study for hit in found.hits]
    # What stands over the studies stands below the topic's answer.
    near = CLOSEST in remarks
    # What is answered here is not pointed at.
    answered = "" if topic is None else SEE_EXCLUSIONS.format(topic.topic.id)
    before = [line for line in remarks if line not in (CLOSEST, answered)]
    if near:
        answer = (*answer, Space(), text(CLOSEST))

    def page(studies: Sequence[Study], lines: int = 0) -> Document:
        more = lay_next(studies, found.total, words)
        return lay_studies_document(session, studies, remarks=before, answer=answer, more=more, lines=lines)

    if window is None or not shown:
        return page(shown)
    # A guideline whose advice is in the answer gives way to what was found.
    shown.sort(key=lambda study: study.id in advised)
    return (Shortest(window, [partial(page, shown[:count], window) for count in range(len(shown), 0, -1)]),)


def _answer(session: Session, topic: TopicAnswer | None) -> tuple[tuple[Block, ...], frozenset[str]]:
    """The topic's answer, and the ids of the guidelines whose advice is in it."""
    if topic is None:
        return (), frozenset()
    from kapcli.views.topics import advised, answer_blocks

    vocabulary = session.vocabulary
    return tuple(answer_blocks(topic, vocabulary, lay=True)), frozenset(advised(topic, vocabulary))
