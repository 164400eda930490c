"""Page ranges and numbers, as ``page-range-format`` and ``is-numeric`` in CSL 1.0.2 ask."""

from __future__ import annotations

import re

_NUMBER = r"[A-Za-z]*\d+[A-Za-z]*"
_NUMERIC = re.compile(rf"{_NUMBER}(?:\s*[,&\u2013-]\s*{_NUMBER})*")
_SEVERAL = re.compile(rf"{_NUMBER}(?:\s*[,&\u2013-]\s*{_NUMBER})+")
_ENDPOINT = re.compile(r"([A-Za-z]*)(\d+)([A-Za-z]*)")


def is_numeric(value: str) -> bool:
    """Return whether a value is a number, or numbers with commas, ampersands or hyphens."""
    return _NUMERIC.fullmatch(value.strip()) is not None


def is_several(value: str) -> bool:
    """Return whether a value names more than one number, so that its label is plural.

    ``24m15622`` and ``Suppl 1`` are one thing, ``S12-S18`` and ``A1, A4`` are several.
    """
    return _SEVERAL.fullmatch(value.strip()) is not None


def page_range(value: str, form: str | None, delimiter: str) -> str:
    """Write pages as a style wants them.

    Args:
        value: ``1574-1581``, ``S12-S18``, ``A1, A4``, ``24m15622``; en dashes are understood.
        form: The style's ``page-range-format``; None leaves the last page as it is.
        delimiter: What stands between first and last page.

    Returns:
        The pages; a hyphen that does not stand between two page numbers stays a hyphen.
    """
    pages = (_one_range(part.strip(), form, delimiter) for part in value.split(","))
    return ", ".join(pages)


def _one_range(value: str, form: str | None, delimiter: str) -> str:
    ends = [_ENDPOINT.fullmatch(end.strip()) for end in value.replace("\u2013", "-").split("-")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return value
    (prefix, first, tail), (last_prefix, last, last_tail) = ends[0].groups(), ends[1].groups()
    same_kind = last_prefix in ("", prefix) and not tail and not last_tail
    if form is None or not same_kind:
        return f"{ends[0][0]}{delimiter}{ends[1][0]}"
    if len(last) < len(first):  # "856-64" is short for "856-864"
        last = first[: len(first) - len(last)] + last
    if form == "expanded":
        return f"{ends[0][0]}{delimiter}{prefix}{last}"
    return f"{ends[0][0]}{delimiter}{_last_digits(first, last, form)}"


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
