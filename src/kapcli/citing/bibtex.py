r"""BibTeX, for LaTeX and most reference managers.

Text stays UTF-8. Markup becomes ``\emph`` and its like, and whatever must keep its capitals is
put in braces, because BibTeX styles change the case of titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .fields import TAG, date_parts, flat, pages, people, text

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
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COMMANDS = {"i": "emph", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript"}
# Braces count in BibTeX even after a backslash, so they have to be written as words.
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "@": "{@}",  # some readers see a new entry in "@word{" wherever it stands
    **{character: f"\\{character}" for character in "%&$#_"},
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
    return "\n".join(_entry(item, _key(item, used)) for item in items)


def _entry(item: Mapping[str, Any], key: str) -> str:
    kind = _TYPES.get(str(item.get("type")), "misc")
    if kind == "phdthesis" and "master" in text(item, "genre").lower():
        kind = "mastersthesis"
    lines = [f"@{kind}{{{key},"]
    lines += [f"  {field} = {value}," for field, value in _fields(item, kind) if value]
    return "\n".join([*lines, "}", ""])


def _fields(item: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    def field(variable: str) -> str:
        return _braced(_escape(text(item, variable)))

    yield "author", _braced(" and ".join(map(_name, people(item, "author"))))
    yield "editor", _braced(" and ".join(map(_name, people(item, "editor"))))
    yield "title", _braced(_title(item.get("title")))
    yield _CONTAINER.get(kind, "howpublished"), _braced(_markup(item.get("container-title")))
    issued = date_parts(item)
    if issued:
        yield "year", _braced(str(issued[0]))
    if len(issued) > 1:
        yield "month", _MONTHS[issued[1] - 1]
    yield "volume", field("volume")
    # What BibTeX calls number is the issue of a journal and the number of a report.
    yield "number", field("issue") or field("number")
    yield "pages", _braced(_escape(re.sub("\\s*[\N{EN DASH}-]+\\s*", "--", pages(item))))
    yield "edition", field("edition")
    yield _PUBLISHER.get(kind, "publisher"), field("publisher")
    yield "address", field("publisher-place")
    yield "type" if kind in ("techreport", "phdthesis", "mastersthesis") else "note", field("genre")
    if not item.get("genre"):
        yield "note", field("status")
    yield "version", field("version")
    yield "isbn", field("ISBN")
    yield "issn", field("ISSN")
    yield "doi", _braced(_address(text(item, "DOI")))
    yield "pmid", field("PMID")
    yield "pmcid", field("PMCID")
    yield "url", _braced(_address(text(item, "URL")))
    accessed = date_parts(item, "accessed")
    if len(accessed) == 3:
        yield "urldate", _braced("{:04d}-{:02d}-{:02d}".format(*accessed))


def _key(item: Mapping[str, Any], used: set[str]) -> str:
    base = re.sub(r"[^A-Za-z0-9:_.+/-]+", "-", text(item, "id")).strip("-") or "item"
    key, count = base, 1
    while key.lower() in used:
        count += 1
        key = f"{base}-{count}"
    used.add(key.lower())
    return key


def _name(name: Mapping[str, str]) -> str:
    if literal := name.get("literal"):
        return _braced(_escape(literal))
    parts = [name["family"], name["suffix"], name["given"]]
    family, *rest = (_name_part(part) for part in parts if part)
    if not rest and " " in name["family"]:
        family = _braced(_escape(name["family"]))
    return ", ".join([family, *rest])


def _name_part(part: str) -> str:
    """Escape one part of a name, in braces where BibTeX would split it."""
    escaped = _escape(part)
    splits = "," in part or re.search(r"(?<!\S)(and|others)(?!\S)", part, re.IGNORECASE)
    return _braced(escaped) if splits else escaped


def _title(value: Any) -> str:
    return _markup(value, protect=True)


def _markup(value: Any, *, protect: bool = False) -> str:
    """Write text with markup; tags without a partner are dropped.

    Args:
        value: Text with CSL-JSON markup, or None.
        protect: Whether words with capitals are put in braces.
    """
    if value is None:
        return ""
    output: list[str] = []
    opened: list[str] = []
    start = True
    rest = flat(value)
    while rest:
        tag = TAG.search(rest)
        stretch, rest = (rest[: tag.start()], rest[tag.end() :]) if tag else (rest, "")
        if stretch:
            # Inside a command or braces nothing changes case.
            output.append(_protect(stretch, start) if protect and not opened else _escape(stretch))
            start = bool(re.search(r"[:.?!]\s*$", stretch)) or (start and not stretch.strip())
        if not tag:
            continue
        name = tag[2].lower()
        if not tag[1]:
            command = _COMMANDS.get(name)
            output.append(f"\\{command}{{" if command else "{")
            opened.append(name)
        elif opened and opened[-1] == name:
            output.append("}")
            opened.pop()
    return "".join(output) + "}" * len(opened)


def _protect(stretch: str, start: bool) -> str:
    """Escape, and put braces around words with capitals.

    A capital at the start of the title or after a colon or a full stop needs none, unless the
    word has more of them.
    """
    parts = []
    for token in re.split(r"(\s+|-|/)", stretch):
        core = re.search(r"\w(?:.*\w)?", token)
        if core is None:
            parts.append(_escape(token))
        else:
            word = core[0]
            keep = word[1:] != word[1:].lower() or (word[0] != word[0].lower() and not start)
            before, after = token[: core.start()], token[core.end() :]
            written = _braced(_escape(word)) if keep else _escape(word)
            parts.append(_escape(before) + written + _escape(after))
        if token.strip():
            start = token.endswith((":", ".", "?", "!"))
    return "".join(parts)


def _escape(value: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in value)


def _address(value: str) -> str:
    """Write a DOI or web address, which LaTeX takes as it is, without braces or backslashes."""
    return "".join(f"%{ord(c):02X}" if c in "{}\\ " else c for c in value)


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""
