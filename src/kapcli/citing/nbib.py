"""MEDLINE, as PubMed downloads it (``.nbib``), which EndNote, Zotero and Mendeley read.

Tags as the National Library of Medicine describes them. A line is a tag of up to four letters, a hyphen and the value;
long values go on in lines that begin with six blanks.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kapcli.catalogue.words import MONTHS

from .fields import date_parts, family_name, pages, people, text
from .initials import initials

_TYPES = {
    "article": "Preprint",
    "article-journal": "Journal Article",
    "article-magazine": "Journal Article",
    "article-newspaper": "News",
    "book": "Book",
    "chapter": "Book Chapter",
    "dataset": "Dataset",
    "paper-conference": "Congress",
    "report": "Technical Report",
    "thesis": "Thesis",
    "webpage": "Webcast",
}
# ISO 639-2, of which PubMed uses the bibliographic codes.
_LANGUAGES = {
    "da": "dan",
    "de": "ger",
    "en": "eng",
    "es": "spa",
    "fr": "fre",
    "it": "ita",
    "ja": "jpn",
    "nl": "dut",
    "pl": "pol",
    "pt": "por",
    "ru": "rus",
    "sv": "swe",
    "zh": "chi",
}
_RETRACTED = "Retracted Publication"
# PubMed folds its lines so.
_WIDTH = 88


def nbib(items: Iterable[Mapping[str, Any]]) -> str:
    """Write items as MEDLINE records.

    Args:
        items: Neutral items.

    Returns:
        As many records as items, separated by empty lines; markup is left out.
    """
    return "\n".join(_record(item) for item in items)


def _record(item: Mapping[str, Any]) -> str:
    return "".join(_folded(tag, value) for tag, value in _lines(item) if value)


def _folded(tag: str, value: str) -> str:
    first, *rest = textwrap.wrap(value, _WIDTH - 6, break_long_words=False, break_on_hyphens=False)
    return "".join(f"{line}\n" for line in (f"{tag:<4}- {first}", *(f"      {line}" for line in rest)))


def _lines(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = str(item.get("type"))
    doi = text(item, "DOI")
    yield "PMID", text(item, "PMID")
    # A record of PubMed has a number of its own; where there is none, the id of the study begins it.
    yield "OID", text(item, "id")
    yield "STAT", "Publisher" if item.get("status") else ""
    yield "TI", text(item, "title") if kind not in ("book", "report") else ""
    yield "BTI", text(item, "container-title") if kind == "chapter" else ""
    yield "BTI", text(item, "title") if kind in ("book", "report") else ""
    for name in people(item, "author"):
        yield from _person(name, "FAU", "AU")
    for name in people(item, "editor"):
        yield from _person(name, "FED", "ED")
    if kind != "chapter":
        yield "JT", text(item, "container-title")
        yield "TA", text(item, "container-title-short")
    yield "DP", _date(date_parts(item))
    yield "VI", text(item, "volume")
    yield "IP", text(item, "issue") or text(item, "number")
    yield "PG", ", ".join(first + (f"-{last}" if last else "") for first, last in pages(item))
    yield "PB", text(item, "publisher")
    yield "PL", text(item, "publisher-place")
    yield "ISBN", text(item, "ISBN")
    yield "IS", text(item, "ISSN")
    yield "LA", _LANGUAGES.get(text(item, "language").split("-")[0], text(item, "language"))
    yield "PT", _TYPES.get(kind, "")
    if item.get("keyword"):
        yield "PT", _RETRACTED if text(item, "keyword") == "retracted" else ""
        yield "OT", text(item, "keyword")
    yield "PMC", text(item, "PMCID")
    yield "LID", f"{doi} [doi]" if doi else ""
    yield "AID", f"{doi} [doi]" if doi else ""
    yield "LID", text(item, "URL")


def _person(name: Mapping[str, str], full: str, short: str) -> Iterator[tuple[str, str]]:
    if literal := name.get("literal"):
        yield "CN", literal
        return
    family = family_name(name)
    yield full, ", ".join(filter(None, (family, name["given"], name["suffix"])))
    letters = initials(name["given"], "", keep_hyphen=False).replace(" ", "")
    yield short, " ".join(filter(None, (family, letters, name["suffix"].rstrip("."))))


def _date(parts: tuple[int, ...]) -> str:
    """A date as ``2014 Jun 1``, as far as it is known."""
    if not parts:
        return ""
    return " ".join([f"{parts[0]:04d}", *(MONTHS[month - 1] for month in parts[1:2]), *map(str, parts[2:3])])
