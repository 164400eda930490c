"""PubMed's summaries (E-utilities, ``esummary`` version 2.0 as JSON): many records in one answer.

A retraction or correction stands among the ``references`` of the record that it is of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from kapcli.catalogue.words import MONTHS
from kapcli.online.record import MalformedAnswerError, Notice, RegisterRecord, answered, at, listed, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.online.record import Kind

NAME = "PubMed"
# So many may be asked for at once by an address (the E-utilities' own limit).
MOST = 200
_KINDS: dict[str, Kind] = {
    "retraction in": "retracted",
    "partial retraction in": "concern",
    "expression of concern in": "concern",
    "erratum in": "corrected",
    "corrected and republished in": "corrected",
}
_DATE = re.compile(r"\b((?:19|20)\d\d)(?: ([A-Z][a-z]{2}))?(?: (\d{1,2}))?\b")
# Initials and what follows them, behind the family name.
_INITIALS = re.compile(r" [A-Z]{1,4}(?: (?:Jr|Sr|\dnd|\drd|\dth))?$")


def address(base: str, numbers: Sequence[str], email: str) -> str:
    """Where the summaries of some numbers are asked for."""
    fields = {"db": "pubmed", "id": ",".join(numbers), "retmode": "json", "tool": "kap"}
    return f"{base}/entrez/eutils/esummary.fcgi?{urlencode(fields | ({'email': email} if email else {}), safe=',@')}"


def read(data: bytes, numbers: Sequence[str]) -> dict[str, RegisterRecord]:
    """What an answer says of each number.

    Raises:
        MalformedAnswerError: It is not of the documented shape.
    """
    result = answered(data, "result")
    if not isinstance(result, dict):
        raise MalformedAnswerError("no result in it")
    return {number: _record(number, result[number]) for number in numbers if isinstance(result.get(number), dict)}


def _record(number: str, one: dict[str, Any]) -> RegisterRecord:
    address = f"https://pubmed.ncbi.nlm.nih.gov/{number}/"
    if words(one.get("error")):
        return RegisterRecord(register=NAME, number=number, address=address, known=False)
    names = (words(at(author, "name")) for author in listed(one.get("authors")))
    dois = (words(at(part, "value")) for part in listed(one.get("articleids")) if words(at(part, "idtype")) == "doi")
    years = {words(one.get(name))[:4] for name in ("pubdate", "epubdate")}
    return RegisterRecord(
        register=NAME,
        number=number,
        address=address,
        # PubMed closes every title with a full stop, and puts one that it translated in brackets.
        titles=tuple(filter(None, (words(one.get("title")).rstrip(".").strip("[]"), words(one.get("booktitle"))))),
        families=tuple(_INITIALS.sub("", name) for name in names if name),
        journals=tuple(filter(None, (words(one.get("fulljournalname")), words(one.get("source"))))),
        years=tuple(sorted(int(year) for year in years if year.isdecimal())),
        volume=words(one.get("volume")),
        issue=words(one.get("issue")),
        pages=words(one.get("pages")),
        doi=next(dois, ""),
        notices=tuple(_notices(one)),
    )


def _notices(one: dict[str, Any]) -> Iterator[Notice]:
    told = False
    for reference in listed(one.get("references")):
        if kind := _KINDS.get(words(at(reference, "reftype")).casefold()):
            where = words(at(reference, "refsource"))
            told = told or kind == "retracted"
            yield Notice(kind, _date(where), where, NAME)
    if not told and "retracted publication" in {words(kind).casefold() for kind in listed(one.get("pubtype"))}:
        yield Notice("retracted", "", "", NAME)


def _date(where: str) -> str:
    """The date in a place such as *J Affect Disord. 2021 Mar 2;12(3):45*."""
    found = _DATE.search(where)
    if found is None:
        return ""
    month = found[2] or ""
    if month not in MONTHS:
        return found[1]
    return "-".join([found[1], f"{MONTHS.index(month) + 1:02}", *([f"{int(found[3]):02}"] if found[3] else [])])
