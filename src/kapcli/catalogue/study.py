"""A study: its record, its people, what they were given, what was found, what limits it, and what a guideline advises.

A field that no source gave is ``None`` or empty: not known, never zero and never "no".
"""

from typing import Annotated, Literal

from kapcli.catalogue.claim import Caveat
from kapcli.catalogue.forms import Code, Form, Row
from kapcli.catalogue.outcome import Heterogeneity, Outcome, Safety
from kapcli.catalogue.publication import Name, Reading, Record, SameTrial, Unverified, Version

# What a guideline or an authority says of a treatment, from for to against; who warns says neither.
Says = Literal[
    "approves",
    "recommends",
    "suggests",
    "third-line",
    "not-approved",
    "warns",
    "not-shown",
    "does-not-recommend",
    "suggests-against",
    "recommends-against",
]


class Recommendation(Row, frozen=True, kw_only=True):
    """What a guideline or an authority says of ketamine or esketamine for a condition.

    Attributes:
        who: Agency or society, as it is printed.
        plain: The same for a person outside the field, such as "the US medicines regulator (FDA)".
        date: Of the text that says so; empty where the copy that was read has none.
        what: What it speaks of, as it stands in a sentence, such as "ketamine for PTSD".
        plain_what: The same in plain words, where they are other ones.
        source: Where it was read.
    """

    who: str
    plain: str
    says: Says
    what: str
    plain_what: str = ""
    date: Annotated[str, Form("date")] = ""
    source: Annotated[str, Form("url")]
    read: Annotated[str, Code("read")]
    condition: tuple[Annotated[str, Code("condition")], ...] = ()


class Exclusion(Row, frozen=True, kw_only=True):
    """Who a label or a guideline says should not have the treatment, or only with care.

    Attributes:
        who: Agency or society, as it is printed.
        date: Of the text that says so.
        newer: The date of a newer text that is known to exist and was not read.
        what: The drug and use it speaks of, as it stands in a sentence.
        force: Whether it rules the treatment out, advises against it as a rule, or asks for care.
        people: Conditions in the field's words, every one that the text names.
        plain: The same in plain words, one for each.
        source: Where it was read.
        note: What a reader must know of how it was read.
    """

    who: str
    date: Annotated[str, Form("date")]
    what: str
    force: Literal["contraindicated", "relative", "care"]
    people: tuple[str, ...]
    plain: tuple[str, ...]
    source: Annotated[str, Form("url")]
    read: Annotated[str, Code("read")]
    newer: Annotated[str, Form("date")] = ""
    note: str = ""


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


class FollowUp(Row, frozen=True, kw_only=True):
    """The longest observation: in words, and in days where it can be told."""

    text: str
    days: int | None = None


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
        replaces: Whether it takes the place of the entry of the same id in the files below.
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
    replaces: bool = False

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
    retraction_checked: Annotated[str, Form("date")] = ""
    notes: tuple[str, ...] = ()

    @property
    def retracted(self) -> bool:
        """Whether it was withdrawn: it is then marked wherever it is named, and takes part in no count."""
        return self.retraction == "retracted"
