"""What is said beside an answer: how the question was read, and what is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.words import so_many, words
from kapcli.index.facets import Facets
from kapcli.index.lexicon import SAFETY_WORDS, in_crisis
from kapcli.index.matching import matching
from kapcli.index.query import Query, Unit
from kapcli.index.question import command_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.index.ordering import Sort
    from kapcli.index.question import Question
    from kapcli.index.search import Found

# Addiction as a harm of ketamine, and as what it is tried for.
_AS_HARM, _AS_CONDITION = ("topic", "dependence"), ("condition", "substance-use")
# Stands over the studies that lack some of the words.
CLOSEST = "Closest matches (some words missing):"
SEE_EXCLUSIONS = "Who should not have it, by labels and guidelines: kap topics {}"
SEE_HARMS = "Adverse events, by term and by study: kap limits --safety"


def remarks(question: Question) -> list[str]:
    """What has to be said before anything else, and about how the question was read."""
    query = question.query
    lines = []
    if in_crisis(query.text):
        lines.append(question.session.about.urgent_help)
    excluding = any(code == ("topic", "contraindication") for unit in query.units for code in unit.codes)
    topic = None
    if query.negated or excluding:
        from kapcli.index.topics import topic_of

        topic = topic_of(question)
    if topic is not None and topic.topic.asks == "exclusion":
        lines.append(SEE_EXCLUSIONS.format(topic.topic.id))
    else:
        if query.negated:
            lines.append("Search cannot exclude words: the words after not, no or without were searched for too.")
        if excluding:
            lines.append("Who should not have ketamine is not answered here; please ask a clinician.")
    if about_harm(question):
        lines.append(SEE_HARMS)
    if query.doses:
        lines.append(f"{', '.join(query.doses)} was not searched for: use --dose, e.g. --dose 0.2..0.5.")
    lines += corrections(question)
    if query.on_retraction:
        lines += _retractions(question)
    for word, near in query.ambiguous:
        lines.append(f"{word} was not corrected: it could be {' or '.join(near)}.")
    ambiguous = {word for word, _ in query.ambiguous}
    for unit in query.units:
        if not unit.known and unit.text not in ambiguous:
            what = "identifier" if unit.identifier else "word"
            lines.append(f"No study here has the {what} {unit.text}.{_nearest_ids(question, unit.text)}")
    return lines


def _retractions(question: Question) -> Iterator[str]:
    """Of each study that is named whether its publication still stands, as far as that was looked up."""
    from kapcli.citing.from_study import UNCHECKED
    from kapcli.index.texts import identifiers
    from kapcli.views import phrases

    names = {*question.query.named, *(unit.identifier for unit in question.query.units)}
    for study in question.studies:
        if not names.isdisjoint(name for name, _ in identifiers(study)):
            state = phrases.retraction(study) or "no retraction, correction or expression of concern was found"
            when = f" (looked up {study.retraction_checked})" if study.retraction_checked else ""
            yield f"{study.id}: {UNCHECKED if study.retraction == 'not-checked' else state}{when}."


def ordered(question: Question, sort: Sort) -> list[str]:
    """That a word was taken to ask for an order; a large study need not be a strong one."""
    word, _ = question.query.order
    order = question.order(sort)
    if order == sort or not word:
        return []
    mixed = order == "n" and "design" not in question.facets.codes
    of_all = ", whatever their design (randomised trials only: --design rct)" if mixed else ""
    return [f"{word}: sorted by {'year' if order == 'year' else 'number of people'}{of_all}."]


def readings(question: Question) -> list[str]:
    """Both things that a word such as *addictive* may ask for, each with how many studies there are."""
    asked = {code for unit in question.query.units for code in unit.codes}
    if not asked & {_AS_HARM, _AS_CONDITION}:
        return []
    counts = [
        len(
            matching(
                question.connection, Query("", (Unit("", codes=(code,), labels=_labels(question, code)),)), Facets()
            )
        )
        for code in (_AS_HARM, _AS_CONDITION)
    ]
    return [
        f"Two readings: addiction to ketamine, as a harm ({counts[0]}): kap search addictive; "
        f"other addictions that ketamine was tried for ({counts[1]}): kap search --condition substance-use"
    ]


def _labels(question: Question, code: tuple[str, str]) -> tuple[str, ...]:
    term = question.session.vocabulary.term(*code)
    return tuple(" ".join(words(name)) for name in (term.label, *term.said_as))


def left_out_words(found: Found) -> list[str]:
    """Which words were left out, where all of them together find next to nothing."""
    if not found.without:
        return []
    words = ", ".join(f"“{word}”" for word in found.without)
    all_of_them = (
        f"{_studies(found.total)} {'matches' if found.total == 1 else 'match'} all the words"
        if found.total
        else "No study here matches all the words"
    )
    return [f"{all_of_them}. Without {words}: {found.more} more."]


def corrections(question: Question) -> list[str]:
    """Which words were searched for in place of those typed."""
    return [f"Searched for {one.searched} (you wrote {one.wrote})." for one in question.query.corrections]


def corrected(question: Question) -> str:
    """The words as they were searched for."""
    text = question.query.text.strip()
    for one in question.query.corrections:
        text = text.replace(one.wrote, one.searched)
    return text


def _nearest_ids(question: Question, word: str) -> str:
    """The ids that look like a word which looks like one."""
    if not re.fullmatch(r"[a-z]+(?:19|20)\d\d[a-z]?", word):
        return ""
    from kapcli.catalogue.nearest import nearest
    from kapcli.index.records import ids

    near = nearest(word, sorted(ids(question.connection).values()))
    return f" Closest: {', '.join(f'kap show {one}' for one in near)}" if near else ""


def about_harm(question: Question) -> bool:
    """Whether the question is about harm."""
    units = question.query.units
    # *Sexual abuse* and *alcohol abuse* name what is treated.
    treated = {word for unit in units if _names_a_condition(unit) for word in words(unit.text)}
    said = set(words(question.query.text)) - treated
    return bool(said & SAFETY_WORDS) or any(code == ("domain", "safety") for unit in units for code in unit.codes)


def _names_a_condition(unit: Unit) -> bool:
    # Wanting to die is what is treated and what is feared.
    treated = all(section == "condition" and code != "suicidality" for section, code in unit.codes)
    return treated and bool(unit.codes) and len(words(unit.text)) > 1


def left_out(question: Question) -> list[str]:
    """What the answer leaves out, because its sources do not tell or because it is another drug."""
    lines = _other_forms(question)
    without_dose, without_arms = question.left_out
    if without_dose:
        assert question.facets.dose is not None
        lines.append(f"{_hidden(without_dose)}: no dose in {question.facets.dose.unit} is given.")
    if without_arms:
        lines.append(f"{_hidden(without_arms)}: no treatment arm (such as reviews) to match the drug or route.")
    return lines


def retracted(question: Question) -> list[str]:
    """Which of the matching studies are not counted, because they were retracted."""
    return not_counted(question.retracted)


def not_counted(names: Sequence[str]) -> list[str]:
    """Which of some studies are not counted, because they were retracted."""
    return [f"Retracted and not counted: {', '.join(names)}."] if names else []


def _other_forms(question: Question) -> list[str]:
    """Where ketamine was asked for: how much there is on esketamine, which is another drug and was not searched."""
    plain = ("drug", "ketamine")
    if not any(plain in unit.codes for unit in question.query.units):
        return []
    other = Unit("esketamine", codes=(("drug", "esketamine"),), labels=("esketamine",))
    units = tuple(other if plain in unit.codes else unit for unit in question.query.units)
    query = msgspec.structs.replace(question.query, units=units)
    count = len(matching(question.connection, query, question.facets))
    return (
        [f"Esketamine is a different drug: {_studies(count)} of it {'matches' if count == 1 else 'match'} these words."]
        if count
        else []
    )


def claims_weighed(question: Question, count: int) -> list[str]:
    """How many claims match the same words, and what lists them; nothing where there are none."""
    command = command_line("claims", question.query.text.split(), {})
    return [f"{so_many(count, 'related claim')}: {command}"] if count else []


def on_counts(question: Question, *, found: bool) -> list[str]:
    """What has to be said beside counts of studies.

    Args:
        question: What was asked.
        found: Whether there is anything to count.
    """
    lines = [*remarks(question), *left_out(question), *retracted(question)]
    if found:
        return lines
    from kapcli.views.nothing_found import nothing_found

    return lines + nothing_found(question)


def on_claims(question: Question, *, found: bool, filtered: bool, said_by: str = "") -> list[str]:
    """What has to be said beside claims.

    Args:
        question: What was asked.
        found: Whether there are any.
        filtered: Whether verdict, certainty or kind were asked for.
        said_by: Who made them, where that was asked for.
    """
    lines = [question.session.about.urgent_help] if in_crisis(question.query.text) else []
    lines += corrections(question)
    if not found:
        records = 0
        if not filtered:
            from kapcli.index.claim_search import RECORD, Filters, search_claims

            alone = Filters(kind=(RECORD,), said_by=said_by)
            records, _ = search_claims(question.connection, question.query, question.facets, alone, 0)
        from kapcli.views.nothing_found import no_claim_found

        wider = [unit.broader for unit in question.query.units if unit.broader]
        lines += no_claim_found(question.session, question.query.text.split(), records, wider)
    return lines + ([SEE_HARMS] if about_harm(question) else [])


def _hidden(count: int) -> str:
    return f"{_studies(count)} {'is' if count == 1 else 'are'} hidden"


def _studies(count: int) -> str:
    return so_many(count, "study", "studies")
