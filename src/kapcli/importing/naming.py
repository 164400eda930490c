"""Ids for new entries: the first author's family name and the year, and a letter where that is taken."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from kapcli.catalogue.folding import fold_words
from kapcli.catalogue.identifiers import key
from kapcli.index.records import all_drafts, every_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from kapcli.importing.record import Record
    from kapcli.index.session import Session

_LONGEST = 48


def id_for(record: Record, taken: Callable[[str], bool]) -> str:
    """An id that nobody has.

    Args:
        record: What it is for.
        taken: Whether a folded id is in use.
    """
    base = _base(record)
    for suffix in _suffixes():
        name = f"{base}{suffix}"
        if not taken(key(name)):
            return name
    raise AssertionError("there is no end of suffixes")


def _base(record: Record) -> str:
    if record.registration:
        return record.registry[0].lower().replace("/", "-")
    people = record.authors or record.editors
    name = (people[0].family or people[0].literal) if people else record.title
    words = ["".join(c for c in word if c.isascii() and c.isalnum()) for word in fold_words(name).split()]
    # Of a person the whole family name, of a group or a title the first word that says something.
    told = [word for word in words if word]
    if not people or not people[0].family:
        told = [word for word in told if len(word) > 3][:1] or told[:1]
    name = "".join(told)[:_LONGEST] or (record.pmid and f"pmid{record.pmid}") or "work"
    return f"{name}{record.year or ''}"


def _suffixes() -> list[str]:
    letters = string.ascii_lowercase
    # Ours begin with b: the first of a year has none.
    return ["", *letters[1:], *(one + two for one in letters for two in letters), *(f"-{n}" for n in range(2, 10000))]


def taken(session: Session) -> set[str]:
    """Every id in use, folded; of versions and drafts too."""
    drafts = [found.draft for found in all_drafts(session.connection)]
    names = {key(draft.id) for draft in drafts}
    names |= {key(version.id) for draft in drafts for version in draft.versions if version.id}
    return names | every_id(session.connection)
