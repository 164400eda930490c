"""Studies in JSON, declared: a hit, a comparison, a page, a reference, and by what they are filtered."""

# What is written of a record of the catalogue differs from the record in some fields: they are declared anew.
# mypy: disable-error-code="assignment"

from typing import Any, Literal

import msgspec

from kapcli.catalogue.outcome import AdverseEvent, ComparatorHarms, HarmCount, Outcome
from kapcli.catalogue.publication import Name, Reading, Record
from kapcli.catalogue.study import Arm, Study
from kapcli.views.output_parts import (
    CodedLimit,
    Codes,
    Counted,
    Ids,
    OwnLimit,
    Question,
    Text,
)


class GivenArm(msgspec.Struct):
    """What a group was given."""

    drug: str
    route: Text
    dose_min: float | None
    dose_max: float | None
    unit: Text
    sessions: int | None
    role: str


class LabelledEvent(AdverseEvent, frozen=True, kw_only=True):
    """An adverse event, with its label."""

    label: str


class ComparatorEvents(ComparatorHarms, frozen=True, kw_only=True):
    """What happened on the other side."""

    events: list[LabelledEvent]


class Harms(msgspec.Struct):
    """Adverse events of a study."""

    status: Literal["reported", "partial", "none-found", "not-reported"]
    among: str
    any_event: HarmCount | None
    serious: HarmCount | None
    stopped: HarmCount | None
    events: list[LabelledEvent]
    absent: list[str]
    comparator: ComparatorEvents | None
    uncoded: list[str]
    text: Text


class StudyInShort(msgspec.Struct):
    """A study as in a list or a comparison."""

    id: str
    title: str
    authors: Text
    year: int
    design: str
    status: str
    conditions: Codes
    population: Codes
    n: Counted | None
    n_planned: int | None
    arms: list[GivenArm] | None
    comparator: Codes
    therapy: Codes
    dosing_model: str
    finding: str
    plain: Text
    limits: list[CodedLimit]
    safety: Harms
    read_in_full: bool
    retraction: str
    record: Record
    read_at: list[Reading]
    trial: str
    origin: str


class Hit(StudyInShort):
    """A study that a search found."""

    match: Literal["identifier", "about", "said", "mentioned", "partial"]
    missing: list[str]
    matched: dict[str, list[str]] | None


class OrientedOutcome(Outcome, frozen=True, kw_only=True):
    """A figure, also turned so that positive is better."""

    oriented: float | None


class ClaimOfStudy(msgspec.Struct):
    """A claim that links a study."""

    id: str
    side: Literal["evidence", "for", "against", "context"]
    verdict: str
    certainty: Text
    statement: str


class ShownStudy(Study, frozen=True, kw_only=True):
    """A study with all its fields."""

    authors: list[Name] | None
    conditions: Codes
    population: Codes
    arms: list[Arm] | None
    comparator: Codes
    therapy: Codes
    outcomes: list[OrientedOutcome]
    counted: Counted | None
    limits: list[OwnLimit]
    papers_of_trial: Ids
    included_in: Ids
    claims: list[ClaimOfStudy]
    origin: str


class Reference(msgspec.Struct):
    """A citation."""

    id: str
    reference: str
    style: str
    remarks: list[str]
    csl: dict[str, Any]
    origin: str


class Page(msgspec.Struct):
    """Where a study's own page is."""

    id: str
    kind: Literal["doi", "pubmed", "pmc", "registry", "page"]
    address: str
    opened: bool
    addresses: dict[str, str]
    retraction: str
    origin: str


class PageAsked(msgspec.Struct):
    """Whose page, and which one."""

    ids: list[Text]
    kind: Text


class FacetValue(msgspec.Struct):
    """A value to filter by."""

    id: str
    facet: str
    value: str
    label: str
    studies: int


class SearchQuestion(Question):
    """What a search was asked."""

    sort: str
    limit: int | None


class CiteQuestion(Question):
    """What is to be cited."""

    ids: list[Text]
    all: bool
    style: str


class FacetAsked(msgspec.Struct):
    """The filter whose values were asked for."""

    facet: Text


class SearchSummary(msgspec.Struct):
    """What a search says besides its hits."""

    trials: int
    facets: dict[str, dict[str, int]]
    without_dose: int
    without_arms: int
    claims: int
    groups: dict[str, int]
    left_out: list[str]
    without_them: int


class ComparedRow(msgspec.Struct):
    """Something compared."""

    name: str
    values: list[Text]
    differs: bool


class CompareSummary(msgspec.Struct):
    """What was compared."""

    rows: list[ComparedRow]
    closing: Text
