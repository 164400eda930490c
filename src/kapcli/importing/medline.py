"""MEDLINE, as PubMed exports it (.nbib)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kapcli.importing import names
from kapcli.importing.record import Faulty, Place, Record, Sorting, clean, numbers
from kapcli.importing.tags import records

if TYPE_CHECKING:
    from kapcli.catalogue.publication import Name
    from kapcli.importing.record import Read
    from kapcli.importing.tags import Lines

_TAGGED = re.compile(r"^([A-Z]{2,4})\s{0,3}-(?:\s|$)(.*)$")
STARTS = re.compile(r"^PMID\s{0,2}-\s*\d", re.MULTILINE)

# Publication types that say how a study was done; what they do not tell apart is left to a person.
_DESIGNS = {
    "randomized controlled trial": "rct",
    "meta-analysis": "meta-analysis",
    "systematic review": "systematic-review",
    "practice guideline": "guideline",
    "guideline": "guideline",
    "clinical trial protocol": "protocol",
}
_NO_REMARK = frozenset({"journal article", "preprint", "research support, non-u.s. gov't", "english abstract"})
_RETRACTIONS = (("RIN", "retracted"), ("ECI", "concern"), ("EIN", "corrected"), ("CRI", "corrected"))
# Codes of MEDLINE, where they are not those of BCP 47.
LANGUAGES = dict(
    pair.split(":")
    for pair in "eng:en ger:de fre:fr spa:es ita:it por:pt dut:nl chi:zh jpn:ja kor:ko rus:ru pol:pl tur:tr per:fa "
    "swe:sv dan:da nor:no fin:fi cze:cs hun:hu heb:he ara:ar ukr:uk gre:el".split()
)


def read(text: str, file: str) -> Read:
    """The records of a file."""
    return [_record(lines, file) for lines in records(text, _TAGGED, "PMID")]


def _record(lines: Lines, file: str) -> Record | Faulty:
    place = Place(file, lines.line)
    sorting = Sorting()
    types = [clean(one) for one in lines.all("PT")]
    folded = {one.casefold() for one in types}
    # With several, an analysis of trials is more than one of them.
    designs = [code for name, code in _DESIGNS.items() if name in folded]
    design = "meta-analysis" if "meta-analysis" in designs else designs[0] if len(set(designs)) == 1 else ""
    for one in types:
        if one.casefold() not in _NO_REMARK and not one.casefold().startswith("research support"):
            sorting.say("publication type", one)
    retraction = next((code for tag, code in _RETRACTIONS if lines.values.get(tag)), "")
    if "retracted publication" in folded:
        retraction = "retracted"
    for tag, _ in _RETRACTIONS:
        for value in lines.all(tag):
            sorting.say("retraction or correction", value)
    authors, whole = _authors(lines)
    pages, article = sorting.pages(lines.first("PG"))
    title = re.sub(r"(?<=[^.])\.$", "", clean(lines.first("TI", "BTI")))
    preprint = "preprint" in folded
    journal = clean(lines.first("JT"))
    return Record(
        place=place,
        csl_type="article" if preprint else "book" if "book" in folded else "article-journal" if journal else "",
        title=title,
        authors=authors,
        authors_complete=whole,
        editors=names.people(lines.all("FED") or lines.all("ED"))[0],
        year=sorting.year(lines.first("DP", "DEP")),
        journal=journal,
        journal_abbreviation=clean(lines.first("TA")),
        volume=clean(lines.first("VI")),
        issue=clean(lines.first("IP")),
        pages=pages,
        article_number=article,
        publisher=clean(lines.first("PB")),
        publisher_place=clean(lines.first("PL")) if lines.first("BTI") else "",
        language=LANGUAGES.get(lines.first("LA").lower(), lines.first("LA").lower()),
        doi=sorting.doi(_doi(lines)),
        pmid=sorting.pmid(lines.first("PMID")),
        pmcid=sorting.pmcid(lines.first("PMC")),
        registry=numbers(lines.all("SI")),
        isbn=clean(lines.first("ISBN")),
        status="preprint" if preprint else "published" if journal else "",
        design=design,
        retraction=retraction,
        keywords=(*_words("MeSH", lines.all("MH")), *_words("keywords", lines.all("OT"))),
        also=tuple(sorting.also),
        inferred=("design",) if design else (),
    )


def _authors(lines: Lines) -> tuple[tuple[Name, ...], bool]:
    """The names in full where they are given, else with initials; groups behind them."""
    found, whole = names.people(lines.all("FAU") or lines.all("AU"))
    groups, _ = names.people(f"{one}," if "," not in one else one for one in lines.all("CN"))
    return (*found, *(name if name.literal else _group(name) for name in groups)), whole


def _group(name: Name) -> Name:
    from kapcli.catalogue.publication import Name as Named

    parts = (name.non_dropping_particle, name.family, name.given, name.suffix)
    return Named(literal=" ".join(part for part in parts if part))


def _doi(lines: Lines) -> str:
    values = lines.all("LID", "AID")
    return next((value.removesuffix("[doi]").strip() for value in values if value.endswith("[doi]")), "")


def _words(kind: str, values: list[str]) -> tuple[tuple[str, str], ...]:
    """Headings without the marks and subheadings of MEDLINE."""
    found = dict.fromkeys(clean(value.split("/")[0].replace("*", "")) for value in values)
    return tuple((kind, word) for word in found if word)
