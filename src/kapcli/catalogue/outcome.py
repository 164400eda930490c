"""What a study found: its figures as the source prints them, with what is needed to turn them, and adverse events."""

from typing import Annotated, Literal

from kapcli.catalogue.forms import Code, Form, Row


class Sides(Row, frozen=True, kw_only=True):
    """People of a figure, on the side named first and on the other.

    Attributes:
        kind: Whether they were analysed for it, or only randomised.
    """

    first: int
    second: int
    kind: Literal["analysed", "randomised"] = "analysed"


class Outcome(Row, frozen=True, kw_only=True):
    """One figure of one study.

    Attributes:
        id: Unique within the study.
        measure: The measure in the source's terms; ``instrument`` is its code, where it is one.
        comparison: What the figure compares (see the vocabulary).
        first: The side named first in a comparison of groups.
        second: The other side.
        minuend: What the source subtracted from (for ratios: what it put on top).
        better: Which direction of the measure is better.
        value: The estimate with the source's own sign.
        ci95: Of the estimate; where two shares are given, of the first side's share.
        ci_origin: Who gives ``ci95``: the source, or whoever worked it out, by which method.
        sd_of: Whether ``sd`` is of the changes or of the scores at the end; without it no interval follows from it.
        control_value: The other side's figure, in the same unit.
        control_sd: The other side's standard deviation, of the same as ``sd``.
        control_ci95: Of the other side's own share.
        difference_ci95: Of the difference of two shares, in percentage points, first side minus second.
        people: People of this figure by side; without it the study's own arms count, where they are the same.
        events: Of these, those who had what was counted.
        trials: Of a pool: how many trials this figure rests on, which is rarely all of the review's.
        part: Whether it is of a part of the study's people, whose number is not that of its arms.
        direction: What the figure shows.
        source: Where this figure was read.
    """

    id: Annotated[str, Form("id")]
    measure: str
    domain: Annotated[str, Code("domain")]
    comparison: Annotated[str, Code("comparison")]
    estimate: Annotated[str, Code("estimate")]
    direction: Annotated[str, Code("direction")]
    source: Annotated[str, Form("url")]
    instrument: Annotated[str, Code("instrument")] | None = None
    primary: bool | None = None
    timepoint: str = ""
    contrast: str = ""
    first: str = ""
    second: str = ""
    minuend: Annotated[str, Code("minuend")] = "not-applicable"
    better: Literal["lower", "higher", "neither"] = "neither"
    unit: Annotated[str, Code("unit")] | None = None
    value: float | None = None
    ci95: tuple[float, float] | None = None
    ci_origin: Annotated[str, Form("origin")] = "source"
    sd: float | None = None
    sd_of: Literal["change", "end"] | None = None
    se: float | None = None
    p: str = ""
    n: int | None = None
    baseline: float | None = None
    end: float | None = None
    control_value: float | None = None
    control_sd: float | None = None
    control_ci95: tuple[float, float] | None = None
    difference_ci95: tuple[float, float] | None = None
    people: Sides | None = None
    events: Sides | None = None
    trials: int | None = None
    part: bool = False
    note: str = ""


class Heterogeneity(Row, frozen=True, kw_only=True):
    """I² of one pooled outcome of a review, in percent.

    Attributes:
        outcome: The id of the outcome; empty where it is of one that is not in the catalogue.
        value: In percent.
        text: Of what it is, in words.
    """

    value: float
    outcome: Annotated[str, Form("id")] = ""
    text: str = ""


class HarmCount(Row, frozen=True, kw_only=True):
    """How many had an adverse event: a count, a share as printed, or both.

    Attributes:
        number: How many had it; 0 only where a source says none.
        of: Of how many.
        percent: As printed, or the lower end of a printed range.
        percent_to: The upper end of a printed range.
        counted: What ``number`` and ``of`` are a number of, where it is not people.
        group: Of which arm or group; empty where the place says it.
    """

    number: int | None = None
    of: int | None = None
    percent: float | None = None
    percent_to: float | None = None
    counted: Literal["people", "events", "treatments", "reports", "deaths"] = "people"
    group: str = ""
    note: str = ""


class AdverseEvent(HarmCount, frozen=True, kw_only=True):
    """An adverse event that a source names, with its count where there is one.

    Attributes:
        risk: It is named as a risk, not as something that happened to anybody counted here.
    """

    term: Annotated[str, Code("adverse_event")]
    risk: bool = False


class ComparatorHarms(Row, frozen=True, kw_only=True):
    """What happened on the other side: it is no harm of ketamine."""

    group: str = ""
    any_event: HarmCount | None = None
    serious: HarmCount | None = None
    stopped: HarmCount | None = None
    events: tuple[AdverseEvent, ...] = ()


class Safety(Row, frozen=True, kw_only=True):
    """Adverse events: reported, in part only, none, or not reported (then: not known).

    Attributes:
        among: Who had them: patients, healthy people, users outside medicine, or reports without a number of users.
        any_event: People with any adverse event.
        serious: Those with a serious one, in the source's own terms.
        stopped: Those who stopped because of one.
        events: What happened with ketamine or esketamine.
        absent: What the source says did not occur; of everything else silence is no no.
        comparator: What happened on the other side.
        uncoded: What no term of the vocabulary covers, in words.
    """

    status: Annotated[str, Code("safety")] = "not-reported"
    among: Annotated[str, Code("exposure")] = "treatment"
    any_event: HarmCount | None = None
    serious: HarmCount | None = None
    stopped: HarmCount | None = None
    events: tuple[AdverseEvent, ...] = ()
    absent: tuple[Annotated[str, Code("adverse_event")], ...] = ()
    comparator: ComparatorHarms | None = None
    uncoded: tuple[str, ...] = ()
    text: str = ""
