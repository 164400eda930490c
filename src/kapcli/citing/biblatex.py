"""BibLaTeX, for LaTeX with Biber: its own entry types and fields, in UTF-8.

Names, titles and keys are written as in BibTeX.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .bibtex import key, langid, name
from .bibtex_text import address, braced, escape, markup
from .fields import date_parts, flat, pages, people, text

_TYPES = {
    "article": "online",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "paper-conference": "inproceedings",
    "report": "report",
    "software": "software",
    "thesis": "thesis",
    "webpage": "online",
}
_CONTAINER = {"article": "journaltitle", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHER = {"report": "institution", "thesis": "institution", "online": "organization"}


def biblatex(items: Iterable[Mapping[str, Any]]) -> str:
    """Write items as BibLaTeX.

    Args:
        items: Neutral items.

    Returns:
        As many entries as items, separated by empty lines, with the keys that they have in BibTeX.
    """
    used: set[str] = set()
    return "\n".join(_entry(item, key(item, used)) for item in items)


def _entry(item: Mapping[str, Any], key: str) -> str:
    kind = _TYPES.get(str(item.get("type")), "misc")
    lines = [f"@{kind}{{{key},", *(f"  {field} = {value}," for field, value in _fields(item, kind) if value)]
    return "\n".join([*lines, "}", ""])


def _fields(item: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    def field(variable: str) -> str:
        return braced(escape(text(item, variable)))

    yield "author", braced(" and ".join(map(name, people(item, "author"))))
    yield "editor", braced(" and ".join(map(name, people(item, "editor"))))
    yield "title", braced(markup(item.get("title"), protect=True))
    yield _CONTAINER.get(kind, "howpublished"), braced(markup(item.get("container-title")))
    if kind == "article":
        yield "shortjournal", braced(markup(item.get("container-title-short")))
    yield "date", braced("-".join(f"{part:04d}" if not place else f"{part:02d}" for place, part in _numbered(item)))
    yield "volume", field("volume")
    yield "number", field("issue") or field("number")
    # Both at once would be printed twice.
    if item.get("article-number"):
        yield "eid", braced(escape(flat(item["article-number"])))
    else:
        yield "pages", braced(", ".join(escape(f"{first}--{last}" if last else first) for first, last in pages(item)))
    yield "pagetotal", field("number-of-pages")
    yield "edition", field("edition")
    yield _PUBLISHER.get(kind, "publisher"), field("publisher")
    yield "location", field("publisher-place")
    yield "type" if kind in ("report", "thesis") else "note", field("genre")
    yield "pubstate", "{inpress}" if item.get("status") else ""
    yield "version", field("version")
    yield "isbn", field("ISBN")
    yield "issn", field("ISSN")
    yield "doi", braced(address(text(item, "DOI")))
    if pmid := text(item, "PMID"):
        yield "eprint", braced(escape(pmid))
        yield "eprinttype", "{pubmed}"
    yield "pmcid", field("PMCID")
    yield "url", braced(address(text(item, "URL")))
    accessed = date_parts(item, "accessed")
    if len(accessed) == 3:
        yield "urldate", braced("{:04d}-{:02d}-{:02d}".format(*accessed))
    yield "keywords", field("keyword")
    yield "langid", braced(langid(item))
    if any(person.get("particle") for variable in ("author", "editor") for person in people(item, variable)):
        yield "options", "{useprefix=true}"


def _numbered(item: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    return iter(enumerate(date_parts(item)))
