"""The two tables as reviewers print them: characteristics of included studies, and a Summary of Findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.catalogue.words import so_many
from kapcli.evidence.limitation_rules import CLINICAL
from kapcli.evidence.limitations import limits
from kapcli.exporting.columns import Column, Kind, Table, Work
from kapcli.views import field_words, phrases, summary_of_findings
from kapcli.views.study_fields import FIELDS

if TYPE_CHECKING:
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary

_WORDS = {field.name: field.text for field in FIELDS}


def _joined(*fields: str) -> Any:
    """Some fields of a study's page, one after the other."""

    def read(work: Work, vocabulary: Vocabulary) -> str:
        said = (_WORDS[field](work.study, vocabulary).rstrip(".") for field in fields)
        return ". ".join(filter(None, said))

    return read


def _name(work: Work, _: Vocabulary) -> str:
    return f"{phrases.byline(work.study, 2)} {work.study.year}"


def _participants(work: Work, vocabulary: Vocabulary) -> str:
    study = work.study
    female = field_words.female(study, vocabulary)
    age = field_words.age(study, vocabulary)
    parts = [
        study.population_text.rstrip("."),
        phrases.conditions(study, vocabulary),
        study.comorbidity.rstrip("."),
        field_words.numbers(study, vocabulary),
        f"age {age}" if age else "",
        f"women {female}" if female else "",
        study.setting.rstrip("."),
    ]
    return ". ".join(filter(None, parts))


def _arms(work: Work, vocabulary: Vocabulary) -> str:
    """Every arm: what was given, how, how often, and whether with the therapy."""
    said = []
    for arm in work.study.arms:
        parts = [arm.label or vocabulary.label("drug", arm.drug)]
        if arm.label and vocabulary.label("drug", arm.drug).casefold() not in arm.label.casefold():
            parts.append(vocabulary.label("drug", arm.drug))
        if arm.route and arm.route != "none":
            parts.append(vocabulary.label("route", arm.route))
        parts.append(phrases.dose(arm))
        if arm.sessions is not None:
            parts.append(so_many(arm.sessions, "session"))
        parts.append(arm.schedule.rstrip("."))
        said.append(", ".join(filter(None, parts)))
    return "; ".join(dict.fromkeys(said))


def _outcomes(work: Work, _: Vocabulary) -> str:
    return "; ".join(dict.fromkeys(phrases.measure(outcome) for outcome in work.study.outcomes))


def _notes(work: Work, vocabulary: Vocabulary) -> str:
    study = work.study
    held = [
        vocabulary.label("limitation", limit.code)
        for limit in limits(study, vocabulary.codes("limitation"))
        if limit.answer == "yes"
    ]
    parts = [phrases.retraction(study), f"Limitations: {'; '.join(held)}" if held else phrases.NO_LIMITATION]
    return ". ".join(filter(None, parts))


def _sources(study: Study) -> list[str]:
    found = phrases.record(study)
    return list(dict.fromkeys(filter(None, (found, *study.record.registry))))


CHARACTERISTICS = Table(
    "characteristics",
    "Characteristics of included studies",
    "One row per study with its own participants, in words, as reviews print them; reviews, guidelines and "
    "studies to come are left out",
    (
        Column("id", "code", "The key of a study", lambda work, _: work.study.id, refers="studies"),
        Column("study", "text", "Authors and year", _name),
        Column(
            "methods",
            "text",
            "Design, allocation, blinding, sites, countries",
            _joined("design_in_full", "design_detail"),
        ),
        Column("participants", "text", "Who they were and how many", _participants),
        Column("interventions", "text", "Every arm", _arms),
        Column("psychotherapy", "text", "Psychotherapy in any arm", _joined("therapy_of_page", "therapy_detail")),
        Column("comparator", "text", "Comparator", _joined("comparator_compared")),
        Column("outcomes", "text", "What was measured and when", _outcomes),
        Column("follow_up", "text", "Longest observation", _joined("follow_up")),
        Column("adverse_events", "text", "Adverse events as reported", _joined("harms")),
        Column("funding", "text", "Funding", _joined("funding_of_page")),
        Column("conflicts", "text", "Conflicts of interest", _joined("conflicts")),
        Column("notes", "text", "Retraction and limitations", _notes),
        Column("read", "text", "How much was read", _joined("read_in_full")),
        Column("record", "list", "DOI, PubMed or registry numbers", lambda work, _: _sources(work.study)),
    ),
    lambda selection: [work for work in selection.works if work.matched and work.study.design in CLINICAL],
)

_MEANS: dict[str, tuple[Kind, str]] = {
    "id": ("code", "The key of a claim"),
    "statement": ("text", "The statement; see verdict before it is quoted"),
    "outcome": ("text", "What was measured"),
    "time": ("text", "When"),
    "intervention": ("text", "Intervention"),
    "comparator": ("text", "Comparator"),
    "studies": ("text", "Studies weighed, or those that a leading review pools"),
    "people": ("text", "People in them; with a plus where the number of some is not known"),
    "effect": ("text", "The estimate as published with its 95% interval, or why there is none"),
    "effect_study": ("code", "Whose figure it is"),
    "interval": ("text", "Origin of the interval: source, or calculated with the method"),
    "certainty": ("code", "How certain the evidence is; null where it is not rated"),
    "verdict": ("code", "The verdict of the evidence on the statement"),
    "reasons": ("list", "Why it is rated down, or why it is not rated"),
}


def _column(name: str) -> Column:
    kind, means = _MEANS[name]
    section = name if name in ("certainty", "verdict") else ""
    return Column(name, kind, means, lambda row, _: getattr(row, name), section=section)


FINDINGS = Table(
    "findings",
    "Summary of Findings",
    "One row per claim on an effect: the estimate, how certain it is and why; ratings follow GRADE's domains by rule "
    "and are not those of a guideline panel",
    tuple(map(_column, summary_of_findings.COLUMNS)),
    lambda selection: summary_of_findings.findings(selection.claims, selection.vocabulary),
)
