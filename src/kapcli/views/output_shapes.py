"""The results of every command in JSON, declared; with `output_questions` and `output_summaries` all that it holds.

A text is never empty where it is written: null stands for that.
"""

# What is written of a record of the catalogue differs from the record in some fields: they are declared anew.
# mypy: disable-error-code="assignment"

from typing import Any, Literal

import msgspec

from kapcli.catalogue import model
from kapcli.evidence.assessment import Effect, Step
from kapcli.evidence.topic_answer import Advice, Contribution

Text = str | None
Ids = list[str]
Codes = list[str] | None


class Counted(msgspec.Struct):
    """How many people, and of which stage."""

    people: int
    kind: Literal["randomised", "analysed", "enrolled"]


class CodedLimit(msgspec.Struct):
    """A limitation that holds."""

    code: str
    label: str


class OwnLimit(CodedLimit):
    """A limitation of one study, whether it holds or not."""

    answer: Literal["yes", "no", "unknown"]
    computed: bool
    notes: list[str]


class GivenArm(msgspec.Struct):
    """What a group was given."""

    drug: str
    route: Text
    dose_min: float | None
    dose_max: float | None
    unit: Text
    sessions: int | None
    role: str


class LabelledEvent(model.AdverseEvent, frozen=True, kw_only=True):
    """An adverse event, with its label."""

    label: str


class ComparatorEvents(model.ComparatorHarms, frozen=True, kw_only=True):
    """What happened on the other side."""

    events: list[LabelledEvent]


class Harms(msgspec.Struct):
    """Adverse events of a study."""

    status: Literal["reported", "partial", "none-found", "not-reported"]
    among: str
    any_event: model.HarmCount | None
    serious: model.HarmCount | None
    stopped: model.HarmCount | None
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
    record: model.Record
    read_at: list[model.Reading]
    trial: str
    origin: str


class Hit(StudyInShort):
    """A study that a search found."""

    match: Literal["identifier", "about", "said", "mentioned", "partial"]
    missing: list[str]
    matched: dict[str, list[str]] | None


class OrientedOutcome(model.Outcome, frozen=True, kw_only=True):
    """A figure, also turned so that positive is better."""

    oriented: float | None


class ClaimOfStudy(msgspec.Struct):
    """A claim that links a study."""

    id: str
    side: Literal["evidence", "for", "against", "context"]
    verdict: str
    certainty: Text
    statement: str


class ShownStudy(model.Study, frozen=True, kw_only=True):
    """A study with all its fields."""

    authors: list[model.Name] | None
    conditions: Codes
    population: Codes
    arms: list[model.Arm] | None
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


class Interval(msgspec.Struct):
    """An interval turned so that above 0 is better; origin says who worked it out."""

    low: float
    high: float | None
    origin: str
    scale: str


class LinkedOutcome(OrientedOutcome, frozen=True, kw_only=True):
    """A figure that a claim rests on."""

    interval: Interval | None


class ClaimLink(msgspec.Struct):
    """A study that bears on a claim."""

    study: str
    because: str
    outcome: Text
    rests_on: Text
    leads: bool
    corrects: bool
    indirect: model.Indirect | None
    figure: LinkedOutcome | None
    figure_text: Text
    title: str
    year: int
    design: str
    n: Counted | None
    comparator: Codes
    limits: list[CodedLimit]
    read_in_full: bool
    record: model.Record
    trial: str


class Rated(msgspec.Struct):
    """A formal rating by somebody else."""

    who: str
    rating: str
    outdated: bool


class Beside(msgspec.Struct):
    """A study that is linked and not weighed."""

    study: str
    because: str


class WeighedClaim(model.Claim, frozen=True, kw_only=True, rename={"for_": "for"}):
    """A claim, what bears on it, and how certain it is."""

    evidence: list[ClaimLink]
    for_: list[ClaimLink]
    against: list[ClaimLink]
    no_estimate: list[ClaimLink]
    context: list[ClaimLink]
    certainty: Text
    shows: Text
    leaning: Text
    level: Text
    people: int | None
    people_randomised: bool
    people_in_all: int | None
    people_all_known: bool
    effect: Effect | None
    rated: list[Rated]
    start: Text
    steps: list[Step]
    weighed: Ids
    beside: list[Beside]
    probable: Ids
    one_group: bool
    closing: Text
    settle: list[str]
    origin: str


class Finding(msgspec.Struct):
    """A row of a Summary of Findings."""

    id: str
    statement: str
    outcome: str
    time: Text
    intervention: str
    comparator: str
    studies: str
    people: Text
    effect: str
    effect_study: Text
    interval: Text
    certainty: Text
    verdict: str
    reasons: list[str]


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
    no_estimate: Ids
    kind: str
    topic: str
    origin: str


class MapCell(msgspec.Struct):
    """A cell of the evidence gap map."""

    id: str
    row: str
    column: str
    studies: Ids
    trials: int
    people: int | None
    not_known: int
    strongest: Text
    gap: bool
    search: str


class Year(msgspec.Struct):
    """A year of the timeline."""

    id: str
    year: int
    trials: int
    kinds: dict[str, Ids]
    studies: Ids


class PeopleOfFigure(msgspec.Struct):
    """Of how many people a figure is."""

    people: int
    of: Literal["figure", "study"]


class Drawn(msgspec.Struct):
    """A mark of a forest plot."""

    low: float
    high: float
    estimate: float | None
    name: Text
    count: int | None
    of: int | None


class Figure(msgspec.Struct):
    """A figure of the forest plot, drawn or listed."""

    id: str
    outcome: str
    year: int
    design: str
    domain: str
    measure: str
    instrument: Text
    timepoint: Text
    first: Text
    second: Text
    comparison: str
    estimate: str
    value: float | None
    ci95: tuple[float, float] | None
    minuend: str
    better: str
    oriented: float | None
    direction: str
    figure_text: Text
    source: str
    limits: list[CodedLimit]
    drawn: bool
    reason: Text
    panel: Text
    n: PeopleOfFigure | None
    marks: list[Drawn]
    turned: bool | None
    worked_out: bool | None
    lies: Literal["left", "right", "open"] | None
    shows: Text
    again: Text
    sure: bool | None


class TopicExclusion(model.Exclusion, frozen=True, kw_only=True):
    """Who should not have it, by one label or guideline."""

    study: str
    text: str
    plain_text: str


class LeadingFigure(Contribution, frozen=True, kw_only=True):
    """A figure that an answer rests on."""

    timepoint: Text
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


class FacetValue(msgspec.Struct):
    """A value to filter by."""

    id: str
    facet: str
    value: str
    label: str
    studies: int


class Holds(msgspec.Struct):
    """What the catalogue holds, counted."""

    studies: int
    trials_or_works: int
    designs: dict[str, int]
    years: list[int]
    not_read_in_full: int
    glossary_terms: int
    origins: dict[str, int]
    version: str


class Catalogue(model.About, frozen=True, kw_only=True):
    """What the catalogue is."""

    id: str
    holds: Holds


class ChangedClaim(msgspec.Struct):
    """A claim that stands otherwise than before."""

    id: str
    now: Text
    verdict_before: str
    certainty_before: Text
    verdict: Text
    certainty: Text
    because: Text


class Fault(msgspec.Struct):
    """A fault of a catalogue file."""

    file: Text
    line: int
    path: Text
    message: str
    fix: Text
    severity: Literal["error", "warning"]


class CheckedFile(msgspec.Struct):
    """A catalogue file, checked."""

    id: str
    studies: int
    outcomes: int
    claims: int
    glossary: int
    errors: int
    warnings: int
    faults: list[Fault]


class Schema(msgspec.Struct):
    """A JSON Schema."""

    id: Literal["output"]
    schema: dict[str, Any]


RESULTS: dict[str, tuple[Any, ...]] = {
    "search": (Hit,),
    "topics": (AnsweredTopic,),
    "show": (ShownStudy,),
    "facets": (FacetValue,),
    "glossary": (model.GlossaryTerm,),
    "claims": (WeighedClaim, Finding),
    "check": (NearClaim,),
    "limits": (LimitCount, LimitsOfStudy, HarmsOfStudy),
    "compare": (StudyInShort,),
    "map": (MapCell,),
    "forest": (Figure,),
    "timeline": (Year,),
    "report": (Report,),
    "handout": (Report,),
    "cite": (Reference,),
    "about": (Catalogue, ChangedClaim),
    "validate": (CheckedFile,),
    "schema": (Schema,),
}
