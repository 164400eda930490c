"""What every command says besides its results, in JSON, declared; and the envelope of all of it."""

from typing import Any, Literal

import msgspec

from kapcli.catalogue import model
from kapcli.views.output_questions import Nothing
from kapcli.views.output_shapes import AnsweredTopic, Codes, Counted, Ids, Text


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


class ClaimSummary(msgspec.Struct):
    """Verdicts counted, and the topic that was met."""

    verdicts: dict[str, int]
    topic: AnsweredTopic | None


class CheckSummary(msgspec.Struct):
    """The sentences counted."""

    verdict: Text
    sentences: int
    doubtful: list[int]
    not_close: list[int]


class ComparedRow(msgspec.Struct):
    """Something compared."""

    name: str
    values: list[Text]
    differs: bool


class CompareSummary(msgspec.Struct):
    """What was compared."""

    rows: list[ComparedRow]
    closing: Text


class Picture(msgspec.Struct):
    """A picture that was written."""

    file: str
    format: Literal["svg", "png", "pdf"]
    pages: int


class MapValue(msgspec.Struct):
    """A row or column of the map."""

    code: str
    label: str
    broader: list[str]
    trials: int
    studies: int
    people: int | None
    not_known: int
    strongest: Text
    not_stated: Ids


class Gap(msgspec.Struct):
    """A cell without a study."""

    row: str
    column: str
    text: str


class MapSummary(msgspec.Struct):
    """The map as a whole."""

    output: Picture | None
    studies: int
    trials: int
    people: int | None
    not_known: int
    gaps: int
    rows: list[MapValue]
    columns: list[MapValue]
    without_row: Ids
    without_column: Ids
    no_study_at_all: dict[str, list[str]]
    widest_gaps: list[Gap]


class Axis(msgspec.Struct):
    """The axis of a panel."""

    low: float
    high: float
    ticks: list[float]
    log: bool
    none: float | None


class Panel(msgspec.Struct):
    """A panel of the forest plot."""

    id: str
    title: str
    domain: str
    published: bool
    kind: str
    contrast: str
    instrument: Text
    measure: Text
    unit: Text
    left: Text
    right: Text
    axis: Axis
    rows: int


class ForestSummary(msgspec.Struct):
    """The forest plot as a whole."""

    output: Picture | None
    matched: int
    drawn: int
    listed: int
    left_out: int
    studies: int
    trials: int
    panels: list[Panel]


class LandmarkReason(msgspec.Struct):
    """Why a work is a landmark."""

    rule: str
    code: Text
    shared: bool


class Landmark(msgspec.Struct):
    """A landmark of the timeline."""

    study: str
    year: int
    reasons: list[LandmarkReason]


class WithoutResults(msgspec.Struct):
    """A trial without results here."""

    study: str
    status: str
    conditions: Codes
    n: Counted | None
    n_planned: int | None


class TimelineSummary(msgspec.Struct):
    """The timeline as a whole."""

    output: Picture | None
    studies: int
    trials: int
    landmarks: list[Landmark]
    running: list[WithoutResults]
    unreported: list[WithoutResults]


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


SUMMARIES: dict[str, tuple[Any, ...]] = {
    "search": (SearchSummary,),
    "claims": (ClaimSummary,),
    "check": (CheckSummary,),
    "limits": (LimitSummary, HarmSummary, Nothing),
    "compare": (CompareSummary,),
    "map": (MapSummary,),
    "forest": (ForestSummary,),
    "timeline": (TimelineSummary,),
    "report": (ReportSummary,),
    "handout": (ReportSummary,),
}


class Problem(msgspec.Struct):
    """What went wrong."""

    message: str
    hint: Text
    file: Text
    line: int
    path: Text


class Envelope(msgspec.Struct):
    """The answer of a command."""

    kap: int
    draft: bool
    command: Text
    query: dict[str, Any]
    as_of: Text
    edition: Text
    total: int
    results: list[dict[str, Any]]
    summary: dict[str, Any]
    notes: list[str]
    errors: list[Problem]
