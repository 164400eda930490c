"""Checked sentences in JSON, declared: the claims near them, figures, references."""

import msgspec

from kapcli.views.output_parts import (
    Ids,
    Text,
)


class Difference(msgspec.Struct):
    """In what a sentence differs from a claim."""

    kind: str
    said: list[str]
    read: list[str]


class NearClaim(msgspec.Struct, rename={"for_": "for"}):
    """A claim near a sentence."""

    id: str
    sentence: int
    rank: int
    close: bool
    statement: str
    wording: str
    claim_verdict: str
    certainty: Text
    closing: Text
    say_instead: str
    differences: list[Difference]
    for_: Ids
    against: Ids
    not_weighed_or_no_estimate: Ids
    kind: str
    topic: str
    origin: str


class Overstatement(msgspec.Struct):
    """Words that no study can bear out."""

    words: str
    said_of: str
    because: str


class RecordedFigures(msgspec.Struct):
    """A record that holds figures of a sentence."""

    study: str
    held: list[str]
    differs: list[str]
    read: Text


class CitedStudy(msgspec.Struct):
    """A study whose DOI or number a sentence gives."""

    study: str
    year: int
    said: int | None


class ReferenceField(msgspec.Struct):
    """A field of a reference against the record."""

    name: str
    state: str
    said: Text
    read: Text


class CheckedReference(msgspec.Struct):
    """A reference against the record."""

    status: str
    study: Text
    found_by: Text
    fields: list[ReferenceField]
    claims: list[list[str]]


class CheckedSentence(msgspec.Struct):
    """A sentence that was checked."""

    number: int
    line: int
    text: str
    read: int
    verdict: Text
    same_as: Text
    denies: bool | None
    doubtful: bool
    close: bool
    question: bool
    checked_as: Text
    about: list[str]
    overstatements: list[Overstatement]
    figures: RecordedFigures | None
    cites: list[CitedStudy]
    reference: CheckedReference | None


class Sentences(msgspec.Struct):
    """The sentences that were checked."""

    file: Text
    sentences: list[CheckedSentence]


class CheckSummary(msgspec.Struct):
    """The sentences counted."""

    verdict: Text
    sentences: int
    doubtful: list[int]
    not_close: list[int]
