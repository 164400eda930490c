"""What the catalogue holds: frozen structs, each field as it stands in YAML.

A field that no source gave is ``None`` or empty: not known, never zero and never "no".
"""

from typing import Annotated, Literal

from kapcli.catalogue.claims import Asked as Asked
from kapcli.catalogue.claims import Caveat as Caveat
from kapcli.catalogue.claims import Claim as Claim
from kapcli.catalogue.claims import Formal as Formal
from kapcli.catalogue.claims import Gone as Gone
from kapcli.catalogue.claims import Indirect as Indirect
from kapcli.catalogue.claims import Link as Link
from kapcli.catalogue.rows import Code as Code
from kapcli.catalogue.rows import Form as Form
from kapcli.catalogue.rows import Row as Row
from kapcli.catalogue.topics import Exclusion as Exclusion
from kapcli.catalogue.topics import Recommendation as Recommendation
from kapcli.catalogue.topics import Topic as Topic


class Name(Row, frozen=True, kw_only=True):
    """A person, or a group under ``literal`` (CSL name variables)."""

    family: Annotated[str, Form("name")] = ""
    given: Annotated[str, Form("name")] = ""
    non_dropping_particle: Annotated[str, Form("name")] = ""
    suffix: Annotated[str, Form("name")] = ""
    literal: Annotated[str, Form("name")] = ""


class Record(Row, frozen=True, kw_only=True):
    """Where the work is registered for good: shown before any address it was read at."""

    doi: Annotated[str, Form("doi")] = ""
    pmid: Annotated[str, Form("pmid")] = ""
    pmcid: Annotated[str, Form("pmcid")] = ""
    registry: tuple[Annotated[str, Form("registry")], ...] = ()
    isbn: str = ""
    url: Annotated[str, Form("url")] = ""


class Reading(Row, frozen=True, kw_only=True):
    """An address at which something was read, and how much of the work was there."""

    url: Annotated[str, Form("url")]
    read: Annotated[str, Code("read")]
    when: Annotated[str, Form("date")] = ""


class Version(Row, frozen=True, kw_only=True):
    """Another publication of the same work: a preprint, a registry's results page."""

    kind: Literal["preprint", "journal-version", "results-paper", "protocol"]
    id: Annotated[str, Form("id")] = ""
    title: Annotated[str, Form("name")] = ""
    journal: Annotated[str, Form("name")] = ""
    year: int | None = None
    volume: str = ""
    pages: str = ""
    doi: Annotated[str, Form("doi")] = ""
    pmid: Annotated[str, Form("pmid")] = ""


class Unverified(Row, frozen=True, kw_only=True):
    """Something that only one voice says and no source that was read confirms."""

    field: str
    value: str
    said_by: str


class Detail(Row, frozen=True, kw_only=True):
    """Design in detail, in CONSORT's terms as far as the source gives them.

    Attributes:
        guesses: Where people were asked which drug they had: whether the blinding held.
    """

    allocation: Annotated[str, Code("allocation")] | None = None
    blinding: Annotated[str, Code("blinding")] | None = None
    blinding_detail: str = ""
    guesses: Literal["held", "broken"] | None = None
    sites: int | None = None
    phase: str = ""
    country: tuple[Annotated[str, Form("country")], ...] = ()
    text: str = ""


class SameTrial(Row, frozen=True, kw_only=True):
    """Another study of the catalogue that draws on the same participants."""

    id: Annotated[str, Form("id")]
    sure: Literal["yes", "probable"]


class People(Row, frozen=True, kw_only=True):
    """Numbers of people by kind. ``planned`` is a registry's target: nobody has been studied yet.

    Attributes:
        studies: For reviews: how many studies or reports they count.
    """

    planned: int | None = None
    enrolled: int | None = None
    randomised: int | None = None
    analysed: int | None = None
    ketamine: int | None = None
    control: int | None = None
    studies: int | None = None


class Age(Row, frozen=True, kw_only=True):
    """Age in years."""

    mean: float | None = None
    sd: float | None = None
    median: float | None = None
    min: float | None = None
    max: float | None = None


class Arm(Row, frozen=True, kw_only=True):
    """One arm: what its people were given. A dose is per session, in ``unit``."""

    drug: Annotated[str, Code("drug")]
    role: Annotated[str, Code("role")]
    label: str = ""
    route: Annotated[str, Code("route")] | None = None
    dose_min: float | None = None
    dose_max: float | None = None
    unit: Annotated[str, Code("dose_unit")] | None = None
    sessions: int | None = None
    schedule: str = ""
    with_therapy: bool | None = None


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
    part: bool = False
    note: str = ""


class FollowUp(Row, frozen=True, kw_only=True):
    """The longest observation: in words, and in days where it can be told."""

    text: str
    days: int | None = None


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


class RiskOfBias(Row, frozen=True, kw_only=True):
    """What a review says of its studies: at high risk are ``most`` of them, or ``some``.

    ``not-read`` where they were judged, or spoken of, and no verdict was in what was read: nothing follows from that.
    """

    level: Literal["low", "some", "most", "not-read"]
    text: str


class FormalRating(Row, frozen=True, kw_only=True):
    """How sure those who made a guideline or a review call themselves, by a formal scheme.

    Attributes:
        id: Unique within the study.
        who: Who rated, as it is printed.
        what: What was rated: outcome, comparison and time.
        searched_to: The last search it rests on, as far as it was read; else the year it is of.
        scheme: Such as GRADE.
    """

    id: Annotated[str, Form("id")]
    who: str
    what: str
    rating: Annotated[str, Code("certainty")]
    searched_to: Annotated[str, Form("date")]
    scheme: str = "GRADE"


class Study(Row, frozen=True, kw_only=True):
    """One study: its record, its people, what they were given, what was found, and its limits.

    Attributes:
        includes: For reviews: the works they pool.
        searched_to: For reviews: the last search.
        i2: For reviews: how far the sizes of the pooled effects differ.
        small_study: For reviews: whether small trials were found to show larger effects.
        risk_of_bias: For reviews: what they say of the trials they pool, and how heavy that is.
        formal_rating: For guidelines and reviews: how sure they call themselves.
        recommendations: For guidelines and texts of an authority: what they say of ketamine or esketamine.
        exclusions: For labels and guidelines: who should not have it, or only with care.
    """

    id: Annotated[str, Form("id")]
    title: Annotated[str, Form("title")]
    csl_type: Annotated[str, Code("csl_type")]
    year: Annotated[int, Form("year")]
    design: Annotated[str, Code("design")]
    status: Annotated[str, Code("status")]
    finding: str
    read_at: tuple[Reading, ...]

    language: Annotated[str, Form("language")] = ""
    authors: tuple[Name, ...] = ()
    authors_complete: bool = True
    editors: tuple[Name, ...] = ()
    journal: Annotated[str, Form("name")] = ""
    journal_abbreviation: Annotated[str, Form("name")] = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    article_number: str = ""
    online_first: bool = False
    publisher: str = ""
    publisher_place: str = ""
    number_of_pages: int | None = None
    record: Record = Record()
    versions: tuple[Version, ...] = ()
    unverified: tuple[Unverified, ...] = ()
    biblio_source: tuple[str, ...] = ()

    design_detail: Detail = Detail()
    trial: Annotated[str, Form("id")] = ""
    parent: Annotated[str, Form("id")] = ""
    same_trial: tuple[SameTrial, ...] = ()
    includes: tuple[Annotated[str, Form("id")], ...] | Literal["not-read"] = ()

    searched_to: Annotated[str, Form("date")] = ""
    i2: tuple[Heterogeneity, ...] = ()
    small_study: Literal["yes", "no"] | None = None
    risk_of_bias: RiskOfBias | None = None
    formal_rating: tuple[FormalRating, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    question: str = ""
    plain: str = ""
    findings: tuple[str, ...] = ()
    conditions: tuple[Annotated[str, Code("condition")], ...] = ()
    comorbidity: str = ""
    population: tuple[Annotated[str, Code("population")], ...] = ()
    population_text: str = ""
    setting: str = ""
    n: People = People()
    age: Age = Age()
    female_percent: float | None = None
    arms: tuple[Arm, ...] = ()
    comparator: tuple[Annotated[str, Code("comparator")], ...] = ()
    dosing_model: Annotated[str, Code("dosing_model")] = "not-applicable"
    dosing_model_inferred: bool = False
    therapy: tuple[Annotated[str, Code("therapy")], ...] = ()
    therapy_detail: str = ""
    outcomes: tuple[Outcome, ...] = ()
    follow_up: FollowUp | None = None
    safety: Safety = Safety()
    funding: str = ""
    conflicts: str = ""
    limitations: tuple[Caveat, ...] = ()
    not_found: tuple[str, ...] = ()
    retraction: Literal["not-checked", "none", "retracted", "corrected", "concern"] = "not-checked"
    notes: tuple[str, ...] = ()

    @property
    def retracted(self) -> bool:
        """Whether it was withdrawn: it is then marked wherever it is named, and takes part in no count."""
        return self.retraction == "retracted"


class Scope(Row, frozen=True, kw_only=True):
    """A corner of the catalogue, as facets: every one that is given must hold."""

    condition: tuple[Annotated[str, Code("condition")], ...] = ()
    route: tuple[Annotated[str, Code("route")], ...] = ()
    therapy: tuple[Annotated[str, Code("therapy")], ...] = ()
    dosing_model: tuple[Annotated[str, Code("dosing_model")], ...] = ()
    design: tuple[Annotated[str, Code("design")], ...] = ()
    comparator: tuple[Annotated[str, Code("comparator")], ...] = ()


class FieldLimit(Row, frozen=True, kw_only=True):
    """A caveat of the whole field: who says it, of which corner, and what is counted to hold it against.

    Attributes:
        rule: The limitation code whose yes, no and not known are counted.
        variety: Facets whose different values are counted instead: what differs from study to study.
        seldom: A narrower corner that is counted instead: what is hardly ever done.
        days_under: Counted instead: studies whose longest observation was shorter than so many days.
        scope: The corner for which it is said.
        scope_text: The same in words.
    """

    id: Annotated[str, Form("id")]
    title: str
    text: str
    said_by: str
    rule: Annotated[str, Code("limitation")] | None = None
    variety: tuple[Literal["therapy", "route", "dosing_model", "population"], ...] = ()
    seldom: Scope | None = None
    days_under: int | None = None
    scope: Scope = Scope()
    scope_text: str = ""


class GlossaryTerm(Row, frozen=True, kw_only=True):
    """A term of art in plain words."""

    id: Annotated[str, Form("id")]
    term: str
    plain: str
    synonyms: tuple[str, ...] = ()
    detail: str = ""
    see: tuple[str, ...] = ()


class Searched(Row, frozen=True, kw_only=True):
    """When the field was searched, and for what.

    Attributes:
        added: What came in by it.
    """

    when: Annotated[str, Form("date")]
    what: str
    added: str = ""


class About(Row, frozen=True, kw_only=True):
    """What the catalogue is, as of when, and what it is not.

    Attributes:
        edition: Which edition this is: the year and a number within it.
        searches: Every search of the field, oldest first.
        missing: What is known to be missing.
        licence: Under what its texts may be used.
        report: Where and how an error is reported.
        on_harm: Works on harm that every question about harm must be shown, whatever else narrows it.
    """

    title: str
    as_of: Annotated[str, Form("date")]
    scope: str
    inclusion: tuple[str, ...]
    method: str
    disclaimer: str
    urgent_help: str
    edition: str = ""
    searches: tuple[Searched, ...] = ()
    missing: tuple[str, ...] = ()
    licence: str = ""
    report: str = ""
    on_harm: tuple[Annotated[str, Form("id")], ...] = ()


class Graded(Row, frozen=True, kw_only=True):
    """How a claim stood in an edition; without a certainty it was not rated."""

    id: Annotated[str, Form("id")]
    verdict: Annotated[str, Code("verdict")]
    certainty: Annotated[str, Code("certainty")] | None = None


class Edition(Row, frozen=True, kw_only=True):
    """An edition that was published, and how its claims stood."""

    edition: str
    as_of: Annotated[str, Form("date")]
    claims: tuple[Graded, ...]


class Catalogue(Row, frozen=True, kw_only=True):
    """A whole catalogue file, or several joined.

    Attributes:
        gone: Claims that were taken out, so that their ids still lead somewhere.
        topics: Questions that people bring, each with the claims that answer it.
        editions: Earlier editions, oldest first: what has changed since is worked out.
    """

    about: About | None = None
    studies: tuple[Study, ...] = ()
    claims: tuple[Claim, ...] = ()
    gone: tuple[Gone, ...] = ()
    topics: tuple[Topic, ...] = ()
    editions: tuple[Edition, ...] = ()
    limitations: tuple[FieldLimit, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
