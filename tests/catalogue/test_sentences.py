"""The catalogue's sentences are its own, hold no number of their own making, and are no firmer than their figures.

``tests/data/source-phrases.bin`` holds a five-byte hash of every eight words in a row of the texts the facts were taken
from; the texts themselves are not here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.study import Study

DATA = Path(__file__).parents[1] / "data"
FACTS: dict[str, Any] = json.loads((DATA / "figures.json").read_text("utf-8"))
PHRASE = 8
WORD = re.compile(r"[a-z0-9]+")
# CAPS-5 and PHQ-9 are names.
NUMBER = re.compile(r"(?<![A-Za-z0-9])(?<![A-Z]-)\d+(?:[.,]\d+)*")
IMPROVEMENT = re.compile(
    r"\b(improv|reduc|lower|eas(e|ed|es|ing)\b|reliev|benefit|better|help|fall\b|falls\b|fell\b|drop|decreas|lessen"
    r"|superior|effective|efficac|alleviat|outperform|diminish|declin)",
    re.IGNORECASE,
)
PRAISE = re.compile(
    r"\b(promising|striking|exciting|proven|breakthrough|remarkabl|undisputed|well[- ]tolerated|cure[sd]?\b|safely)",
    re.IGNORECASE,
)
# The confidence level of an interval, which stands in the name of the field.
LEVEL = "95"


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def phrases(text: str) -> set[str]:
    """Every eight words in a row; a run that is mostly figures is a fact and nobody's sentence."""
    found = words(text)
    runs = (found[i : i + PHRASE] for i in range(len(found) - PHRASE + 1))
    return {" ".join(run) for run in runs if sum(word.isalpha() for word in run) > PHRASE / 2}


def digest(phrase: str) -> bytes:
    return hashlib.blake2b(phrase.encode(), digest_size=5).digest()


def normal(number: str) -> str:
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", number):
        number = number.replace(",", "")
    try:
        return f"{float(number):g}" if float(number) < 1e6 else str(int(float(number)))
    except ValueError:
        return number


def numbers(text: str) -> set[str]:
    return {normal(found.rstrip(".,")) for found in NUMBER.findall(text)}


def sentences(study: Study) -> Iterator[str]:
    yield from (study.question, study.finding, study.plain, *study.findings)
    yield from (caveat.note for caveat in study.limitations)


def texts(study: Study) -> Iterator[str]:
    yield from sentences(study)
    yield from (study.population_text, study.setting, study.comorbidity, study.therapy_detail, study.design_detail.text)
    yield from (study.safety.text, study.funding, study.conflicts, *study.notes)
    yield from (arm.schedule for arm in study.arms)
    yield from (text for outcome in study.outcomes for text in (outcome.contrast, outcome.timepoint, outcome.note))
    if study.follow_up:
        yield study.follow_up.text


def field_numbers(study: Study) -> set[str]:
    """Every number in the study's fields; its sentences and notes are no fields."""
    fields = msgspec.to_builtins(study)
    for name in ("question", "finding", "plain", "findings", "limitations", "notes", "read_at", "record", "title"):
        fields.pop(name)
    found = numbers(json.dumps(fields, ensure_ascii=False).replace("\\u2013", " "))
    return found | {normal(number.lstrip("-")) for number in found}


@pytest.fixture(scope="module")
def source_phrases() -> set[bytes]:
    data = (DATA / "source-phrases.bin").read_bytes()
    return {data[i : i + 5] for i in range(0, len(data), 5)}


def test_no_text_shares_eight_words_in_a_row_with_its_sources(catalogue: Catalogue, source_phrases: set[bytes]) -> None:
    shared = [
        (study.id, phrase)
        for study in catalogue.studies
        for text in texts(study)
        for phrase in phrases(text)
        if digest(phrase) in source_phrases
    ]
    assert shared == []


def test_field_limits_and_glossary_are_in_own_words(catalogue: Catalogue, source_phrases: set[bytes]) -> None:
    rows = [limit.text for limit in catalogue.limitations]
    rows += [text for term in catalogue.glossary for text in (term.plain, term.detail)]
    assert [phrase for text in rows for phrase in phrases(text) if digest(phrase) in source_phrases] == []


def test_no_two_studies_share_a_sentence(catalogue: Catalogue) -> None:
    owner: dict[str, str] = {}
    shared = []
    for study in catalogue.studies:
        own = {phrase for text in (*sentences(study), *study.notes) for phrase in phrases(text)}
        shared += [(study.id, owner[phrase], phrase) for phrase in own if phrase in owner]
        owner |= dict.fromkeys(own, study.id)
    assert shared == []


def test_numbers_in_sentences_stand_in_the_fields_of_the_study(catalogue: Catalogue) -> None:
    stray = [
        (study.id, number, text)
        for study in catalogue.studies
        for known in [field_numbers(study)]
        for text in sentences(study)
        for number in numbers(text) - known - {LEVEL}
    ]
    assert stray == []


def test_numbers_in_every_other_text_stand_in_the_facts(catalogue: Catalogue) -> None:
    stray = [
        (study.id, number, text)
        for study in catalogue.studies
        for text in texts(study)
        for number in numbers(text) - set(FACTS[study.id]["numbers"]) - {LEVEL}
    ]
    assert stray == []


def test_a_study_that_shows_no_difference_has_no_verb_of_improvement_in_its_finding(catalogue: Catalogue) -> None:
    for study in catalogue.studies:
        primary = [outcome for outcome in study.outcomes if outcome.primary] or list(study.outcomes[:1])
        if primary and primary[0].direction in ("no-difference", "unclear"):
            assert not IMPROVEMENT.search(study.finding), (study.id, study.finding)


def test_nothing_is_praised(catalogue: Catalogue) -> None:
    for study in catalogue.studies:
        for text in sentences(study):
            assert not PRAISE.search(text), (study.id, text)


def test_uncontrolled_studies_say_so_near_their_finding(catalogue: Catalogue) -> None:
    """One group's course is no effect: the finding or the plain line says that nobody was compared."""
    missing = []
    for study in catalogue.studies:
        if study.comparator == ("none",) and study.design in (
            "single-arm-trial",
            "retrospective-cohort",
            "case-series",
        ):
            said = f"{study.finding} {study.plain}".lower()
            if not re.search(r"compar|nobody|no one|no group|without|alone|control|unknown|cannot|not known", said):
                missing.append(study.id)
    assert missing == []


def test_every_clinical_study_has_a_finding_a_plain_line_and_a_limit(catalogue: Catalogue) -> None:
    for study in catalogue.studies:
        assert study.finding
        assert study.plain, study.id
        assert study.limitations, study.id
        assert len(study.finding) <= 180, study.id


def test_the_plain_line_holds_no_unexplained_abbreviation(catalogue: Catalogue) -> None:
    pattern = re.compile(r"\b[A-Z]{2,}[A-Z0-9-]*\b")
    # PTSD is what people call it; the glossary explains it, and a lay page has the explanation below.
    allowed = {"US", "UK", "FDA", "LSD", "HIV", "MRI", "COVID-19", "VA", "DNA", "PTSD"}
    found = {(s.id, word) for s in catalogue.studies for word in pattern.findall(s.plain) if word not in allowed}
    assert found == set()
