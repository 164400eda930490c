"""Which claims stand otherwise than in an earlier edition: worked out from how they stood, and how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.index.claims import claim_named, former_id

if TYPE_CHECKING:
    import sqlite3

    from kapcli.catalogue.model import Edition


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
