"""Caveats often made about the field, each held against a count: where it is made, and in the whole catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.index.facets import Facets
from kapcli.index.limitation_counts import observed_under, tallies
from kapcli.index.matching import matching
from kapcli.index.query import Query
from kapcli.index.records import ids
from kapcli.index.search import counted_rows, facet_counts

if TYPE_CHECKING:
    from kapcli.catalogue.model import FieldLimit
    from kapcli.evidence.limitation_counts import Tally
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
