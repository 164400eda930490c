"""What the writers share: fields of a neutral item as plain values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from kapcli.catalogue.markup import without_tags

from . import ranges
from .marks import without_marks


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
