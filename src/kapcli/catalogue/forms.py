"""The base of every record, the marks on its fields, and the forms that texts and numbers must have."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue import identifiers
from kapcli.catalogue.folding import TRUE_HYPHENS

if TYPE_CHECKING:
    from collections.abc import Callable


class Code(msgspec.Struct, frozen=True):
    """Marks a text field as a code of one section of the vocabulary."""

    section: str


class Form(msgspec.Struct, frozen=True):
    """Marks a text field that must have a certain form (see `FORMS`)."""

    name: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every record of the catalogue."""


NAMES = ("i", "b", "sup", "sub", "sc", "span")
"""Every tag that formats text; ``span`` keeps the letter case of what stands in it (``class="nocase"``)."""

TAG = rf"(?i)<(/?)({'|'.join(NAMES)})(?:\s[^<>]*)?>"
"""A pattern for an opening (group 1 empty) or closing tag; group 2 is its name."""

MAX_TITLE = 4096
# The first works on ketamine date from the 1960s, the older literature on psychotherapy is cited too.
FIRST_YEAR = 1850
LAST_YEAR = 2100

# Patterns, compiled when a file is first read: a lookup reads none.
_ID = r"[^\W_][\w.-]{0,63}"
_URL = r"https?://[^\s\"<>\\^`{|}]+"
_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_ORIGIN = r"source|calculated \([^()]{3,80}\)"
_COUNTRY = r"[A-Z]{2}"
# Language, script and region of RFC 5646 (BCP 47); variants and extensions make no difference to a reference.
_LANGUAGE = r"(?i)([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?"


class FormError(ValueError):
    """A text that has not the form its field asks for; the message says what it should be."""


def _match(pattern: str, expected: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise FormError(expected)
        return text

    return check


def composed(text: str) -> str:
    """A text with each letter and its marks as one character where there is one (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _identifier(read: Callable[[str], str]) -> Callable[[str], str]:
    def check(text: str) -> str:
        try:
            return read(text)
        except identifiers.IdentifierError as error:
            raise FormError(str(error)) from None

    return check


def _title(text: str) -> str:
    text = _name(" ".join(text.split()))
    if len(text) > MAX_TITLE:
        raise FormError(f"a title has at most {MAX_TITLE} characters")
    return text


def _name(text: str) -> str:
    """A name of a person, a work or a journal, with the hyphen that everybody types."""
    return text.translate(TRUE_HYPHENS)


def _language(text: str) -> str:
    found = re.fullmatch(_LANGUAGE, text)
    if not found:
        raise FormError("a language is its BCP 47 tag, such as de, pt-BR or zh-Hans")
    language, script, region = (part or "" for part in found.groups())
    return "-".join(filter(None, (language.lower(), script.title(), region.upper())))


FORMS: dict[str, Callable[[str], str]] = {
    "id": _match(_ID, "an id is letters, digits, '.', '-' and '_', at most 64, such as feder2014"),
    "doi": _identifier(identifiers.doi),
    "pmid": _identifier(identifiers.pmid),
    "pmcid": _identifier(identifiers.pmcid),
    "registry": _identifier(identifiers.registry),
    "url": _match(_URL, "an address starts with http:// or https:// and holds no blank"),
    "date": _match(_DATE, "a date is YYYY, YYYY-MM or YYYY-MM-DD"),
    "origin": _match(_ORIGIN, "an origin is 'source' or 'calculated (METHOD)'"),
    "country": _match(_COUNTRY, "a country is its two-letter ISO 3166 code"),
    "title": _title,
    "name": _name,
    "language": _language,
}


def check_year(year: int) -> None:
    """Refuse a year in which nothing can have been published.

    Raises:
        FormError: Before the field's literature, or in the far future.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FormError(f"a year lies between {FIRST_YEAR} and {LAST_YEAR}, with four digits")


def without_tags(text: str) -> str:
    """Take the formatting tags out of a text."""
    return re.sub(TAG, "", text) if "<" in text else text
