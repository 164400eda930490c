"""Counting over rows of the compiled catalogue: trials, facets, and what a narrowing left out.

A retracted study takes part in no count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.evidence.designs import GROUPS
from kapcli.index.facets import Facets, arm_condition
from kapcli.index.matching import matches

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from kapcli.index.query import Query

# Facets are counted over at most so many matches, and partial matches are sought among as many.
MOST_COUNTED = 10_000


def group_counts(connection: sqlite3.Connection, rows: Sequence[int]) -> dict[str, int]:
    """Group of studies to how many of some rows are listed under it, in the order of the groups."""
    sql = "SELECT listed, count(*) FROM study WHERE row IN (SELECT value FROM json_each(?)) GROUP BY listed"
    return {GROUPS[listed]: count for listed, count in connection.execute(sql, (str(list(rows)),))}


def counted_rows(connection: sqlite3.Connection, rows: Sequence[int]) -> list[int]:
    """Those of some rows that take part in counts: a retracted study does not."""
    retracted = {row for (row,) in connection.execute("SELECT row FROM study WHERE retracted")}
    return [row for row in rows if row not in retracted]


def trials_of(connection: sqlite3.Connection, rows: Collection[int]) -> int:
    """Of how many trials the studies of some rows are."""
    wanted = set(rows)
    counted = connection.execute("SELECT row, trial FROM study WHERE NOT retracted")
    return len({trial for row, trial in counted if row in wanted})


def facet_counts(connection: sqlite3.Connection, rows: list[int]) -> dict[str, dict[str, int]]:
    """Facet to code to the number of studies among some rows, commonest first."""
    counts: dict[str, dict[str, int]] = {}
    sql = (
        "SELECT section, code, count(*) FROM facet WHERE row IN (SELECT value FROM json_each(?)) GROUP BY section, code"
    )
    for section, code, count in connection.execute(sql, (str(rows[:MOST_COUNTED]),)):
        counts.setdefault(section, {})[code] = count
    return {
        section: dict(sorted(codes.items(), key=lambda pair: (-pair[1], pair[0]))) for section, codes in counts.items()
    }


def facet_totals(connection: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """Facet to code to the number of studies that have it, or a narrower one; retracted ones are not counted."""
    totals: dict[str, dict[str, int]] = {}
    for section, code, count in connection.execute("SELECT section, code, count(*) FROM facet GROUP BY section, code"):
        totals.setdefault(section, {})[code] = count
    return totals


def left_out(connection: sqlite3.Connection, query: Query, facets: Facets) -> tuple[int, int]:
    """How many studies a dose, and a drug or route, left out because they give none."""
    without_dose = without_arms = 0
    if facets.dose is not None:
        loose = msgspec.structs.replace(facets, dose=None)
        condition, parameters = arm_condition(facets, any_dose=True)
        sql = f"SELECT 1 FROM arm WHERE row = ? AND {condition}"
        for row in matches(connection, query, loose, ranked=False):
            if not connection.execute(sql, (row, *parameters)).fetchone():
                without_dose += 1
    if "route" in facets.codes or "drug" in facets.codes:
        codes = {k: v for k, v in facets.codes.items() if k not in ("route", "drug")}
        loose = msgspec.structs.replace(facets, codes=codes, dose=None)
        for row in matches(connection, query, loose, ranked=False):
            if not connection.execute("SELECT 1 FROM arm WHERE row = ?", (row,)).fetchone():
                without_arms += 1
    return without_dose, without_arms
