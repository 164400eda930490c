"""Which claims match words, facets and filters, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.identifiers import key
from kapcli.index.facets import Facets
from kapcli.index.facets import match as facet_match
from kapcli.index.matching import rows_for
from kapcli.index.query import expression, quoted
from kapcli.index.schema import ABOUT_COLUMNS, SAID_COLUMNS, TEXT_COLUMNS, token

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from kapcli.evidence.assessment import Assessed
    from kapcli.index.query import Query, Unit

# A claim on the very topic before one that only names it.
_BANDS = (("topic",), ABOUT_COLUMNS, SAID_COLUMNS, TEXT_COLUMNS)
# What one paper says serves its own page and the check of a sentence: it is listed only where its kind is asked for.
RECORD = "record"
# What people ask first: does it work, can it harm, what do the rules say. Claims of a kind stand together, the kind
# that is most closely on the topic first.
_KINDS = ("effect", "harm", "rule", "mechanism", "field", RECORD)

# Of claims that are as closely on the topic: what stands as worded, then what was compared, then what was not.
_VERDICTS = {
    "supported": 0,
    "mixed": 1,
    "uncertain": 1,
    "not-shown": 1,
    "contradicted": 2,
    "overstated": 2,
    "untested": 3,
    "unverified": 4,
}
_CERTAINTIES = ("high", "moderate", "low", "very-low", "")

_SQL = "SELECT rowid, {} FROM claim_fts WHERE claim_fts MATCH ?"
_SCORE = "bm25(claim_fts, 6.0, 4.0, 3.0, 2.0, 2.0, 0.5, 0.0)"


class Filters(msgspec.Struct, frozen=True):
    """What narrows claims beside facets; empty narrows nothing, but without a kind no record is listed."""

    verdict: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    said_by: str = ""


def search_claims(
    connection: sqlite3.Connection, query: Query, facets: Facets, filters: Filters, limit: int | None = None
) -> tuple[int, list[Assessed]]:
    """Find the claims that match all words of a query and a narrowing.

    Args:
        connection: The compiled catalogue.
        query: As understood.
        facets: A claim matches where a study for or against it does (one in context where there is neither).
        filters: On the claim itself.
        limit: At most so many; all where ``None``.

    Returns:
        How many match, and the first of them.
    """
    rows = _standing(connection, query, facets, filters)
    closest = {kind: min(row[1] for row in rows if row[0] == kind) for kind in {row[0] for row in rows}}
    # How it may work and the research as a whole never come before harms and rules.
    late = {_KINDS.index(kind) for kind in ("mechanism", "field", RECORD)}
    rows.sort(key=lambda row: (row[0] in late, closest[row[0]], *row))
    shown = rows if limit is None else rows[:limit]
    from kapcli.index.claims import claims_at

    return len(rows), claims_at(connection, [position for *_, position in shown])


def count_claims(connection: sqlite3.Connection, query: Query) -> int:
    """How many claims match the words of a query; none where there are no words to match."""
    return len(_standing(connection, query, Facets(), Filters(), scored=False)) if query.units else 0


def _standing(
    connection: sqlite3.Connection, query: Query, facets: Facets, filters: Filters, *, scored: bool = True
) -> list[tuple[int, int, int, int, int, int]]:
    """The claims that match, each with what it is sorted by and its position."""
    ranks = _ranks(connection, query, scored=scored)
    allowed = _with_studies(connection, facets) if facets else None
    rows = []
    for position, kind, verdict, certainty, said_by in connection.execute(
        "SELECT position, kind, verdict, certainty, said_by FROM claim"
    ):
        if ranks is not None and position not in ranks:
            continue
        if allowed is not None and position not in allowed:
            continue
        if not _passes(filters, kind, verdict, certainty, said_by):
            continue
        band, score = (0, 0.0) if ranks is None else ranks[position]
        standing = (_VERDICTS[verdict], _CERTAINTIES.index(certainty))
        rows.append((_KINDS.index(kind), band, *standing, round(score) if band else 0, position))
    return rows


def _passes(filters: Filters, kind: str, verdict: str, certainty: str, said_by: str) -> bool:
    return (
        (kind in filters.kind if filters.kind else kind != RECORD)
        and (not filters.verdict or verdict in filters.verdict)
        and (not filters.certainty or certainty in filters.certainty)
        and (not filters.said_by or key(filters.said_by) in key(said_by))
    )


def _ranks(connection: sqlite3.Connection, query: Query, *, scored: bool) -> dict[int, tuple[int, float]] | None:
    """Position to band and score of the claims with all words; ``None`` where there are no words."""
    if not query.units:
        return None
    named = [unit.identifier for unit in query.units if unit.identifier]
    spoken = [unit for unit in query.units if not unit.identifier]
    found: dict[int, tuple[int, float]] = {}
    sql = _SQL.format(_SCORE if scored else "0.0")
    if spoken:
        for band, columns in enumerate(_BANDS):
            match = " AND ".join(_expression(unit, columns) for unit in spoken)
            for position, score in connection.execute(sql, (match,)):
                found.setdefault(position, (band, score))
    if not named:
        return found
    linked = [_resting_on(connection, name) for name in named]
    both = set.intersection(*linked)
    return {position: found.get(position, (0, 0.0)) for position in both if not spoken or position in found}


def _expression(unit: Unit, columns: tuple[str, ...]) -> str:
    """Claims have no arms: a route or drug is looked for as a code of theirs."""
    if columns == ("topic",):
        said = " OR ".join(f"topic : {quoted(text)}" for text in (unit.text, *unit.labels))
        return f"({said})"
    codes = " OR ".join(f"facet : {quoted(token(section, code))}" for section, code in unit.codes)
    said = expression(unit, columns)
    return f"({codes} OR {said})" if codes else said


def _resting_on(connection: sqlite3.Connection, name: str) -> set[int]:
    sql = (
        "SELECT position FROM claim_study JOIN study ON study.id = claim_study.study "
        "JOIN identifier USING (row) WHERE identifier.name = ?"
    )
    return {position for (position,) in connection.execute(sql, (name,))}


def _with_studies(connection: sqlite3.Connection, facets: Facets) -> set[int]:
    rows = [row for row, _ in rows_for(connection, facet_match(facets), facets, score=False)]
    return linked_to(connection, rows)


def linked_to(connection: sqlite3.Connection, rows: Iterable[int]) -> set[int]:
    """The claims for or against which any study of some rows stands."""
    wanted: Sequence[int] = list(rows)
    sql = (
        "SELECT position, side FROM claim_study JOIN study ON study.id = claim_study.study "
        "WHERE study.row IN (SELECT value FROM json_each(?))"
    )
    deciding: set[int] = set()
    beside: set[int] = set()
    for position, side in connection.execute(sql, (str(wanted),)):
        (beside if side == "context" else deciding).add(position)
    sided = {position for (position,) in connection.execute("SELECT position FROM claim_study WHERE side != 'context'")}
    return deciding | (beside - sided)
