"""Entries of a list of references held against the records of the compiled catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.study import Study
from kapcli.checking.references import hold
from kapcli.index.claims import claims_on

if TYPE_CHECKING:
    import sqlite3

    from kapcli.checking.entries import Entry
    from kapcli.checking.references import Reference
    from kapcli.evidence.assessment import Assessed

# Parts of an entry as claims about a record rest on them.
_RESTS_ON = {"pages": "journal", "volume": "journal", "issue": "journal", "year": "journal", "publisher": "title"}


class Referencer:
    """Holds entries against the records of an open catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._works: list[Study] = []

    def hold(self, entry: Entry) -> tuple[Reference, list[Assessed]]:
        """How an entry stands to the record, and the claims about the record that it bears on."""
        if not self._works:
            rows = self._connection.execute("SELECT json FROM doc ORDER BY row")
            self._works = [msgspec.json.decode(json, type=Study) for (json,) in rows]
        reference = hold(entry, self._works)
        about = _on_record(self._connection, reference)
        named = tuple((one.claim.id, one.claim.verdict) for one in about)
        return msgspec.structs.replace(reference, claims=named), about


def _on_record(connection: sqlite3.Connection, reference: Reference) -> list[Assessed]:
    """Claims about the record that rest on a part which the entry gives otherwise, leaves out, or alone says."""
    if reference.status == "unknown":
        return []
    wrong = {_RESTS_ON.get(field.name, field.name) for field in reference.those("differs")}
    lacking = {field.name for field in reference.those("missing") if field.name in ("title", "journal")}
    alone = [field.said.casefold() for field in reference.those("unverified")]
    found: dict[str, Assessed] = {}
    for assessed, _ in claims_on(connection, reference.study):
        claim = assessed.claim
        links = (*claim.linked, *claim.context)
        rests = {link.rests_on for link in links if link.study == reference.study}
        said = any(value in claim.statement.casefold() for value in alone)
        doubtful = claim.verdict != "supported"
        if claim.kind == "record" and (said or rests & (wrong | lacking if doubtful else wrong)):
            found[claim.id] = assessed
    return list(found.values())
