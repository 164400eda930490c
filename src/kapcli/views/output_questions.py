"""The questions as understood, in JSON, declared for every command."""

from typing import Any

import msgspec

from kapcli.views.output_shapes import Text


class Unit(msgspec.Struct):
    """Something that must match."""

    text: str
    codes: list[str]
    identifier: Text
    known: bool


class Correction(msgspec.Struct):
    """A word taken to be misspelt."""

    wrote: str
    searched: str


class Ambiguous(msgspec.Struct):
    """A word that may be misspelt."""

    wrote: str
    near: list[str]


class Dose(msgspec.Struct):
    """A range of doses."""

    low: float | None
    high: float | None
    unit: str


class Question(msgspec.Struct):
    """A question as understood."""

    text: Text
    units: list[Unit]
    corrections: list[Correction]
    ambiguous: list[Ambiguous]
    dropped: list[str]
    facets: dict[str, list[str]]
    year: list[int | None] | None
    min_n: int | None
    dose: Dose | None
    doses_not_searched: list[str]
    negated: bool


class SearchQuestion(Question):
    """What a search was asked."""

    sort: str
    limit: int | None


class HarmQuestion(Question):
    """What was asked of adverse events."""

    safety: bool
    adverse_event: Text


class ClaimQuestion(Question):
    """What was asked of claims."""

    verdict: list[str]
    certainty: list[str]
    kind: list[str]
    said_by: Text
    limit: int | None
    open: int | None
    table: bool


class MapQuestion(Question):
    """What a map was asked."""

    rows: str
    columns: str
    metric: str


class ForestQuestion(Question):
    """What a forest plot was asked."""

    domain: list[str]


class CiteQuestion(Question):
    """What is to be cited."""

    ids: list[Text]
    all: bool
    style: str


class ReportQuestion(Question):
    """What a report was asked."""

    style: str
    full: bool
    lay: bool
    output: Text


class NamedIds(msgspec.Struct):
    """Ids as typed."""

    ids: list[Text]


class Words(msgspec.Struct):
    """Words as typed."""

    text: Text


class Overstatement(msgspec.Struct):
    """Words that no study can bear out."""

    words: str
    said_of: str
    because: str


class RecordedFigures(msgspec.Struct):
    """A record that holds figures of a sentence."""

    study: str
    held: list[str]
    differs: list[str]
    read: Text


class ReferenceField(msgspec.Struct):
    """A field of a reference against the record."""

    name: str
    state: str
    said: Text
    read: Text


class CheckedReference(msgspec.Struct):
    """A reference against the record."""

    status: str
    study: Text
    found_by: Text
    fields: list[ReferenceField]
    claims: list[list[str]]


class CheckedSentence(msgspec.Struct):
    """A sentence that was checked."""

    number: int
    line: int
    text: str
    read: int
    verdict: Text
    same_as: Text
    denies: bool | None
    doubtful: bool
    close: bool
    question: bool
    checked_as: Text
    about: list[str]
    overstatements: list[Overstatement]
    figures: RecordedFigures | None
    reference: CheckedReference | None


class Sentences(msgspec.Struct):
    """The sentences that were checked."""

    file: Text
    sentences: list[CheckedSentence]


class FacetAsked(msgspec.Struct):
    """The filter whose values were asked for."""

    facet: Text


class Files(msgspec.Struct):
    """Files as typed."""

    files: list[Text]


class Since(msgspec.Struct):
    """Since which edition changes were asked for."""

    changes: bool
    since: str


class Nothing(msgspec.Struct):
    """No keys."""


QUERIES: dict[str, tuple[Any, ...]] = {
    "search": (SearchQuestion,),
    "topics": (Words,),
    "show": (NamedIds,),
    "facets": (FacetAsked,),
    "glossary": (Words,),
    "claims": (ClaimQuestion, NamedIds),
    "check": (Sentences,),
    "limits": (Question, HarmQuestion, NamedIds),
    "compare": (NamedIds,),
    "map": (MapQuestion,),
    "forest": (ForestQuestion,),
    "timeline": (Question,),
    "report": (ReportQuestion,),
    "handout": (ReportQuestion,),
    "cite": (CiteQuestion,),
    "about": (Nothing, Since),
    "validate": (Files,),
    "schema": (Nothing,),
}
