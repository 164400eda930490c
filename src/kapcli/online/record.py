"""What a register says of one work or one trial, whatever the shape it says it in."""

from __future__ import annotations

import datetime
import html
import json
import re
from typing import Any, Literal

import msgspec

Kind = Literal["retracted", "concern", "corrected"]
# The heavier first: a work that was corrected and then withdrawn is withdrawn.
KINDS: tuple[Kind, ...] = ("retracted", "concern", "corrected")

# No title is as long; what is longer is cut.
_LONGEST = 2_000


class Notice(msgspec.Struct, frozen=True):
    """A retraction, an expression of concern or a correction.

    Attributes:
        kind: Its kind, in the words of the field ``retraction`` of a study.
        date: As far as it is known, such as 2021-03.
        where: The DOI of the notice, or the place where it was printed.
        said_by: Who says so: the publisher, Retraction Watch, PubMed.
    """

    kind: Kind
    date: str
    where: str
    said_by: str


class RegisterRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record as one register has it. What it does not say is empty.

    Attributes:
        register: Its name.
        number: The DOI or number it was asked for.
        address: Where a person finds the record.
        known: Whether the register has a record of that number.
        titles: The title, and other forms of it.
        families: Family names of the authors in their order, and names of groups.
        journals: The journal's name and its short forms.
        years: When it was printed, and when it was first put online.
        pages: As printed; a number of the article where there are none.
        notices: What was said of it later.
        status: Of a trial, by the vocabulary's code.
        planned: How many people a trial is to take in.
        enrolled: How many it took in.
        results_posted: The day on which results were posted.
        updated: The day of the record's last change.
    """

    register: str
    number: str
    address: str
    known: bool = True
    titles: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    journals: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    notices: tuple[Notice, ...] = ()
    status: str = ""
    planned: int | None = None
    enrolled: int | None = None
    results_posted: str = ""
    updated: str = ""


class MalformedAnswerError(ValueError):
    """An answer that is not of the shape that its register documents."""


def at(value: Any, *path: str) -> Any:
    """What stands at a path of objects; None where any of them is missing or no object."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def answered(data: bytes, name: str) -> Any:
    """What stands under a name in an answer; None where nothing does.

    Raises:
        MalformedAnswerError: It is no JSON.
    """
    try:
        return at(json.loads(data), name)
    except (ValueError, RecursionError):
        raise MalformedAnswerError("no JSON") from None


def words(value: Any) -> str:
    """A value as the text of one line, without markup and what commands a terminal.

    Empty for what is neither text nor a number.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    plain = html.unescape(re.sub(r"</?[A-Za-z][^<>]*>", "", str(value)[:_LONGEST]))
    return "".join(one for one in " ".join(plain.split()) if one.isprintable())


def listed(value: Any) -> list[Any]:
    """A list, and an empty one for anything else."""
    return value if isinstance(value, list) else []


def day(parts: Any) -> str:
    """A date from its year, month and day, as far as they are numbers that make one."""
    numbers = [part for part in listed(parts)[:3] if isinstance(part, int) and not isinstance(part, bool)]
    try:
        datetime.date(*[*numbers, 1, 1][:3])
    except (ValueError, TypeError):
        return ""
    return "-".join((f"{numbers[0]:04}", *(f"{part:02}" for part in numbers[1:])))
