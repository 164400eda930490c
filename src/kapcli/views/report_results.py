"""A report for a program, and in one line for who has it written to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.views import topic_expert, topics
from kapcli.views.question import in_words, understood

if TYPE_CHECKING:
    from kapcli.views.report_data import ReportData


def summary(data: ReportData, kind: str) -> dict[str, Any]:
    """How much is in it.

    Args:
        data: What the report is made from.
        kind: The kind of document; its file and size are not known yet.
    """
    return {
        "file": None,
        "kind": kind,
        "bytes": None,
        "studies": len(data.studies),
        "claims": len(data.claims),
        "drawn": len(data.forest.rows()) if data.forest else 0,
        "listed": len(data.forest.listed()) if data.forest else 0,
        "gaps": data.map.found.gaps if data.map else 0,
    }


def as_data(data: ReportData) -> dict[str, Any]:
    """The answer, and what it rests on."""
    topic = data.topic
    return {
        "id": "report",
        "question": in_words(data.question),
        "understood": understood(data.question, data.vocabulary),
        "answer": data.verdict.sentences if topic is None else [topic_expert.expert(topic, data.vocabulary)],
        "ground": data.verdict.ground if topic is None else "topic",
        "certainty": data.verdict.certainty if topic is None else topic.certainty,
        "quoted": [one.claim.id for one in data.verdict.quoted] if topic is None else [topic.claim],
        "topic": None if topic is None else topics.as_data(topic, data.vocabulary),
        "answering": data.answering,
        "studies": [study.id for study, _ in data.studies],
        "claims": [view.claim.id for view in data.claims],
        "left_out": data.left_out,
        "remarks": data.remarks,
    }


def in_a_line(data: ReportData, file: str, *, lay: bool) -> str:
    """What was written to a file."""
    studies, claims = len(data.studies), len(data.claims)
    shown = file.replace("\n", "^J")
    return (
        f"{shown}: {studies} {'study' if studies == 1 else 'studies'}, {claims} "
        f"{'statement' if claims == 1 else 'statements'}{', in plain words' if lay else ''}\n"
    )
