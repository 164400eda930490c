"""Drafts by name. Nothing else of the compiled catalogue knows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.drafts import Draft, Found

if TYPE_CHECKING:
    import sqlite3


def drafts_named(connection: sqlite3.Connection, name: str) -> list[Found]:
    """The drafts that answer to a folded name."""
    sql = "SELECT json, origin, line FROM draft JOIN draft_name USING (id) WHERE name = ? ORDER BY id"
    return [
        Found(msgspec.json.decode(json, type=Draft), origin, line)
        for json, origin, line in connection.execute(sql, (name,))
    ]


def all_drafts(connection: sqlite3.Connection) -> list[Found]:
    """Every draft, by file and line."""
    sql = "SELECT json, origin, line FROM draft ORDER BY origin, line"
    return [
        Found(msgspec.json.decode(json, type=Draft), origin, line) for json, origin, line in connection.execute(sql)
    ]
