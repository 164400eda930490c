"""Entries of a list of references held against the records of the compiled catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.model import Study
from kapcli.catalogue.words import one_word_drugs, words
from kapcli.checking.checker import near
from kapcli.checking.checking import Checked, Result
from kapcli.checking.frame import Frame
from kapcli.checking.match import Match
from kapcli.checking.references import hold
from kapcli.index.claims import claims_on

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from kapcli.checking.entries import Entry
    from kapcli.checking.references import Reference
    from kapcli.evidence.certainty import Assessed

_WHY = {
    "agrees": "a reference, which agrees with the record of {study}",
    "differs": "a reference, which differs from the record of {study}",
    "unknown": "a reference to a work that is not in the catalogue",
}
# Parts of an entry as claims about a record rest on them.
_RESTS_ON = {"pages": "journal", "volume": "journal", "issue": "journal", "year": "journal", "publisher": "title"}


def referencer(connection: sqlite3.Connection) -> Callable[[Entry, int], Checked]:
    """What holds entries against the records of an open catalogue, and names the claims that are near."""
    works: list[Study] = []

    def held(entry: Entry, most: int) -> Checked:
        if not works:
            works.extend(_works(connection))
        reference = hold(entry, works)
        about = _on_record(connection, reference)
        named = tuple((one.claim.id, one.claim.verdict) for one in about)
        reference = msgspec.structs.replace(reference, claims=named)
        spoken = words(one_word_drugs(entry.text))
        known = {one.claim.id for one in about}
        beside = [one for one, _ in near(connection, spoken, most + len(known)) if one.claim.kind == "record"]
        listed = [*about, *(one for one in beside if one.claim.id not in known)][:most]
        results = tuple(Result(one, "related", None, one.claim.statement, Match("related")) for one in listed)
        why = _WHY[reference.status].format(study=reference.study)
        return Checked(Frame(entry.text), None, results, why, reference)

    return held


def _works(connection: sqlite3.Connection) -> list[Study]:
    return [
        msgspec.json.decode(json, type=Study) for (json,) in connection.execute("SELECT json FROM doc ORDER BY row")
    ]


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
