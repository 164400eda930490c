"""Claims in JSON, declared: weighed with their studies, and as rows of a Summary of Findings."""

# What is written of a record of the catalogue differs from the record in some fields: they are declared anew.
# mypy: disable-error-code="assignment"

import msgspec

from kapcli.catalogue.claim import Claim, Indirect
from kapcli.catalogue.publication import Record
from kapcli.evidence.assessment import Effect, Step
from kapcli.views.output_parts import (
    CodedLimit,
    Codes,
    Counted,
    Ids,
    Question,
    Text,
)
from kapcli.views.output_studies import (
    OrientedOutcome,
)
from kapcli.views.output_topics import AnsweredTopic


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
    indirect: Indirect | None
    figure: LinkedOutcome | None
    figure_text: Text
    title: str
    year: int
    design: str
    n: Counted | None
    comparator: Codes
    limits: list[CodedLimit]
    read_in_full: bool
    record: Record
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


class WeighedClaim(Claim, frozen=True, kw_only=True, rename={"for_": "for"}):
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
    people_not_known_of: list[str]
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


class ClaimQuestion(Question):
    """What was asked of claims."""

    verdict: list[str]
    certainty: list[str]
    kind: list[str]
    said_by: Text
    limit: int | None
    open: int | None
    table: bool


class ClaimSummary(msgspec.Struct):
    """Verdicts counted, and the topic that was met."""

    verdicts: dict[str, int]
    topic: AnsweredTopic | None
