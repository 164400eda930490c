"""Limitations counted over the compiled catalogue, and caveats of the field, each held against a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.evidence.limitation_counts import Tally
from kapcli.index.counts import counted_rows, facet_counts
from kapcli.index.facets import Facets
from kapcli.index.matching import matching
from kapcli.index.query import Query
from kapcli.index.records import ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from kapcli.catalogue.model import FieldLimit
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.index.query import Query
    from kapcli.index.session import Session

# Values that are no kind of their own.
_NO_KIND = frozenset({"none", "other", "mixed", "not-applicable", "psychotherapy", "exposure"})


class Caveat(msgspec.Struct, frozen=True):
    """A caveat with its count.

    Attributes:
        here: The count in its scope; ``None`` where kinds are counted instead.
        whole: The same over everything.
        variety: Facet and how many different values it has in the scope.
        seldom: Ids of the studies that do what is hardly ever done; ``None`` where something else is counted.
        studies: How many studies the scope holds.
    """

    limit: FieldLimit
    here: Tally | None
    whole: Tally | None
    variety: tuple[tuple[str, int], ...] = ()
    seldom: tuple[str, ...] | None = None
    studies: int = 0


def caveats(session: Session) -> list[Caveat]:
    """Every caveat of the catalogue, in its order."""
    return [_counted(session, limit) for limit in session.limitations()]


def _counted(session: Session, limit: FieldLimit) -> Caveat:
    connection = session.connection
    codes = {name: value for name, value in msgspec.structs.asdict(limit.scope).items() if value}
    rows = _rows(session, Facets(codes))
    if limit.days_under is not None:
        here = observed_under(connection, limit.days_under, rows)
        whole = observed_under(connection, limit.days_under, _rows(session, Facets()))
        return Caveat(limit, here, whole, studies=len(rows))
    if limit.seldom is not None:
        narrower = {name: value for name, value in msgspec.structs.asdict(limit.seldom).items() if value}
        names = ids(connection)
        few = tuple(names[row] for row in _rows(session, Facets(codes | narrower)))
        return Caveat(limit, None, None, seldom=few, studies=len(rows))
    if limit.rule is None:
        counts = facet_counts(connection, rows)
        kinds = tuple((facet, len(set(counts.get(facet, {})) - _NO_KIND)) for facet in limit.variety)
        return Caveat(limit, None, None, variety=kinds, studies=len(rows))
    here = tallies(connection, (limit.rule,), rows)[limit.rule]
    whole = tallies(connection, (limit.rule,))[limit.rule]
    return Caveat(limit, here, whole, studies=len(rows))


def _rows(session: Session, facets: Facets) -> list[int]:
    return counted_rows(session.connection, matching(session.connection, Query("", ()), facets))


def tallies(
    connection: sqlite3.Connection, codes: Iterable[str], rows: Collection[int] | None = None
) -> dict[str, Tally]:
    """How each limit is answered.

    Args:
        connection: The compiled catalogue.
        codes: The limits to count.
        rows: The studies to count over; all where ``None``.
    """
    found: dict[str, dict[str, list[str]]] = {code: {"yes": [], "no": [], "unknown": []} for code in codes}
    marks = ", ".join("?" * len(found))
    sql = f"SELECT code, answer, id FROM caveat JOIN study USING (row) WHERE code IN ({marks})"
    values: tuple[str, ...] = tuple(found)
    if rows is not None:
        sql, values = f"{sql} AND row IN (SELECT value FROM json_each(?))", (*values, str(list(rows)))
    for code, answer, name in connection.execute(sql, values):
        found[code][answer].append(name)
    return {
        code: Tally(code, *(tuple(sorted(answers[key])) for key in ("yes", "no", "unknown")))
        for code, answers in found.items()
    }


def observed_under(connection: sqlite3.Connection, days: int, rows: Collection[int]) -> Tally:
    """How many studies watched people for fewer than so many days, of those the rule on follow-up applies to."""
    answers: dict[str, list[str]] = {"yes": [], "no": [], "unknown": []}
    sql = "SELECT DISTINCT row, id, days FROM study JOIN caveat USING (row) WHERE code = 'short-follow-up' ORDER BY id"
    wanted = set(rows)
    for row, name, watched in connection.execute(sql):
        if row in wanted:
            answers["unknown" if watched is None else "yes" if watched < days else "no"].append(name)
    return Tally("short-follow-up", *(tuple(answers[key]) for key in ("yes", "no", "unknown")))
