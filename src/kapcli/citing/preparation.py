"""One neutral item made ready for one style.

An item is CSL-JSON (Citation Style Language 1.0.2) with one extra field, ``article-number``.
Styles differ in where they look for such things; this module knows where.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kapcli.catalogue.forms import without_tags
from kapcli.citing import ranges
from kapcli.citing.fields import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES
from kapcli.citing.marks import FIXED_END, FIXED_START, NO_BLANK, UNDIVIDED, without_marks
from kapcli.citing.quotes import mark_quotes, typographic

# Identifiers and addresses are printed as they are, without typographic quotation marks.
_VERBATIM = frozenset({"DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL", "language", "number", "page"})
_WITHOUT_FULL_STOP_AFTER_SUFFIX = frozenset({"vancouver", "ama"})
# Han, kana, bopomofo and Hangul: names in these are written family name first, and as one.
_JOINED = (
    "[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U0001aff0-\U0001b16f\U00020000-\U0003ffff ]+"
)
_NAME_PARTS = (
    "family",
    "given",
    "dropping-particle",
    "non-dropping-particle",
    "suffix",
    "literal",
)


def prepare(item: Mapping[str, Any], style: str) -> dict[str, Any]:
    """Return the variables that the style needs, and no others.

    Args:
        item: A neutral item; unknown fields are dropped.
        style: One of the style codes.

    Returns:
        A new CSL-JSON item. Titles carry marks for quotation and fixed case; other markup is
        gone, because the output is plain text.

    Raises:
        CitationError: The item has no type, or a field has a shape that CSL-JSON does not know.
    """
    if not isinstance(item.get("type"), str):
        raise CitationError(f"Item {item.get('id', '?')!r} has no type.")
    neutral, item = item, for_style(item, style)
    prepared: dict[str, Any] = {"type": item["type"]}
    for variable, value in item.items():
        if value is None or value == "" or value == []:
            continue
        if variable in NAME_VARIABLES:
            if names := [parts for name in value if (parts := _name(name, style))]:
                prepared[variable] = names
        elif variable in DATE_VARIABLES:
            prepared[variable] = value
        elif variable in TEXT_VARIABLES:
            prepared[variable] = _text(variable, str(value), style)
    if neutral.get("article-number") and "-" in prepared.get("number", ""):
        prepared["number"] = UNDIVIDED + prepared["number"]
    return prepared


def is_registry_record(item: Mapping[str, Any]) -> bool:
    """Return whether an item is a trial's entry in a public register."""
    return item.get("type") == "webpage" and "registration" in str(item.get("genre", "")).lower()


def for_style(item: Mapping[str, Any], style: str) -> dict[str, Any]:
    """Put what the style looks for elsewhere than the others do where it looks for it.

    Args:
        item: A neutral item.
        style: One of the style codes.

    Returns:
        A copy in plain CSL-JSON: an article number stands in ``number`` or ``page``, its hyphens escaped as citation
        engines want it, a registry record has the type that the style has a place for.
    """
    return _with_registry(_with_article_number(item, style), style)


def _with_article_number(item: Mapping[str, Any], style: str) -> dict[str, Any]:
    """Put an article number where the style prints it, and only there.

    APA prints ``Article 1020505`` from ``number``. MLA would print both ``number`` and ``page``,
    Harvard never prints ``number``: the others get it as ``page``.
    """
    prepared = dict(item)
    if article_number := prepared.pop("article-number", None):
        prepared.pop("page", None)
        number = ranges.one_number(str(article_number))
        if style == "apa":
            prepared["number"] = number
        else:
            prepared["page"] = number.replace("-", "\\-")
    return prepared


def _with_registry(item: dict[str, Any], style: str) -> dict[str, Any]:
    """Make a registry record a published data set for NLM, which has no other place for it.

    As a web page, NLM would cite the register and name the trial as a part of it.
    """
    if style == "vancouver" and is_registry_record(item):
        register = item.pop("container-title", None)
        item["type"] = "dataset"
        item["publisher"] = item.get("publisher") or register
    return item


def _text(variable: str, value: str, style: str) -> str:
    value = " ".join(without_marks(value).split())
    if variable == "page" and "\\-" in value:
        return UNDIVIDED + without_tags(value).replace("\\-", "-")
    if variable in _VERBATIM:
        return without_tags(value)
    if variable in ("issue", "volume") and (numbers := ranges.numbers(value)):
        return ("-" if style == "ama" else ranges.EN_DASH).join(numbers)
    # Tags go last: a quotation mark beside one must see the text, not the tag.
    value = re.sub(r'<span class="nocase">(.*?)</span>', rf"{FIXED_START}\1{FIXED_END}", value, flags=re.I)
    return mark_quotes(typographic(without_tags(value)))


def _name(name: Any, style: str) -> dict[str, str]:
    if not isinstance(name, Mapping):
        raise CitationError(f"A name must have fields such as family and given: {name!r}.")
    parts = {
        part: typographic(" ".join(without_marks(str(name[part])).split())) for part in _NAME_PARTS if name.get(part)
    }
    particle = parts.get("non-dropping-particle", "")
    if particle.endswith(("’", "-")):
        parts["non-dropping-particle"] = particle + NO_BLANK
    if "suffix" in parts and style in _WITHOUT_FULL_STOP_AFTER_SUFFIX:
        parts["suffix"] = parts["suffix"].rstrip(".")
    if not parts.get("family"):
        # A group, or a person known by one name.
        literal = parts.get("literal") or parts.get("given")
        return {"literal": literal} if literal else {}
    parts.pop("literal", None)
    if parts.get("given") and all(not one.isascii() and re.fullmatch(_JOINED, one) for one in parts.values()):
        return {"literal": parts["family"] + parts["given"] + parts.get("suffix", "")}
    return parts


class CitationError(ValueError):
    """An item that cannot be cited as it is, or a style that does not exist."""
