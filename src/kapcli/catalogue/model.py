"""A whole catalogue: what it is, its studies, claims and topics, the limits of the field, and its glossary.

A field that no source gave is ``None`` or empty: not known, never zero and never "no".
"""

from typing import Annotated, Literal

from kapcli.catalogue.claim import Claim, Gone
from kapcli.catalogue.forms import Code, Form, Row
from kapcli.catalogue.study import Study


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


# What a topic asks: what the treatment does, what harm it does, or who should not have it.
Asks = Literal["effect", "harm", "exclusion"]


class Codes(Row, frozen=True, kw_only=True):
    """The codes that lead to a topic, as words or as facets."""

    condition: tuple[Annotated[str, Code("condition")], ...] = ()
    route: tuple[Annotated[str, Code("route")], ...] = ()
    drug: tuple[Annotated[str, Code("drug")], ...] = ()
    therapy: tuple[Annotated[str, Code("therapy")], ...] = ()
    comparator: tuple[Annotated[str, Code("comparator")], ...] = ()
    population: tuple[Annotated[str, Code("population")], ...] = ()


class Topic(Row, frozen=True, kw_only=True):
    """A question that people bring.

    Attributes:
        title: For those in the field.
        plain_title: For everybody else.
        subject: Of a harm: what it is about, as it stands in a sentence.
        plain_subject: The same in plain words.
        claims: Ids of its headline claims, the most telling first.
        guidelines: Ids of studies that are guidelines or texts of an authority; the first that says something of it
            stands in the answer.
        words: Words and phrases that lead to it.
        about: Codes that lead to it.
        part_of: Ids of wider topics: where words lead to both, this one is meant.
    """

    id: Annotated[str, Form("id")]
    title: str
    plain_title: str
    asks: Asks = "effect"
    subject: str = ""
    plain_subject: str = ""
    claims: tuple[Annotated[str, Form("id")], ...]
    guidelines: tuple[Annotated[str, Form("id")], ...] = ()
    words: tuple[str, ...] = ()
    about: Codes = Codes()
    part_of: tuple[Annotated[str, Form("id")], ...] = ()


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
