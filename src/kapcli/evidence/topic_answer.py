"""What the answer of a topic is: its facts, chosen by rule when the catalogue was compiled.

Kept apart from the rules that choose them, which a lookup does not need.
"""

from typing import Literal

import msgspec

from kapcli.catalogue.model import Topic
from kapcli.catalogue.orientation import RATIOS
from kapcli.catalogue.study import Exclusion, Recommendation

Template = Literal["compared", "single-group", "lasting", "untested", "harm", "rule", "exclusion"]


class Contribution(msgspec.Struct, frozen=True):
    """One figure as it may be said.

    Attributes:
        study: Id of the study.
        outcome: Id of the figure.
        name: First author and year.
        pooled: Whether it is the result of several trials.
        people: Of the figure; ``None`` where not known.
        randomised: Of the whole trial, where those of the figure are not known.
        first: The side named first in a comparison.
        second: The other side.
        value: As the source gives it; ``None`` where it gives none.
        other: The other side's, where both are given.
        low: Lower limit of the 95% interval, of the published sign; of two shares, of their difference.
        high: Upper limit.
        origin: ``source`` or ``calculated (METHOD)``; empty without an interval.
        side: On the claimed side, the other, or neither; ``unsized`` where a difference is stated without its size.
        better: Which side of a comparison did better, whatever the claim says; empty where neither or not known.
        population: Codes of the groups of people.
        route: Code of the route of ketamine, where a topic is about routes and there is one.
    """

    study: str
    outcome: str
    name: str
    level: str
    pooled: bool
    people: int | None
    randomised: int | None
    measure: str
    domain: str
    timepoint: str
    estimate: str
    unit: str
    first: str
    second: str
    side: Literal["favours", "opposes", "none", "unsized"]
    direction: str
    instrument: str = ""
    better: Literal["first", "second", ""] = ""
    population: tuple[str, ...] = ()
    value: float | None = None
    other: float | None = None
    low: float | None = None
    high: float | None = None
    origin: str = ""
    route: str = ""

    @property
    def excludes_none(self) -> bool:
        """Whether its interval excludes no effect."""
        if self.low is None or self.high is None:
            return False
        none = 1.0 if self.estimate in RATIOS else 0.0
        return not self.low <= none <= self.high

    @property
    def differs(self) -> bool:
        """Whether one side did better, by an interval, where there is one, that excludes no effect."""
        return bool(self.better) and (self.low is None or self.excludes_none)

    @property
    def sides(self) -> tuple[str, str]:
        """The side that did better, and the other."""
        return (self.first, self.second) if self.better == "first" else (self.second, self.first)


class Advice(msgspec.Struct, frozen=True):
    """What a guideline says, with the study it stands in."""

    study: str
    recommendation: Recommendation


class Excluded(msgspec.Struct, frozen=True):
    """Who should not have it, with the study it stands in."""

    study: str
    exclusion: Exclusion


class TopicAnswer(msgspec.Struct, frozen=True):
    """A topic with the facts of its answer.

    Attributes:
        topic: With the ids that its claims have now.
        template: Which of the three ways of wording it is; the exclusions are a list of their own.
        claim: Id of the claim whose verdict and certainty it names.
        lead: The figure that the verdict rests on.
        against: The strongest figure that does not favour.
        wider: Whether its claims on an effect are on more conditions than that verdict.
        counted_elsewhere: Whether another of its claims rests on a count of people, though the first does not.
        advice: What a guideline says.
        exclusions: Who should not have it, whole.
        guidelines: Ids of the guidelines that are there and not withdrawn.
    """

    topic: Topic
    template: Template
    claim: str
    verdict: str
    certainty: str | None
    lead: Contribution | None = None
    against: Contribution | None = None
    wider: bool = False
    counted_elsewhere: bool = False
    advice: Advice | None = None
    exclusions: tuple[Excluded, ...] = ()
    guidelines: tuple[str, ...] = ()
