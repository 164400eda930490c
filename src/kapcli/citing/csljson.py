"""CSL-JSON, the format of the Citation Style Language 1.0.2 (Zotero, Pandoc, citeproc)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kapcli.citing.fields import DATE_VARIABLES, ITEM_TYPES, NAME_VARIABLES, TEXT_VARIABLES, flat, pages
from kapcli.citing.ranges import EN_DASH

_NAME_KEYS = (
    "family",
    "given",
    "dropping-particle",
    "non-dropping-particle",
    "suffix",
    "comma-suffix",
    "static-ordering",
    "literal",
    "parse-names",
)
_DATE_KEYS = ("date-parts", "season", "circa", "literal", "raw")


def csl_json(items: Iterable[Mapping[str, Any]]) -> str:
    """Write items as CSL-JSON.

    Args:
        items: Neutral items.

    Returns:
        A JSON array with as many records as items, ending in a line feed. Only variables of
        CSL 1.0.2 are written: an article number becomes ``page``, other extra fields are left
        out, an unknown type becomes ``document``.
    """
    return json.dumps([_record(item) for item in items], ensure_ascii=False, indent=2) + "\n"


def _record(item: Mapping[str, Any]) -> dict[str, Any]:
    kind = item.get("type")
    record: dict[str, Any] = {
        "id": flat(item.get("id", "")),
        "type": kind if kind in ITEM_TYPES else "document",
    }
    for variable, value in item.items():
        if value is None or value == "" or value == []:
            continue
        if variable in NAME_VARIABLES:
            names = (_known(name, _NAME_KEYS) for name in value)
            record[variable] = [name for name in names if name]
        elif variable in DATE_VARIABLES:
            record[variable] = _known(value, _DATE_KEYS)
        elif variable in TEXT_VARIABLES and variable != "page":
            record[variable] = flat(value)
    if place := ", ".join(map(_range, pages(item))):
        record["page"] = place
    return record


def _range(ends: tuple[str, str]) -> str:
    """Write a hyphen between two pages; a dash where the pages themselves hold hyphens (``12-1–12-10``)."""
    first, last = ends
    return f"{first}{EN_DASH if '-' in first + last else '-'}{last}" if last else first


def _known(value: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    fields = value if isinstance(value, Mapping) else {}
    return {
        key: flat(fields[key]) if isinstance(fields[key], str) else fields[key]
        for key in keys
        if fields.get(key) not in (None, "")
    }
