"""What of a study is shown where: one row a field, for a hit, a page, a comparison, a table and a program alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from kapcli.catalogue.forms import without_tags
from kapcli.catalogue.study_rules import counted, trial_key
from kapcli.evidence.limitations import abstract_only, heaviest
from kapcli.views import field_words, harm_words, phrases

if TYPE_CHECKING:
    from collections.abc import Callable

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.search import Hit

Section = Literal["", "question", "people", "intervention", "funding"]


class Field(msgspec.Struct, frozen=True):
    """A field of a study.

    Attributes:
        name: Its key for a program, where `data` gives it one.
        text: In words; empty where nothing is known or it says nothing here.
        label: What stands before it on a page; without one it is a sentence of its own.
        section: The section of a study's page in which it is a line; empty where the page says it otherwise.
        level: How deep it is nested there.
        compared: What its row in a comparison is called; empty where it has none.
        explains: Whether a difference in it could explain different results.
        column: Its place and name among the tab-separated columns. Others may be added at the end; none is moved.
        data: Its value for a program.
    """

    name: str
    text: Callable[[Study, Vocabulary], str] = lambda *_: ""
    label: str = ""
    section: Section = ""
    level: int = 1
    compared: str = ""
    explains: bool = False
    column: tuple[int, str] | None = None
    data: Callable[[Study, Vocabulary], Any] | None = None


def _count(study: Study, _: Vocabulary) -> dict[str, Any] | None:
    count = counted(study)
    return None if count is None else {"people": count.people, "kind": count.kind}


def _arms(study: Study, _: Vocabulary) -> list[dict[str, Any]] | None:
    names = ("drug", "route", "dose_min", "dose_max", "unit", "sessions", "role")
    return [{name: getattr(arm, name) for name in names} for arm in study.arms] or None


def _harms(study: Study, vocabulary: Vocabulary) -> str:
    named = "; ".join(harm_words.names(study, vocabulary))
    return phrases.safety_status(study, vocabulary) + (f": {named}" if named else "")


def _limitations(study: Study, vocabulary: Vocabulary) -> list[dict[str, str]]:
    return [
        {"code": limit.code, "label": vocabulary.label("limitation", limit.code)}
        for limit in heaviest(study, vocabulary)
    ]


# Lists that every work could fill: where one is empty, it is not known.
NEVER_EMPTY = ("conditions", "population", "arms", "comparator", "therapy", "authors")
# In the order in which a reader meets them; after PICO where studies are compared.
FIELDS = (
    Field("id", lambda study, _: study.id, column=(0, "id"), data=lambda study, _: study.id),
    Field(
        "title",
        lambda study, _: without_tags(study.title),
        column=(13, "title"),
        data=lambda study, _: without_tags(study.title),
    ),
    Field("authors", data=lambda study, _: phrases.byline(study)),
    Field("year", lambda study, _: str(study.year), column=(1, "year"), data=lambda study, _: study.year),
    Field("question", lambda study, _: study.question, section="question", compared="Question"),
    Field(
        "design",
        lambda study, vocabulary: vocabulary.label("design", study.design),
        column=(2, "design"),
        data=lambda study, _: study.design,
    ),
    Field("design_in_full", field_words.design, label="Design", section="question"),
    Field("design_compared", field_words.compared_design, compared="Design", explains=True),
    Field("design_detail", lambda study, _: study.design_detail.text, section="question", level=2),
    Field("searched_to", field_words.last_search, label="Last search", section="question"),
    Field("risk_of_bias", field_words.risk_of_bias, label="Risk of bias in its studies", section="question"),
    Field("i2", field_words.heterogeneity, label="Differences between its trials (I²)", section="question"),
    Field("small_study", field_words.small_studies, label="Small trials", section="question"),
    Field("formal_rating", field_words.ratings, label="How sure it calls itself", section="question"),
    Field("status", data=lambda study, _: study.status),
    Field("population_text", lambda study, _: study.population_text, section="people"),
    Field(
        "conditions",
        phrases.conditions,
        label="Condition",
        section="people",
        compared="Condition",
        explains=True,
        column=(3, "conditions"),
        data=lambda study, _: study.conditions or None,
    ),
    Field("comorbidity", lambda study, _: study.comorbidity, label="Also", section="people"),
    Field(
        "population",
        field_words.populations,
        label="Group",
        section="people",
        compared="Population",
        explains=True,
        data=lambda study, _: study.population or None,
    ),
    Field("numbers", field_words.numbers, label="Participants", section="people"),
    Field("people_compared", field_words.sample_size, compared="Sample size", explains=True),
    Field(
        "n",
        lambda study, _: "" if (count := counted(study)) is None else str(count.people),
        column=(6, "n"),
        data=_count,
    ),
    Field("n_kind", lambda study, _: "" if (count := counted(study)) is None else count.kind, column=(7, "n_kind")),
    Field("n_planned", data=lambda study, _: study.n.planned),
    Field("age", field_words.age, label="Age", section="people"),
    Field("female", field_words.female, label="Female", section="people"),
    Field("setting", lambda study, _: study.setting, label="Setting", section="people"),
    Field(
        "arms",
        phrases.given,
        compared="Intervention",
        explains=True,
        column=(4, "given"),
        data=_arms,
    ),
    Field("sessions", field_words.sessions, compared="Sessions", explains=True),
    Field(
        "comparator",
        phrases.comparator,
        label="Comparator",
        section="intervention",
        column=(8, "comparator"),
        data=lambda study, _: study.comparator or None,
    ),
    Field("comparator_compared", field_words.comparator_alone, compared="Comparator", explains=True),
    Field("therapy_of_page", field_words.page_therapy, label="Psychotherapy", section="intervention"),
    Field(
        "therapy",
        phrases.therapy,
        compared="Therapy",
        explains=True,
        column=(5, "therapy"),
        data=lambda study, _: study.therapy or None,
    ),
    Field("therapy_detail", lambda study, _: study.therapy_detail, section="intervention", level=2),
    Field(
        "dosing_model",
        field_words.dosing_model,
        label="Dosing model",
        section="intervention",
        data=lambda study, _: study.dosing_model,
    ),
    Field("measured", field_words.measured, compared="Outcome", explains=True, column=(17, "outcome")),
    Field("figure", field_words.figure, compared="Result", column=(18, "estimate")),
    Field("shows", field_words.shows, compared="Direction", column=(19, "direction")),
    Field(
        "follow_up",
        lambda study, _: "" if study.follow_up is None else study.follow_up.text,
        compared="Follow-up",
        explains=True,
    ),
    Field("finding", lambda study, _: study.finding, column=(9, "finding"), data=lambda study, _: study.finding),
    Field("plain", data=lambda study, _: study.plain),
    Field("harms", _harms, compared="Adverse events"),
    Field("limits", phrases.limits_line, compared="Limitations", column=(10, "limits"), data=_limitations),
    Field("safety", data=harm_words.as_data),
    Field(
        "read_in_full",
        lambda study, _: phrases.reading_mark(study) or "read in full",
        column=(11, "read"),
        data=lambda study, _: not abstract_only(study),
    ),
    Field(
        "retraction",
        lambda study, _: phrases.retraction(study),
        column=(16, "retraction"),
        data=lambda study, _: study.retraction,
    ),
    Field(
        "record",
        lambda study, _: phrases.record(study),
        column=(12, "record"),
        data=lambda study, _: msgspec.to_builtins(study.record),
    ),
    Field("read_at", data=lambda study, _: msgspec.to_builtins(study.read_at)),
    Field("trial", data=lambda study, _: trial_key(study)),
    Field("funding", lambda study, _: study.funding, compared="Funding"),
    Field(
        "funding_of_page",
        lambda study, _: study.funding or "not stated in our sources",
        label="Funding",
        section="funding",
    ),
    Field(
        "conflicts",
        lambda study, _: study.conflicts or "not stated in our sources",
        label="Conflicts of interest",
        section="funding",
    ),
)
# What a hit adds to its study's columns, with their places.
_OF_HIT = ((14, "match"), (15, "origin"))
COLUMNS = tuple(name for _, name in sorted([*_OF_HIT, *(field.column for field in FIELDS if field.column)]))


def as_data(study: Study, origin: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """A study for a program, in short: with its limits and where it was read.

    Returns:
        Keys as documented in docs/json.md; every one is always there, ``null`` where nothing is known.
    """
    found = {field.name: field.data(study, vocabulary) for field in FIELDS if field.data is not None}
    return found | {"origin": origin}


def as_cells(study: Study, origin: str, match: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A study as the cells of `COLUMNS`."""
    cells = {field.column[1]: field.text(study, vocabulary) for field in FIELDS if field.column}
    cells |= {"match": match, "origin": origin}
    return tuple(cells[name] for name in COLUMNS)


def hit_data(hit: Hit, vocabulary: Vocabulary, *, explain: bool) -> dict[str, Any]:
    """A hit for a program: its study in short, and how it matched; which field did where that is asked for."""
    return as_data(hit.study, hit.origin, vocabulary) | {
        "match": hit.match,
        "missing": hit.missing,
        "matched": msgspec.to_builtins(hit.matched) if explain else None,
    }
