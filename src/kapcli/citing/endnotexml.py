"""EndNote XML, in which EndNote and Zotero hand over whole libraries.

Elements and numbers of types as EndNote writes them. A name that ends in a comma is that of a group.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from typing import Any

from .fields import date_parts, family_name, pages, people, text

_TYPES = {
    "article-journal": ("Journal Article", 17),
    "article-magazine": ("Magazine Article", 19),
    "article-newspaper": ("Newspaper Article", 23),
    "book": ("Book", 6),
    "chapter": ("Book Section", 5),
    "dataset": ("Dataset", 59),
    "paper-conference": ("Conference Proceedings", 10),
    "report": ("Report", 27),
    "software": ("Computer Program", 9),
    "thesis": ("Thesis", 32),
    "webpage": ("Web Page", 12),
}
# Preprints among them: bibutils and older EndNotes know no type for those.
_GENERIC = ("Generic", 13)
# Not even an escape may stand for these in XML 1.0.
_NO_XML = {0xFFFE: None, 0xFFFF: None}


def endnote_xml(items: Iterable[Mapping[str, Any]]) -> str:
    """Write items as EndNote XML.

    Args:
        items: Neutral items.

    Returns:
        A document with as many records as items; markup is left out.
    """
    root = ET.Element("xml")
    records = ET.SubElement(root, "records")
    for number, item in enumerate(items, 1):
        _record(ET.SubElement(records, "record"), number, item)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _record(record: ET.Element, number: int, item: Mapping[str, Any]) -> None:
    name, code = _TYPES.get(str(item.get("type")), _GENERIC)
    kind = ET.SubElement(record, "ref-type", name=name)
    kind.text = str(code)
    _put(record, "rec-number", str(number))
    contributors = ET.SubElement(record, "contributors")
    _people(contributors, "authors", item, "author")
    _people(contributors, "secondary-authors", item, "editor")
    titles = ET.SubElement(record, "titles")
    _put(titles, "title", text(item, "title"))
    _put(titles, "secondary-title", text(item, "container-title"))
    if item.get("container-title-short"):
        periodical = ET.SubElement(record, "periodical")
        _put(periodical, "full-title", text(item, "container-title"))
        _put(periodical, "abbr-1", text(item, "container-title-short"))
    _put(record, "pages", ", ".join(first + (f"-{last}" if last else "") for first, last in pages(item)))
    _put(record, "volume", text(item, "volume"))
    _put(record, "number", text(item, "issue") or text(item, "number"))
    _put(record, "edition", text(item, "edition") or text(item, "version"))
    if keyword := text(item, "keyword"):
        _put(ET.SubElement(record, "keywords"), "keyword", keyword)
    _dates(record, date_parts(item))
    _put(record, "pub-location", text(item, "publisher-place"))
    _put(record, "publisher", text(item, "publisher"))
    _put(record, "isbn", text(item, "ISSN") or text(item, "ISBN"))
    _put(record, "accession-num", text(item, "PMID"))
    _put(record, "label", text(item, "id"))
    _put(record, "work-type", text(item, "genre"))
    _put(record, "custom2", text(item, "PMCID"))
    _put(record, "notes", text(item, "status"))
    _put(record, "language", text(item, "language"))
    doi = text(item, "DOI")
    _put(record, "electronic-resource-num", doi)
    # Pandoc reads a DOI only from an address.
    if address := text(item, "URL") or (f"https://doi.org/{doi}" if doi else ""):
        _put(ET.SubElement(ET.SubElement(record, "urls"), "related-urls"), "url", address)


def _put(above: ET.Element, name: str, value: str) -> None:
    if value:
        ET.SubElement(above, name).text = value.translate(_NO_XML)


def _people(contributors: ET.Element, name: str, item: Mapping[str, Any], variable: str) -> None:
    found = people(item, variable)
    if not found:
        return
    several = ET.SubElement(contributors, name)
    for person in found:
        _put(several, "author", _name(person))


def _name(person: Mapping[str, str]) -> str:
    if literal := person.get("literal"):
        return f"{literal},"
    return ", ".join(filter(None, (family_name(person), person["given"], person["suffix"])))


def _dates(record: ET.Element, parts: tuple[int, ...]) -> None:
    if not parts:
        return
    dates = ET.SubElement(record, "dates")
    _put(dates, "year", f"{parts[0]:04d}")
    if len(parts) > 1:
        _put(ET.SubElement(dates, "pub-dates"), "date", "-".join(f"{part:02d}" for part in parts))
