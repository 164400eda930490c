"""What the compiled catalogue holds, by name or in number: the only place beside the search that asks it in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.identifiers import key
from kapcli.catalogue.model import GlossaryTerm
from kapcli.catalogue.study import Study
from kapcli.catalogue.words import phrase

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kapcli.catalogue.drafts import Found
    from kapcli.catalogue.study import Study
    from kapcli.index.session import Session


def meta(connection: sqlite3.Connection, key: str) -> bytes:
    """One of the documents that belong to the whole catalogue, as JSON."""
    value: bytes = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0]
    return value


def overview(connection: sqlite3.Connection) -> dict[str, Any]:
    """How much of what there is."""

    def one(sql: str) -> Any:
        return connection.execute(sql).fetchone()

    designs = "SELECT code, count(*) FROM facet WHERE section = 'design' GROUP BY code ORDER BY 2 DESC, 1"
    return {
        "studies": one("SELECT count(*) FROM study WHERE NOT retracted")[0],
        "trials_or_works": one("SELECT count(DISTINCT trial) FROM study WHERE NOT retracted")[0],
        "designs": dict(connection.execute(designs).fetchall()),
        "years": [year for year in one("SELECT min(year), max(year) FROM study") if year is not None],
        "not_read_in_full": one("SELECT count(*) FROM caveat WHERE code = 'abstract-only' AND answer = 'yes'")[0],
        "glossary_terms": one("SELECT count(*) FROM glossary")[0],
    }


def rows_named(connection: sqlite3.Connection, name: str) -> list[tuple[int, str, str]]:
    """Row, kind of name and origin of every study that answers to a folded name."""
    sql = "SELECT identifier.row, kind, origin FROM identifier JOIN study USING (row) WHERE name = ?"
    return list(connection.execute(sql, (name,)))


def first_author_rows(connection: sqlite3.Connection, name: str) -> list[int]:
    """The rows of the studies whose first author has a folded name."""
    return [row for (row,) in connection.execute("SELECT row FROM first_author WHERE name = ? ORDER BY row", (name,))]


def ids(connection: sqlite3.Connection) -> dict[int, str]:
    """Row to id of every study, strongest evidence first."""
    return dict(connection.execute("SELECT row, id FROM study ORDER BY row"))


def every_study(connection: sqlite3.Connection) -> list[tuple[Study, str]]:
    """Every study whole, with the file it came from."""
    sql = "SELECT json, origin FROM doc JOIN study USING (row) ORDER BY row"
    return [(msgspec.json.decode(json, type=Study), origin) for json, origin in connection.execute(sql)]


def every_id(connection: sqlite3.Connection) -> set[str]:
    """Every id that a study or one of its versions has, folded."""
    return {name for (name,) in connection.execute("SELECT name FROM identifier WHERE kind = 'id' OR kind LIKE '% id'")}


def origins(connection: sqlite3.Connection) -> dict[int, str]:
    """Row to the file that each study came from."""
    return dict(connection.execute("SELECT row, origin FROM study"))


def beginning(connection: sqlite3.Connection, start: str, most: int) -> list[tuple[str, str]]:
    """Ids that begin so, folded, each with its title."""
    sql = (
        "SELECT identifier.name, study.title FROM identifier JOIN study USING (row) "
        "WHERE kind = 'id' AND name >= ? AND name < ? ORDER BY name LIMIT ?"
    )
    return list(connection.execute(sql, (start, start + "\U0010ffff", most)))


def papers_of(connection: sqlite3.Connection, trial: str) -> list[tuple[str, str]]:
    """Id and title of every work under one trial key, oldest first."""
    return list(connection.execute("SELECT id, title FROM study WHERE trial = ? ORDER BY year, id", (trial,)))


def review_rows(connection: sqlite3.Connection) -> list[int]:
    """The rows of the reviews that list what they include."""
    sql = "SELECT row FROM facet WHERE section = 'design' AND code IN ('meta-analysis', 'systematic-review')"
    return [row for (row,) in connection.execute(sql)]


def glossary(connection: sqlite3.Connection) -> list[GlossaryTerm]:
    """Every term, in alphabetical order."""
    terms = [_term(json) for (json,) in connection.execute("SELECT json FROM glossary")]
    return sorted(terms, key=lambda entry: entry.term.casefold())


def glossary_named(connection: sqlite3.Connection, text: str) -> list[GlossaryTerm]:
    """The terms of a name or synonym."""
    sql = "SELECT json FROM glossary JOIN glossary_name USING (position) WHERE name = ? ORDER BY position"
    return [_term(json) for (json,) in connection.execute(sql, (" ".join(phrase(text)),))]


def glossary_holding(connection: sqlite3.Connection, text: str) -> list[GlossaryTerm]:
    """The terms with a name that holds all words of a text."""
    wanted = set(phrase(text))
    held = connection.execute("SELECT name, position FROM glossary_name ORDER BY position").fetchall()
    positions = dict.fromkeys(position for name, position in held if wanted <= set(name.split()))
    sql = "SELECT json FROM glossary WHERE position = ?"
    return [_term(connection.execute(sql, (position,)).fetchone()[0]) for position in positions]


def glossary_names(connection: sqlite3.Connection) -> list[str]:
    """Every name and synonym of a term, folded."""
    return [name for (name,) in connection.execute("SELECT name FROM glossary_name")]


def _term(json: bytes) -> GlossaryTerm:
    return msgspec.json.decode(json, type=GlossaryTerm)


def study_at(connection: sqlite3.Connection, row: int) -> Study:
    """The study of a row."""
    found = connection.execute("SELECT json FROM doc WHERE row = ?", (row,)).fetchone()
    return msgspec.json.decode(found[0], type=Study)


def reviews_with(connection: sqlite3.Connection, wanted: str) -> tuple[str, ...]:
    """The reviews here that say they include a study."""
    reviews = (study_at(connection, row) for row in review_rows(connection))
    return tuple(review.id for review in reviews if not isinstance(review.includes, str) and wanted in review.includes)


def study_named(session: Session, name: str) -> Study | None:
    """The study that answers to a name; ``None`` where none does."""
    rows = rows_named(session.connection, key(name))
    return study_at(session.connection, rows[0][0]) if rows else None


def studies_named(session: Session, names: Iterable[str]) -> list[Study]:
    """The studies of some names, without those that are not there."""
    return [study for name in names if (study := study_named(session, name)) is not None]


def drafts_named(connection: sqlite3.Connection, name: str) -> list[Found]:
    """The drafts that answer to a folded name."""
    return _drafts(connection, "JOIN draft_name USING (id) WHERE name = ? ORDER BY id", name)


def all_drafts(connection: sqlite3.Connection) -> list[Found]:
    """Every draft, by file and line."""
    return _drafts(connection, "ORDER BY origin, line")


def _drafts(connection: sqlite3.Connection, which: str, *values: str) -> list[Found]:
    # Nothing else of the compiled catalogue knows of drafts.
    from kapcli.catalogue.drafts import Draft, Found

    rows = connection.execute(f"SELECT json, origin, line FROM draft {which}", values)
    return [Found(msgspec.json.decode(json, type=Draft), origin, line) for json, origin, line in rows]
