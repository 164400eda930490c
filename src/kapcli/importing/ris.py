"""RIS, as reference managers and publishers export it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kapcli.importing import names
from kapcli.importing.record import Faulty, Place, Record, Sorting, clean, numbers
from kapcli.importing.tags import records

if TYPE_CHECKING:
    from kapcli.importing.record import Read
    from kapcli.importing.tags import Lines

# One blank before the dash, or none behind it, is a fault that many exports have.
_TAGGED = re.compile(r"^\s{0,2}([A-Z][A-Z0-9])\s{1,4}-(?:\s|$)(.*)$")
STARTS = re.compile(r"^\s{0,2}TY\s{1,4}-\s", re.MULTILINE)

_TYPES = {
    **dict.fromkeys(("JOUR", "JFULL", "EJOUR", "ABST", "MGZN", "INPR"), "article-journal"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP"), "chapter"),
    **dict.fromkeys(("RPRT", "GOVDOC"), "report"),
    **dict.fromkeys(("WEB", "ELEC", "ICOMM", "BLOG"), "webpage"),
    **dict.fromkeys(("UNPB", "PREPRINT"), "article"),
}
_KNOWN = frozenset(
    "TY ER TI T1 CT BT AU A1 A2 A3 A4 ED PY Y1 DA T2 JO JF JA J1 J2 VL IS SP EP C7 DO SN UR L1 L2 L3 L4 LK AN PB CY "
    "LA KW N1 N2 AB C2 ID DB DP M1 M3 T3 ET RP U1 U2 U3 U4 U5 AD CN Y2 ST C1".split()
)
_IGNORED_REMARKS = frozenset("DB DP AD".split())


def read(text: str, file: str) -> Read:
    """The records of a file."""
    return [_record(lines, file) for lines in records(text, _TAGGED, "TY", "ER")]


def _record(lines: Lines, file: str) -> Record | Faulty:
    place = Place(file, lines.line)
    if "TY" not in lines.values:
        return Faulty(place, "no TY line: where the record begins, and what it is, is not said")
    kind = lines.first("TY").upper()
    sorting = Sorting()
    title = clean(lines.first("TI", "T1", "CT", "BT"))
    authors, whole = names.people(lines.all("AU", "A1"))
    start, end = lines.first("SP"), lines.first("EP")
    pages, article = sorting.pages(f"{start}-{end}" if end and "-" not in start else start)
    remarks = lines.all("N1", "U1", "U2", "U3", "U4", "U5", "C1", "M1", "M3")
    pmid = lines.first("AN") if re.search(r"pubmed|medline", lines.first("DB"), re.IGNORECASE) else ""
    pmid = pmid or next((m[1] for one in remarks if (m := re.search(r"PMID:?\s*(\d{5,9})", one))), "")
    pmcid = next((m[0] for one in [*remarks, *lines.all("C2")] if (m := re.search(r"PMC\d{4,9}", one))), "")
    csl_type = _TYPES.get(kind, "")
    if not csl_type:
        sorting.say("TY", kind)
    _remark(lines, sorting)
    serial = lines.first("SN")
    link = next((clean(one) for one in lines.all("UR", "LK") if one.startswith("http") and "doi.org/" not in one), "")
    doi = lines.first("DO") or next((one for one in lines.all("UR", "LK") if "doi.org/10." in one), "")
    container = clean(lines.first("T2", "JF", "JO", "J2")) if csl_type != "book" else ""
    return Record(
        place=place,
        csl_type=csl_type,
        title=title,
        authors=authors,
        authors_complete=whole,
        editors=names.people(lines.all("ED", *(("A2",) if csl_type in ("chapter", "book") else ())))[0],
        year=sorting.year(lines.first("PY", "Y1", "DA")),
        journal=container,
        journal_abbreviation=clean(lines.first("JA", "J1") or (lines.first("J2") if lines.first("T2", "JF") else "")),
        volume=clean(lines.first("VL")),
        issue=clean(lines.first("IS")),
        pages=pages,
        article_number=article or clean(lines.first("C7")),
        publisher=clean(lines.first("PB")),
        publisher_place=clean(lines.first("CY")),
        language=clean(lines.first("LA")),
        doi=sorting.doi(doi),
        pmid=sorting.pmid(pmid),
        pmcid=sorting.pmcid(pmcid),
        registry=numbers(remarks),
        isbn=clean(serial) if csl_type in ("book", "chapter") else "",
        url=link,
        keywords=tuple(("keywords", clean(word)) for word in lines.all("KW") if clean(word)),
        also=tuple(sorting.also),
    )


def _remark(lines: Lines, sorting: Sorting) -> None:
    for tag in ("N1", "M3", "ET", "T3"):
        for value in lines.all(tag):
            sorting.say(tag, value)
    for tag, values in lines.values.items():
        if tag not in _KNOWN and tag not in _IGNORED_REMARKS:
            for value in values:
                sorting.say(tag, value)
    if lines.loose:
        sorting.say("before the first tag", lines.loose)
