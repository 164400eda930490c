"""The tables with a row for each study, and for each of its arms, limitations and adverse events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.study import Arm, Study
from kapcli.catalogue.study_rules import counted
from kapcli.evidence.limitation_counts import domain_of
from kapcli.evidence.limitations import Limit, limits
from kapcli.exporting.columns import Column, Kind, Selection, Table
from kapcli.views.phrases import family
from kapcli.views.study_fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kapcli.catalogue.publication import Name

# What the page, the tables and JSON show of a study is read off the same fields.
_SHOWN = {field.name: field.data for field in FIELDS if field.data is not None}


class ArmOf(msgspec.Struct, frozen=True):
    """An arm of a study and its place among them."""

    study: Study
    number: int
    arm: Arm


class LimitOf(msgspec.Struct, frozen=True):
    """A limitation of a study."""

    study: Study
    limit: Limit


def _shown(name: str, kind: Kind, means: str, **more: Any) -> Column:
    """A column that holds what every other view shows under the same name."""
    data = _SHOWN[name]
    return Column(name, kind, means, lambda work, vocabulary: data(work.study, vocabulary), **more)


def _own(name: str, kind: Kind, means: str, read: Callable[[Study], Any], **more: Any) -> Column:
    return Column(name, kind, means, lambda work, _: read(work.study), **more)


def retraction(name: str = "retraction") -> Column:
    """Whether the study of a row still stands: in every table that names one."""
    means = (
        "Whether its publication still stands: retracted (not to be relied on, and in no count of kap), corrected, "
        "concern, none, or not-checked"
    )
    return Column(name, "code", means, lambda row, _: row.study.retraction, facet=True)


def study_key(means: str = "The study") -> Column:
    """The study of a row."""
    return Column("study", "code", means, lambda row, _: row.study.id, refers="studies")


def names(people: tuple[Name, ...]) -> list[str]:
    """Names as *family, given*."""
    return [", ".join(filter(None, (family(name), name.given, name.suffix))) for name in people]


STUDIES = Table(
    "studies",
    "Studies",
    "One row per study or other work (review, guideline, registered trial)",
    (
        Column("id", "code", "The key of a study, such as feder2014", lambda work, _: work.study.id),
        _shown("title", "text", "Title as published, without markup"),
        _own("authors", "list", "Authors in order, each as family, given", lambda study: names(study.authors)),
        _own("authors_complete", "boolean", "Whether no author is missing", lambda study: study.authors_complete),
        _shown("year", "integer", "Year of publication; of a registered trial, of its registration", facet=True),
        _own("journal", "text", "Journal, or book that a chapter is in", lambda study: study.journal),
        _own("volume", "text", "Volume", lambda study: study.volume),
        _own("issue", "text", "Issue", lambda study: study.issue),
        _own("pages", "text", "First and last page", lambda study: study.pages),
        _own("article_number", "text", "Article number, if there are no pages", lambda study: study.article_number),
        _own("doi", "text", "DOI, without the https://doi.org/ prefix", lambda study: study.record.doi),
        _own("pmid", "text", "PubMed number", lambda study: study.record.pmid),
        _own("pmcid", "text", "PubMed Central number", lambda study: study.record.pmcid),
        _own("registry", "list", "Numbers in trial registers", lambda study: study.record.registry),
        _own("url", "address", "Address of the work itself", lambda study: study.record.url),
        _own("type", "code", "Kind of document", lambda study: study.csl_type, section="csl_type"),
        _shown("design", "code", "Kind of study", section="design", facet=True),
        _shown("status", "code", "Published, preprint, or how far a registered trial is", section="status", facet=True),
        retraction(),
        _shown("trial", "code", "Id of the study that stands for the trial: works with the same one count once"),
        _own("parent", "code", "Id of the trial that a secondary analysis draws on", lambda study: study.parent),
        _own(
            "allocation",
            "code",
            "How people were allocated to groups",
            lambda study: study.design_detail.allocation,
            section="allocation",
        ),
        _own("blinding", "code", "Who was blinded", lambda study: study.design_detail.blinding, section="blinding"),
        _own("country", "list", "Countries, as ISO 3166 codes", lambda study: study.design_detail.country),
        _own("sites", "integer", "Number of sites", lambda study: study.design_detail.sites),
        _shown("conditions", "list", "Conditions treated or studied", section="condition", facet=True),
        _own("comorbidity", "text", "Further conditions, in words", lambda study: study.comorbidity),
        _shown("population", "list", "Groups of people", section="population", facet=True),
        _own("population_text", "text", "Who took part, in words", lambda study: study.population_text),
        _own("setting", "text", "Setting, in words", lambda study: study.setting),
        _own(
            "n",
            "integer",
            "People counted: randomised, else analysed, else enrolled",
            lambda study: None if (count := counted(study)) is None else count.people,
        ),
        _own(
            "n_kind",
            "code",
            "Which count n is: randomised, analysed or enrolled",
            lambda study: None if (count := counted(study)) is None else count.kind,
        ),
        _own("n_enrolled", "integer", "People enrolled", lambda study: study.n.enrolled),
        _own("n_randomised", "integer", "People randomised", lambda study: study.n.randomised),
        _own("n_analysed", "integer", "People analysed", lambda study: study.n.analysed),
        _own("n_ketamine", "integer", "People given ketamine in any form", lambda study: study.n.ketamine),
        _own("n_control", "integer", "People on the other side", lambda study: study.n.control),
        _own("n_planned", "integer", "A register's target; no one has been studied yet", lambda study: study.n.planned),
        _own("n_studies", "integer", "For a review: how many studies it includes", lambda study: study.n.studies),
        _own("age_mean", "number", "Mean age in years", lambda study: study.age.mean),
        _own("age_sd", "number", "Standard deviation of age", lambda study: study.age.sd),
        _own("age_median", "number", "Median age in years", lambda study: study.age.median),
        _own("age_min", "number", "Youngest, in years", lambda study: study.age.min),
        _own("age_max", "number", "Oldest, in years", lambda study: study.age.max),
        _own("female_percent", "number", "Women, in percent", lambda study: study.female_percent),
        _shown("comparator", "list", "What it was compared with", section="comparator", facet=True),
        _shown("therapy", "list", "Psychotherapy; none only where a source says so", section="therapy", facet=True),
        _own("therapy_detail", "text", "Psychotherapy in words", lambda study: study.therapy_detail),
        _shown("dosing_model", "code", "How drug and therapy are combined", section="dosing_model", facet=True),
        _own(
            "follow_up",
            "text",
            "Longest observation, in words",
            lambda study: None if study.follow_up is None else study.follow_up.text,
        ),
        _own(
            "follow_up_days",
            "integer",
            "The same in days, if it can be determined",
            lambda study: None if study.follow_up is None else study.follow_up.days,
        ),
        _own("question", "text", "What was asked", lambda study: study.question),
        _shown("finding", "text", "Main result in one sentence"),
        _shown("plain", "text", "The result in everyday words"),
        Column(
            "limitations",
            "list",
            "Limitations that hold, heaviest first; the table limitations has each with its note",
            lambda work, vocabulary: [
                limit.code for limit in limits(work.study, vocabulary.codes("limitation")) if limit.answer == "yes"
            ],
            section="limitation",
            facet=True,
        ),
        _own(
            "safety_status",
            "code",
            "Whether adverse events were reported; not-reported means not known",
            lambda study: study.safety.status,
            section="safety",
            facet=True,
        ),
        _own("safety", "text", "Adverse events in words", lambda study: study.safety.text),
        _own("funding", "text", "Funding as stated", lambda study: study.funding),
        _own("conflicts", "text", "Conflicts of interest as stated", lambda study: study.conflicts),
        _shown("read_in_full", "boolean", "Whether anything was read in full text"),
        _own(
            "read",
            "list",
            "How much was read of each source, in the same order",
            lambda study: [reading.read for reading in study.read_at],
            section="read",
        ),
        _own("sources", "list", "Addresses of the sources", lambda study: [one.url for one in study.read_at]),
        _own("not_found", "list", "What was looked for and not found", lambda study: study.not_found),
        Column("origin", "text", "built-in, or the catalogue file it came from", lambda work, _: work.origin),
        Column(
            "matched",
            "boolean",
            "Whether it matches the question; false if it is included only because a claim is based on it",
            lambda work, _: work.matched,
        ),
    ),
    lambda selection: selection.works,
    searched=("title", "authors", "conditions", "therapy", "question", "finding", "plain", "population_text"),
)


def _arms(selection: Selection) -> Iterator[ArmOf]:
    for work in selection.works:
        for number, arm in enumerate(work.study.arms, 1):
            yield ArmOf(work.study, number, arm)


def _arm(name: str, kind: Kind, means: str, **more: Any) -> Column:
    return Column(name, kind, means, lambda row, _: getattr(row.arm, name), **more)


ARMS = Table(
    "arms",
    "Arms",
    "One row per arm of a study: what its participants were given",
    (
        Column("id", "code", "The key: study and number", lambda row, _: f"{row.study.id}:{row.number}"),
        study_key(),
        Column("number", "integer", "Place among the arms of the study, from 1", lambda row, _: row.number),
        _arm("label", "text", "What the source calls it"),
        _arm("role", "code", "Its role in the study", section="role", facet=True),
        _arm("drug", "code", "Drug", section="drug", facet=True),
        _arm("route", "code", "Route", section="route", facet=True),
        _arm("dose_min", "number", "Lowest dose per session, in unit"),
        _arm("dose_max", "number", "Highest dose per session, in unit"),
        _arm("unit", "code", "Unit of the dose", section="dose_unit"),
        _arm("sessions", "integer", "Sessions with the drug"),
        _arm("schedule", "text", "When the sessions took place"),
        _arm("with_therapy", "boolean", "Whether this arm had the psychotherapy"),
        retraction(),
    ),
    _arms,
)


def _limits(selection: Selection) -> Iterator[LimitOf]:
    codes = selection.vocabulary.codes("limitation")
    for work in selection.works:
        for limit in limits(work.study, codes):
            yield LimitOf(work.study, limit)


LIMITATIONS = Table(
    "limitations",
    "Limitations",
    "One row per limitation that could apply to a study, whether it holds or not",
    (
        Column("id", "code", "The key: study and limitation", lambda row, _: f"{row.study.id}:{row.limit.code}"),
        study_key(),
        Column(
            "limitation",
            "code",
            "The limitation; within a study the heaviest comes first",
            lambda row, _: row.limit.code,
            section="limitation",
            facet=True,
        ),
        Column(
            "label",
            "text",
            "Its name",
            lambda row, vocabulary: vocabulary.label("limitation", row.limit.code),
        ),
        Column(
            "holds", "code", "yes, no or unknown: not known is never a no", lambda row, _: row.limit.answer, facet=True
        ),
        Column("by_rule", "boolean", "Whether a rule settled it from the fields", lambda row, _: row.limit.computed),
        Column("note", "text", "What it means for this study", lambda row, _: " ".join(row.limit.notes)),
        retraction(),
        Column(
            "domain",
            "text",
            "The domain of bias it belongs to, or what else weakens a result",
            lambda row, _: domain_of(row.limit.code),
            facet=True,
        ),
    ),
    _limits,
)
