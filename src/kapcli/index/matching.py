"""Which studies match a query and a narrowing, and how closely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.index.facets import Facets, arm_condition
from kapcli.index.facets import match as facet_match
from kapcli.index.query import Query, Unit, expression
from kapcli.index.schema import ABOUT_COLUMNS, SAID_COLUMNS, TEXT_COLUMNS, WEIGHTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

# The band of a match: what stands before strength of design in the order of hits.
IDENTIFIER, ABOUT, SAID, MENTIONED, PARTIAL = 0, 1, 2, 3, 4
BANDS = ("identifier", "about", "said", "mentioned", "partial")
_COLUMNS = {ABOUT: ABOUT_COLUMNS, SAID: SAID_COLUMNS, MENTIONED: TEXT_COLUMNS}

# Beyond so many matches bm25 is not asked: the order of evidence decides alone, and a broad query stays quick.
_SCORED = 2000


def matching(connection: sqlite3.Connection, query: Query, facets: Facets) -> list[int]:
    """The rows of all studies that match, in the order of evidence."""
    return sorted(matches(connection, query, facets, ranked=False))


def matches(
    connection: sqlite3.Connection, query: Query, facets: Facets, *, ranked: bool = True
) -> dict[int, tuple[int, float]]:
    """Row to band and bm25 (lower is better) of every study that matches all.

    Where nothing will be ranked, only the widest band is looked at: it holds the others.
    """
    named = identified(connection, query)
    spoken = [unit for unit in query.units if not unit.identifier]
    narrow = facet_match(facets)
    rows: dict[int, tuple[int, float]] = {}
    if named is not None and not spoken:
        allowed = _narrowed(connection, narrow, facets)
        return {row: (IDENTIFIER, 0.0) for row in named if allowed is None or row in allowed}
    for band, columns in _COLUMNS.items() if ranked else [(MENTIONED, TEXT_COLUMNS)]:
        parts = [expression(unit, columns) for unit in spoken]
        if narrow:
            parts.append(narrow)
        found = rows_for(connection, " AND ".join(parts), facets, score=ranked and bool(spoken))
        for row, rank in found:
            if named is None or row in named:
                rows.setdefault(row, (band, rank))
        if not spoken:
            break
    if ranked:
        for row in _rows_named(connection, query.named) | _first_authors(connection, spoken):
            if row in rows:
                rows[row] = (IDENTIFIER, 0.0)
    return rows


def _first_authors(connection: sqlite3.Connection, units: Iterable[Unit]) -> set[int]:
    """The studies whose first author a word names: *feder* is Feder's own trials before those with Feder among many."""
    found: set[int] = set()
    for unit in units:
        if not unit.codes:
            rows = connection.execute("SELECT row FROM first_author WHERE name = ?", (unit.text,))
            found |= {row for (row,) in rows}
    return found


def identified(connection: sqlite3.Connection, query: Query) -> set[int] | None:
    """The rows that the identifiers of a query name; ``None`` where it has none."""
    names = [unit.identifier for unit in query.units if unit.identifier]
    if not names:
        return None
    return _rows_named(connection, names)


def _rows_named(connection: sqlite3.Connection, names: Iterable[str]) -> set[int]:
    found: set[int] = set()
    for name in names:
        rows = connection.execute("SELECT row FROM identifier WHERE name = ?", (name,))
        found |= {row for (row,) in rows}
    return found


def _narrowed(connection: sqlite3.Connection, narrow: str, facets: Facets) -> set[int] | None:
    if not facets:
        return None
    return {row for row, _ in rows_for(connection, narrow, facets, score=False)}


def rows_for(connection: sqlite3.Connection, match: str, facets: Facets, *, score: bool) -> list[tuple[int, float]]:
    """Rows and bm25 scores of a full-text expression, within the numbers of a narrowing; unscored where it is broad."""
    conditions, parameters = _numbers(facets)
    if not match:
        sql = "SELECT study.row, 0.0 FROM study"
        if conditions:
            sql += " WHERE " + " AND ".join(conditions)
        return list(connection.execute(sql + " ORDER BY study.row", parameters))
    where = ["fts MATCH ?", *conditions]
    join = " JOIN study ON study.row = fts.rowid" if conditions else ""
    # A broad query is not scored: bm25 walks every posting of every word before it can rank the first row.
    score = score and len(_first(connection, match, _SCORED + 1)) <= _SCORED
    value = f"bm25(fts, {WEIGHTS})" if score else "0.0"
    sql = f"SELECT fts.rowid, {value} FROM fts{join} WHERE {' AND '.join(where)} ORDER BY fts.rowid"
    return list(connection.execute(sql, [match, *parameters]))


def _first(connection: sqlite3.Connection, match: str, count: int) -> list[tuple[int]]:
    return list(connection.execute("SELECT rowid FROM fts WHERE fts MATCH ? LIMIT ?", (match, count)))


def _numbers(facets: Facets) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    parameters: list[object] = []
    if facets.years:
        for sign, year in zip((">=", "<="), facets.years, strict=True):
            if year is not None:
                conditions.append(f"study.year {sign} ?")
                parameters.append(year)
    if facets.min_n is not None:
        conditions.append("study.people >= ?")
        parameters.append(facets.min_n)
    if facets.dose is not None:
        sql, values = arm_condition(facets)
        conditions.append(f"EXISTS (SELECT 1 FROM arm WHERE arm.row = study.row AND {sql})")
        parameters += values
    return conditions, parameters
