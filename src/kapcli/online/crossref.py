"""Crossref's REST API: the record of a DOI, with the notices of publishers and of Retraction Watch.

The shape is that of api.crossref.org/swagger-ui, ``works/{doi}``; a work names its notices under ``updated-by``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kapcli.online.record import MalformedAnswerError, Notice, RegisterRecord, answered, at, day, listed, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.online.record import Kind

NAME = "Crossref"
_SAID_BY = {"retraction-watch": "Retraction Watch", "publisher": "the publisher"}
# Types of updates by the Crossref documentation; others, such as a new version, say nothing against a work.
_KINDS: dict[str, Kind] = {
    "retraction": "retracted",
    "withdrawal": "retracted",
    "removal": "retracted",
    "partial_retraction": "concern",
    "expression_of_concern": "concern",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
}
_DATES = ("published-print", "published-online", "issued", "published")


def address(base: str, doi: str) -> str:
    """Where the record of a DOI is asked for."""
    return f"{base}/works/{quote(doi, safe='')}"


def read(data: bytes, doi: str) -> RegisterRecord:
    """What an answer says.

    Raises:
        MalformedAnswerError: It is not of the documented shape, or is of another DOI.
    """
    message = answered(data, "message")
    if not isinstance(message, dict) or not words(message.get("DOI")):
        raise MalformedAnswerError("no record in it")
    if words(message["DOI"]).casefold() != doi.casefold():
        raise MalformedAnswerError(f"it is the record of {words(message['DOI'])[:80]}")
    titles = [words(one) for one in listed(message.get("title"))]
    # A subtitle stands apart from the title, or has been joined to it by the one who typed it.
    joined = [f"{title}: {words(more)}" for title in titles for more in listed(message.get("subtitle"))]
    journals = [*listed(message.get("container-title")), *listed(message.get("short-container-title"))]
    years = {day(part)[:4] for name in _DATES for part in listed(at(message, name, "date-parts"))[:1]}
    return RegisterRecord(
        register=NAME,
        number=doi,
        address=f"https://doi.org/{doi}",
        titles=tuple(filter(None, titles + joined)),
        families=tuple(_families(message.get("author"))),
        journals=tuple(filter(None, map(words, journals))),
        years=tuple(sorted(int(year) for year in years if year)),
        volume=words(message.get("volume")),
        issue=words(message.get("issue")),
        pages=words(message.get("page")) or words(message.get("article-number")),
        doi=words(message["DOI"]),
        notices=tuple(_notices(message)),
    )


def _families(authors: Any) -> Iterator[str]:
    for one in listed(authors):
        if name := words(at(one, "family")) or words(at(one, "name")):
            yield name


def _notices(message: dict[str, Any]) -> Iterator[Notice]:
    for one in listed(message.get("updated-by")):
        kind = _KINDS.get(words(at(one, "type")).casefold().replace("-", "_").replace(" ", "_"))
        if kind is not None:
            said_by = _SAID_BY.get(words(at(one, "source")), NAME)
            date = day(next(iter(listed(at(one, "updated", "date-parts"))), None))
            yield Notice(kind, date, words(at(one, "DOI")), said_by)
