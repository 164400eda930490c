"""Claims of the compiled catalogue: found again by id, by place and by study, and how they stood in an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.identifiers import key
from kapcli.evidence.assessment import Assessed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kapcli.catalogue.model import Edition


def claim_named(connection: sqlite3.Connection, name: str) -> Assessed | None:
    """The claim of an id; ``None`` where there is none."""
    sql = "SELECT json FROM claim JOIN claim_doc USING (position) WHERE id = ?"
    row = connection.execute(sql, (name,)).fetchone()
    if row is None and not name.isascii():
        # SQLite compares without case only in ASCII.
        same = next((one for one in claim_ids(connection) if key(one) == key(name)), name)
        row = connection.execute(sql, (same,)).fetchone()
    if row is None and (former := former_id(connection, name)) is not None and not former[1]:
        row = connection.execute(sql, (former[0],)).fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=Assessed)


def former_id(connection: sqlite3.Connection, name: str) -> tuple[str, str] | None:
    """What became of an id that no claim has any more.

    Returns:
        The claim that has it now, or the one to look at, and why it was taken out; empty where it was only renamed.
    """
    row = connection.execute("SELECT target, because FROM claim_alias WHERE id = ?", (name,)).fetchone()
    return None if row is None else (row[0], row[1])


def claim_ids(connection: sqlite3.Connection) -> list[str]:
    """Every id, in the order of the catalogue."""
    return [name for (name,) in connection.execute("SELECT id FROM claim ORDER BY position")]


def statements(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Id and statement of every claim, in the order of the catalogue."""
    sql = "SELECT id, json FROM claim JOIN claim_doc USING (position) ORDER BY position"
    return [(name, msgspec.json.decode(json, type=Assessed).claim.statement) for name, json in connection.execute(sql)]


def claims_at(connection: sqlite3.Connection, positions: Iterable[int]) -> list[Assessed]:
    """The claims of some places, in that order."""
    sql = "SELECT json FROM claim_doc WHERE position = ?"
    return [
        msgspec.json.decode(connection.execute(sql, (position,)).fetchone()[0], type=Assessed) for position in positions
    ]


def claims_on(connection: sqlite3.Connection, study: str) -> list[tuple[Assessed, str]]:
    """The claims that rest on a study, each with the side it stands on."""
    sql = "SELECT json, side FROM claim_study JOIN claim_doc USING (position) WHERE study = ? ORDER BY position, side"
    return [(msgspec.json.decode(json, type=Assessed), side) for json, side in connection.execute(sql, (study,))]


class Change(msgspec.Struct, frozen=True):
    """A claim that changed.

    Attributes:
        id: In the earlier edition.
        now: Its id today; of one that was taken out the claim to look at; empty where there is none.
        verdict: Today; empty where it was taken out.
        certainty: Today; ``None`` where it is not rated.
        because: Why it was taken out.
    """

    id: str
    now: str
    verdict_before: str
    certainty_before: str | None
    verdict: str = ""
    certainty: str | None = None
    because: str = ""


def changes(connection: sqlite3.Connection, edition: Edition) -> list[Change]:
    """The claims of an edition whose verdict or certainty is another one today, or that are gone."""
    found = []
    for was in edition.claims:
        current = claim_named(connection, was.id)
        if current is None:
            see, because = former_id(connection, was.id) or ("", "")
            found.append(Change(was.id, see, was.verdict, was.certainty, because=because))
            continue
        claim, certainty = current.claim, current.weighed.certainty
        if (claim.verdict, certainty) != (was.verdict, was.certainty):
            found.append(Change(was.id, claim.id, was.verdict, was.certainty, claim.verdict, certainty))
    return found
