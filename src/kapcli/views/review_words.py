"""What a review or guideline says of its own method and certainty, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.study_rules import SYNTHESES
from kapcli.views import phrases

if TYPE_CHECKING:
    from kapcli.catalogue.outcome import Heterogeneity
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary

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
