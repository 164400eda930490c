"""CSL-JSON, as Zotero, Pandoc and Crossref give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.catalogue.publication import Name
from kapcli.importing.json_items import items, text_of
from kapcli.importing.names import named
from kapcli.importing.record import Faulty, Place, Record, Sorting, clean, numbers

if TYPE_CHECKING:
    from kapcli.importing.record import Read

_TYPES = {
    **dict.fromkeys(("article-journal", "article-magazine", "journal-article"), "article-journal"),
    **dict.fromkeys(("article", "manuscript", "posted-content"), "article"),
    **dict.fromkeys(("webpage", "post", "post-weblog"), "webpage"),
    **dict.fromkeys(("book", "monograph"), "book"),
    **dict.fromkeys(("chapter", "book-chapter"), "chapter"),
    "report": "report",
}
_KNOWN = frozenset(
    "id type title author editor issued container-title container-title-short journalAbbreviation volume issue page "
    "number-of-pages number publisher publisher-place DOI PMID PMCID ISBN ISSN URL language keyword note abstract "
    "source accessed title-short citation-key categories custom".split()
)


def read(text: str, file: str) -> Read:
    """The records of a file."""
    found: Read = []
    for item in items(text):
        place = Place(file, item.line)
        if item.fault:
            found.append(Faulty(place, item.fault))
        elif not isinstance(item.value, dict):
            found.append(Faulty(place, "no object with fields"))
        else:
            found.append(_record(item.value, place))
    return found


def _record(fields: dict[str, Any], place: Place) -> Record:
    sorting = Sorting()

    def said(name: str) -> str:
        value = fields.get(name)
        # Crossref lists a single title.
        return clean(text_of(value[0] if isinstance(value, list) and value else value))

    kind = said("type")
    csl_type = _TYPES.get(kind, "")
    if kind and not csl_type:
        sorting.say("type", kind)
    authors, whole = _people(fields.get("author"), sorting)
    pages, article = sorting.pages(said("page"))
    for name in fields:
        if name not in _KNOWN and (value := said(name)):
            sorting.say(name, value)
    sorting.say("note", said("note"))
    total = said("number-of-pages")
    words = fields.get("keyword")
    return Record(
        place=place,
        csl_type=csl_type,
        title=said("title"),
        authors=authors,
        authors_complete=whole,
        editors=_people(fields.get("editor"), sorting)[0],
        year=_year(fields.get("issued"), sorting),
        journal=said("container-title"),
        journal_abbreviation=said("container-title-short") or said("journalAbbreviation"),
        volume=said("volume"),
        issue=said("issue"),
        pages=pages,
        article_number=article or (said("number") if csl_type == "article-journal" else ""),
        publisher=said("publisher"),
        publisher_place=said("publisher-place"),
        number_of_pages=int(total) if total.isdigit() else 0,
        language=said("language"),
        doi=sorting.doi(said("DOI")),
        pmid=sorting.pmid(said("PMID")),
        pmcid=sorting.pmcid(said("PMCID")),
        registry=numbers([said("note")]),
        isbn=said("ISBN"),
        url=said("URL") if said("URL").startswith("http") and "doi.org/" not in said("URL") else "",
        status="preprint" if kind in ("posted-content",) else "",
        keywords=tuple(("keywords", clean(word)) for word in text_of(words).split(",") if clean(word)),
        also=tuple(sorting.also),
    )


def _people(value: Any, sorting: Sorting) -> tuple[tuple[Name, ...], bool]:
    found: list[Name] = []
    whole = True
    for one in value if isinstance(value, list) else ():
        parts = {name: clean(text_of(part)) for name, part in one.items()} if isinstance(one, dict) else {}
        family, literal = parts.get("family", ""), parts.get("literal") or parts.get("name") or ""
        if literal.casefold() in ("others", "et al.", "et al") or family.casefold() == "others":
            whole = False
        elif literal and not family:
            found.append(Name(literal=literal))
        elif family:
            given = " ".join(filter(None, (parts.get("given", ""), parts.get("dropping-particle", ""))))
            found.append(named(family, given, parts.get("suffix", ""), parts.get("non-dropping-particle", "")))
        else:
            sorting.say("a name that cannot be read", str(one))
    return tuple(found), whole


def _year(value: Any, sorting: Sorting) -> int:
    if not isinstance(value, dict):
        return sorting.year(text_of(value))
    parts = value.get("date-parts")
    while isinstance(parts, list) and parts:
        parts = parts[0]
    return sorting.year(text_of(parts) or text_of(value.get("raw")) or text_of(value.get("literal")))
