"""Topics in the compiled catalogue: written with their answers, found again by id and by the words of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.identifiers import key
from kapcli.catalogue.words import phrase
from kapcli.evidence.topic_answer import TopicAnswer
from kapcli.index.lexicon import FUNCTION_WORDS, NEGATIONS, SAFETY_WORDS, in_own_words
from kapcli.index.query_reading import take_apart

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.model import Topic
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.loading import Loaded
    from kapcli.index.question import Question

# The section of a name that is a phrase and no code.
_PHRASE = "words"
# Sections whose codes say whom or what words are about.
_SUBJECT = ("condition", "route", "drug", "therapy", "comparator", "population", "dosing_model")
_LONGEST = 6


def write_topics(connection: sqlite3.Connection, loaded: Loaded) -> None:
    """Answer and write every topic of a catalogue."""
    from kapcli.catalogue.validation import by_id
    from kapcli.evidence.topics import answered

    studies = by_id(study for _, part in loaded.parts for study in part.studies)
    claims = {
        key(name): claim for _, part in loaded.parts for claim in part.claims for name in (*claim.formerly, claim.id)
    }
    topics = [topic for _, part in loaded.parts for topic in part.topics]
    for position, topic in enumerate(topics, 1):
        connection.execute(
            "INSERT INTO topic VALUES (?, ?, ?, ?)", (position, topic.id, topic.asks, " ".join(topic.part_of))
        )
        versions = {"": answered(topic, claims, studies)}
        if topic.asks == "effect":
            versions |= _by_condition(topic, topics, claims, studies, loaded.vocabulary)
        connection.executemany(
            "INSERT INTO topic_answer VALUES (?, ?, ?)",
            [(topic.id, code, msgspec.json.encode(found)) for code, found in versions.items()],
        )
        names = {(" ".join(phrase(text)), _PHRASE) for text in (*topic.words, topic.id.replace("-", " "))}
        for section in topic.about.__struct_fields__:
            for code in getattr(topic.about, section):
                names.add((code, section))
        connection.executemany(
            "INSERT OR IGNORE INTO topic_name VALUES (?, ?, ?)",
            [(name, section, topic.id) for name, section in sorted(names)],
        )


def _by_condition(
    topic: Topic,
    topics: Iterable[Topic],
    claims: Mapping[str, Claim],
    studies: Mapping[str, Study],
    vocabulary: Vocabulary,
) -> dict[str, TopicAnswer]:
    """The answer for each condition that the topic, or a wider one, is about: a question on one is not on another."""
    known = {one.id: ("", list(one.part_of)) for one in topics}
    from kapcli.evidence.topics import answered, concerns, headlines

    above = _above(topic.id, known)
    conditions = [code for one in topics if one.id == topic.id or one.id in above for code in one.about.condition]
    headline = headlines(topic, claims)
    found = {}
    for code in dict.fromkeys(conditions):
        family = vocabulary.broader("condition", code)
        if any(concerns(claim, family) for claim in headline):
            found[code] = answered(topic, claims, studies, family)
        elif any(
            code in vocabulary.broader("condition", own)
            for claim in headline
            if claim.question is not None
            for own in claim.question.condition
        ):
            # What holds all that the topic is about asks for all of it.
            found[code] = answered(topic, claims, studies)
    return found


def topics(connection: sqlite3.Connection) -> list[TopicAnswer]:
    """Every topic, in the order of the catalogue."""
    rows = connection.execute(
        "SELECT json FROM topic JOIN topic_answer ON topic = id WHERE condition = '' ORDER BY position"
    )
    return [msgspec.json.decode(json, type=TopicAnswer) for (json,) in rows]


def topic_named(connection: sqlite3.Connection, name: str, condition: str = "") -> TopicAnswer | None:
    """The topic of an id, answered for one condition where that is named; ``None`` where there is none."""
    sql = "SELECT json FROM topic_answer WHERE topic = ? AND condition = ?"
    row = connection.execute(sql, (name, condition)).fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=TopicAnswer)


def topic_of(question: Question) -> TopicAnswer | None:
    """The one topic that a question meets; ``None`` where it meets none, more than one, or asks for something else.

    Every word and facet that says what the question is about must lead to the topic, or to a wider one that it is part
    of: the answer for a treatment in general is none for a group, a route or a danger of its own.
    """
    query = question.query
    if any(unit.identifier for unit in query.units) or in_own_words(query.text):
        return None
    if question.facets.years or question.facets.min_n is not None or question.facets.dose:
        return None
    by_words = _led_by_words(question)
    if by_words is None:
        return None
    rows = question.connection.execute("SELECT id, asks, part_of FROM topic")
    known = {name: (asks, part_of.split()) for name, asks, part_of in rows}
    led = [*by_words, *_led_by_facets(question)]
    met = {name for names in led for name in names}
    wider = {name: _above(name, known) for name in met}
    narrowest = [name for name in met if not any(name in wider[other] for other in met if other != name)]
    harms = [name for name in narrowest if known[name][0] != "effect"]
    # A question about a harm is one, whatever the condition.
    chosen = harms if harms else narrowest
    if len(chosen) != 1:
        return None
    name = chosen[0]
    if known[name][0] == "effect" and not all({name, *wider[name]} & names for names in led):
        return None
    return topic_named(question.connection, name, _condition(question) if known[name][0] == "effect" else "")


def _condition(question: Question) -> str:
    """The one condition that is asked for; empty where none is, or more than one."""
    asked = [unit.codes for unit in question.query.units]
    found = {code for codes in asked for section, code in codes[:1] if section == "condition"}
    found |= set(question.facets.codes.get("condition", ()))
    return found.pop() if len(found) == 1 else ""


def _above(name: str, known: dict[str, tuple[str, list[str]]]) -> set[str]:
    """The wider topics of one, and theirs."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for wider in known.get(waiting.pop(), ("", []))[1]:
            if wider not in found:
                found.add(wider)
                waiting.append(wider)
    return found


def _led_by_words(question: Question) -> list[frozenset[str]] | None:
    """For each thing the words are about, the topics it leads to; ``None`` where a word is unknown or negated.

    At each place the longest phrase decides, whether it leads to a topic or is a term of the vocabulary: who asks for
    bipolar depression does not ask for depression.
    """
    query = question.query
    replaced = {one.wrote: one.searched for one in query.corrections}
    parts = phrase(" ".join(replaced.get(word, word) for word in take_apart(query.text).words))
    coded = {phrase(unit.text): _subject(unit.codes) for unit in query.units}
    found: list[frozenset[str]] = []
    left: list[str] = []
    place = 0
    while place < len(parts):
        for length in range(min(_LONGEST, len(parts) - place), 0, -1):
            said = parts[place : place + length]
            if names := _leading(question.connection, " ".join(said), _PHRASE):
                found.append(names)
                break
            if codes := coded.get(said):
                found.append(
                    frozenset().union(*(_leading(question.connection, code, section) for section, code in codes))
                )
                break
        else:
            length = 1
            left.append(parts[place])
        place += length
    unknown = {word for unit in query.units if not unit.known for word in phrase(unit.text)}
    if unknown & set(left) or (query.negated and (NEGATIONS & set(left) or not NEGATIONS & set(parts))):
        return None
    found += [frozenset() for part in left if part in SAFETY_WORDS - FUNCTION_WORDS]
    return found


def _subject(codes: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for pair in codes if pair[0] in _SUBJECT and pair != ("drug", "ketamine")]


def _led_by_facets(question: Question) -> Iterator[frozenset[str]]:
    for section, codes in question.facets.codes.items():
        if codes != ("ketamine",):
            yield frozenset().union(*(_leading(question.connection, code, section) for code in codes))


def _leading(connection: sqlite3.Connection, name: str, section: str) -> frozenset[str]:
    found: Iterable[tuple[str]] = connection.execute(
        "SELECT topic FROM topic_name WHERE name = ? AND section = ?", (name, section)
    )
    return frozenset(topic for (topic,) in found)
