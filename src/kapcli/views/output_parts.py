"""What the JSON of several commands holds: counts, codes and a question as understood, declared.

A text is never empty where it is written: null stands for that.
"""

from typing import Literal

import msgspec

Text = str | None
Ids = list[str]
Codes = list[str] | None


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


class NamedIds(msgspec.Struct):
    """Ids as typed."""

    ids: list[Text]


class Words(msgspec.Struct):
    """Words as typed."""

    text: Text


class Files(msgspec.Struct):
    """Files as typed."""

    files: list[Text]
    strict: bool
    online: bool


class Nothing(msgspec.Struct):
    """No keys."""


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


class Picture(msgspec.Struct):
    """A picture that was written."""

    file: str
    format: Literal["svg", "png", "pdf"]
    pages: int
