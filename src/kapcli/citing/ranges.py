"""Page ranges and numbers, as ``page-range-format`` and ``is-numeric`` in CSL 1.0.2 ask."""

from __future__ import annotations

import re

from kapcli.citing.marks import UNDIVIDED

EN_DASH = "\N{EN DASH}"
HYPHENS = "\u2010\u2011\ufe63\uff0d"
"""What looks like a hyphen and is another character: hyphen, no-break hyphen, small and wide hyphen-minus."""
DASHES = "\u2012\u2013\u2014\u2015\u2212\ufe58"
"""Figure, en and em dash, horizontal bar, minus sign, small em dash."""
# Patterns, compiled when they are first needed: most references need two of them.
_DASH = rf"\s*(?:[{DASHES}]|---?)\s*"
_NUMBERS = rf"(\d+)\s*(?:[{HYPHENS}{DASHES}-]|---?)\s*(\d+)"
_NUMBER = r"[A-Za-z]*\d+[A-Za-z]*"
_NUMERIC = rf"{_NUMBER}(?:\s*[,&\u2013-]\s*{_NUMBER})*"
_SEVERAL = rf"{_NUMBER}(?:\s*[,&\u2013-]\s*{_NUMBER})+"
_ENDPOINT = r"([A-Za-z]*)(\d+)([A-Za-z]*)"
_ROMAN = r"(?i)(?=.)m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_PAGE = rf"[A-Za-z]*\.?{_NUMBER}(?:\.{_NUMBER})*"
_CODE = r"[\w.]*\d[\w.]*"


def is_numeric(value: str) -> bool:
    """Return whether a value is a number, or numbers with commas, ampersands or hyphens."""
    return re.fullmatch(_NUMERIC, value.removeprefix(UNDIVIDED).strip()) is not None


def is_several(value: str) -> bool:
    """Return whether a value names more than one number, so that its label is plural.

    ``24m15622`` and ``Suppl 1`` are one thing, ``S12-S18`` and ``A1, A4`` are several.
    """
    return re.fullmatch(_SEVERAL, value.strip()) is not None


def are_pages(value: str) -> bool:
    """Return whether pages are more than one: ``xii-xxv`` and ``1, 5`` are, an article number never is."""
    if value.startswith(UNDIVIDED):
        return False
    found = stretches(value)
    if any(last for _, last in found):
        return True
    return len(found) > 1 and all(re.fullmatch(_PAGE, first) or re.fullmatch(_ROMAN, first) for first, _ in found)


def one_number(value: str) -> str:
    """Write an article number, with plain hyphens whatever typesetting made of them."""
    return re.sub(f"[{HYPHENS}{DASHES}]", "-", value)


def numbers(value: str) -> tuple[str, str] | None:
    """Take a range of volumes or issues apart (``1-2``, with any dash); None if the value is none."""
    found = re.fullmatch(_NUMBERS, value.strip())
    return (found[1], found[2]) if found else None


def stretches(value: str) -> list[tuple[str, str]]:
    """Take pages apart.

    Args:
        value: ``1574-1581``, ``xii-xxv``, ``A1, A4``, ``12-1–12-10``, ``24m15622``, with any of the dashes that
            publishers use between pages.

    Returns:
        First and last page of each stretch; the last one is empty where a stretch is one page, or is not clearly a
        range. Hyphens within a number are kept.
    """
    if value.startswith(UNDIVIDED):
        return [(value.removeprefix(UNDIVIDED), "")]
    return [_ends(part.strip()) for part in value.split(",") if part.strip()]


def page_range(value: str, form: str | None, delimiter: str) -> str:
    """Write pages as a style wants them.

    Args:
        value: Pages, as `stretches` understands them, or an article number marked as undivided.
        form: The style's ``page-range-format``; None leaves the last page as it is.
        delimiter: What stands between first and last page.

    Returns:
        The pages; a hyphen that does not stand between two page numbers stays a hyphen.
    """
    return ", ".join(_joined(first, _last(first, last, form), delimiter) for first, last in stretches(value))


def _joined(first: str, last: str, delimiter: str) -> str:
    """Write a range; between pages that hold hyphens, such as ``12-1–12-10``, a hyphen would not be seen as one."""
    if not last:
        return first
    return f"{first}{EN_DASH if '-' in first + last else delimiter}{last}"


def _ends(value: str) -> tuple[str, str]:
    value = re.sub(f"[{HYPHENS}]", "-", value)
    # A dash stands between pages, whatever hyphens these hold; among hyphens, the middle one does: "16-1-16-4".
    if len(dashed := re.split(_DASH, value)) == 2:
        parts = [part.strip() for end in dashed for part in end.split("-")]
        return (dashed[0], dashed[1]) if _alike(parts, _CODE) else (value, "")
    parts = [part.strip() for part in value.split("-")]
    half = len(parts) // 2
    first, last = "-".join(parts[:half]), "-".join(parts[half:])
    if len(parts) % 2 or not _alike(parts, _PAGE) or (half > 1 and parts[0] != parts[half]):
        return value, ""
    # "2021-0123" is a number of its own kind: no page is written with a zero before it unless all are.
    if last.startswith("0") and not first.startswith("0"):
        return value, ""
    return first, last


def _alike(parts: list[str], number: str) -> bool:
    """Return whether all parts are numbers of the given kind, or all of them Roman ones."""
    return any(all(re.fullmatch(kind, part) for part in parts) for kind in (number, _ROMAN))


def _last(first: str, last: str, form: str | None) -> str:
    """Shorten or complete the last page."""
    begin, end = re.fullmatch(_ENDPOINT, first), re.fullmatch(_ENDPOINT, last)
    if form is None or begin is None or end is None:
        return last
    (prefix, digits, tail), (last_prefix, last_digits, last_tail) = begin.groups(), end.groups()
    if last_prefix not in ("", prefix) or tail or last_tail:
        return last
    if len(last_digits) < len(digits):  # "856-64" is short for "856-864"
        last_digits = digits[: len(digits) - len(last_digits)] + last_digits
    return prefix + last_digits if form == "expanded" else _last_digits(digits, last_digits, form)


def _last_digits(first: str, last: str, form: str) -> str:
    """Return the digits of the last page that a style prints."""
    if len(first) != len(last):
        return last
    differing = next((i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), 0)
    at_least = 1
    if form == "minimal-two":
        at_least = 2
    elif form.startswith("chicago"):
        remainder = int(first) % 100
        if int(first) < 100 or remainder == 0:
            return last
        # The fifteenth edition prints all four digits when three of them change.
        if form != "chicago-16" and len(first) == 4 and differing <= 1:
            return last
        at_least = 1 if remainder < 10 else 2
    return last[min(differing, max(0, len(last) - at_least)) :]
