"""Limitations and adverse events in JSON, declared: counted, and of one study."""

import msgspec

from kapcli.catalogue import model
from kapcli.views.output_parts import (
    Ids,
    OwnLimit,
    Question,
    Text,
)
from kapcli.views.output_studies import (
    Harms,
)


class LimitCount(msgspec.Struct):
    """A limitation, counted over studies."""

    id: str
    label: str
    definition: str
    weight: int
    yes: int
    no: int
    unknown: int
    studies: Ids
    not_known: Ids


class LimitsOfStudy(msgspec.Struct):
    """The limitations of one study."""

    id: str
    origin: str
    retraction: str
    limits: list[OwnLimit]


class HarmsOfStudy(Harms):
    """The adverse events of one study."""

    id: str
    retraction: str


class HarmQuestion(Question):
    """What was asked of adverse events."""

    safety: bool
    adverse_event: Text


class FieldCaveat(msgspec.Struct):
    """What is said of the whole field, against the counts."""

    id: str
    title: str
    text: str
    said_by: Text
    rule: Text
    scope: model.Scope
    studies: int
    variety: dict[str, int]
    seldom: Ids | None
    here: dict[str, int] | None
    whole: dict[str, int] | None
    verdict: str


class LimitSummary(msgspec.Struct):
    """Over what limitations were counted."""

    studies: int
    trials: int
    field: list[FieldCaveat]


class LargestCount(msgspec.Struct):
    """The largest count of an adverse event."""

    id: str
    among: str
    number: int | None
    of: int | None
    percent: float | None
    percent_to: float | None
    counted: str


class TermCount(msgspec.Struct):
    """An adverse event and the studies that name it."""

    term: str
    label: str
    plain: str
    system: str
    serious: bool
    broader: Text
    named: Ids
    risk: Ids
    absent: Ids
    largest: LargestCount | None


class KnownHarm(msgspec.Struct):
    """A work on harm that must be seen all the same."""

    id: str
    text: str


class HarmSummary(msgspec.Struct, rename="kebab"):
    """How many studies say something of adverse events, and which."""

    reported: int
    partial: int
    none_found: int
    not_reported: int
    telling: int
    terms: list[TermCount]
    comparator_terms: list[TermCount] = msgspec.field(name="comparator_terms")
    known: list[KnownHarm]
