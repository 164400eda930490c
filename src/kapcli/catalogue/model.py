"""What the catalogue holds: frozen structs, each field as it stands in YAML.

A field that no source gave is ``None`` or empty: not known, never zero and never "no".
"""

from typing import Annotated, Literal

import msgspec


class Code(msgspec.Struct, frozen=True):
    """Marks a text field as a code of one section of the vocabulary."""

    section: str


class Form(msgspec.Struct, frozen=True):
    """Marks a text field that must have a certain form (see ``forms.py``)."""

    name: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every record of the catalogue."""


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
        control_value: The other side's figure, in the same unit.
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
    sd: float | None = None
    se: float | None = None
    p: str = ""
    n: int | None = None
    baseline: float | None = None
    end: float | None = None
    control_value: float | None = None
    note: str = ""


class FollowUp(Row, frozen=True, kw_only=True):
    """The longest observation: in words, and in days where it can be told."""

    text: str
    days: int | None = None


class Safety(Row, frozen=True, kw_only=True):
    """Harms: looked for and found, looked for and none, or not reported (then: not known)."""

    status: Annotated[str, Code("safety")] = "not-reported"
    serious_adverse_events: int | None = None
    withdrawals: int | None = None
    common: tuple[str, ...] = ()
    text: str = ""


class Caveat(Row, frozen=True, kw_only=True):
    """A limitation of one study: a code of the vocabulary and what it means here."""

    code: Annotated[str, Code("limitation")]
    note: str


class Study(Row, frozen=True, kw_only=True):
    """One study: its record, its people, what they were given, what was found, and its limits."""

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


class About(Row, frozen=True, kw_only=True):
    """What the catalogue is, as of when, and what it is not.

    Attributes:
        on_harm: Works on harm that every question about harm must be shown, whatever else narrows it.
    """

    title: str
    as_of: Annotated[str, Form("date")]
    scope: str
    inclusion: tuple[str, ...]
    method: str
    disclaimer: str
    urgent_help: str
    on_harm: tuple[Annotated[str, Form("id")], ...] = ()


class Indirect(Row, frozen=True, kw_only=True):
    """In what a study's question differs from a claim's (GRADE's indirectness)."""

    kind: Annotated[str, Code("indirectness")]
    reason: str


class Link(Row, frozen=True, kw_only=True):
    """A study that bears on a claim.

    Attributes:
        study: The study.
        outcome: The figure the claim rests on; an effect always rests on one.
        rests_on: For other claims: the field of the study that was read, such as ``title`` or ``safety``.
        because: One sentence: why it bears on the claim, and to which side.
        indirect: Where its question is not quite the claim's.
    """

    study: Annotated[str, Form("id")]
    because: str
    outcome: str = ""
    rests_on: str = ""
    indirect: Indirect | None = None


class Claim(Row, frozen=True, kw_only=True, rename={"for_": "for"}):
    """A statement, and what speaks for and against it.

    Attributes:
        wordings: Other ways to say exactly this: whatever holds for the statement holds for each of them.
        plain: The statement's answer for a person outside the field.
        said_by: Whose statement it is, where it is somebody's.
        verdict: On the statement as it is worded.
        domain: What an effect or harm was measured in; figures for and against are of this domain.
        for_: What speaks for it.
        against: What speaks against it.
        context: What does neither, or is of a lower kind, and must be known beside it.
        instead: What the sources say instead; needed unless the claim is supported.
        both_sides: Why a study may stand on both sides, or against a supported claim.
        counted_by: For a claim about the field: the limitation of the catalogue whose count bears it out.
    """

    id: Annotated[str, Form("id")]
    kind: Annotated[str, Code("claim_kind")]
    statement: str
    plain: str
    topic: Annotated[str, Code("theme")]
    verdict: Annotated[str, Code("verdict")]
    wordings: tuple[str, ...] = ()
    said_by: str = ""
    domain: Annotated[str, Code("domain")] | None = None
    for_: tuple[Link, ...] = ()
    against: tuple[Link, ...] = ()
    context: tuple[Link, ...] = ()
    instead: str = ""
    both_sides: str = ""
    counted_by: Annotated[str, Form("id")] = ""
    caveats: tuple[Caveat, ...] = ()


class Catalogue(Row, frozen=True, kw_only=True):
    """A whole catalogue file, or several joined."""

    about: About | None = None
    studies: tuple[Study, ...] = ()
    claims: tuple[Claim, ...] = ()
    limitations: tuple[FieldLimit, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
