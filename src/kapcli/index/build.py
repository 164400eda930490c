"""From the model to the compiled catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.facets import facet_values
from kapcli.catalogue.forms import without_tags
from kapcli.catalogue.layers import BUILT_IN
from kapcli.catalogue.study_rules import counted, trial_key
from kapcli.catalogue.vocabulary import Vocabulary
from kapcli.catalogue.words import one_word_drugs, phrase, words
from kapcli.evidence.chronology import landmark_ids
from kapcli.evidence.designs import GROUPS, group
from kapcli.evidence.limitations import limits
from kapcli.index import texts
from kapcli.index.claim_tables import write_claims, write_figures, write_former_ids
from kapcli.index.own import Added
from kapcli.index.schema import APPLICATION_ID, FORMAT, SCHEMA, token
from kapcli.index.search_terms import HEADLINE, PROSE, Terms, phrases
from kapcli.index.spotting import Ways, ways_to_say
from kapcli.index.topics import write_topics

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.index.loading import Loaded
    from kapcli.index.spotting import Codes


def build(connection: sqlite3.Connection, loaded: Loaded, key: str) -> None:
    """Write a whole catalogue into an empty database, in one transaction.

    Args:
        connection: An empty database.
        loaded: The checked catalogue.
        key: What the database is known by; see `kapcli.index.store`.
    """
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript("BEGIN;" + SCHEMA)
    vocabulary = loaded.vocabulary
    terms = Terms()
    terms.add_vocabulary(vocabulary)
    studies = [(study, origin) for origin, part in loaded.parts for study in part.studies]
    studies.sort(key=lambda pair: (_strength(pair[0], vocabulary), -pair[0].year, pair[0].id))
    landmarks = landmark_ids([study for study, _ in studies], vocabulary)
    for row, (study, origin) in enumerate(studies, 1):
        _write_study(connection, row, study, origin, vocabulary, terms, landmarks)
    ways = phrases(vocabulary)
    said = ways_to_say(ways)
    _write_rest(connection, loaded, key, ways, said, terms)
    _write_drafts(connection, loaded)
    write_claims(connection, loaded, Ways(said))
    write_former_ids(connection, loaded)
    write_topics(connection, loaded)
    connection.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?)", terms.rows())
    for table in ("fts", "wording_fts", "claim_letters"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    connection.commit()


def _strength(study: Study, vocabulary: Vocabulary) -> int:
    strength = vocabulary.term("design", study.design).strength
    return 99 if strength is None else strength


def _write_study(
    connection: sqlite3.Connection,
    row: int,
    study: Study,
    origin: str,
    vocabulary: Vocabulary,
    terms: Terms,
    landmarks: Collection[str],
) -> None:
    title = without_tags(study.title)
    headline = one_word_drugs(title)
    count = counted(study)
    connection.execute(
        "INSERT INTO study VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row,
            study.id,
            title,
            study.year,
            _strength(study, vocabulary),
            None if count is None else count.people,
            None if study.follow_up is None else study.follow_up.days,
            trial_key(study),
            origin,
            study.retracted,
            GROUPS.index(group(study)),
            study.id in landmarks,
        ),
    )
    connection.execute("INSERT INTO doc VALUES (?, ?)", (row, msgspec.json.encode(study)))
    connection.executemany(
        "INSERT OR IGNORE INTO identifier VALUES (?, ?, ?)",
        [(name, row, kind) for name, kind in texts.identifiers(study)],
    )
    for name in study.authors[:1]:
        family = " ".join(words(name.family or name.literal))
        connection.execute("INSERT OR IGNORE INTO first_author VALUES (?, ?)", (family, row))
    facets = dict.fromkeys(facet_values(study, vocabulary))
    write_figures(connection, row, study, vocabulary)
    # A retracted study can be found, and takes part in no count.
    if not study.retracted:
        _write_counted(connection, row, study, facets, vocabulary)
    for arm in study.arms:
        high = arm.dose_min if arm.dose_max is None else arm.dose_max
        connection.execute(
            "INSERT INTO arm VALUES (?, ?, ?, ?, ?, ?)",
            (row, arm.drug, arm.route or "", arm.unit, arm.dose_min, high),
        )
    names = [*texts.known_as(study), *map(texts.spoken, (*study.authors, *study.editors))]
    people = " ".join([str(study.year), *names])
    topic = " ".join(vocabulary.label(section, code) for section, code in texts.topics(study))
    said = one_word_drugs(" ".join(texts.said(study, vocabulary)))
    detail = one_word_drugs(" ".join(texts.detail(study, vocabulary)))
    tokens = [token(section, code) for section, code in facets] + list(texts.arm_tokens(study))
    mentions = " ".join(token(section, code) for section, code in texts.mentions(study, vocabulary))
    connection.execute(
        "INSERT INTO fts (rowid, title, people, topic, facet, said, detail, mention) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row,
            texts.searchable(title),
            texts.searchable(people),
            texts.searchable(topic),
            " ".join(tokens),
            texts.searchable(said),
            texts.searchable(detail),
            mentions,
        ),
    )
    terms.add(headline, HEADLINE)
    terms.add(" ".join(map(texts.spoken, study.authors)), HEADLINE)
    terms.add(" ".join(outcome.measure for outcome in study.outcomes), HEADLINE)
    terms.add(f"{said} {detail} {texts.unsearched(study)}", PROSE)


def _write_counted(
    connection: sqlite3.Connection, row: int, study: Study, facets: Iterable[tuple[str, str]], vocabulary: Vocabulary
) -> None:
    connection.executemany("INSERT INTO facet VALUES (?, ?, ?)", [(section, code, row) for section, code in facets])
    connection.executemany(
        "INSERT INTO caveat VALUES (?, ?, ?)",
        [(limit.code, limit.answer, row) for limit in limits(study, vocabulary.codes("limitation"))],
    )


def _write_drafts(connection: sqlite3.Connection, loaded: Loaded) -> None:
    """Write drafts into tables of their own, which nobody asks but who looks one up by its name."""
    for origin, part in loaded.parts:
        for placed in part.drafts:
            draft = placed.draft
            row = (draft.id, msgspec.json.encode(draft), origin, placed.line)
            connection.execute("INSERT INTO draft VALUES (?, ?, ?, ?)", row)
            connection.executemany(
                "INSERT OR IGNORE INTO draft_name VALUES (?, ?)",
                [(name, draft.id) for name, _ in texts.identifiers(draft)],
            )


def _write_rest(
    connection: sqlite3.Connection,
    loaded: Loaded,
    key: str,
    ways: Mapping[str, Sequence[tuple[str, str]]],
    said: Mapping[str, Codes],
    terms: Terms,
) -> None:
    limitations = [row for _, part in loaded.parts for row in part.limitations]
    own = [part.about for origin, part in loaded.parts if part.about and origin != BUILT_IN]
    about = next((part.about for _, part in loaded.parts if part.about), None)
    if own and not any(part.studies for origin, part in loaded.parts if origin == BUILT_IN):
        about = own[0]
    # Where only its outline is kept, nothing is of the built-in catalogue.
    origins = {origin: len(part.studies) for origin, part in loaded.parts if part.studies or origin != BUILT_IN}
    meta = {
        "key": key.encode(),
        "about": msgspec.json.encode(about),
        "limitations": msgspec.json.encode(limitations),
        "editions": msgspec.json.encode([edition for _, part in loaded.parts for edition in part.editions]),
        "vocabulary": msgspec.json.encode(_labels(loaded.vocabulary)),
        "definitions": msgspec.json.encode(loaded.vocabulary),
        "origins": msgspec.json.encode(origins),
        "added": msgspec.json.encode(_added(loaded)),
        "ways": msgspec.json.encode(said),
    }
    connection.executemany("INSERT INTO meta VALUES (?, ?)", list(meta.items()))
    connection.executemany(
        "INSERT INTO phrase VALUES (?, ?, ?, ?)",
        [(name, *pair, place) for name, pairs in ways.items() for place, pair in enumerate(pairs)],
    )
    parts = sorted({word for name in ways for word in name.split()})
    connection.executemany("INSERT INTO phrase_word VALUES (?)", [(word,) for word in parts])
    position = 0
    for _, part in loaded.parts:
        for entry in part.glossary:
            position += 1
            connection.execute(
                "INSERT INTO glossary VALUES (?, ?, ?)", (position, entry.id, msgspec.json.encode(entry))
            )
            names = {" ".join(phrase(name)) for name in (entry.id, entry.term, *entry.synonyms)}
            connection.executemany(
                "INSERT INTO glossary_name VALUES (?, ?)", [(name, position) for name in sorted(names)]
            )
            terms.add(f"{entry.term} {' '.join(entry.synonyms)}", HEADLINE)


def _added(loaded: Loaded) -> list[Added]:
    """What does not come from the built-in catalogue."""
    return [
        Added(kind, entry.id, origin, replaces=getattr(entry, "replaces", False))
        for origin, part in loaded.parts
        if origin != BUILT_IN
        for kind in ("studies", "claims", "topics", "glossary", "limitations")
        for entry in getattr(part, kind)
    ]


def _labels(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary without what only a glossary needs: it is read on every run."""
    return Vocabulary(
        {
            section: {
                code: msgspec.structs.replace(term, definition="", mesh="", range=None) for code, term in terms.items()
            }
            for section, terms in vocabulary.sections.items()
        }
    )
