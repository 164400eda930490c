"""The order of hits: closeness of the match first, then what the evidence is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.catalogue.facets import KAP
from kapcli.evidence.designs import GROUPS

if TYPE_CHECKING:
    import sqlite3

    from kapcli.index.facets import Facets
    from kapcli.index.query import Query

Sort = Literal["relevance", "year", "n", "design"]

# So far apart are scores that tell, where several things are asked for.
_STEP = 6
# What a question about harm is about.
_HARM = (("domain", "safety"), ("topic", "dependence"))


def with_and_without(connection: sqlite3.Connection, query: Query, facets: Facets) -> frozenset[int]:
    """Where ketamine with psychotherapy is asked for: the trials that set it against ketamine without the therapy."""
    asked = {("therapy", code) for code in facets.codes.get("therapy", ())}
    if ("therapy", KAP) not in asked.union(*(unit.codes for unit in query.units)):
        return frozenset()
    sql = (
        "SELECT one.row FROM facet AS one JOIN facet AS other ON other.row = one.row "
        "WHERE one.section = 'comparator' AND one.code = 'drug-only' "
        "AND other.section = 'design' AND other.code IN ('rct', 'non-randomised-trial')"
    )
    return frozenset(row for (row,) in connection.execute(sql))


def asks_several(query: Query) -> bool:
    """Whether several things are asked for together: a study may have one more by the way than the other."""
    return len([unit for unit in query.units if ("drug", "ketamine") not in unit.codes]) > 1


def in_order(
    connection: sqlite3.Connection, rows: dict[int, tuple[int, float]], sort: Sort, query: Query, first: frozenset[int]
) -> list[int]:
    """The rows of some matches in the order in which they are shown.

    Args:
        connection: The compiled catalogue.
        rows: Row to band and score.
        sort: What the order is by.
        query: What was asked.
        first: Rows that come first within their band.
    """
    on_harm = _on_harm(connection) if set(_HARM) & {code for unit in query.units for code in unit.codes} else ()
    several = asks_several(query)
    sql = "SELECT row, listed, strength, landmark, people, year FROM study"
    facts = {row: found for row, *found in connection.execute(sql) if row in rows}

    def key(row: int) -> tuple[float, ...]:
        band, score = rows[row]
        listed, strength, landmark, people, year = facts[row]
        size = -(people or 0) if GROUPS[listed] == "randomised" else 0
        # Scores are rounded so that a hair's breadth of bm25 does not put an older study first.
        near = round(score / _STEP) if several else 0
        relevance = (
            row not in on_harm,
            band,
            GROUPS[listed] == "no-result",
            row not in first,
            near,
            listed,
            strength,
            -landmark,
            size,
            round(score, 2),
            -year,
            row,
        )
        if sort == "year":
            return (-year, *relevance)
        if sort == "n":
            return (-(people if people is not None else -1), *relevance)
        if sort == "design":
            return (strength, *relevance)
        return relevance

    return sorted(rows, key=key)


def _on_harm(connection: sqlite3.Connection) -> set[int]:
    """The works on harm that the catalogue names: a question about harm is shown them first."""
    about = connection.execute("SELECT value FROM meta WHERE key = 'about'").fetchone()
    named = (msgspec.json.decode(about[0]) or {}).get("on_harm", []) if about else []
    return {row for name in named for (row,) in connection.execute("SELECT row FROM study WHERE id = ?", (name,))}
