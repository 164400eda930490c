"""A record as every reader gives it: what a file says of one work, in our terms as far as the format has them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue import identifiers
from kapcli.catalogue.folding import forbidden
from kapcli.catalogue.markup_faults import entities
from kapcli.catalogue.publication import Name
from kapcli.catalogue.study import Arm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_NUMBERS = re.compile(
    r"\b(NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|DRKS\d{8}|UMIN\d{9}|ChiCTR(?:-[A-Z]{2,6}-)?\d{8,10})\b", re.I
)
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
# What a file says at greater length is not taken over.
LONGEST = 4000


class Place(msgspec.Struct, frozen=True):
    """Where a record begins."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Faulty(msgspec.Struct, frozen=True):
    """A record that could not be read."""

    place: Place
    message: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of one work.

    Attributes:
        place: Where it begins.
        csl_type: As in the catalogue; so all the fields of the same names there.
        keywords: Words and headings under which it is filed, each kind with its own.
        conditions: What was treated, in the file's words.
        arms: The groups, as far as the vocabulary has their drugs.
        results: PubMed numbers of publications of a registered trial's results.
        also: PubMed's, registries' and others' remarks that no field of ours holds.
        inferred: Fields that follow from a classification of the file's and are to be checked.
    """

    place: Place
    csl_type: str = ""
    title: str = ""
    authors: tuple[Name, ...] = ()
    authors_complete: bool = True
    editors: tuple[Name, ...] = ()
    year: int = 0
    journal: str = ""
    journal_abbreviation: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    article_number: str = ""
    publisher: str = ""
    publisher_place: str = ""
    number_of_pages: int = 0
    language: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    registry: tuple[str, ...] = ()
    isbn: str = ""
    url: str = ""
    status: str = ""
    design: str = ""
    retraction: str = ""
    allocation: str = ""
    blinding: str = ""
    phase: str = ""
    sites: int = 0
    country: tuple[str, ...] = ()
    planned: int | None = None
    enrolled: int | None = None
    conditions: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()
    arms: tuple[Arm, ...] = ()
    therapy: tuple[str, ...] = ()
    question: str = ""
    results: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()

    @property
    def registration(self) -> bool:
        """Whether it is the record of a trial in a register, and of no publication."""
        return bool(self.registry) and not (self.doi or self.pmid or self.journal)


Read = list[Record | Faulty]


def clean(text: str) -> str:
    """A text of a stranger's file as a catalogue may hold it: on one line, composed, without what nobody sees."""
    while bad := forbidden(text):
        text = text.replace(bad[0], " " if bad[0] in "\x85\u2028\u2029\x0b\x0c" else "")
    for name, character in entities(text).items():
        text = text.replace(name, character)
    if forbidden(text):
        # An entity may stand for a character that has no place here.
        return clean(text)
    return unicodedata.normalize("NFC", " ".join(text.split()))[:LONGEST]


class Sorting:
    """Takes a file's values as they come: the sound ones for a record, the others as remarks."""

    def __init__(self) -> None:
        self.also: list[str] = []

    def say(self, what: str, value: str) -> None:
        """Remark on something that no field holds."""
        if value := clean(value):
            self.also.append(f"{what}: {value}")

    def identifier(self, kind: str, text: str, read: Callable[[str], str]) -> str:
        """A number of a record; one that is none is remarked on."""
        text = clean(text)
        if not text:
            return ""
        try:
            return read(text)
        except identifiers.IdentifierError as error:
            self.also.append(f"{kind}: {text!r} is not valid ({error})")
            return ""

    def doi(self, text: str) -> str:
        """A DOI."""
        return self.identifier("doi", text, identifiers.doi)

    def pmid(self, text: str) -> str:
        """A number of PubMed."""
        return self.identifier("pmid", re.sub(r"(?i)^pmid:?\s*", "", text.strip()), identifiers.pmid)

    def pmcid(self, text: str) -> str:
        """A number of PubMed Central, with or without its letters."""
        text = text.strip().removeprefix("PMCID:").strip()
        return self.identifier("pmcid", f"PMC{text}" if text.isdigit() else text, identifiers.pmcid)

    def year(self, text: str) -> int:
        """The year of a date, however it is written."""
        found = _YEAR.search(text)
        if not found and text.strip():
            self.say("year", text)
        return int(found[1]) if found else 0

    def pages(self, text: str) -> tuple[str, str]:
        """Pages as we write them, or the number of an article."""
        text = re.sub(r"\s*(?:--+|[‐‑‒–—-])\s*", "-", clean(text).removeprefix("pp.").removeprefix("p.").strip())
        # No volume has so many pages.
        if re.fullmatch(r"[A-Za-z]+\.?\d[\w.]*|\d{5,}", text):
            return "", text
        if text.isdigit():
            self.say("pages", f"{text} alone: if it is the number of the article, write it under article_number")
        first, dash, last = text.partition("-")
        if dash and first.isdigit() and last.isdigit() and len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        return first + dash + last if dash else text, ""


def numbers(texts: Iterable[str]) -> tuple[str, ...]:
    """The numbers of registers of trials that stand in some texts, each once."""
    found = (match[1] for text in texts for match in _NUMBERS.finditer(text))
    return tuple(dict.fromkeys(one.upper() if not one.lower().startswith("chictr") else one for one in found))
