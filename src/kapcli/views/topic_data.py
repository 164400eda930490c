"""A topic for a program, and as a row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.views import topic_expert, topic_lay, topic_words

if TYPE_CHECKING:
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.topic_answer import TopicAnswer

COLUMNS = (
    "id",
    "title",
    "asks",
    "verdict",
    "certainty",
    "answer",
    "plain_title",
    "plain_answer",
    "claims",
    "guidelines",
)


def as_data(answer: TopicAnswer, vocabulary: Vocabulary) -> dict[str, Any]:
    """A topic for a program."""
    topic = answer.topic
    return {
        "id": topic.id,
        "title": topic.title,
        "plain_title": topic.plain_title,
        "asks": topic.asks,
        "template": answer.template,
        "answer": topic_expert.expert(answer, vocabulary),
        "plain_answer": topic_lay.lay(answer, vocabulary),
        "claim": answer.claim,
        "verdict": answer.verdict,
        "certainty": answer.certainty,
        "lead": msgspec.to_builtins(answer.lead),
        "does_not_favour": msgspec.to_builtins(answer.against),
        "counted_elsewhere": answer.counted_elsewhere,
        "advice": msgspec.to_builtins(answer.advice),
        "exclusions": [
            {"study": one.study, **msgspec.to_builtins(one.exclusion), "text": line, "plain_text": plain}
            for one, line, plain in zip(
                answer.exclusions,
                topic_words.exclusion_lines(answer),
                topic_words.exclusion_lines(answer, plain=True),
                strict=True,
            )
        ],
        "claims": list(topic.claims),
        "guidelines": list(answer.guidelines),
        "words": list(topic.words),
        "part_of": list(topic.part_of),
    }


def as_cells(answer: TopicAnswer, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A topic as the cells of `COLUMNS`; who should not have it stands whole in its answers."""
    topic = answer.topic
    said = " ".join((topic_expert.expert(answer, vocabulary), *topic_words.exclusion_lines(answer)))
    plain = " ".join((topic_lay.lay(answer, vocabulary), *topic_words.exclusion_lines(answer, plain=True)))
    return (
        topic.id,
        topic.title,
        topic.asks,
        answer.verdict,
        answer.certainty or "",
        said,
        topic.plain_title,
        plain,
        ", ".join(topic.claims),
        ", ".join(answer.guidelines),
    )
