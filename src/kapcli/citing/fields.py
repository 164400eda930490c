"""What the writers share: fields of a neutral item as plain values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from .marks import without_marks

TAG = re.compile(r"<(/?)(i|b|sup|sub|sc|span)(?:\s[^<>]*)?>", re.IGNORECASE)
"""The markup that a CSL-JSON title may hold."""


def flat(value: Any) -> str:
    """Return a value as one line of text: blanks folded, control characters dropped.

    Every line separator counts as a blank, also the rare ones that ``str.splitlines`` knows.
    """
    text = " ".join(without_marks(str(value)).split())
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs"))


def plain(value: Any) -> str:
    """Return a value as one line without markup."""
    return flat(TAG.sub("", flat(value)))


def text(item: Mapping[str, Any], variable: str) -> str:
    """Return a text variable without markup, empty if the item has none."""
    value = item.get(variable)
    return "" if value is None else plain(value)


def pages(item: Mapping[str, Any]) -> str:
    """Return pages, or the article number, which stands in their place everywhere but in APA."""
    return text(item, "article-number") or text(item, "page")


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
    """Return names as ``family``, ``given``, ``suffix`` or ``literal``; empty names left out.

    Particles that belong to the family name stand before it, dropped ones after the given name.
    """
    names = item.get(variable)
    found = []
    for name in names if isinstance(names, Iterable) and not isinstance(names, str) else ():
        if not isinstance(name, Mapping):
            continue
        parts = {key: plain(value) for key, value in name.items() if value}
        family = " ".join(filter(None, (parts.get("non-dropping-particle"), parts.get("family"))))
        given = " ".join(filter(None, (parts.get("given"), parts.get("dropping-particle"))))
        if literal := parts.get("literal") or ("" if family else given):
            found.append({"literal": literal})
        elif family:
            found.append({"family": family, "given": given, "suffix": parts.get("suffix", "")})
    return found
