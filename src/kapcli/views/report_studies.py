"""The studies of a report: how many, how much of them was read, what limits them, and each in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.study_rules import counted, ketamine_arms
from kapcli.catalogue.words import so_many
from kapcli.evidence.answers import compares
from kapcli.evidence.designs import REVIEWS
from kapcli.evidence.limitation_rules import CLINICAL
from kapcli.evidence.limitations import abstract_only
from kapcli.views import phrases
from kapcli.views.document import Span, Table, inline
from kapcli.views.handout import Record, Records
from kapcli.views.limitations import count_words
from kapcli.views.report_data import file_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.limitation_counts import Tally


def tally_table(tallies: Sequence[Tally], vocabulary: Vocabulary) -> Table:
    """Limitations with their counts and what they mean."""
    rows = tuple(
        (inline(term.label), inline(count_words(tally)), inline(term.definition))
        for tally in tallies
        for term in (vocabulary.term("limitation", tally.code),)
    )
    caption = "Each is counted over the studies it can apply to; not reported is never counted as no."
    return Table(("Limitation", "Studies", "What it means"), rows, (2, 2, 3), caption=caption)


def counts_line(studies: Sequence[Study], claims: int) -> str:
    """What matched, in numbers: a trial counts once."""
    from kapcli.catalogue.study_rules import trial_key

    trials = len({trial_key(study) for study in studies})
    line = phrases.works(len(studies), trials)
    with_groups = sum(compares(study) for study in studies)
    people = sum(study.design in CLINICAL for study in studies)
    parts = [
        line,
        f"{people} of them treated or observed people",
        f"{so_many(with_groups, 'gives', 'give')} a result that compares groups",
        f"{so_many(claims, 'statement')} rated or checked",
    ]
    return "; ".join(parts) + "."


def reading_line(studies: Sequence[Study]) -> str:
    """How many were read in full."""
    unread = sum(abstract_only(study) for study in studies)
    from_abstracts = "comes from abstracts, registry records and the like."
    if not studies:
        return ""
    if not unread:
        return "All of them were read in full."
    if unread == len(studies):
        return f"None of them was read in full: what is reported here {from_abstracts}"
    return f"{unread} of the {len(studies)} were not read in full: what is reported of them {from_abstracts}"


def study_table(studies: Sequence[tuple[Study, str]], vocabulary: Vocabulary, caption: str) -> Records:
    """Studies with the files they came from, a row each."""
    return Records(
        caption,
        "studies",
        (
            "Study",
            "Year",
            "Design",
            "Participants",
            "Condition",
            "Intervention and comparator",
            "Result",
            "Limitations",
        ),
        ("text", "number", "number", "number", "text", "", "", ""),
        tuple(_study(study, origin, vocabulary) for study, origin in studies),
        "only those that compare groups",
        ("Design", "Condition", "Route", "Comparator"),
    )


def _study(study: Study, origin: str, vocabulary: Vocabulary) -> Record:
    count = counted(study)
    strength = vocabulary.term("design", study.design).strength
    # Of a review or a guideline, no therapy only says that none was looked for.
    own = study.design not in REVIEWS | phrases.WITHOUT_PEOPLE or study.therapy not in ((), ("none",))
    given = (
        phrases.given(study, vocabulary),
        phrases.therapy(study, vocabulary) if own else "",
        phrases.comparator(study, vocabulary),
    )
    design, conditions = vocabulary.label("design", study.design), phrases.conditions(study, vocabulary)
    place = "replaced by" if study.replaces else "from"
    elsewhere = "" if origin == "built-in" else Span(f" {place} {file_name(origin)}", "muted")
    retraction = phrases.retraction(study)
    result = " ".join(filter(None, (study.finding, f"{retraction[:1].upper()}{retraction[1:]}." if retraction else "")))
    routes = dict.fromkeys(arm.route for arm in ketamine_arms(study) if arm.route and arm.route != "none")
    return Record(
        (
            inline(Span(study.id, "id"), f": {phrases.byline(study)}, {study.year}", elsewhere),
            inline(str(study.year)),
            inline(design),
            inline(phrases.people(study)),
            inline(conditions),
            inline("; ".join(filter(None, given)) or "no arms of its own"),
            inline(result),
            inline(phrases.limits_and_reading(study, vocabulary)),
        ),
        (
            study.id,
            str(study.year),
            str(99 if strength is None else strength),
            "" if count is None else str(count.people),
            conditions,
            "",
            "",
            "",
        ),
        compares(study),
        (
            (design,),
            tuple(vocabulary.label("condition", code) for code in study.conditions if code != "none"),
            tuple(vocabulary.label("route", code) for code in routes),
            tuple(vocabulary.label("comparator", code) for code in study.comparator),
        ),
    )
