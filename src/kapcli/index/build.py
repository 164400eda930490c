"""From the model to the compiled catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.forms import plain_title
from kapcli.evidence.caveats import limits
from kapcli.evidence.people import counted
from kapcli.index.layout import ANY, APPLICATION_ID, FORMAT, KETAMINES, SCHEMA, arm_token, token
from kapcli.index.words import one_word_drugs, phrase, singular, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from kapcli.catalogue.loading import Loaded
    from kapcli.catalogue.model import Name, Study
    from kapcli.catalogue.vocabulary import Vocabulary

# Codes that are everyday words: only their labels and synonyms call them up.
_UNSAID = frozenset({"none", "other", "mixed"})
_EVERYDAY = frozenset({"act", "group", "clinic", "medical", "audit", "im", "active", "fmri"})

# How readily a misspelt word is corrected to this one: 2 for words of the vocabulary, 1 for titles, authors, measures
# and glossary terms, 0 never (running prose).
_VOCABULARY, _HEADLINE, _PROSE = 2, 1, 0
_TAUGHT = (
    "condition",
    "route",
    "drug",
    "design",
    "therapy",
    "comparator",
    "population",
    "dosing_model",
    "limitation",
    "domain",
    "topic",
    "instrument",
)


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
    terms = _Terms()
    terms.add_vocabulary(vocabulary)
    studies = [(study, origin) for origin, part in loaded.parts for study in part.studies]
    studies.sort(key=lambda pair: (_strength(pair[0], vocabulary), -pair[0].year, pair[0].id))
    for row, (study, origin) in enumerate(studies, 1):
        _write_study(connection, row, study, origin, vocabulary, terms)
    _write_rest(connection, loaded, key, len(studies), terms)
    connection.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?)", terms.rows())
    connection.execute("INSERT INTO fts (fts) VALUES ('optimize')")
    connection.commit()


class _Terms:
    """Every distinct word, how many texts have it, and how readily a misspelt word becomes it."""

    def __init__(self) -> None:
        self.frequency: dict[str, int] = {}
        self.grade: dict[str, int] = {}

    def add(self, text: str, grade: int) -> None:
        for word in set(words(text)):
            self.frequency[word] = self.frequency.get(word, 0) + 1
            if grade > self.grade.get(word, _PROSE):
                self.grade[word] = grade

    def add_vocabulary(self, vocabulary: Vocabulary) -> None:
        for section in _TAUGHT:
            for term in vocabulary.sections.get(section, {}).values():
                for text in (term.label, term.plain, *term.synonyms):
                    self.add(text, _VOCABULARY)

    def rows(self) -> Iterator[tuple[str, str, int, int, int]]:
        for word in sorted(self.frequency):
            # A token with a digit is an id, a dose or a number, and nothing is ever corrected to one.
            digits = any(character.isdigit() for character in word)
            grade = _PROSE if digits else self.grade.get(word, _PROSE)
            yield word, word[0], len(word), self.frequency[word], grade


def _strength(study: Study, vocabulary: Vocabulary) -> int:
    strength = vocabulary.term("design", study.design).strength
    return 99 if strength is None else strength


def _write_study(
    connection: sqlite3.Connection,
    row: int,
    study: Study,
    origin: str,
    vocabulary: Vocabulary,
    terms: _Terms,
) -> None:
    title = plain_title(study.title)
    headline = one_word_drugs(title)
    count = counted(study)
    connection.execute(
        "INSERT INTO study VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row,
            study.id,
            title,
            study.year,
            _strength(study, vocabulary),
            None if count is None else count.people,
            None if study.follow_up is None else study.follow_up.days,
            study.trial or study.id,
            origin,
        ),
    )
    connection.execute("INSERT INTO doc VALUES (?, ?)", (row, msgspec.json.encode(study)))
    connection.executemany(
        "INSERT OR IGNORE INTO identifier VALUES (?, ?, ?)",
        [(name, row, kind) for name, kind in identifiers(study)],
    )
    for name in study.authors[:1]:
        family = " ".join(words(name.family or name.literal))
        connection.execute("INSERT OR IGNORE INTO first_author VALUES (?, ?)", (family, row))
    facets = dict.fromkeys(_facets(study, vocabulary))
    connection.executemany("INSERT INTO facet VALUES (?, ?, ?)", [(section, code, row) for section, code in facets])
    for arm in study.arms:
        high = arm.dose_min if arm.dose_max is None else arm.dose_max
        connection.execute(
            "INSERT INTO arm VALUES (?, ?, ?, ?, ?, ?)",
            (row, arm.drug, arm.route or "", arm.unit, arm.dose_min, high),
        )
    connection.executemany(
        "INSERT INTO caveat VALUES (?, ?, ?)",
        [(limit.code, limit.answer, row) for limit in limits(study, vocabulary.codes("limitation"))],
    )
    people = " ".join([study.id, str(study.year), *map(_spoken, study.authors), *map(_spoken, study.editors)])
    topic = " ".join(vocabulary.label(section, code) for section, code in _topics(study))
    said = one_word_drugs(" ".join(_said(study, vocabulary)))
    detail = one_word_drugs(" ".join(_detail(study, vocabulary)))
    tokens = [token(section, code) for section, code in facets] + list(_arm_tokens(study))
    mentions = " ".join(token(section, code) for section, code in _mentions(study))
    connection.execute(
        "INSERT INTO fts (rowid, title, people, topic, facet, said, detail, mention) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (row, headline, people, topic, " ".join(tokens), said, detail, mentions),
    )
    terms.add(headline, _HEADLINE)
    terms.add(" ".join(map(_spoken, study.authors)), _HEADLINE)
    terms.add(" ".join(outcome.measure for outcome in study.outcomes), _HEADLINE)
    terms.add(f"{said} {detail} {_unsearched(study)}", _PROSE)


def identifiers(study: Study) -> Iterator[tuple[str, str]]:
    """Every name a study answers to, folded, with its kind."""
    record = study.record
    yield study.id.casefold(), "id"
    for kind, name in (("doi", record.doi), ("pmid", record.pmid), ("pmcid", record.pmcid)):
        if name:
            yield name.casefold(), kind
    for number in record.registry:
        yield number.casefold(), "registry"
    for version in study.versions:
        for kind, name in (("id", version.id), ("doi", version.doi), ("pmid", version.pmid)):
            if name:
                yield name.casefold(), f"{version.kind} {kind}"
    for claim in study.unverified:
        if claim.field == "doi":
            yield claim.value.casefold(), "unverified doi"


def _spoken(name: Name) -> str:
    parts = (name.given, name.non_dropping_particle, name.family, name.suffix, name.literal)
    return " ".join(part for part in parts if part)


def _facets(study: Study, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for section, codes in (
        ("condition", study.conditions),
        ("therapy", study.therapy),
        ("comparator", study.comparator),
        ("population", study.population),
    ):
        for code in codes:
            for above in vocabulary.broader(section, code):
                yield section, above
    yield "design", study.design
    yield "dosing_model", study.dosing_model
    yield "status", study.status
    for arm in study.arms:
        yield "drug", arm.drug
        if arm.drug in KETAMINES and arm.route:
            yield "route", arm.route


def _topics(study: Study) -> Iterator[tuple[str, str]]:
    """The codes whose labels are words of the study: its own, not those above them."""
    for section, codes in (
        ("condition", study.conditions),
        ("therapy", study.therapy),
        ("population", study.population),
        ("design", (study.design,)),
    ):
        for code in codes:
            if code not in _UNSAID:
                yield section, code


def _arm_tokens(study: Study) -> Iterator[str]:
    found = set()
    for arm in study.arms:
        route = arm.route or ""
        found |= {(arm.drug, ANY), (arm.drug, route)}
        if arm.drug in KETAMINES:
            found |= {(ANY, ANY), (ANY, route)}
    for drug, route in sorted(found):
        if route:
            yield arm_token(drug, route)


def _mentions(study: Study) -> Iterator[tuple[str, str]]:
    seen = set()
    for outcome in study.outcomes:
        for pair in (("instrument", outcome.instrument), ("domain", outcome.domain)):
            if pair[1] and pair not in seen:
                seen.add(pair)
                yield pair[0], pair[1]
    if study.safety.status != "not-reported":
        yield "domain", "safety"


def _said(study: Study, vocabulary: Vocabulary) -> Iterator[str]:
    yield from (study.question, study.finding, study.plain, *study.findings)
    for outcome in study.outcomes:
        yield f"{outcome.measure} {outcome.timepoint}"
        if outcome.instrument:
            yield vocabulary.label("instrument", outcome.instrument)


def _detail(study: Study, vocabulary: Vocabulary) -> Iterator[str]:
    yield from (study.population_text, study.setting, study.comorbidity, study.therapy_detail)
    yield from (study.journal, study.safety.text, *study.safety.common)
    yield from study.record.registry
    for arm in study.arms:
        yield f"{vocabulary.label('drug', arm.drug)} {arm.label} {arm.schedule}"


def _unsearched(study: Study) -> str:
    """Words that are known, so that none is taken for a slip of the pen, though no search finds a study by them."""
    notes = [caveat.note for caveat in study.limitations]
    outcomes = [outcome.note for outcome in study.outcomes]
    return " ".join((study.funding, study.conflicts, study.publisher, *study.notes, *notes, *outcomes))


def _write_rest(connection: sqlite3.Connection, loaded: Loaded, key: str, studies: int, terms: _Terms) -> None:
    limitations = [row for _, part in loaded.parts for row in part.limitations]
    about = next((part.about for _, part in loaded.parts if part.about), None)
    origins = {origin: len(part.studies) for origin, part in loaded.parts}
    meta = {
        "key": key.encode(),
        "about": msgspec.json.encode(about),
        "limitations": msgspec.json.encode(limitations),
        "vocabulary": msgspec.json.encode(loaded.vocabulary),
        "origins": msgspec.json.encode(origins),
    }
    connection.executemany("INSERT INTO meta VALUES (?, ?)", list(meta.items()))
    phrases = _phrases(loaded.vocabulary)
    connection.executemany(
        "INSERT INTO phrase VALUES (?, ?, ?, ?)",
        [(name, *pair, place) for name, pairs in phrases.items() for place, pair in enumerate(pairs)],
    )
    parts = sorted({word for name in phrases for word in name.split()})
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
            terms.add(f"{entry.term} {' '.join(entry.synonyms)}", _HEADLINE)


def _phrases(vocabulary: Vocabulary) -> dict[str, list[tuple[str, str]]]:
    """Every way to say a code, as words, to the codes it may mean."""
    found: dict[str, list[tuple[str, str]]] = {}
    for section in _TAUGHT:
        if section == "limitation":
            continue
        for code, term in vocabulary.sections.get(section, {}).items():
            if code in _UNSAID:
                continue
            for text in (code, term.label, term.plain, *term.synonyms):
                # "Versus placebo" is placebo here: the comparison itself is said by the section.
                key = " ".join(phrase(text)).removeprefix("versus ").removeprefix("against ")
                if key in _EVERYDAY:
                    continue
                for form in (key, _joined(text)):
                    if form and (section, code) not in found.setdefault(form, []):
                        found[form].append((section, code))
    return found


def _joined(text: str) -> str:
    """A phrase written as one word (*caps5*, *eyemovement*); empty for a single word."""
    parts = words(text)
    return singular("".join(parts)) if len(parts) > 1 else ""


__all__ = ["build", "identifiers"]
