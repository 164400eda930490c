"""A topic's answer and a report in JSON, declared."""

# What is written of a record of the catalogue differs from the record in some fields: they are declared anew.
# mypy: disable-error-code="assignment"

from typing import Literal

import msgspec

from kapcli.catalogue.study import Exclusion
from kapcli.evidence.topic_answer import Advice, Contribution
from kapcli.views.output_parts import (
    Ids,
    Question,
    Text,
)


class TopicExclusion(Exclusion, frozen=True, kw_only=True):
    """Who should not have it, by one label or guideline."""

    study: str
    text: str
    plain_text: str


class LeadingFigure(Contribution, frozen=True, kw_only=True):
    """A figure that an answer rests on."""

    timepoint: Text
    route: Text
    unit: Text
    first: Text
    second: Text
    better: Literal["first", "second"] | None


class AnsweredTopic(msgspec.Struct):
    """A topic with its answer."""

    id: str
    title: str
    plain_title: str
    asks: Literal["effect", "harm", "exclusion"]
    template: str
    answer: str
    plain_answer: str
    claim: str
    verdict: str
    certainty: Text
    lead: LeadingFigure | None
    does_not_favour: LeadingFigure | None
    counted_elsewhere: bool
    advice: Advice | None
    exclusions: list[TopicExclusion]
    claims: Ids
    guidelines: Ids
    words: list[str]
    part_of: Ids


class Report(msgspec.Struct):
    """What a report says."""

    id: str
    question: Text
    understood: list[str]
    answer: list[str]
    ground: str
    certainty: Text
    quoted: Ids
    topic: AnsweredTopic | None
    answering: Ids
    studies: Ids
    claims: Ids
    left_out: list[str]
    remarks: list[str]


class ReportQuestion(Question):
    """What a report was asked."""

    style: str
    full: bool
    lay: bool
    output: Text


class ReportSummary(msgspec.Struct):
    """The page that was made."""

    file: Text
    kind: str
    bytes: int | None
    studies: int
    claims: int
    drawn: int
    listed: int
    gaps: int
