"""The parts of a report: plain data, shown as a page or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kapcli.report.harms import Harms


class LimitLine(msgspec.Struct, frozen=True):
    """A limit counted over the studies."""

    label: str
    count: str
    meaning: str
    studies: tuple[str, ...]


class LinkedLine(msgspec.Struct, frozen=True):
    """A study on one side of a claim, in a line."""

    study: str
    facts: tuple[str, ...]


class ClaimPart(msgspec.Struct, frozen=True):
    """A claim with both its sides."""

    id: str
    statement: str
    kind: str
    verdict: str
    tone: str
    certainty: str
    closing: str
    instead: str
    shown: str
    steps: tuple[str, ...]
    settle: str
    for_: tuple[LinkedLine, ...]
    against: tuple[LinkedLine, ...]
    beside: tuple[LinkedLine, ...]
    for_ids: str
    against_ids: str
    both_sides: str
    said_by: str
    origin: str


class StudyRow(msgspec.Struct, frozen=True):
    """A study as a row of the table.

    Attributes:
        strength: For sorting: 1 is the strongest design.
        people: For sorting; ``None`` where no count is known.
    """

    id: str
    byline: str
    year: int
    design: str
    strength: int
    people: int | None
    people_text: str
    conditions: str
    given: str
    compares: bool
    finding: str
    limits: str
    reading: str
    origin: str


class Source(msgspec.Struct, frozen=True):
    """An address at which something was read."""

    read: str
    url: str
    href: str


class Reference(msgspec.Struct, frozen=True):
    """A reference with what must be said beside it."""

    id: str
    text: str
    href: str
    beside: tuple[str, ...]
    sources: tuple[Source, ...]


class Quote(msgspec.Struct, frozen=True):
    """A claim that the answer names, with its correction."""

    id: str
    text: str
    instead: str


class Report(msgspec.Struct, frozen=True):
    """All of a report but its pictures."""

    question: str
    understood: tuple[str, ...]
    command: str
    remarks: tuple[str, ...]
    answer: tuple[str, str]
    quotes: tuple[Quote, ...]
    counts: str
    reading: str
    limits: tuple[LimitLine, ...]
    gaps: tuple[str, ...]
    left_out: tuple[str, ...]
    harms: Harms
    claims: tuple[ClaimPart, ...]
    other_claims: tuple[ClaimPart, ...]
    studies: tuple[StudyRow, ...]
    glossary: tuple[tuple[str, str], ...]
    references: tuple[Reference, ...]
    style: str
    title: str
    as_of: str
    scope: str
    inclusion: tuple[str, ...]
    method: str
    disclaimer: str
    urgent_help: str
    crisis: bool
    version: str


__all__ = ["ClaimPart", "LimitLine", "LinkedLine", "Quote", "Reference", "Report", "Source", "StudyRow"]
