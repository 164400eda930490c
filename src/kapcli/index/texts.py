"""What of a study is indexed, and under which heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kapcli.catalogue.facets import FACETS
from kapcli.catalogue.identifiers import key
from kapcli.catalogue.study_rules import KETAMINES
from kapcli.catalogue.words import in_pieces, one_word_drugs, words
from kapcli.evidence.adverse_events import events
from kapcli.index.schema import ANY, arm_token
from kapcli.index.search_terms import UNSAID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.publication import Name
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary


def searchable(text: str) -> str:
    """A text as the full-text tables are given it: folded words, as a query is made of them."""
    return in_pieces(" ".join(words(one_word_drugs(text))))


def identifiers(study: Study) -> Iterator[tuple[str, str]]:
    """Every name a study answers to, folded, with its kind."""
    record = study.record
    yield key(study.id), "id"
    for kind, name in (("doi", record.doi), ("pmid", record.pmid), ("pmcid", record.pmcid)):
        if name:
            yield key(name), kind
    for number in record.registry:
        yield key(number), "registry"
    for version in study.versions:
        for kind, name in (("id", version.id), ("doi", version.doi), ("pmid", version.pmid)):
            if name:
                yield key(name), f"{version.kind} {kind}"
    for claim in study.unverified:
        if claim.field == "doi":
            yield key(claim.value), "unverified doi"


def spoken(name: Name) -> str:
    """A name as one says it."""
    parts = (name.given, name.non_dropping_particle, name.family, name.suffix, name.literal)
    return " ".join(part for part in parts if part)


def known_as(study: Study) -> Iterator[str]:
    """What answers and sentences call it: its id, also without the year, and whose guideline or label it is."""
    yield study.id
    yield re.sub(r"\d{4}[a-z]?$", "", study.id)
    yield from (one.who for one in study.recommendations)
    yield from (one.who for one in study.exclusions)


def topics(study: Study) -> Iterator[tuple[str, str]]:
    """The codes whose labels are words of the study: its own, not those above them."""
    for facet in FACETS.values():
        if facet.topical:
            yield from ((facet.name, code) for code in facet.codes(study) if code not in UNSAID)


def arm_tokens(study: Study) -> Iterator[str]:
    """The words for which drug each arm has by which route."""
    found = set()
    for arm in study.arms:
        route = arm.route or ""
        found |= {(arm.drug, ANY), (arm.drug, route)}
        if arm.drug in KETAMINES:
            found |= {(ANY, ANY), (ANY, route)}
    for drug, route in sorted(found):
        if route:
            yield arm_token(drug, route)


def mentions(study: Study, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """What its outcomes measured, its adverse events, its countries, and companies that have to do with it."""
    yield from (("country", code) for code in study.design_detail.country)
    yield from (("company", code) for code in _companies(study, vocabulary))
    seen = set()
    for outcome in study.outcomes:
        for pair in (("instrument", outcome.instrument), ("domain", outcome.domain)):
            if pair[1] and pair not in seen:
                seen.add(pair)
                yield pair[0], pair[1]
    if study.safety.status != "not-reported":
        yield "domain", "safety"
        # A broader term finds what is coded with a narrower one.
        for event in study.safety.events:
            yield from (("adverse_event", code) for code in vocabulary.broader("adverse_event", event.term))


def _companies(study: Study, vocabulary: Vocabulary) -> Iterator[str]:
    """Companies named where it is told who paid, who had a stake and what was given."""
    named = (author.literal for author in study.authors)
    notes = (caveat.note for caveat in study.limitations if caveat.code == "conflict-of-interest")
    about = f" {searchable(' '.join((study.funding, study.conflicts, study.therapy_detail, *named, *notes)))} "
    for code, term in vocabulary.sections.get("company", {}).items():
        if any(f" {searchable(name)} " in about for name in (term.label, *term.synonyms)):
            yield code


def said(study: Study, vocabulary: Vocabulary) -> Iterator[str]:
    """What it asked and found, and what it measured."""
    yield from (study.question, study.finding, study.plain, *study.findings)
    for outcome in study.outcomes:
        yield f"{outcome.measure} {outcome.timepoint}"
        if outcome.instrument:
            yield vocabulary.label("instrument", outcome.instrument)


def harm_texts(study: Study, vocabulary: Vocabulary) -> Iterator[str]:
    """Its adverse events by name, those of the comparator too."""
    yield from study.safety.uncoded
    for event in (*events(study), *events(study, comparator=True)):
        yield vocabulary.label("adverse_event", event.term)


def harm_numbers(study: Study) -> Iterator[str]:
    """The figures of its adverse events."""
    safety = study.safety
    counts = [safety.any_event, safety.serious, safety.stopped, *safety.events]
    if (other := safety.comparator) is not None:
        counts += [other.any_event, other.serious, other.stopped, *other.events]
    for count in counts:
        if count is not None:
            yield from (f"{part} people" for part in (count.number, count.of) if part is not None)
            yield from (f"{part:g}%" for part in (count.percent, count.percent_to) if part is not None)


def detail(study: Study, vocabulary: Vocabulary) -> Iterator[str]:
    """What it mentions: people, setting, harms, schedules."""
    yield from (study.population_text, study.setting, study.comorbidity, study.therapy_detail)
    yield from (study.journal, study.safety.text, *harm_texts(study, vocabulary))
    yield from study.record.registry
    for arm in study.arms:
        yield f"{vocabulary.label('drug', arm.drug)} {arm.label} {arm.schedule}"


def unsearched(study: Study) -> str:
    """Words that are known, so that none is taken for a slip of the pen, though no search finds a study by them."""
    notes = [caveat.note for caveat in study.limitations]
    outcomes = [outcome.note for outcome in study.outcomes]
    return " ".join((study.funding, study.conflicts, study.publisher, *study.notes, *notes, *outcomes))
