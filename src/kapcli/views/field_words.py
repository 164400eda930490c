"""The words of a study's fields, where there is more to one than taking it over; of a review also of its method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.study_rules import SYNTHESES, ketamine_arms
from kapcli.catalogue.words import so_many
from kapcli.views import phrases

if TYPE_CHECKING:
    from kapcli.catalogue.outcome import Heterogeneity
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary


def design(study: Study, vocabulary: Vocabulary) -> str:
    """Kind of study, how it was allocated and blinded, and where."""
    detail = study.design_detail
    parts = [vocabulary.label("design", study.design)]
    if study.status != "published":
        parts.append(vocabulary.label("status", study.status))
    if detail.allocation:
        parts.append(vocabulary.label("allocation", detail.allocation))
    if detail.blinding:
        parts.append(vocabulary.label("blinding", detail.blinding))
    if detail.blinding_detail:
        parts.append(detail.blinding_detail)
    if detail.sites is not None:
        parts.append(so_many(detail.sites, "site"))
    if detail.phase:
        parts.append(f"phase {detail.phase}")
    if detail.country:
        parts.append(", ".join(detail.country))
    return " · ".join(parts)


def compared_design(study: Study, vocabulary: Vocabulary) -> str:
    """The same as far as two studies can be compared by it."""
    parts = [vocabulary.label("design", study.design)]
    if study.design_detail.allocation:
        parts.append(vocabulary.label("allocation", study.design_detail.allocation))
    if study.design_detail.blinding:
        parts.append(vocabulary.label("blinding", study.design_detail.blinding))
    return ", ".join(parts)


def status(study: Study, vocabulary: Vocabulary) -> str:
    """What has come of it, where it is not published."""
    return "" if study.status in ("published", "report") else vocabulary.label("status", study.status)


def populations(study: Study, vocabulary: Vocabulary) -> str:
    """Who the people were."""
    return ", ".join(vocabulary.label("population", code) for code in study.population)


def numbers(study: Study, _: Vocabulary) -> str:
    """Every count that a source gave."""
    people = study.n
    named = [
        ("planned as a target", people.planned),
        ("enrolled", people.enrolled),
        ("randomised", people.randomised),
        ("analysed", people.analysed),
        ("on ketamine", people.ketamine),
        ("in comparison", people.control),
        ("studies included", people.studies),
    ]
    return ", ".join(f"{count} {name}" for name, count in named if count is not None) or phrases.NOT_KNOWN


def age(study: Study, _: Vocabulary) -> str:
    """Mean, spread and range, as far as known."""
    age, parts = study.age, []
    if age.mean is not None:
        parts.append(f"mean {phrases.number(age.mean)}")
    if age.sd is not None:
        parts.append(f"SD {phrases.number(age.sd)}")
    if age.median is not None:
        parts.append(f"median {phrases.number(age.median)}")
    if age.min is not None and age.max is not None:
        parts.append(phrases.span(age.min, age.max))
    elif age.min is not None:
        parts.append(f"from {phrases.number(age.min)}")
    elif age.max is not None:
        parts.append(f"up to {phrases.number(age.max)}")
    return f"{', '.join(parts)} years" if parts else ""


def female(study: Study, _: Vocabulary) -> str:
    """The share of women."""
    return "" if study.female_percent is None else f"{phrases.number(study.female_percent)}%"


def page_therapy(study: Study, vocabulary: Vocabulary) -> str:
    """Nothing where there is none and nobody was given anything."""
    return phrases.therapy(study, vocabulary) if study.arms or study.therapy not in ((), ("none",)) else ""


def dosing_model(study: Study, vocabulary: Vocabulary) -> str:
    """Which model of dosing, and whether the source calls it so."""
    if study.dosing_model == "not-applicable":
        return ""
    inferred = " (inferred, not the source's own word)" if study.dosing_model_inferred else ""
    return vocabulary.label("dosing_model", study.dosing_model) + inferred


def sessions(study: Study, _: Vocabulary) -> str:
    """How often ketamine was given."""
    return " or ".join(dict.fromkeys(str(arm.sessions) for arm in ketamine_arms(study) if arm.sessions is not None))


def measured(study: Study, _: Vocabulary) -> str:
    """The main outcome: by what, and when."""
    outcome = phrases.main_outcome(study)
    return "" if outcome is None else ", ".join(filter(None, (outcome.measure, outcome.timepoint)))


def figure(study: Study, vocabulary: Vocabulary) -> str:
    """The main outcome's figure."""
    outcome = phrases.main_outcome(study)
    return "" if outcome is None else phrases.figure(outcome, vocabulary)


def shows(study: Study, vocabulary: Vocabulary) -> str:
    """What the main outcome's figure shows."""
    outcome = phrases.main_outcome(study)
    return "" if outcome is None else phrases.shows(outcome, vocabulary)


def sample_size(study: Study, _: Vocabulary) -> str:
    """How many people, where any number is known: that none is known is no number."""
    said = phrases.people(study)
    return "" if said.endswith(phrases.NOT_KNOWN) and study.n.planned is None else said


def comparator_alone(study: Study, vocabulary: Vocabulary) -> str:
    """The comparator, where its name stands before it."""
    return phrases.comparator(study, vocabulary).removeprefix("vs ")


_AT_HIGH_RISK = {
    "low": "few at high risk",
    "some": "some at high risk",
    "most": "most at high risk",
    "not-read": "the rating is not in our sources",
}


def last_search(study: Study, _: Vocabulary) -> str:
    """Until when it searched; of a review where that was not read, that it is not known."""
    if study.searched_to or study.design not in SYNTHESES:
        return study.searched_to
    return "not stated in our sources"


def risk_of_bias(study: Study, _: Vocabulary) -> str:
    """How it judged the studies it takes together."""
    own = study.risk_of_bias
    return "" if own is None else f"{_AT_HIGH_RISK[own.level]}; {own.text}"


def heterogeneity(study: Study, _: Vocabulary) -> str:
    """I² of each pooled outcome for which it was read."""
    return "; ".join(_squared(one, study) for one in study.i2)


def _squared(one: Heterogeneity, study: Study) -> str:
    outcome = next((outcome for outcome in study.outcomes if outcome.id == one.outcome), None)
    named = ", ".join(filter(None, (outcome.measure, outcome.timepoint))) if outcome else ""
    of = "; ".join(filter(None, (named, one.text)))
    return f"{phrases.number(one.value)}%" + (f" ({of})" if of else "")


def small_studies(study: Study, _: Vocabulary) -> str:
    """Whether it saw small trials show more than large ones."""
    said = {"yes": "larger effects or other signs of publication bias were found", "no": "assessed, none found"}
    return "" if study.small_study is None else said[study.small_study]


def ratings(study: Study, vocabulary: Vocabulary) -> str:
    """How sure it calls itself, by a formal scheme; what has the same rating together."""
    rated: dict[str, list[str]] = {}
    for one in study.formal_rating:
        rated.setdefault(f"{vocabulary.label('certainty', one.rating)} ({one.scheme})", []).append(one.what)
    return ". ".join(f"{level}: {'; '.join(what)}" for level, what in rated.items())
