"""Answering a query: which studies, in which order, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.catalogue.facets import KAP
from kapcli.catalogue.identifiers import key
from kapcli.catalogue.study import Study
from kapcli.evidence.designs import GROUPS
from kapcli.index.facets import Facets, arm_condition
from kapcli.index.facets import match as facet_match
from kapcli.index.lexicon import SAFETY_WORDS
from kapcli.index.matching import BANDS, PARTIAL, identified, matches, rows_for
from kapcli.index.query import Query, Unit, expression, facet_tokens, quoted
from kapcli.index.records import review_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

Sort = Literal["relevance", "year", "n", "design"]

# Facets are counted over at most so many matches, and partial matches are sought among as many.
_COUNTED = 10_000
# So far apart are scores that tell, where several things are asked for.
_STEP = 6
# What a question about harm is about.
_HARM = (("domain", "safety"), ("topic", "dependence"))
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
    first = _with_and_without(connection, query, facets)
    ordered = _ordered(connection, rows, sort, query, first)
    shown = ordered if limit is None else ordered[:limit]
    hits = tuple(_hit(connection, row, BANDS[rows[row][0]], query=query if explain else None) for row in shown)
    more = 0
    without: tuple[str, ...] = ()
    if total < FEW and not _is_name(connection, query) and (looser := loosened(connection, query, facets, total)):
        without = tuple(unit.text for unit in query.units if unit not in looser.units)
        wider = matches(connection, looser, facets)
        added = [row for row in _ordered(connection, wider, sort, looser, first) if row not in rows]
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
        _grouped(connection, ordered) if counts else {},
        without,
        more,
    )


def _is_name(connection: sqlite3.Connection, query: Query) -> bool:
    """Whether a query is the name of a study and asks for nothing else: an id, also as author and year."""
    sql = "SELECT 1 FROM identifier WHERE name = ?"
    return bool(query.named) or connection.execute(sql, (key(query.text.strip()),)).fetchone() is not None


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


def _grouped(connection: sqlite3.Connection, rows: Sequence[int]) -> dict[str, int]:
    """Group of studies to how many of some rows are listed under it, in the order of the groups."""
    sql = "SELECT listed, count(*) FROM study WHERE row IN (SELECT value FROM json_each(?)) GROUP BY listed"
    return {GROUPS[listed]: count for listed, count in connection.execute(sql, (str(list(rows)),))}


def counted_rows(connection: sqlite3.Connection, rows: Sequence[int]) -> list[int]:
    """Those of some rows that take part in counts: a retracted study does not."""
    retracted = {row for (row,) in connection.execute("SELECT row FROM study WHERE retracted")}
    return [row for row in rows if row not in retracted]


def study_at(connection: sqlite3.Connection, row: int) -> Study:
    """The study of a row."""
    found = connection.execute("SELECT json FROM doc WHERE row = ?", (row,)).fetchone()
    return msgspec.json.decode(found[0], type=Study)


def reviews_with(connection: sqlite3.Connection, wanted: str) -> tuple[str, ...]:
    """The reviews here that say they include a study."""
    reviews = (study_at(connection, row) for row in review_rows(connection))
    return tuple(review.id for review in reviews if not isinstance(review.includes, str) and wanted in review.includes)


def _with_and_without(connection: sqlite3.Connection, query: Query, facets: Facets) -> frozenset[int]:
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


def _ordered(
    connection: sqlite3.Connection, rows: dict[int, tuple[int, float]], sort: Sort, query: Query, first: frozenset[int]
) -> list[int]:
    on_harm = _on_harm(connection) if set(_HARM) & {code for unit in query.units for code in unit.codes} else ()
    # Of several things asked for together a study may have one more by the way than the other.
    several = len([unit for unit in query.units if ("drug", "ketamine") not in unit.codes]) > 1
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
        for row in rows[:_COUNTED]:
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
    for section, code, count in connection.execute(sql, (str(rows[:_COUNTED]),)):
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
