"""Claims written into the compiled catalogue, with what was weighed and the words they are found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.numbers import figures
from kapcli.catalogue.validation import by_id
from kapcli.evidence.assessment import Assessed, Weighed
from kapcli.evidence.certainty import weigh
from kapcli.index import texts
from kapcli.index.schema import FIRST_WORDING, token
from kapcli.index.spotting import Ways, spotted
from kapcli.index.stems import stems
from kapcli.index.texts import searchable, spoken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.loading import Loaded

SIDES = ("evidence", "for", "against", "context")


def write_claims(connection: sqlite3.Connection, loaded: Loaded, ways: Ways) -> None:
    """Weigh and write every claim of a catalogue."""
    studies = by_id(study for _, part in loaded.parts for study in part.studies)
    claims = [(claim, origin) for origin, part in loaded.parts for claim in part.claims]
    folded = {text: searchable(text) for claim, _ in claims for text in (*_same(claim), *_near(claim))}
    for position, (claim, origin) in enumerate(claims, 1):
        weighed = weigh(claim, studies) if claim.kind == "effect" else Weighed()
        connection.execute(
            "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?)",
            (position, claim.id, claim.kind, claim.verdict, weighed.certainty or "", claim.said_by),
        )
        # Apart, so that a look over all claims does not read all of their texts.
        assessed = msgspec.json.encode(Assessed(claim, weighed, origin))
        connection.execute("INSERT INTO claim_doc VALUES (?, ?)", (position, assessed))
        for side, sided in zip(SIDES, (claim.evidence, claim.for_, claim.against, claim.context), strict=True):
            connection.executemany(
                "INSERT OR IGNORE INTO claim_study VALUES (?, ?, ?)",
                [(studies[link.study].id, position, side) for link in sided],
            )
        _write_words(connection, position, claim, studies, loaded.vocabulary, ways, folded)
    _write_stems(connection, [claim for claim, _ in claims], folded)
    for table, words in (("wording_word", "wording_fts"), ("letters_in", "claim_letters")):
        # Asked of the full-text table itself, word by word, it takes ten times as long.
        connection.execute(f"CREATE VIRTUAL TABLE temp.spread USING fts5vocab(main, {words}, 'row')")
        connection.execute(f"INSERT INTO {table} SELECT term, doc FROM temp.spread")
        connection.execute("DROP TABLE temp.spread")


def _same(claim: Claim) -> tuple[str, ...]:
    """The texts that say the same as the claim."""
    return claim.statement, *claim.wordings


def _near(claim: Claim) -> tuple[str, ...]:
    """Those that lead to it."""
    return *claim.found_by, claim.plain


def _write_stems(connection: sqlite3.Connection, claims: list[Claim], folded: Mapping[str, str]) -> None:
    """Write the stems of every text of the claims, what says the same as a claim apart from the rest."""
    said = [[[folded[text].split() for text in part] for part in (_same(claim), _near(claim))] for claim in claims]
    # All at once: text by text it would take a hundred times as long.
    stems(word for parts in said for part in parts for words in part for word in words)
    for position, parts in enumerate(said, 1):
        stemmed = [[sorted(stems(words)) for words in part] for part in parts]
        connection.execute("INSERT INTO claim_stems VALUES (?, ?)", (position, msgspec.json.encode(stemmed)))


def write_figures(connection: sqlite3.Connection, row: int, study: Study, vocabulary: Vocabulary) -> None:
    """Write the figures of a record, so that a sentence's are found in it."""
    found = {(abs(figure.value), figure.unit) for text in _told(study, vocabulary) for figure in figures(text)}
    connection.executemany(
        "INSERT OR IGNORE INTO figure VALUES (?, ?, ?)", [(value, unit, row) for value, unit in sorted(found)]
    )


def write_former_ids(connection: sqlite3.Connection, loaded: Loaded) -> None:
    """Write ids under which claims stood before, and those of claims that were taken out."""
    for _, part in loaded.parts:
        rows = [(name, claim.id, "") for claim in part.claims for name in claim.formerly]
        rows += [(gone.id, gone.see, gone.because) for gone in part.gone]
        connection.executemany("INSERT OR IGNORE INTO claim_alias VALUES (?, ?, ?)", rows)


def _told(study: Study, vocabulary: Vocabulary) -> Iterator[str]:
    """The texts and numbers of a record that hold its figures."""
    yield from (study.question, study.finding, study.plain, *study.findings, study.population_text, study.safety.text)
    yield from texts.harm_texts(study, vocabulary)
    yield from texts.harm_numbers(study)
    for count in (study.n.randomised, study.n.analysed, study.n.enrolled):
        if count is not None:
            yield f"{count} people"
    for outcome in study.outcomes:
        yield f"{outcome.measure}; {outcome.timepoint}; {outcome.contrast}; {outcome.note}"
        for value in (outcome.value, outcome.control_value, outcome.baseline, outcome.end, *(outcome.ci95 or ())):
            if value is not None:
                yield f"{abs(value):g}{' percent' if outcome.unit == 'percent' else ''}"
        if outcome.n is not None:
            yield f"{outcome.n} people"


def _write_words(
    connection: sqlite3.Connection,
    position: int,
    claim: Claim,
    studies: dict[str, Study],
    vocabulary: Vocabulary,
    ways: Ways,
    folded: Mapping[str, str],
) -> None:
    worded = (*claim.wordings, *claim.found_by)
    codes: dict[tuple[str, str], None] = {}
    for section, code in (pair for text in (claim.statement, *worded) for pair in spotted(text, ways)):
        codes |= dict.fromkeys((section, above) for above in vocabulary.broader(section, code))
    if claim.domain:
        codes["domain", claim.domain] = None
    linked = [studies[link.study] for link in (*claim.linked, *claim.context)]
    people = " ".join(f"{study.id} {' '.join(map(spoken, study.authors[:1]))}" for study in linked)
    theme = vocabulary.term("theme", claim.topic)
    reasons = " ".join(link.because for link in (*claim.linked, *claim.context))
    connection.execute(
        "INSERT INTO claim_fts (rowid, title, people, topic, facet, said, detail, mention) VALUES (?,?,?,?,?,?,?,?)",
        (
            position,
            folded[claim.statement],
            searchable(people),
            searchable(f"{theme.code} {theme.label} {theme.plain}"),
            " ".join(sorted(token(section, code) for section, code in codes)),
            " ".join((*(folded[text] for text in (*worded, claim.plain)), searchable(claim.instead))).strip(),
            searchable(reasons),
            "",
        ),
    )
    said = [folded[text] for text in (claim.statement, claim.plain, *worded)]
    connection.executemany(
        "INSERT INTO wording_fts (rowid, text) VALUES (?, ?)",
        [(position * FIRST_WORDING + place, text) for place, text in enumerate(said)],
    )
    connection.execute("INSERT INTO claim_letters (rowid, text) VALUES (?, ?)", (position, " . ".join(said)))
