"""Counting limits over the compiled catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.limitation_counts import Tally

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable


def tallies(
    connection: sqlite3.Connection, codes: Iterable[str], rows: Collection[int] | None = None
) -> dict[str, Tally]:
    """How each limit is answered.

    Args:
        connection: The compiled catalogue.
        codes: The limits to count.
        rows: The studies to count over; all where ``None``.
    """
    wanted = None if rows is None else set(rows)
    found: dict[str, dict[str, list[str]]] = {code: {"yes": [], "no": [], "unknown": []} for code in codes}
    marks = ", ".join("?" * len(found))
    sql = f"SELECT code, answer, row, id FROM caveat JOIN study USING (row) WHERE code IN ({marks}) ORDER BY id"
    for code, answer, row, name in connection.execute(sql, tuple(found)):
        if wanted is None or row in wanted:
            found[code][answer].append(name)
    return {
        code: Tally(code, *(tuple(answers[key]) for key in ("yes", "no", "unknown"))) for code, answers in found.items()
    }


def observed_under(connection: sqlite3.Connection, days: int, rows: Collection[int]) -> Tally:
    """How many studies watched people for fewer than so many days, of those the rule on follow-up applies to."""
    answers: dict[str, list[str]] = {"yes": [], "no": [], "unknown": []}
    sql = "SELECT DISTINCT row, id, days FROM study JOIN caveat USING (row) WHERE code = 'short-follow-up' ORDER BY id"
    wanted = set(rows)
    for row, name, watched in connection.execute(sql):
        if row in wanted:
            answers["unknown" if watched is None else "yes" if watched < days else "no"].append(name)
    return Tally("short-follow-up", *(tuple(answers[key]) for key in ("yes", "no", "unknown")))
