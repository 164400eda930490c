"""Tables as an SQLite database made for Datasette: keys, indexes, full text, views, and what every column means."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from kapcli.exporting.head import LICENCE_ADDRESS, described, head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.exporting.columns import Column, Filled, Selection, Table, Value

# So many are counted beside a table at first, and which of them people seldom narrow by.
_FACETS, _SELDOM = 4, ("year", "status", "retraction")
_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}

# Common questions: name, the tables each needs, what it answers, and the query.
_VIEWS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    (
        "randomised_trials",
        ("studies",),
        "Randomised trials that were not retracted, largest first",
        "SELECT id, title, year, n, n_kind, conditions, comparator, therapy, follow_up_days, finding, limitations, doi "
        "FROM studies WHERE design = 'rct' AND retraction <> 'retracted' ORDER BY n DESC",
    ),
    (
        "psychotherapy_studies",
        ("studies",),
        "Studies that combined ketamine with a psychotherapy, newest first",
        "SELECT id, title, year, design, n, conditions, therapy, therapy_detail, comparator, finding, limitations "
        "FROM studies WHERE therapy IS NOT NULL AND therapy <> '[\"none\"]' AND retraction <> 'retracted' "
        "ORDER BY year DESC",
    ),
    (
        "randomised_effects",
        ("studies", "outcomes"),
        "Randomised comparisons with an estimate and its 95% interval; above 0 favours the first side",
        "SELECT outcomes.id, outcomes.study, studies.year, studies.design, studies.n, outcomes.domain, "
        "outcomes.measure, outcomes.timepoint, outcomes.first, outcomes.second, outcomes.effect, outcomes.effect_low, "
        "outcomes.effect_high, outcomes.effect_scale, outcomes.effect_origin, studies.limitations, outcomes.source "
        "FROM outcomes JOIN studies ON studies.id = outcomes.study "
        "WHERE outcomes.comparison = 'between-randomised' AND outcomes.effect_low IS NOT NULL "
        "AND studies.retraction <> 'retracted'",
    ),
    (
        "claims_and_studies",
        ("studies", "claims", "links"),
        "Every claim with each study that bears on it",
        "SELECT links.id, links.claim, claims.statement, claims.verdict, claims.certainty, links.side, links.study, "
        "studies.year, studies.design, studies.n, links.because, studies.retraction "
        "FROM links JOIN claims ON claims.id = links.claim JOIN studies ON studies.id = links.study",
    ),
    (
        "adverse_events_named",
        ("adverse_events",),
        "How many studies name each adverse event with ketamine; a number of studies, never a risk",
        "SELECT term, label, system, count(DISTINCT study) AS studies FROM adverse_events "
        "WHERE side = 'ketamine' AND what = 'event' AND risk_only = 0 AND coalesce(number, 1) <> 0 "
        "AND retraction <> 'retracted' GROUP BY term, label, system ORDER BY studies DESC",
    ),
    (
        "limitations_counted",
        ("limitations",),
        "How many studies each limitation holds for, does not hold for, and of how many it is not known",
        "SELECT limitation, label, sum(holds = 'yes') AS yes, sum(holds = 'no') AS no, "
        "sum(holds = 'unknown') AS unknown FROM limitations WHERE retraction <> 'retracted' "
        "GROUP BY limitation, label ORDER BY yes DESC",
    ),
)


def database(tables: Sequence[Filled], selection: Selection, name: str) -> bytes:
    """A database.

    Args:
        tables: Those it holds; one comes after those whose keys it holds.
        selection: For what it is.
        name: What Datasette calls it: the name of its file.
    """
    connection = sqlite3.connect(":memory:")
    try:
        there = {filled.table.name for filled in tables}
        for filled in tables:
            _create(connection, filled, there)
        for view, needs, _, query in _VIEWS:
            if there.issuperset(needs):
                connection.execute(f"CREATE VIEW {view} AS {query}")
        _describe(connection, tables, selection, name)
        connection.commit()
        connection.execute("VACUUM")
        return connection.serialize()
    finally:
        connection.close()


def _create(connection: sqlite3.Connection, filled: Filled, there: set[str]) -> None:
    table = filled.table
    lines = [_column(column) for column in table.columns]
    lines += [
        f"FOREIGN KEY ({column.name}) REFERENCES {column.refers} (id)"
        for column in table.columns
        if column.refers in there and column.refers != table.name
    ]
    body = ",\n  ".join(lines)
    connection.execute(f"CREATE TABLE {table.name} (\n  {body}\n)")
    marks = ", ".join("?" * len(table.columns))
    rows = [[_stored(value) for value in row] for row in filled.rows]
    connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)
    for column in table.columns[1:]:
        if column.refers or (column.facet and column.kind != "list"):
            connection.execute(f'CREATE INDEX "{table.name}_{column.name}" ON {table.name} ("{column.name}")')
    if table.searched:
        _make_searchable(connection, table)


def _column(column: Column) -> str:
    kind = _TYPES.get(column.kind, "TEXT")
    return f'"{column.name}" {kind}' + (" PRIMARY KEY NOT NULL" if column.name == "id" else "")


def _stored(value: Value) -> str | int | float | None:
    """A list as a JSON array, which Datasette takes apart."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _make_searchable(connection: sqlite3.Connection, table: Table) -> None:
    names = ", ".join(f'"{name}"' for name in table.searched)
    # Datasette finds the index of a table by these quotation marks.
    options = f"content=\"{table.name}\", tokenize='porter unicode61 remove_diacritics 2'"
    connection.execute(f"CREATE VIRTUAL TABLE {table.name}_fts USING fts5({names}, {options})")
    connection.execute(f"INSERT INTO {table.name}_fts({table.name}_fts) VALUES ('rebuild')")


def _describe(connection: sqlite3.Connection, tables: Sequence[Filled], selection: Selection, name: str) -> None:
    """Two tables about the others: what the whole is, and what each column means."""
    connection.execute("CREATE TABLE _metadata (key TEXT PRIMARY KEY NOT NULL, value TEXT)")
    about = head(selection)
    said = {
        key: value if isinstance(value, str) or value is None else json.dumps(value) for key, value in about.items()
    }
    said["datasette"] = json.dumps(metadata(tables, selection, name), ensure_ascii=False)
    connection.executemany("INSERT INTO _metadata VALUES (?, ?)", said.items())
    connection.execute(
        """CREATE TABLE _columns ("table" TEXT, "column" TEXT, type TEXT, means TEXT, vocabulary TEXT, refers TEXT,
        PRIMARY KEY ("table", "column"))"""
    )
    rows = [
        (table["name"], *(column[key] for key in ("name", "type", "means", "vocabulary", "refers")))
        for table in described(tables)
        for column in table["columns"]
    ]
    connection.executemany("INSERT INTO _columns VALUES (?, ?, ?, ?, ?, ?)", rows)


def metadata(tables: Sequence[Filled], selection: Selection, name: str) -> dict[str, Any]:
    """What Datasette shows beside the data: its ``metadata.json``."""
    about = head(selection)
    there = {filled.table.name for filled in tables}
    shown: dict[str, Any] = {filled.table.name: _shown(filled.table) for filled in tables}
    shown |= {view: {"description": means} for view, needs, means, _ in _VIEWS if there.issuperset(needs)}
    shown |= {name: {"hidden": True} for name in ("_metadata", "_columns")}
    edition = f"Edition {about['edition']}, as" if about["edition"] else "As"
    return {
        "title": about["title"],
        "description": f"{edition} of {about['as_of']}: {about['nature']}. {about['scope']}",
        "license": about["licence"],
        "license_url": LICENCE_ADDRESS if "CC BY 4.0" in (about["licence"] or "") else None,
        "databases": {name: {"tables": shown}},
    }


def _shown(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": table.title,
        "description": table.means,
        "columns": {column.name: column.means for column in table.columns},
        "facets": [
            {"array": column.name} if column.kind == "list" else column.name
            for column in table.columns
            if column.facet and column.name not in _SELDOM
        ][:_FACETS],
    }
    label = {"studies": "id", "claims": "statement"}.get(table.name)
    return found | ({"label_column": label} if label else {})
