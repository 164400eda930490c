"""Studies by name: ids, DOIs, PubMed and registry numbers, exactly as written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from kapcli.api.faults import Problem
from kapcli.catalogue.identifiers import key
from kapcli.index.query_reading import take_apart
from kapcli.index.records import drafts_named, first_author_rows, ids, rows_named, study_at
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.drafts import Found
    from kapcli.catalogue.study import Study
    from kapcli.index.session import Session

# Names that begin with so many of the same letters are offered.
_STEM = 3
_YEAR = re.compile(r"\(?\d{4}[a-z]?\)?")
# A study as people name it, and of how many words: van der Kolk et al. 2014.
_BYLINE = re.compile(r"(?P<author>.+?),?(?: et al\.?)?,? \(?(?P<year>\d{4}[a-z]?)\)?")
_WORDS = 6


class Named(msgspec.Struct, frozen=True):
    """A study that was asked for by name.

    Attributes:
        asked: The name as typed.
        kind: What sort of name it is.
    """

    study: Study
    row: int
    origin: str
    asked: str
    kind: str


def joined(session: Session, names: Sequence[str]) -> list[str]:
    """The names that were typed, with author and year as one name where they are words of their own: feder 2014."""
    found: list[str] = []
    for name in names:
        found.append(name)
        if not _YEAR.fullmatch(name):
            continue
        for count in range(2, min(_WORDS, len(found)) + 1):
            both = " ".join(found[-count:])
            if _rows(session, both):
                found[-count:] = [both]
                break
    return found


def look_up(session: Session, names: Sequence[str]) -> tuple[list[Named], list[Problem]]:
    """The studies of some names, each once, and what could not be found.

    A name is never corrected: *feder2014* is not *feder2021*. Near ids are offered instead.
    """
    found: list[Named] = []
    missing: list[Problem] = []
    seen: set[int] = set()
    for name in joined(session, names):
        wanted = _key(name)
        rows = _rows(session, name)
        if not rows and (unfinished := drafts_named(session.connection, wanted)):
            missing += [_unfinished(name, draft) for draft in unfinished]
        elif not rows:
            missing.append(Problem(f"no study {name!r} in this catalogue", _instead(session, wanted)))
        for row, kind, origin in rows:
            if row not in seen:
                seen.add(row)
                found.append(Named(study_at(session.connection, row), row, origin, name, kind))
    return found, missing


def drafts(session: Session, names: Sequence[str]) -> dict[str, list[Found]]:
    """Those of some names that no study answers to but a draft does, with the drafts."""
    asked = {name: _key(name) for name in names}
    return {
        name: found
        for name, wanted in asked.items()
        if not rows_named(session.connection, wanted) and (found := drafts_named(session.connection, wanted))
    }


def _unfinished(name: str, found: Found) -> Problem:
    message = f"{name!r} is a draft ({found.origin}, line {found.line}) and part of no answer"
    return Problem(message, f"see what is still to fill: kap show {found.draft.id}")


def by_author(session: Session, names: Sequence[str]) -> list[Study]:
    """The studies whose first author, or the beginning of whose id, some names are: to pick one from."""
    connection = session.connection
    found: dict[int, Study] = {}
    for name in names:
        wanted = _key(name)
        rows = first_author_rows(connection, wanted)
        if len(wanted) >= _STEM:
            rows += [row for row, known in ids(connection).items() if key(known).rstrip("0123456789") == wanted]
        for row in rows:
            found.setdefault(row, study_at(connection, row))
    return sorted(found.values(), key=lambda study: (study.year, study.id))


def are_names(session: Session, names: Sequence[str]) -> bool:
    """Whether each of some words is the name of a study."""
    return all(_rows(session, name) for name in joined(session, names))


def _rows(session: Session, name: str) -> list[tuple[int, str, str]]:
    """The rows of a name, as an id and, where it is none, as author and year: Feder et al., 2014."""
    wanted = _key(name)
    rows = rows_named(session.connection, wanted)
    if not rows and (said := _BYLINE.fullmatch(wanted)):
        rows = rows_named(session.connection, "".join(said["author"].split()) + said["year"])
    return rows


def _key(name: str) -> str:
    """A name as it is compared: an address of a record is the record's number."""
    found = take_apart(encodable(name)).identifiers
    return key(found[0] if len(found) == 1 else encodable(name).strip())


def near_names(session: Session, name: str) -> list[str]:
    """Ids that a name which is none may have been meant for."""
    from kapcli.catalogue.nearest import nearest

    wanted = _key(name)
    known = list(ids(session.connection).values())
    near = nearest(wanted, known)
    stem = wanted.rstrip("0123456789")
    if not near and len(stem) >= _STEM:
        near = [name for name in known if key(name).startswith(stem)][:5]
    return list(near)


def _instead(session: Session, wanted: str) -> str:
    from kapcli.index.question import command_line

    if near := near_names(session, wanted):
        return f"did you mean {' or '.join(near)}?"
    return f"search for it: {command_line('search', wanted.split(), {})}" if wanted.strip() else ""
