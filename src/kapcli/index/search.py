"""Answering a query: which studies, in which order, and why; and a looser query where few have all the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.identifiers import key
from kapcli.index.counts import MOST_COUNTED, counted_rows, facet_counts, group_counts, trials_of
from kapcli.index.facets import Facets
from kapcli.index.facets import match as facet_match
from kapcli.index.lexicon import SAFETY_WORDS
from kapcli.index.matching import BANDS, PARTIAL, identified, matches, rows_for
from kapcli.index.ordering import Sort, in_order, with_and_without
from kapcli.index.query import Query, Unit, expression, facet_tokens, quoted
from kapcli.index.records import study_at

if TYPE_CHECKING:
    import sqlite3

    from kapcli.catalogue.study import Study

# Where fewer studies than this have all the words, one word is left out.
FEW = 3


class Hit(msgspec.Struct, frozen=True):
    """A study that matches.

    Attributes:
        study: The study, whole.
        origin: ``built-in``, or the file it came from.
        match: Which band it fell into (see `BANDS`).
        missing: Of a partial match: the words that it does not have.
        matched: Unit of the query to the fields that have it; filled only where asked for.
    """

    study: Study
    origin: str
    match: str
    missing: tuple[str, ...] = ()
    matched: dict[str, tuple[str, ...]] = {}


class Found(msgspec.Struct, frozen=True):
    """The answer to a query.

    Attributes:
        total: How many studies match all of it.
        hits: The first of them; where none does, the nearest partial matches.
        trials: How many trials the matches are (several papers may be of one).
        facets: Facet to code to the number of matches.
        retracted: How many of the matches were retracted: they are shown and not counted.
        groups: Group (see `kapcli.evidence.designs`) to the number of matches.
        without: The words that were left out, where all together find next to nothing.
        more: How many further studies match without them.
    """

    total: int
    hits: tuple[Hit, ...]
    trials: int
    facets: dict[str, dict[str, int]]
    retracted: int = 0
    groups: dict[str, int] = {}
    without: tuple[str, ...] = ()
    more: int = 0


def search(
    connection: sqlite3.Connection,
    query: Query,
    facets: Facets,
    *,
    limit: int | None = None,
    sort: Sort = "relevance",
    explain: bool = False,
    partial: int = 10,
    counts: bool = True,
) -> Found:
    """Find the studies that match a query and a narrowing.

    Args:
        connection: The compiled catalogue.
        query: As understood.
        facets: The narrowing.
        limit: At most so many hits; all where ``None``.
        sort: The order of hits within the answer.
        explain: Say for each hit which field matched.
        partial: How many partial matches to offer where nothing matches all.
        counts: Count facet values among the matches.
    """
    rows = matches(connection, query, facets)
    total = len(rows)
    first = with_and_without(connection, query, facets)
    ordered = in_order(connection, rows, sort, query, first)
    shown = ordered if limit is None else ordered[:limit]
    hits = tuple(_hit(connection, row, BANDS[rows[row][0]], query=query if explain else None) for row in shown)
    more = 0
    without: tuple[str, ...] = ()
    if total < FEW and not _is_name(connection, query) and (looser := loosened(connection, query, facets, total)):
        without = tuple(unit.text for unit in query.units if unit not in looser.units)
        wider = matches(connection, looser, facets)
        added = [row for row in in_order(connection, wider, sort, looser, first) if row not in rows]
        more = len(added)
        room = added if limit is None else added[: max(0, limit - len(hits))]
        hits += tuple(_hit(connection, row, BANDS[PARTIAL], missing=without) for row in room)
        if total + more < FEW:
            hits, more, without = hits[:total], 0, ()
    if not hits and not more:
        return Found(0, _partial(connection, query, facets, partial), 0, {})
    return Found(
        total,
        hits,
        trials_of(connection, ordered),
        facet_counts(connection, ordered) if counts else {},
        len(ordered) - len(counted_rows(connection, ordered)),
        group_counts(connection, ordered) if counts else {},
        without,
        more,
    )


def _is_name(connection: sqlite3.Connection, query: Query) -> bool:
    """Whether a query is the name of a study and asks for nothing else: an id, also as author and year."""
    sql = "SELECT 1 FROM identifier WHERE name = ?"
    return bool(query.named) or connection.execute(sql, (key(query.text.strip()),)).fetchone() is not None


def _partial(connection: sqlite3.Connection, query: Query, facets: Facets, count: int) -> tuple[Hit, ...]:
    """Studies that have some of the words, most first, and what each lacks."""
    units = [unit for unit in query.units if unit.known]
    if len(query.units) < 2 or not units:
        return ()
    everything = connection.execute("SELECT count(*) FROM study").fetchone()[0]
    narrow = facet_match(facets)
    have: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.identifier:
            found = identified(connection, Query("", (unit,))) or set()
            rows = sorted(found)
        else:
            parts = [expression(unit)] + ([narrow] if narrow else [])
            rows = [row for row, _ in rows_for(connection, " AND ".join(parts), facets, score=False)]
        for row in rows[:MOST_COUNTED]:
            have.setdefault(row, []).append(unit)
    rarity = {unit: sum(unit in found for found in have.values()) for unit in units}
    # A study that has nothing but words which most have (ketamine) is near to nothing.
    telling = {unit for unit in units if 2 * rarity[unit] < everything}
    have = {row: found for row, found in have.items() if telling & set(found)}

    def key(row: int) -> tuple[float, ...]:
        # A study with the rarer words of the query is nearer to what was meant than one with the common ones.
        return (-sum(1 + 1 / rarity[unit] for unit in have[row]), row)

    best = sorted(have, key=key)[:count]
    return tuple(
        _hit(
            connection,
            row,
            BANDS[PARTIAL],
            missing=tuple(unit.text for unit in query.units if unit not in have[row]),
        )
        for row in best
    )


def _hit(
    connection: sqlite3.Connection,
    row: int,
    match: str,
    *,
    missing: tuple[str, ...] = (),
    query: Query | None = None,
) -> Hit:
    origin = connection.execute("SELECT origin FROM study WHERE row = ?", (row,)).fetchone()[0]
    matched = {} if query is None else _matched(connection, row, query)
    return Hit(study_at(connection, row), origin, match, missing, matched)


def _matched(connection: sqlite3.Connection, row: int, query: Query) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for unit in query.units:
        if unit.identifier:
            kinds = connection.execute("SELECT kind FROM identifier WHERE name = ? AND row = ?", (unit.identifier, row))
            found[unit.text] = tuple(kind for (kind,) in kinds)
            continue
        fields = [
            f"{section.replace('_', ' ')} {code}"
            for (section, code), name in zip(unit.codes, facet_tokens(unit), strict=True)
            if _has(connection, row, f"facet : {quoted(name)}")
        ]
        fields += [
            {"people": "id, year and authors", "said": "question and findings", "detail": "details"}.get(column, column)
            for column in ("title", "people", "topic", "said", "detail")
            if _has(connection, row, f"{column} : {quoted(unit.text)}")
        ]
        found[unit.text] = tuple(fields) or ("measures",)
    return found


def _has(connection: sqlite3.Connection, row: int, match: str) -> bool:
    found = connection.execute("SELECT 1 FROM fts WHERE fts MATCH ? AND rowid = ?", (match, row))
    return found.fetchone() is not None


def loosened(connection: sqlite3.Connection, query: Query, facets: Facets, total: int) -> Query | None:
    """The query without the words that nothing here has, else without the rarest word that is alone to blame.

    Args:
        connection: The compiled catalogue.
        query: A query whose words together find next to nothing.
        facets: The narrowing.
        total: How many studies have them all.

    Returns:
        ``None`` where no word can be left out so that what remains still tells something.
    """
    known = tuple(unit for unit in query.units if unit.known)
    everything = connection.execute("SELECT count(*) FROM study").fetchone()[0]
    counts = {unit: len(matches(connection, Query("", (unit,)), Facets(), ranked=False)) for unit in known}

    def without(units: tuple[Unit, ...]) -> tuple[int, Query]:
        # What is left must tell something: a study that has nothing but *ketamine* is near to nothing.
        if not any(2 * counts[unit] < everything for unit in units):
            return 0, query
        looser = msgspec.structs.replace(query, units=units)
        return len(matches(connection, looser, facets, ranked=False)), looser

    if any(unit.text in SAFETY_WORDS for unit in query.units if not unit.known):
        # Nothing about a danger is no answer about something else.
        return None
    if len(known) < len(query.units):
        found, looser = without(known)
        if found:
            return looser
    fewer = [
        (found, counts[unit], place, looser)
        for place, unit in enumerate(known)
        if not (unit.text in SAFETY_WORDS or unit.identifier)
        for found, looser in [without(tuple(other for other in known if other is not unit))]
        if found > total
    ]
    enough = [one for one in fewer if one[0] >= FEW] or fewer
    return min(enough, key=lambda one: one[1:3])[3] if enough else _broader(query)


def _broader(query: Query) -> Query | None:
    """The query with the broader condition in place of the first one that has a broader."""
    for unit in query.units:
        if unit.broader:
            wider = Unit(unit.broader, codes=(("condition", unit.broader),))
            return msgspec.structs.replace(query, units=tuple(wider if one is unit else one for one in query.units))
    return None
