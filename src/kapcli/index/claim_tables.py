"""Claims written into the compiled catalogue, with what was weighed and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.validation import by_id
from kapcli.catalogue.words import plain, words
from kapcli.checking.checking import Understood
from kapcli.checking.facts import Factbook
from kapcli.checking.frame import read
from kapcli.checking.tokens import Names
from kapcli.evidence.certainty import Assessed, Weighed, weigh
from kapcli.index.schema import token
from kapcli.index.search_terms import phrases
from kapcli.index.texts import searchable, spoken

if TYPE_CHECKING:
    import sqlite3

    from kapcli.catalogue.model import Claim, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.loading import Loaded

SIDES = ("evidence", "for", "against", "context")
# A word of a title with so many capitals is a trial's own name (OKTOP, KetECT).
_CAPITALS = 3
_SHARED = 2


def write_claims(connection: sqlite3.Connection, loaded: Loaded) -> None:
    """Weigh, read and write every claim of a catalogue."""
    studies = by_id(study for _, part in loaded.parts for study in part.studies)
    lookup = _Compiled(phrases(loaded.vocabulary))
    names = _write_names(connection, studies, lookup)
    book = Factbook(loaded.vocabulary, lookup)
    claims = [(claim, origin) for origin, part in loaded.parts for claim in part.claims]
    for position, (claim, origin) in enumerate(claims, 1):
        weighed = weigh(claim, studies) if claim.kind == "effect" else Weighed()
        frames = tuple(read(text, lookup, names) for text in (claim.statement, *claim.wordings))
        links = [(link, studies[link.study]) for link in claim.evidence or claim.for_ or claim.against]
        understood = Understood(
            frames,
            frozenset().union(*(frame.words for frame in frames)),
            book.facts(links),
            frozenset(figure for frame in frames for figure in frame.figures),
            max(frame.strength for frame in frames),
        )
        connection.execute(
            "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                position,
                claim.id,
                claim.kind,
                claim.verdict,
                weighed.certainty or "",
                claim.said_by,
                msgspec.json.encode(Assessed(claim, weighed, origin)),
                msgspec.json.encode(understood, order="deterministic"),
            ),
        )
        for side, sided in zip(SIDES, (claim.evidence, claim.for_, claim.against, claim.context), strict=True):
            connection.executemany(
                "INSERT OR IGNORE INTO claim_study VALUES (?, ?, ?)",
                [(studies[link.study].id, position, side) for link in sided],
            )
        _write_words(connection, position, claim, understood, studies, loaded.vocabulary)


def write_former_ids(connection: sqlite3.Connection, loaded: Loaded) -> None:
    """Write ids under which claims stood before, and those of claims that were taken out."""
    for _, part in loaded.parts:
        rows = [(name, claim.id, "") for claim in part.claims for name in claim.formerly]
        rows += [(gone.id, gone.see, gone.because) for gone in part.gone]
        connection.executemany("INSERT OR IGNORE INTO claim_alias VALUES (?, ?, ?)", rows)


class _Compiled:
    """The ways of saying each code while a catalogue is compiled."""

    def __init__(self, ways: dict[str, list[tuple[str, str]]]) -> None:
        self._ways = {name: tuple(codes) for name, codes in ways.items()}
        self._words = {word for name in ways for word in name.split()}

    def has(self, word: str) -> bool:
        return word in self._words

    def get(self, phrase: str) -> tuple[tuple[str, str], ...]:
        return self._ways.get(phrase, ())


def _write_names(connection: sqlite3.Connection, studies: dict[str, Study], lookup: _Compiled) -> Names:
    """Write what studies are called: by their first author, and by names of their own in their titles."""
    surnames: dict[str, list[str]] = {}
    acronyms: dict[str, list[str]] = {}
    for name, study in sorted(studies.items()):
        if study.authors:
            for family in words(study.authors[0].family or study.authors[0].literal)[-1:]:
                surnames.setdefault(family, []).append(name)
        for word in dict.fromkeys(study.title.replace("(", " ").replace(")", " ").replace(":", " ").split()):
            if word.isalpha() and sum(letter.isupper() for letter in word) >= _CAPITALS:
                acronyms.setdefault(plain(word), []).append(name)
    # What several works have in their titles is no name of a trial, and neither is a term of the vocabulary.
    acronyms = {word: ids for word, ids in acronyms.items() if len(ids) <= _SHARED and not lookup.get(word)}
    for table, found in (("surname", surnames), ("acronym", acronyms)):
        rows = [(name, one) for name, ids in found.items() for one in ids]
        connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", rows)
    return Names(
        lambda name: tuple(surnames.get(name, ())),
        lambda name: tuple(acronyms.get(name, ())),
    )


def _write_words(
    connection: sqlite3.Connection,
    position: int,
    claim: Claim,
    understood: Understood,
    studies: dict[str, Study],
    vocabulary: Vocabulary,
) -> None:
    codes: dict[tuple[str, str], None] = {}
    for frame in understood.frames:
        for slot, found in frame.slots.items():
            section = {"measure": "instrument"}.get(slot, slot)
            for code in found:
                for above in vocabulary.broader(section, code):
                    codes[section, above] = None
        for code in frame.treatments:
            for section in ("drug", "therapy", "comparator"):
                if code in vocabulary.sections.get(section, {}):
                    for above in vocabulary.broader(section, code):
                        codes[section, above] = None
    if claim.domain:
        codes["domain", claim.domain] = None
    linked = [studies[link.study] for link in (*claim.linked, *claim.context)]
    people = " ".join(f"{study.id} {' '.join(map(spoken, study.authors[:1]))}" for study in linked)
    theme = vocabulary.term("theme", claim.topic)
    labels = f"{theme.code} {theme.label} {theme.plain}"
    reasons = " ".join(link.because for link in (*claim.linked, *claim.context))
    connection.execute(
        "INSERT INTO claim_fts (rowid, title, people, topic, facet, said, detail, mention) VALUES (?,?,?,?,?,?,?,?)",
        (
            position,
            searchable(claim.statement),
            searchable(people),
            searchable(labels),
            " ".join(sorted(token(section, code) for section, code in codes)),
            searchable(" ".join((*claim.wordings, claim.plain, claim.instead))),
            searchable(reasons),
            "",
        ),
    )
