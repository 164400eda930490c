"""A table with a header: comma, semicolon or tab between its columns."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from kapcli.importing import names
from kapcli.importing.record import Faulty, Place, Record, Sorting, clean, numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kapcli.importing.record import Read

# Our field to what a header calls it, folded.
_COLUMNS = {
    "title": ("title", "article title", "study title", "name", "public title", "scientific title", "official title"),
    "authors": ("authors", "author", "author s", "author names", "creators", "by"),
    "year": ("year", "publication year", "pub year", "date", "publication date", "year of publication"),
    "journal": ("journal", "source title", "publication title", "journal book", "journal title", "source"),
    "volume": ("volume", "vol"),
    "issue": ("issue", "number", "no"),
    "pages": ("pages", "page", "page range"),
    "doi": ("doi", "digital object identifier"),
    "pmid": ("pmid", "pubmed id", "pubmed"),
    "pmcid": ("pmcid", "pmc", "pmc id"),
    "registry": (
        *("registry", "registration", "nct", "nct number", "nct id", "nctid", "trial id", "trialid"),
        *("registration number", "trial registration"),
    ),
    "url": ("url", "link", "web address"),
    "isbn": ("isbn",),
    "publisher": ("publisher",),
    "language": ("language",),
    "type": ("type", "publication type", "item type", "document type"),
    "keywords": ("keywords", "keyword", "author keywords", "tags", "manual tags"),
    "conditions": ("condition", "conditions", "diagnosis", "indication"),
    "n": ("n", "sample size", "participants", "randomised", "randomized"),
    "abstract": ("abstract", "abstract note"),
}
_FIELD_OF = {name: field for field, spellings in _COLUMNS.items() for name in spellings}
# What the reader says, and what that means.
_REASONS = {
    "unexpected end of data": "a quotation mark is not closed",
    "expected after": "something stands behind a closing quotation mark",
    "larger than field limit": "a cell is too long, or a quotation mark is not closed",
}
# One person of two family names and two given names, or two people.
_DOUBTFUL = re.compile(r"\w{2,} \w{2,}, \w{2,} \w{2,}(?:,? (?:and|&) [^,]+)?")
_TYPES = {
    **dict.fromkeys(("journal article", "journalarticle", "article", "article journal"), "article-journal"),
    **{"book": "book", "book section": "chapter", "chapter": "chapter", "report": "report", "preprint": "article"},
    **dict.fromkeys(("web page", "webpage"), "webpage"),
}


def folded(name: str) -> str:
    """A column's name as it is compared."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", name.strip().lower()).split())


def delimiter(header: str) -> str:
    """What stands between the columns of a header line."""
    return max(",;\t", key=lambda mark: sum(folded(cell) in _FIELD_OF for cell in header.split(mark)))


def is_header(line: str) -> bool:
    """Whether a line names columns by which a work is known."""
    found = {_FIELD_OF.get(folded(cell.strip("\"' "))) for cell in line.split(delimiter(line))}
    return bool(found & {"title", "doi", "pmid", "registry"})


def read(text: str, file: str) -> Read:
    """The records of a file: one for each line below the header that is not empty."""
    mark = delimiter(text.lstrip("\n").partition("\n")[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    header: list[str] = []
    found: Read = []
    begun = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return found
        except csv.Error as error:
            why = next((why for said, why in _REASONS.items() if said in str(error)), str(error))
            found.append(Faulty(Place(file, begun), f"no row of a table: {why}"))
            begun = reader.line_num + 1
            continue
        place, begun = Place(file, begun), reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = cells
        elif len(cells) != len(header):
            found.append(Faulty(place, f"{len(cells)} cells under {len(header)} columns"))
        else:
            found.append(_record(dict(zip(header, cells, strict=True)), place))


def _record(row: Mapping[str, str], place: Place) -> Record:
    sorting = Sorting()
    said: dict[str, str] = {}
    for name, value in row.items():
        field = _FIELD_OF.get(folded(name))
        if field is None or (field in said and clean(value)):
            sorting.say(clean(name), value)
        elif clean(value) or field not in said:
            # A cell may hold a name a line.
            said[field] = clean("; ".join(value.split("\n")) if field == "authors" else value)
    pages, article = sorting.pages(said.get("pages", ""))
    authors, whole = names.people(names.listed(said.get("authors", "")))
    # *Made, Ada, Doe, Bo*: one name has a second comma only before a suffix.
    many = len(authors) == 1 and not authors[0].suffix and said["authors"].count(",") > 1
    if many or (authors and _DOUBTFUL.fullmatch(said["authors"])):
        taken = "one person" if len(authors) == 1 else f"{len(authors)} people"
        sorting.say(f"authors, taken for {taken}", said["authors"])
    kind = said.get("type", "")
    csl_type = _TYPES.get(folded(kind), "article-journal" if said.get("journal") else "")
    if kind and folded(kind) not in _TYPES:
        sorting.say("type", kind)
    for name in ("n",):
        # Of which kind a count is, no such table says.
        sorting.say(name, said.get(name, ""))
    url = said.get("url", "")
    registry = numbers([said.get("registry", "")])
    if said.get("registry") and not registry:
        sorting.say("registry", said["registry"])
    return Record(
        place=place,
        csl_type=csl_type,
        title=said.get("title", ""),
        authors=authors,
        authors_complete=whole,
        year=sorting.year(said.get("year", "")),
        journal=said.get("journal", ""),
        volume=said.get("volume", ""),
        issue=said.get("issue", ""),
        pages=pages,
        article_number=article,
        publisher=said.get("publisher", ""),
        language=said.get("language", ""),
        doi=sorting.doi(said.get("doi", "") or (url if "doi.org/10." in url else "")),
        pmid=sorting.pmid(said.get("pmid", "")),
        pmcid=sorting.pmcid(said.get("pmcid", "")),
        registry=registry,
        isbn=said.get("isbn", ""),
        url=url if url.startswith("http") and "doi.org/" not in url else "",
        conditions=_parted(said.get("conditions", "")),
        keywords=tuple(("keywords", word) for word in _parted(said.get("keywords", ""))),
        also=tuple(sorting.also),
    )


def _parted(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in re.split(r"[;|]" if re.search(r"[;|]", text) else ",", text) if word.strip())
