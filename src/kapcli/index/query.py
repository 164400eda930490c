"""What a person typed, understood: units that must all match, words corrected, words passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.identifiers import key
from kapcli.catalogue.words import in_pieces, phrase, singular, words
from kapcli.index.lexicon import FUNCTION_WORDS, ORDERS, RETRACTION, SAFETY_WORDS
from kapcli.index.query_reading import take_apart
from kapcli.index.schema import ABOUT_COLUMNS, ANY, TEXT_COLUMNS, arm_token, token
from kapcli.index.typos import Correction, correct, is_ordinary, near_drug

if TYPE_CHECKING:
    import sqlite3

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.ordering import Sort

MAX_QUERY = 500
# The longest synonym has so many words; labels of more words are descriptions that no text repeats.
_LONGEST, _LONGEST_LABEL = 7, 3


class Unit(msgspec.Struct, frozen=True):
    """One thing asked for: a concept of the vocabulary, an identifier, or a plain word.

    Attributes:
        text: As it was typed (after correction).
        codes: Section and code of each meaning; empty for a plain word.
        labels: The vocabulary's own words for those codes, which mean the same in a text.
        identifier: The identifier to look up; empty otherwise.
        known: Whether anything in the catalogue or the vocabulary has it.
        broader: The condition above the one it names; empty where there is none.
    """

    text: str
    codes: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()
    identifier: str = ""
    known: bool = True
    broader: str = ""


class Query(msgspec.Struct, frozen=True):
    """A query as understood.

    Attributes:
        text: As typed.
        units: What must match.
        corrections: Words that were taken to be misspelt.
        ambiguous: Words that may be misspelt, with what they may have been meant to be; none was taken.
        dropped: Words passed over, because they say nothing about a study.
        named: Ids that an author and a year in the query spell (*feder 2014*).
        doses: Doses in it, which words do not search for.
        negated: Whether it wants something left out, which words cannot do.
    """

    text: str
    units: tuple[Unit, ...]
    corrections: tuple[Correction, ...] = ()
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dropped: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    doses: tuple[str, ...] = ()
    negated: bool = False

    @property
    def on_retraction(self) -> bool:
        """Whether it asks of a study that it names whether that was retracted."""
        return not RETRACTION.isdisjoint(self.dropped)

    @property
    def order(self) -> tuple[str, Sort]:
        """A word that asks for an order (*newest*, *largest*), and that order; relevance where there is none."""
        return next(((word, ORDERS[word]) for word in self.dropped if word in ORDERS), ("", "relevance"))


class QueryError(ValueError):
    """A query that cannot be understood at all; the message says why."""


def understand(text: str, connection: sqlite3.Connection, vocabulary: Vocabulary) -> Query:
    """Read a query against an open catalogue.

    Args:
        text: What the person typed.
        connection: The compiled catalogue.
        vocabulary: Its codes and labels.

    Raises:
        QueryError: Longer than `MAX_QUERY` characters.
    """
    if len(text) > MAX_QUERY:
        raise QueryError(f"the words are longer than {MAX_QUERY} characters")
    typed = take_apart(text)
    units = [_identifier(name, connection) for name in typed.identifiers]
    phrases = _Phrases(connection, vocabulary)
    corrections: list[Correction] = []
    ambiguous: list[tuple[str, tuple[str, ...]]] = []
    tokens: list[str] = []
    unknown: set[str] = set()
    for word in typed.words:
        if word in FUNCTION_WORDS or phrases.has(word) or is_known(word, connection):
            tokens.append(word)
            continue
        if word in SAFETY_WORDS or is_ordinary(word):
            unknown.add(word)
            tokens.append(word)
            continue
        choices = correct(word, connection)
        if len(choices) == 1:
            corrections.append(Correction(word, choices[0]))
            tokens.append(choices[0])
            continue
        if choices:
            ambiguous.append((word, choices))
        unknown.add(word)
        tokens.append(word)
    spoken, dropped = _concepts(tokens, phrases, unknown, connection)
    units += spoken
    named = _named(tokens, connection)
    if named or any(unit.identifier for unit in units):
        # A question about that study, and no word of it.
        dropped += [unit.text for unit in units if unit.text in RETRACTION]
        units = [unit for unit in units if unit.text not in RETRACTION]
    return Query(
        text,
        tuple(units),
        tuple(corrections),
        tuple(ambiguous),
        tuple(dropped),
        tuple(named),
        typed.doses,
        typed.negated,
    )


def is_known(word: str, connection: sqlite3.Connection) -> bool:
    """Whether a word, or another form of it, stands anywhere in the catalogue or its vocabulary.

    A word one letter from a drug that it is not is no form of it: *ketamin* is a slip, not a stem.
    """
    if connection.execute("SELECT 1 FROM term WHERE word = ?", (word,)).fetchone():
        return True
    if near_drug(word):
        return False
    match = f"{{{' '.join(TEXT_COLUMNS)}}} : {quoted(word)}"
    return connection.execute("SELECT 1 FROM fts WHERE fts MATCH ? LIMIT 1", (match,)).fetchone() is not None


def quoted(text: str) -> str:
    """Folded words as an FTS5 string: whatever they hold, they are words and never an operator."""
    return '"' + in_pieces(text).replace('"', '""') + '"'


def expression(unit: Unit, columns: tuple[str, ...] = TEXT_COLUMNS) -> str:
    """The FTS5 expression of a unit.

    Args:
        unit: A concept or a word (not an identifier).
        columns: Where to look for its words. The columns of facet words are none of them: nobody can type those.
    """
    said = " OR ".join(_all_of(text) for text in dict.fromkeys((unit.text, *unit.labels)))
    parts = [f"facet : {quoted(name)}" for name in facet_tokens(unit)]
    if columns != ABOUT_COLUMNS:
        # An adverse event is mentioned by a study, and what it found is another thing.
        codes = (pair for pair in unit.codes if pair[0] != "adverse_event" or columns == TEXT_COLUMNS)
        parts += [f"mention : {quoted(token(section, code))}" for section, code in codes]
    parts.append(f"{{{' '.join(columns)}}} : ({said})")
    return "(" + " OR ".join(parts) + ")"


def _all_of(text: str) -> str:
    """The words of a phrase, which may stand apart: "mystical-type experiences" is about mystical experience.

    Words that say nothing by themselves must stand together: *old people* is no study of people two weeks old.
    """
    if FUNCTION_WORDS.issuperset(text.split()):
        return quoted(text)
    return "(" + " AND ".join(quoted(word) for word in text.split()) + ")"


def facet_tokens(unit: Unit) -> list[str]:
    """The facet words that a concept stands for: a route is one by which ketamine itself was given."""
    found = []
    for section, code in unit.codes:
        if section == "route":
            found.append(arm_token(ANY, code))
        elif section == "drug":
            found.append(arm_token(code, ANY))
        else:
            found.append(token(section, code))
    return found


class _Phrases:
    """The ways of saying each code."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Vocabulary) -> None:
        self.connection = connection
        self.vocabulary = vocabulary

    def has(self, word: str) -> bool:
        """Whether a word is part of any way of saying a code."""
        found = self.connection.execute("SELECT 1 FROM phrase_word WHERE word = ?", (singular(word),))
        return found.fetchone() is not None

    def labels(self, codes: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
        """What the codes are called in a text: labels of up to three words, folded."""
        found = [" ".join(words(self.vocabulary.label(section, code))) for section, code in codes]
        for section, code in codes:
            found += [" ".join(words(name)) for name in self.vocabulary.term(section, code).said_as]
        return tuple(label for label in dict.fromkeys(found) if label and len(label.split()) <= _LONGEST_LABEL)

    def broader(self, codes: tuple[tuple[str, str], ...]) -> str:
        """The condition above the one that the codes name; empty where they name none or it has none above it."""
        above = {self.vocabulary.term("condition", code).broader for section, code in codes if section == "condition"}
        return above.pop() if len(above) == 1 else ""

    def get(self, parts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """The codes that some words, one after another, may mean."""
        sql = "SELECT section, code FROM phrase WHERE name = ? ORDER BY place"
        return tuple(self.connection.execute(sql, (" ".join(parts),)))


def _identifier(name: str, connection: sqlite3.Connection) -> Unit:
    known = key(name)
    found = connection.execute("SELECT 1 FROM identifier WHERE name = ?", (known,)).fetchone()
    return Unit(name, identifier=known, known=found is not None)


def _concepts(
    tokens: list[str], phrases: _Phrases, unknown: set[str], connection: sqlite3.Connection
) -> tuple[list[Unit], list[str]]:
    units: list[Unit] = []
    dropped: list[str] = []
    place = 0
    while place < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - place), 0, -1):
            part = tokens[place : place + length]
            codes = phrases.get(phrase(" ".join(part)))
            if codes and not (length == 1 and part[0] in FUNCTION_WORDS):
                units.append(
                    Unit(" ".join(part), codes=codes, labels=phrases.labels(codes), broader=phrases.broader(codes))
                )
                break
        else:
            length = 1
            word = tokens[place]
            if word in FUNCTION_WORDS:
                dropped.append(word)
            elif unit := _as_id(word, connection):
                units.append(unit)
            else:
                units.append(Unit(word, known=word not in unknown))
        place += length
    return list(dict.fromkeys(units)), dropped


def _named(tokens: list[str], connection: sqlite3.Connection) -> list[str]:
    """Ids spelt by an author and a year, in either order and with words between."""
    years = [word for word in tokens if len(word) == 4 and word.isdigit()]
    names = [word for word in tokens if word.isalpha()]
    joined = [name + year for year in years for name in names]
    sql = "SELECT 1 FROM identifier WHERE name = ? AND kind = 'id'"
    return [name for name in joined if connection.execute(sql, (name,)).fetchone()]


def _as_id(word: str, connection: sqlite3.Connection) -> Unit | None:
    """A word with letters and digits that is the id of a study."""
    if not (any(c.isdigit() for c in word) and any(c.isalpha() for c in word)):
        return None
    found = connection.execute("SELECT 1 FROM identifier WHERE name = ?", (word,)).fetchone()
    return Unit(word, identifier=word) if found else None
