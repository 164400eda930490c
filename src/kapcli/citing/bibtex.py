"""BibTeX, for LaTeX and most reference managers.

Entries and fields; `bibtex_text` writes what stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kapcli.catalogue.words import MONTHS
from kapcli.citing.bibtex_text import address, braced, escape, markup
from kapcli.citing.fields import date_parts, family_name, pages, people, text

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
_CONTAINER = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHER = {"phdthesis": "school", "techreport": "institution"}
# What BibLaTeX and Pandoc call the languages of titles; others keep their tag.
_LANGUAGES = {
    "da": "danish",
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "ja": "japanese",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
    "zh": "chinese",
}


def bibtex(items: Iterable[Mapping[str, Any]]) -> str:
    """Write items as BibTeX.

    Args:
        items: Neutral items.

    Returns:
        As many entries as items, separated by empty lines. The key of an entry is the id of its
        item; where that is no valid or no unique key (letter case does not count), a changed one.
    """
    used: set[str] = set()
    return "\n".join(_entry(item, key(item, used)) for item in items)


def _entry(item: Mapping[str, Any], key: str) -> str:
    kind = _TYPES.get(str(item.get("type")), "misc")
    if kind == "phdthesis" and "master" in text(item, "genre").lower():
        kind = "mastersthesis"
    lines = [f"@{kind}{{{key},"]
    lines += [f"  {field} = {value}," for field, value in _fields(item, kind) if value]
    return "\n".join([*lines, "}", ""])


def _fields(item: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    def field(variable: str) -> str:
        return braced(escape(text(item, variable)))

    yield "author", braced(" and ".join(map(name, people(item, "author"))))
    yield "editor", braced(" and ".join(map(name, people(item, "editor"))))
    yield "title", braced(markup(item.get("title"), protect=True))
    yield _CONTAINER.get(kind, "howpublished"), braced(markup(item.get("container-title")))
    issued = date_parts(item)
    if issued:
        yield "year", braced(str(issued[0]))
    if len(issued) > 1:
        yield "month", MONTHS[issued[1] - 1].lower()
    yield "volume", field("volume")
    # What BibTeX calls number is the issue of a journal and the number of a report.
    yield "number", field("issue") or field("number")
    yield "pages", braced(", ".join(escape(f"{first}--{last}" if last else first) for first, last in pages(item)))
    yield "edition", field("edition")
    yield _PUBLISHER.get(kind, "publisher"), field("publisher")
    yield "address", field("publisher-place")
    yield "type" if kind in ("techreport", "phdthesis", "mastersthesis") else "note", field("genre")
    if not item.get("genre"):
        yield "note", field("status")
    yield "version", field("version")
    yield "isbn", field("ISBN")
    yield "issn", field("ISSN")
    yield "doi", braced(address(text(item, "DOI")))
    yield "pmid", field("PMID")
    yield "pmcid", field("PMCID")
    yield "url", braced(address(text(item, "URL")))
    accessed = date_parts(item, "accessed")
    if len(accessed) == 3:
        yield "urldate", braced("{:04d}-{:02d}-{:02d}".format(*accessed))
    yield "keywords", field("keyword")
    yield "langid", braced(langid(item))
    if any(person.get("particle") for variable in ("author", "editor") for person in people(item, variable)):
        # Without it readers leave "van der" out of "van der Kolk 2014" and print it after the given name.
        yield "options", "{useprefix=true}"


def langid(item: Mapping[str, Any]) -> str:
    """The language of a title as BibLaTeX and Pandoc call it; empty for English."""
    language = text(item, "language")
    short = language.split("-")[0]
    return "" if short in ("", "en") else _LANGUAGES.get(short, language)


def key(item: Mapping[str, Any], used: set[str]) -> str:
    """The key of an entry: the id of its item, changed where it is not valid or taken; it is noted as taken."""
    base = re.sub(r"[^A-Za-z0-9:_.+/-]+", "-", text(item, "id")).strip("-") or "item"
    found, count = base, 1
    while found.lower() in used:
        count += 1
        found = f"{base}-{count}"
    used.add(found.lower())
    return found


def name(person: Mapping[str, str]) -> str:
    """One of `people` as BibTeX writes it: *family, suffix, given*, a group in braces."""
    if literal := person.get("literal"):
        return braced(escape(literal))
    if not (person["suffix"] or person["given"]) and " " in family_name(person):
        return braced(escape(family_name(person)))
    family = family_name({"particle": escape(person["particle"]), "family": _family(person["family"])})
    return ", ".join([family, *(_part(part) for part in (person["suffix"], person["given"]) if part)])


def _family(family: str) -> str:
    """Put a family name in braces if it holds a word that readers would take for a particle: "Lacerda da Silva"."""
    words = family.split()
    if len(words) > 1 and any(not word[0].isupper() for word in words):
        return braced(escape(family))
    return _part(family)


def _part(part: str) -> str:
    """Escape one part of a name, in braces where BibTeX would split it."""
    splits = "," in part or re.search(r"(?<!\S)(and|others)(?!\S)", part, re.IGNORECASE)
    return braced(escape(part)) if splits else escape(part)
