"""A record as the fields of a draft: what is sound goes into our fields, everything else is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.forms import FORMS, FormError, check_year

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.publication import Name
    from kapcli.importing.mapping import Codes
    from kapcli.importing.record import Record

CHECK = "from the file's own classification: check it"
# Headings that PubMed gives to nearly everything, and that say nothing of whom a study was made for.
_EVERYWHERE = frozenset(
    "humans;animals;male;female;child;adolescent;adult;young adult;middle aged;aged;aged, 80 and over".split(";")
)
_LONGEST = 1000


class Entry(msgspec.Struct):
    """The fields of a draft.

    Attributes:
        fields: Name to value, in the order in which they are written; nested records are dicts.
        remarks: Name to what is said beside it.
    """

    fields: dict[str, Any]
    remarks: dict[str, str]


def entry(record: Record, name: str, known: Codes) -> Entry:
    """The fields of a draft with an id."""
    unmapped: list[str] = []
    conditions, population, therapy = _coded(record, known, unmapped)
    numbers = {
        "doi": record.doi,
        "pmid": record.pmid,
        "pmcid": record.pmcid,
        "registry": list(record.registry),
        "isbn": record.isbn,
    }
    if not any(numbers.values()) and _formed("url", record.url, "url", unmapped):
        numbers["url"] = record.url
    elif record.url and not any(number and number in record.url for number in (record.doi, record.pmid, record.pmcid)):
        unmapped.append(f"url: {record.url}")
    fields: dict[str, Any] = {
        "id": name,
        "draft": "true",
        "title": record.title,
        "csl_type": record.csl_type,
        "language": _language(record.language, unmapped),
        "authors": [_name(one) for one in record.authors],
        "authors_complete": "" if record.authors_complete else "false",
        "editors": [_name(one) for one in record.editors],
        "year": _year(record.year, unmapped),
        "journal": record.journal,
        "journal_abbreviation": record.journal_abbreviation if record.journal_abbreviation != record.journal else "",
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "article_number": record.article_number,
        "publisher": record.publisher,
        "publisher_place": record.publisher_place,
        "number_of_pages": str(record.number_of_pages or ""),
        "record": {key: value for key, value in numbers.items() if value},
        "versions": [{"kind": "results-paper", "pmid": pmid} for pmid in record.results],
        "status": record.status or _published(record),
        "retraction": record.retraction,
        "design": record.design,
        "design_detail": _detail(record),
        "conditions": conditions,
        "population": population,
        "n": {kind: str(count) for kind in ("planned", "enrolled") if (count := getattr(record, kind)) is not None},
        "arms": [_arm(arm) for arm in record.arms],
        "therapy": therapy,
    }
    fields = {field: value for field, value in fields.items() if value}
    remarks = {field: CHECK for field in (*record.inferred, "conditions", "population", "therapy") if field in fields}
    return Entry(fields | {"unmapped": unmapped + _shortened(record.also)}, remarks)


def _coded(record: Record, known: Codes, unmapped: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Conditions, groups of people and therapies, as far as words of the file are names of them."""
    found: dict[str, dict[str, None]] = {"condition": {}, "population": {}, "therapy": dict.fromkeys(record.therapy)}
    left: dict[str, list[str]] = {}
    for text in record.conditions:
        if code := known.of(text, "condition"):
            found["condition"][code] = None
        elif text:
            unmapped.append(f"condition: {text}")
    for kind, word in record.keywords:
        codes = [(section, code) for section in found if (code := known.of(word, section))]
        if word.casefold() in _EVERYWHERE or not codes:
            left.setdefault(kind, []).append(word)
        else:
            found[codes[0][0]][codes[0][1]] = None
    unmapped += [f"{kind}: {'; '.join(dict.fromkeys(words))}" for kind, words in left.items()]
    return list(found["condition"]), list(found["population"]), list(found["therapy"])


def _published(record: Record) -> str:
    """What a file says of the state of a work by saying where it appeared."""
    if record.csl_type == "article-journal" and record.journal:
        return "published"
    return "published" if record.csl_type in ("book", "chapter") and record.publisher else ""


def _detail(record: Record) -> dict[str, Any]:
    detail = {
        "allocation": record.allocation,
        "blinding": record.blinding,
        "sites": str(record.sites or ""),
        "phase": record.phase,
        "country": list(record.country),
    }
    return {name: value for name, value in detail.items() if value}


def _name(name: Name) -> dict[str, str]:
    return {field: value for field, value in msgspec.structs.asdict(name).items() if value}


def _arm(arm: Any) -> dict[str, str]:
    fields = {name: value for name, value in msgspec.structs.asdict(arm).items() if value not in (None, "")}
    return {name: "true" if value is True else str(value) for name, value in fields.items()}


def _year(year: int, unmapped: list[str]) -> str:
    try:
        check_year(year)
    except FormError:
        unmapped += [f"year: {year}"] if year else []
        return ""
    return str(year)


def _language(text: str, unmapped: list[str]) -> str:
    """The tag of a language that is not English."""
    if text.casefold() in ("", "en", "eng", "english", "american", "british", "en-us", "en-gb", "en_us"):
        return ""
    return _formed("language", text, "language", unmapped)


def _formed(field: str, text: str, form: str, unmapped: list[str]) -> str:
    if not text:
        return ""
    try:
        return FORMS[form](text)
    except FormError:
        unmapped.append(f"{field}: {text}")
        return ""


def _shortened(texts: Iterable[str]) -> list[str]:
    return [text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..." for text in dict.fromkeys(texts)]
