"""The tables of the compiled catalogue and the tokens that stand for facets.

One full-text table holds the words; every facet value of a study is a token in it, so that words and facets are one
query. Texts come to it folded and cut into words by `kapcli.catalogue.words`, and its tokenizer folds nothing beyond
ASCII, so that index and query cannot disagree on a letter.

``rowid`` is the order of evidence (strength of design, then newest first), which is kept where nothing is
scored. What a page needs stands in ``doc`` as JSON and is decoded only for the hits that are shown.
"""

from __future__ import annotations

import functools

# Raised whenever the layout, or what is written into it, changes: an older file is then rebuilt.
FORMAT = 71
APPLICATION_ID = 0x6B617043  # "kapC"

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE study (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, year INTEGER NOT NULL, strength INTEGER NOT NULL,
    people INTEGER, days INTEGER, trial TEXT NOT NULL, origin TEXT NOT NULL, retracted INTEGER NOT NULL,
    listed INTEGER NOT NULL, landmark INTEGER NOT NULL
);
CREATE TABLE doc (row INTEGER PRIMARY KEY, json BLOB NOT NULL);
CREATE TABLE identifier (name TEXT NOT NULL, row INTEGER NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (name, row))
    WITHOUT ROWID;
CREATE TABLE draft (id TEXT PRIMARY KEY, json BLOB NOT NULL, origin TEXT NOT NULL, line INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE draft_name (name TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (name, id)) WITHOUT ROWID;
CREATE TABLE first_author (name TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (name, row)) WITHOUT ROWID;
CREATE TABLE facet (section TEXT NOT NULL, code TEXT NOT NULL, row INTEGER NOT NULL,
    PRIMARY KEY (section, code, row)) WITHOUT ROWID;
CREATE TABLE arm (row INTEGER NOT NULL, drug TEXT NOT NULL, route TEXT NOT NULL, unit TEXT, low REAL, high REAL);
CREATE INDEX arm_row ON arm (row);
CREATE TABLE caveat (code TEXT NOT NULL, answer TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (code, answer, row))
    WITHOUT ROWID;
CREATE TABLE term (word TEXT PRIMARY KEY, initial TEXT NOT NULL, length INTEGER NOT NULL, frequency INTEGER NOT NULL,
    grade INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX term_shape ON term (initial, length) WHERE grade > 0;
CREATE TABLE phrase (name TEXT NOT NULL, section TEXT NOT NULL, code TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (name, place)) WITHOUT ROWID;
CREATE TABLE phrase_word (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE claim (position INTEGER PRIMARY KEY, id TEXT NOT NULL COLLATE NOCASE, kind TEXT NOT NULL,
    verdict TEXT NOT NULL, certainty TEXT NOT NULL, said_by TEXT NOT NULL);
CREATE UNIQUE INDEX claim_id ON claim (id);
CREATE TABLE claim_doc (position INTEGER PRIMARY KEY, json BLOB NOT NULL);
CREATE TABLE claim_stems (position INTEGER PRIMARY KEY, json BLOB NOT NULL);
CREATE TABLE claim_alias (id TEXT PRIMARY KEY COLLATE NOCASE, target TEXT NOT NULL, because TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE topic (position INTEGER PRIMARY KEY, id TEXT NOT NULL COLLATE NOCASE UNIQUE, asks TEXT NOT NULL,
    part_of TEXT NOT NULL);
CREATE TABLE topic_answer (topic TEXT NOT NULL COLLATE NOCASE, condition TEXT NOT NULL, json BLOB NOT NULL,
    PRIMARY KEY (topic, condition)) WITHOUT ROWID;
CREATE TABLE topic_name (name TEXT NOT NULL, section TEXT NOT NULL, topic TEXT NOT NULL,
    PRIMARY KEY (name, section, topic)) WITHOUT ROWID;
CREATE TABLE claim_study (study TEXT NOT NULL, position INTEGER NOT NULL, side TEXT NOT NULL,
    PRIMARY KEY (study, position, side)) WITHOUT ROWID;
CREATE TABLE figure (value REAL NOT NULL, unit TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (value, unit, row))
    WITHOUT ROWID;
CREATE TABLE glossary (position INTEGER PRIMARY KEY, id TEXT NOT NULL, json BLOB NOT NULL);
CREATE TABLE glossary_name (name TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (name, position)) WITHOUT ROWID;
CREATE VIRTUAL TABLE fts USING fts5 (
    title, people, topic, facet, said, detail, mention, content='', tokenize='porter ascii'
);
CREATE VIRTUAL TABLE claim_fts USING fts5(
    title, people, topic, facet, said, detail, mention, content='', tokenize='porter ascii'
);
CREATE TABLE wording_word (word TEXT PRIMARY KEY, wordings INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE letters_in (letters TEXT PRIMARY KEY, claims INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE wording_fts USING fts5(text, content='', tokenize='porter ascii');
CREATE VIRTUAL TABLE claim_letters USING fts5(text, content='', tokenize='trigram');
"""
# A row of wording_fts is its claim's position times this, and its place among the claim's texts.
FIRST_WORDING = 1 << 24

# Columns whose words say what a study is about.
ABOUT_COLUMNS = ("title", "people", "topic")
# Columns for what it asked and found; what remains (people, setting, harms) it only mentions.
SAID_COLUMNS = (*ABOUT_COLUMNS, "said")
TEXT_COLUMNS = (*SAID_COLUMNS, "detail")
# bm25 weights, in the order of the columns.
WEIGHTS = "8.0, 4.0, 4.0, 4.0, 2.0, 1.0, 1.0"

ANY = "any"


@functools.cache
def token(section: str, code: str) -> str:
    """The word that stands for a facet value in the full-text table.

    The digit at its end keeps the stemmer's hands off it, and the parts run together so that it stays one word.
    """
    return "x" + "".join(c for c in f"{section}x{code}".lower() if c.isalnum()) + "0"


def arm_token(drug: str, route: str) -> str:
    """The word for "one arm has this drug by this route"; either may be `ANY` (any ketamine, any route)."""
    return token("arm", f"{drug}y{route}")
