"""Studies by name: ids, DOIs, PubMed and registry numbers, exactly as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.identifiers import key
from kapcli.cli.answer import Problem
from kapcli.index.query_reading import take_apart
from kapcli.index.records import first_author_rows, ids, rows_named
from kapcli.index.search import study_at
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.model import Study
    from kapcli.index.session import Session

# Names that begin with so many of the same letters are offered.
_STEM = 3


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


def look_up(session: Session, names: Sequence[str]) -> tuple[list[Named], list[Problem]]:
    """The studies of some names, each once, and what could not be found.

    A name is never corrected: *feder2014* is not *feder2021*. Near ids are offered instead.
    """
    found: list[Named] = []
    missing: list[Problem] = []
    seen: set[int] = set()
    for name in names:
        wanted = _key(name)
        # Author and year may be written apart: feder 2014.
        rows = rows_named(session.connection, wanted) or rows_named(session.connection, "".join(wanted.split()))
        if not rows:
            missing.append(Problem(f"no study {name!r} in this catalogue", _near(session, wanted)))
        for row, kind, origin in rows:
            if row not in seen:
                seen.add(row)
                found.append(Named(study_at(session.connection, row), row, origin, name, kind))
    return found, missing


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
    return all(rows_named(session.connection, _key(name)) for name in names)


def _key(name: str) -> str:
    """A name as it is compared: an address of a record is the record's number."""
    found = take_apart(encodable(name)).identifiers
    return key(found[0] if len(found) == 1 else encodable(name).strip())


def _near(session: Session, wanted: str) -> str:
    import shlex

    from kapcli.catalogue.nearest import nearest

    known = list(ids(session.connection).values())
    near = nearest(wanted, known)
    stem = wanted.rstrip("0123456789")
    if not near and len(stem) >= _STEM:
        near = [name for name in known if key(name).startswith(stem)][:5]
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"search for it: {shlex.join(['kap', 'search', *wanted.split()])}" if wanted.strip() else ""
