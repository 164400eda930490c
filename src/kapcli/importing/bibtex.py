"""BibTeX and BibLaTeX."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from kapcli.catalogue.publication import Name
from kapcli.importing import names
from kapcli.importing.record import Faulty, Place, Record, Sorting, clean, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kapcli.importing.record import Read

STARTS = re.compile(r"^[ \t]*@[ \t]*(?!comment|string|preamble)[A-Za-z]+[ \t]*[{(]", re.IGNORECASE | re.MULTILINE)

_TYPES = {
    "article": "article-journal",
    **dict.fromkeys(("book", "mvbook", "collection", "booklet"), "book"),
    **dict.fromkeys(("incollection", "inbook", "inreference"), "chapter"),
    **dict.fromkeys(("techreport", "report", "manual"), "report"),
    **dict.fromkeys(("online", "electronic", "www"), "webpage"),
    **dict.fromkeys(("unpublished", "preprint"), "article"),
}
# What the parser says first, and what that means.
_REASONS = {
    "Unexpectedly reached end": "a brace or quotation mark is not closed before the file ends",
    "Unexpected block start": "a brace or quotation mark is not closed before the next entry begins, on line {next}",
    "Expected a `=`": "a field without a sign of equality behind its name, on line {line}",
    "Expected equals sign": "a field without a sign of equality behind its name, on line {line}",
    "Expected comma after entry key": "no comma behind the name of the entry, on line {line}",
    "Expected either a `,`": "no comma behind a field, on line {line}",
}
_FAULT = "kapcli"
# A field that begins in the value of another one.
_SWALLOWED = re.compile(r"\s[A-Za-z][\w-]*\s*=")
# A piece of a value, and what stands behind it.
_PIECE = re.compile(r"""(?P<opened>[{"])|(?P<name>[^\s{}"#,%'()=]+)""")
_JOINT = re.compile(r"\s*(?:#\s*(?=[^\s#])|$)")
# Longer than any field.
_MOST = 100_000
_PREPRINTS = re.compile(r"medrxiv|biorxiv|arxiv|psyarxiv|research square|ssrn|preprint|osf", re.IGNORECASE)
_REMARKS = ("note", "howpublished", "annote", "type", "series", "edition", "booktitleaddon", "school", "institution")
_KNOWN = frozenset(
    "title subtitle author editor year date month day journal journaltitle shortjournal booktitle volume number issue "
    "pages eid articleno doi pmid pmcid pubmedid issn isbn url urldate publisher address location language langid "
    "keywords keyword abstract file eprint eprinttype archiveprefix pagetotal copyright options note "
    "howpublished annote type series edition school institution timestamp owner groups mendeley-tags shorttitle".split()
)


def read(text: str, file: str) -> Read:
    """The records of a file: what the parser refused is named, with every entry that it swallowed."""
    from bibtexparser.model import Entry

    # It tells of each block that it refuses on stderr; here that is told in our words, with the line.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    found: Read = []
    blocks = _blocks(text)
    # Where the next one begins; where nothing follows, it is not mentioned.
    for entry, after in zip(blocks, [*blocks[1:], None], strict=True):
        line = (entry.start_line or 0) + 1
        raw = entry.raw or ""
        if isinstance(entry, Entry):
            found.append(_entry(entry, Place(file, line)))
            swallowed = list(_begun(raw))[1:]
        else:
            swallowed = list(_begun(raw))
        message = "inside of an entry that is not closed" if isinstance(entry, Entry) else _why(entry, after)
        found += [Faulty(Place(file, line + offset), message) for offset in swallowed]
    return found


def _blocks(text: str) -> list[Any]:
    """The blocks of a file, with an entry whose key stands twice as good as any other."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry, String

    blocks: list[Any] = []
    strings: dict[str, str] = {}
    for number, block in enumerate(parse_string(text, parse_stack=[]).blocks):
        if isinstance(block, DuplicateBlockKeyBlock) and isinstance(block.ignore_error_block, Entry):
            block = block.ignore_error_block
        if isinstance(block, Entry):
            # What it is called there is of no use here, and may be called so twice.
            block.key = str(number)
            for field in block.fields:
                raw = str(field.value).strip()
                field.value = value(raw, strings)
                if field.value == raw and _SWALLOWED.search(raw):
                    block.parser_metadata[_FAULT] = f"no comma behind the field {field.key!r}"
        elif isinstance(block, String):
            strings[block.key.lower()] = value(str(block.value), strings)
        blocks.append(block)
    return blocks


def value(raw: str, strings: Mapping[str, str]) -> str:
    """What a field says: pieces in braces, in quotes or by name, joined by ``#``; anything else as it stands.

    Args:
        raw: As it is written.
        strings: The names that the file gives to texts, in small letters.
    """
    pieces: list[str] = []
    at, raw = 0, raw.strip()
    while found := _PIECE.match(raw, at):
        at = found.end()
        if found["name"]:
            pieces.append(strings.get(found["name"].lower(), found["name"]))
        else:
            end = _closing(raw, at, found["opened"])
            pieces.append(raw[at:end])
            at = end + 1
        rest = _JOINT.match(raw, at)
        if rest is None or at > len(raw):
            break
        at = rest.end()
        if at == len(raw):
            # A text may be named in another one, and that in a third.
            return "".join(pieces)[:_MOST]
    return raw


def _closing(raw: str, at: int, opened: str) -> int:
    """Where a piece ends that begins behind a brace or a quote; the end of the text where it does not."""
    depth = 0
    while at < len(raw):
        if raw[at] == "\\":
            at += 1
        elif depth == 0 and raw[at] == ("}" if opened == "{" else '"'):
            return at
        else:
            depth += {"{": 1, "}": -1}.get(raw[at], 0)
        at += 1
    return at


def _begun(raw: str) -> Iterator[int]:
    """For each entry that begins in a piece of the file, how many lines below."""
    return (raw.count("\n", 0, match.end()) for match in STARTS.finditer(raw))


def _why(block: Any, after: Any) -> str:
    """Why the parser refused a block, in words for people and with the line at which it stopped."""
    error = getattr(block, "error", None)
    if "Duplicate field" in str(error):
        return f"a field is given twice: {', '.join(sorted(block.duplicate_keys))}"
    said = str(getattr(error, "abort_reason", ""))
    line = (block.start_line or 0) + 1 + (block.raw or "").count("\n")
    following = line if after is None else (after.start_line or 0) + 1
    why = next((why for begun, why in _REASONS.items() if said.startswith(begun)), "its end was not found")
    return why.format(line=line, next=following)


def _entry(entry: Any, place: Place) -> Record | Faulty:
    if fault := entry.parser_metadata.get(_FAULT):
        return Faulty(place, fault)
    try:
        return _record({field.key.lower(): str(field.value) for field in entry.fields}, entry.entry_type.lower(), place)
    except (ValueError, RecursionError, IndexError) as error:
        return Faulty(place, f"it cannot be read: {clean(str(error)) or type(error).__name__}")


def _record(fields: dict[str, str], kind: str, place: Place) -> Record:
    sorting = Sorting()
    said = {name: plain(value) for name, value in fields.items() if name not in ("author", "editor", "doi", "url")}
    csl_type = _TYPES.get(kind, "")
    journal = said.get("journal") or said.get("journaltitle") or ""
    preprint = bool(_PREPRINTS.search(" ".join((journal, said.get("publisher", ""), said.get("howpublished", "")))))
    if preprint and csl_type in ("", "article-journal", "article"):
        csl_type = "article"
    if not csl_type:
        sorting.say("entry type", kind)
    authors, whole = _people(fields.get("author", ""))
    pages, article = sorting.pages(said.get("pages", ""))
    doi = _verbatim(fields.get("doi", ""))
    url = _verbatim(fields.get("url", ""))
    if not doi and "doi.org/10." in url:
        doi, url = url, ""
    if said.get("eprint") and said.get("eprinttype", said.get("archiveprefix", "")).casefold() == "pubmed":
        said.setdefault("pmid", said["eprint"])
    remarks = [said.get(name, "") for name in ("note", "annote", "howpublished")]
    for name, value in said.items():
        if (name in _REMARKS or name not in _KNOWN) and value:
            sorting.say(name, value)
    title = said.get("title", "")
    if subtitle := said.get("subtitle"):
        title = f"{title}: {subtitle}"
    words = re.split(r"[;,]", said.get("keywords") or said.get("keyword") or "")
    total = said.get("pagetotal", "")
    return Record(
        place=place,
        csl_type=csl_type,
        title=title,
        authors=authors,
        authors_complete=whole,
        editors=_people(fields.get("editor", ""))[0],
        year=sorting.year(said.get("year") or said.get("date") or ""),
        journal=journal or said.get("booktitle", ""),
        journal_abbreviation=said.get("shortjournal", ""),
        volume=said.get("volume", ""),
        issue=said.get("number") or said.get("issue") or "",
        pages=pages,
        article_number=said.get("eid") or said.get("articleno") or article,
        publisher=said.get("publisher", ""),
        publisher_place=said.get("address") or said.get("location") or "",
        number_of_pages=int(total) if total.isdigit() else 0,
        language=said.get("langid") or said.get("language") or "",
        doi=sorting.doi(doi),
        pmid=sorting.pmid(said.get("pmid") or said.get("pubmedid") or ""),
        pmcid=sorting.pmcid(said.get("pmcid", "")),
        registry=numbers(remarks),
        isbn=said.get("isbn", ""),
        url=clean(url) if url.startswith("http") else "",
        status="preprint" if preprint else "thesis" if kind.endswith("thesis") else "",
        keywords=tuple(("keywords", clean(word)) for word in words if clean(word)),
        also=tuple(sorting.also),
    )


def _verbatim(text: str) -> str:
    return re.sub(r"\\([_%&#~{}])", r"\1", text).strip("{} ")


def plain(text: str) -> str:
    """A value without the markup of LaTeX."""
    text = text.strip()
    # A sign of percent that is not escaped would hide the rest of the line, a lone dollar all that follows, and an
    # ampersand would be a column of a table.
    text = re.sub(r"(?<!\\)((?:\\\\)*)([%&])", r"\1\\\2", text)
    if len(re.findall(r"(?<!\\)\$", text)) % 2:
        text = re.sub(r"(?<!\\)\$", r"\\$", text)
    if not re.search(r"[\\{}$~`]|--|''", text):
        return clean(text)
    return clean(_decoder().latex_to_text(text))


def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(strict_latex_spaces=True, keep_braced_groups=False)


def _people(text: str) -> tuple[tuple[Name, ...], bool]:
    from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

    found: list[Name] = []
    whole = True
    for one in split_multiple_persons_names(" ".join(text.split())):
        if one.casefold().strip(" .") in names.OTHERS:
            whole = False
        elif re.fullmatch(r"\{.*\}", one) and one.count("{") == one.count("}"):
            found.append(Name(literal=plain(one)))
        else:
            parts = parse_single_name_into_parts(one)
            family, given, suffix, particle = (
                plain(" ".join(part)) for part in (parts.last, parts.first, parts.jr, parts.von)
            )
            found.append(names.named(family, given, suffix, particle))
    return tuple(name for name in found if name.family or name.literal), whole
