"""What holds a sentence against the claims of a compiled catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.words import one_word_drugs, words
from kapcli.checking.checking import Checked, Understood, check
from kapcli.checking.frame import read
from kapcli.checking.kinship import Kinship
from kapcli.checking.tokens import Names
from kapcli.evidence.certainty import Assessed
from kapcli.index.query import quoted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from kapcli.catalogue.vocabulary import Vocabulary

# How many claims are looked at closely.
CANDIDATES = 30
# As in `kapcli.index.schema.WEIGHTS`, with wordings as telling as the statement.
_WEIGHTS = "4.0, 3.0, 1.0, 1.0, 4.0, 0.5, 0.0"


class Stored:
    """The ways of saying each code, asked of a compiled catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._words: dict[str, bool] = {}
        self._ways: dict[str, tuple[tuple[str, str], ...]] = {}

    def has(self, word: str) -> bool:
        """Whether any phrase has a word."""
        if word not in self._words:
            found = self._connection.execute("SELECT 1 FROM phrase_word WHERE word = ?", (word,)).fetchone()
            self._words[word] = found is not None
        return self._words[word]

    def get(self, phrase: str) -> tuple[tuple[str, str], ...]:
        """The section and code of everything that a phrase names."""
        if phrase not in self._ways:
            sql = "SELECT section, code FROM phrase WHERE name = ? ORDER BY place"
            self._ways[phrase] = tuple(self._connection.execute(sql, (phrase,)))
        return self._ways[phrase]


def study_names(connection: sqlite3.Connection) -> Names:
    """What studies are called, asked of the compiled catalogue."""

    def family(name: str) -> tuple[str, ...]:
        return tuple(id for (id,) in connection.execute("SELECT id FROM surname WHERE name = ? ORDER BY id", (name,)))

    def acronym(name: str) -> tuple[str, ...]:
        return tuple(id for (id,) in connection.execute("SELECT id FROM acronym WHERE name = ? ORDER BY id", (name,)))

    return Names(family, acronym)


def near(connection: sqlite3.Connection, spoken_words: Sequence[str], most: int) -> list[tuple[Assessed, Understood]]:
    """The claims most like some words: candidates, of which likeness decides nothing.

    Args:
        connection: The compiled catalogue.
        spoken_words: Folded words; any of them may match.
        most: How many.
    """
    if not spoken_words:
        return []
    match = " OR ".join(quoted(word) for word in dict.fromkeys(spoken_words))
    sql = (
        "SELECT json, frames FROM claim_fts JOIN claim ON claim.position = claim_fts.rowid "
        f"WHERE claim_fts MATCH ? ORDER BY bm25(claim_fts, {_WEIGHTS}), claim_fts.rowid LIMIT ?"
    )
    return [
        (msgspec.json.decode(json, type=Assessed), msgspec.json.decode(frames, type=Understood))
        for json, frames in connection.execute(sql, (match, most))
    ]


def checker(connection: sqlite3.Connection, vocabulary: Vocabulary) -> Callable[[str, int], Checked]:
    """What holds single sentences against the claims of an open catalogue."""
    names = study_names(connection)
    lookup, kin = Stored(connection), Kinship(vocabulary)

    def held(text: str, most: int) -> Checked:
        """Check one sentence.

        Args:
            text: The sentence.
            most: How many claims at most.
        """
        return check(read(text, lookup, names), near(connection, words(one_word_drugs(text)), CANDIDATES), kin, most)

    return held
