"""RIS, which EndNote, Zotero and most databases read.

Tags as in the RIS specification of 2011. A record is a run of lines ``TAG  - value`` from
``TY`` to ``ER``; as no value holds a line break, no text can end a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kapcli.citing.fields import date_parts, family_name, pages, people, text

_TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "paper-conference": "CPAPER",
    "report": "RPRT",
    "software": "COMP",
    "thesis": "THES",
    "webpage": "ELEC",
}
_PARTS = frozenset({"CHAP", "CPAPER"})


def ris(items: Iterable[Mapping[str, Any]]) -> str:
    """Write items as RIS.

    Args:
        items: Neutral items.

    Returns:
        As many records as items, each ended by ``ER`` and an empty line; markup is left out.
    """
    return "".join(_record(item) for item in items)


def _record(item: Mapping[str, Any]) -> str:
    lines = (f"{tag}  - {value}" for tag, value in _lines(item) if value)
    return "\n".join([*lines, "ER  - ", "", ""])


def _lines(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = _TYPES.get(str(item.get("type")), "GEN")
    yield "TY", kind
    yield "ID", text(item, "id")
    for name in people(item, "author"):
        yield "AU", _name(name)
    for name in people(item, "editor"):
        yield "A2" if kind in _PARTS else "ED", _name(name)
    yield "TI", text(item, "title")
    yield "T2", text(item, "container-title")
    if kind == "JOUR":
        yield "JF", text(item, "container-title")  # bibutils takes T2 for a short name
    yield "J2", text(item, "container-title-short")
    issued = date_parts(item)
    if issued:
        yield "PY", f"{issued[0]:04d}"
        yield "DA", _date(issued)
    yield "VL", text(item, "volume")
    yield "IS", text(item, "issue")
    yield from _page_lines(pages(item))
    yield "ET", text(item, "edition") or text(item, "version")
    yield "M1", text(item, "number")
    yield "M3", text(item, "genre")
    yield "PB", text(item, "publisher")
    yield "CY", text(item, "publisher-place")
    yield "SN", text(item, "ISSN") or text(item, "ISBN")
    yield "DO", text(item, "DOI")
    yield "AN", text(item, "PMID")
    yield "C2", text(item, "PMCID")
    # bibutils reads a DOI only from an address.
    doi = text(item, "DOI")
    yield "UR", text(item, "URL") or (f"https://doi.org/{doi}" if doi else "")
    yield "Y2", _date(date_parts(item, "accessed"))
    yield "LA", text(item, "language")
    yield "N1", text(item, "status")
    yield "KW", text(item, "keyword")


def _name(name: Mapping[str, str]) -> str:
    if literal := name.get("literal"):
        return _group(literal)
    parts = [family_name(name), name["given"], name["suffix"]]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return ", ".join(parts)


def _group(name: str) -> str:
    """Write the name of a group so that no reader takes it apart at a comma.

    RIS has no mark for a group, and to every reader a comma stands between family and given names. In such a name
    comma and blanks therefore get their compatibility forms, the wide comma and the no-break blank: readers keep the
    name whole, and Unicode's NFKC gives the plain one back.
    """
    if "," not in name:
        return name
    return name.replace(",", "\N{FULLWIDTH COMMA}").replace(" ", "\N{NO-BREAK SPACE}")


def _date(parts: tuple[int, ...]) -> str:
    """Write a date as ``YYYY/MM/DD/``, with nothing between the strokes for what is unknown."""
    if not parts:
        return ""
    year, month, day = ([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:]), "", ""])[:3]
    return f"{year}/{month}/{day}/"


def _page_lines(stretches: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Write first and last page; where pages lie apart, all of them as the first."""
    if len(stretches) == 1:
        yield "SP", stretches[0][0]
        yield "EP", stretches[0][1]
    else:
        yield "SP", ", ".join(first + (f"-{last}" if last else "") for first, last in stretches)
