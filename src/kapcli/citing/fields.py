"""The fields of a neutral item: which the Citation Style Language has, and their plain values for the writers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from kapcli.catalogue.forms import without_tags
from kapcli.citing import ranges
from kapcli.citing.marks import without_marks

# The variables and item types of the Citation Style Language 1.0.2.
_NAMES = """
    author chair collection-editor compiler composer container-author contributor curator
    director editor editor-translator editorial-director executive-producer guest host
    illustrator interviewer narrator organizer original-author performer producer recipient
    reviewed-author script-writer series-creator translator
    """
NAME_VARIABLES = frozenset(_NAMES.split())
_DATES = "accessed available-date event-date issued original-date submitted"
DATE_VARIABLES = frozenset(_DATES.split())
_TEXTS = """
    abstract annote archive archive_collection archive_location archive-place authority
    call-number chapter-number citation-key citation-label citation-number collection-number
    collection-title container-title container-title-short dimensions division DOI edition
    event event-place event-title first-reference-note-number genre ISBN ISSN issue
    jurisdiction keyword language locator medium note number number-of-pages number-of-volumes
    original-publisher original-publisher-place original-title page page-first part-number
    part-title PMCID PMID printing-number publisher publisher-place references reviewed-genre
    reviewed-title scale section source status supplement-number title title-short URL version
    volume volume-title volume-title-short year-suffix
    """
TEXT_VARIABLES = frozenset(_TEXTS.split())
_TYPES = """
    article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture
    musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song
    speech standard thesis treaty webpage
    """
ITEM_TYPES = frozenset(_TYPES.split())


def flat(value: Any) -> str:
    """Return a value as one line of text: blanks folded, control characters dropped.

    Every line separator counts as a blank, also the rare ones that ``str.splitlines`` knows.
    """
    text = " ".join(without_marks(str(value)).split())
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs"))


def plain(value: Any) -> str:
    """Return a value as one line without markup."""
    return flat(without_tags(flat(value)))


def text(item: Mapping[str, Any], variable: str) -> str:
    """Return a text variable without markup, empty if the item has none."""
    value = item.get(variable)
    return "" if value is None else plain(value)


def pages(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return first and last page of every stretch; the last one is empty where there is only one.

    An article number stands in the place of pages everywhere but in APA. It is one page, never a range.
    """
    if number := text(item, "article-number"):
        return [(ranges.one_number(number), "")]
    return ranges.stretches(text(item, "page"))


def date_parts(item: Mapping[str, Any], variable: str = "issued") -> tuple[int, ...]:
    """Return year, month and day of a date as far as known; for a range, of its start."""
    date = item.get(variable)
    parts = date.get("date-parts") if isinstance(date, Mapping) else None
    numbers: list[int] = []
    for part in (parts[0] if parts else [])[:3]:
        if not re.fullmatch(r"-?\d+", str(part)) or (numbers and not 1 <= int(part) <= 31):
            break
        numbers.append(int(part))
    return tuple(numbers) if len(numbers) < 2 or numbers[1] <= 12 else tuple(numbers[:1])


def people(item: Mapping[str, Any], variable: str) -> list[dict[str, str]]:
    """Return names as ``particle``, ``family``, ``given``, ``suffix`` or as ``literal``; empty names left out.

    Dropped particles stand after the given name.
    """
    names = item.get(variable)
    found = []
    for name in names if isinstance(names, Iterable) and not isinstance(names, str) else ():
        if not isinstance(name, Mapping):
            continue
        parts = {key: plain(value) for key, value in name.items() if value}
        family, particle = parts.get("family", ""), parts.get("non-dropping-particle", "")
        given = " ".join(filter(None, (parts.get("given"), parts.get("dropping-particle"))))
        if not family:
            family, particle = particle, ""
        if literal := parts.get("literal") or ("" if family else given):
            found.append({"literal": literal})
        elif family:
            found.append({"particle": particle, "family": family, "given": given, "suffix": parts.get("suffix", "")})
    return found


def family_name(name: Mapping[str, str]) -> str:
    """Return the family name of one of `people` with its particle before it: ``van der Kolk``, ``d'Andrea``."""
    particle = name["particle"]
    blank = "" if not particle or particle.endswith(("'", "’", "-")) else " "
    return f"{particle}{blank}{name['family']}"
