"""Topics: the questions that have an answer, all of them or the one that words lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.api.faults import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kapcli.evidence.topic_answer import TopicAnswer
    from kapcli.index.question import Question
    from kapcli.index.session import Session


class Topics(msgspec.Struct, frozen=True):
    """Topics with their answers.

    Attributes:
        session: The open catalogue.
        answers: In the order of the catalogue.
        one: Whether one was asked for.
        remarks: What has to be said before everything else.
        missing: Why there is none.
    """

    session: Session
    answers: list[TopicAnswer]
    one: bool
    remarks: list[str] = []
    missing: list[Problem] = []

    def cells(self) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """Columns and rows of ``--format csv``."""
        from kapcli.views.topic_data import COLUMNS, as_cells

        return COLUMNS, [as_cells(answer, self.session.vocabulary) for answer in self.answers]

    def results(self) -> list[dict[str, Any]]:
        """As ``kap topics --json`` writes them."""
        from kapcli.views.topic_data import as_data

        return [as_data(answer, self.session.vocabulary) for answer in self.answers]


def every_topic(session: Session) -> Topics:
    """All topics."""
    from kapcli.index.topics import topics

    answers = topics(session.connection)
    missing = [] if answers else [Problem("these files hold no topics", "see what they hold: kap about")]
    return Topics(session, answers, False, missing=missing)


def topic_for(session: Session, words: str, read: Callable[[], Question]) -> Topics:
    """The topic of an id, or the one that words lead to.

    Args:
        session: The open catalogue.
        words: As they were typed.
        read: Reads them as a question, where they are no id.
    """
    from kapcli.index.lexicon import in_crisis
    from kapcli.index.topics import topic_named, topic_of

    found = topic_named(session.connection, words)
    question = read() if found is None else None
    if question is not None:
        found = topic_of(question)
    urgent = in_crisis(words) or (found is not None and "suicidality" in found.topic.about.condition)
    remarks = [session.about.urgent_help] if urgent else []
    missing = []
    if question is not None and found is None:
        missing = [Problem(f"no topic {words!r} in this catalogue", _instead(question, words))]
    return Topics(session, [] if found is None else [found], True, remarks, missing)


def _instead(question: Question, words: str) -> str:
    """Where words that are no topic do lead to something."""
    from kapcli.api.studies import studies_of
    from kapcli.index.question import command_line

    every = "see all: kap topics"
    found = studies_of(question, limit=1)
    counted = {"search": found.found.total, "claims": found.claims}
    commands = [command_line(name, words.split(), {}) for name, count in counted.items() if count]
    return f"try: {' or '.join(commands)}; {every}" if commands else every
