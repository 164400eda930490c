"""What is offered where few studies have all the words: the query without one, or with a broader condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.index.facets import Facets
from kapcli.index.lexicon import SAFETY_WORDS
from kapcli.index.matching import matches
from kapcli.index.query import Query, Unit

if TYPE_CHECKING:
    import sqlite3

# Where fewer studies than this have all the words, one word is left out.
FEW = 3


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
