"""The rules on limitations: each answers from the fields of a study yes, no or not known.

Not known is never a no. A rule that cannot apply to a kind of work (a theory has no control group to lack) gives no
answer at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kapcli.catalogue.orientation import STANDARDISED
from kapcli.catalogue.study_rules import BETWEEN, NO_PSYCHOTHERAPY, SYNTHESES, counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from kapcli.catalogue.study import Study

Answer = Literal["yes", "no", "unknown"]

VERY_SMALL = 20
SMALL = 50
SHORT_DAYS = 28
ATTRITION_PERCENT = 30
# A difference between groups of so many standard deviations, in fewer than so many people, seldom holds up.
LARGE_EFFECT = 1.2
FEW = 100

# Works that treat or observe people themselves.
CLINICAL = frozenset(
    {
        "rct",
        "non-randomised-trial",
        "single-arm-trial",
        "prospective-cohort",
        "retrospective-cohort",
        "case-series",
        "case-report",
        "secondary-analysis",
    }
)
PLANNED = frozenset({"ongoing-trial", "protocol"})
_OPINION = frozenset({"theory", "guideline", "book", "narrative-review"})
# These may report on people who were treated.
_OF_OTHERS = SYNTHESES | {"mechanistic"}
_UNMASKED = frozenset({"retrospective-cohort", "prospective-cohort", "case-series", "case-report"})
INERT = frozenset({"placebo", "saline"})
NO_TREATMENT = frozenset({"none", "waitlist", "usual-care", "unexposed"})

# Rules that no field can answer with a no: a full count of people analysed does not show that nobody left, and a
# comparator that is felt does not show that nobody guessed. What they count is a lower bound.
ONE_SIDED = frozenset({"unblinding", "attrition"})


def _answer(holds: bool) -> Answer:
    return "yes" if holds else "no"


def gave_treatment(study: Study) -> bool:
    """Whether a study's people were given what it is about.

    Users outside medicine were not, nor were those whom a register or a poison centre counts, and who is asked about
    an experience is not treated by being asked: none of them could have been randomised, blinded or followed up.
    """
    counted_only = not study.arms and study.safety.among in ("recreational", "reports")
    return study.design in CLINICAL | PLANNED | _OF_OTHERS and not counted_only


def _no_control(study: Study) -> Answer | None:
    if study.design not in CLINICAL | PLANNED or not gave_treatment(study):
        return None
    if not study.comparator:
        return "unknown"
    return _answer(set(study.comparator) == {"none"})


def _retrospective(study: Study) -> Answer | None:
    if study.design not in CLINICAL:
        return None
    if study.design == "case-series":
        return "unknown"
    return _answer(study.design == "retrospective-cohort")


def _not_randomised(study: Study) -> Answer | None:
    if study.design == "rct":
        return "no"
    if study.design in PLANNED or study.design == "secondary-analysis":
        randomised = {"parallel", "crossover", "factorial", "randomised-withdrawal"}
        allocation = study.design_detail.allocation
        if allocation is None:
            return "unknown"
        return _answer(allocation not in randomised)
    return "yes" if study.design in CLINICAL and gave_treatment(study) else None


def _open_label(study: Study) -> Answer | None:
    if study.design not in CLINICAL | PLANNED or not gave_treatment(study):
        return None
    if study.design_detail.blinding not in (None, "unstated"):
        return _answer(study.design_detail.blinding in ("open", "raters"))
    return "yes" if study.design in _UNMASKED else "unknown"


def _unblinding(study: Study) -> Answer | None:
    if study.design not in ("rct", "secondary-analysis"):
        return None
    if study.design_detail.blinding in (None, "open", "raters", "unstated"):
        return None
    if study.design_detail.guesses is not None:
        return _answer(study.design_detail.guesses == "broken")
    if not study.comparator:
        return "unknown"
    return "yes" if INERT & set(study.comparator) else "unknown"


def _fewer_than(limit: int) -> Callable[[Study], Answer | None]:
    def rule(study: Study) -> Answer | None:
        if study.design not in CLINICAL:
            return None
        count = counted(study)
        return "unknown" if count is None else _answer(count.people < limit)

    return rule


def _attrition(study: Study) -> Answer | None:
    if study.design not in CLINICAL or not gave_treatment(study):
        return None
    if study.design == "retrospective-cohort":
        # Records that could not be used are no people who left.
        return "unknown"
    begun = study.n.randomised if study.n.randomised is not None else study.n.enrolled
    if not begun or study.n.analysed is None or study.n.analysed > begun:
        return "unknown"
    # An analysis by intention to treat counts those who left too: a full count does not show that nobody left.
    return "yes" if 100 * (begun - study.n.analysed) > ATTRITION_PERCENT * begun else "unknown"


def _short_follow_up(study: Study) -> Answer | None:
    if study.design not in CLINICAL or not gave_treatment(study):
        return None
    if study.follow_up is None or study.follow_up.days is None:
        return "unknown"
    return _answer(study.follow_up.days < SHORT_DAYS)


def _not_separated(study: Study) -> Answer | None:
    if study.design not in CLINICAL or not set(study.therapy) - NO_PSYCHOTHERAPY:
        return None
    if not study.comparator:
        return "unknown"
    return _answer(set(study.comparator) <= NO_TREATMENT)


def _large_effect(study: Study) -> Answer | None:
    if study.design not in CLINICAL or set(study.comparator) == {"none"}:
        return None
    sizes = [
        (abs(outcome.value), outcome.n or (count.people if count else None))
        for outcome in study.outcomes
        if outcome.comparison in BETWEEN and outcome.estimate in STANDARDISED and outcome.value is not None
        for count in (counted(study),)
    ]
    large = [people for size, people in sizes if size >= LARGE_EFFECT]
    if not sizes or (large and None in large):
        return "unknown"
    return _answer(any(people is not None and people < FEW for people in large))


def _single_site(study: Study) -> Answer | None:
    if study.design not in CLINICAL:
        return None
    sites = study.design_detail.sites
    return "unknown" if sites is None else _answer(sites == 1)


def is_to_come(study: Study) -> bool:
    """Whether a study can have no results yet: what it lists as outcomes is what it plans to measure."""
    return study.status in ("registered", "recruiting", "active", "withdrawn")


def _no_results(study: Study) -> Answer | None:
    if study.design not in CLINICAL | PLANNED:
        return None
    if is_to_come(study):
        return "yes"
    figures = any(outcome.value is not None for outcome in study.outcomes)
    return "unknown" if not figures and study.design in PLANNED else "no"


def _not_peer_reviewed(study: Study) -> Answer | None:
    if study.design == "guideline":
        return None
    if study.status == "published":
        return "no"
    return "unknown" if study.status == "unknown" else "yes"


def _not_empirical(study: Study) -> Answer:
    return _answer(study.design in _OPINION)


def _abstract_only(study: Study) -> Answer:
    return _answer(not any(reading.read == "full-text" for reading in study.read_at))


RULES: dict[str, Callable[[Study], Answer | None]] = {
    "no-control": _no_control,
    "retrospective": _retrospective,
    "not-randomised": _not_randomised,
    "open-label": _open_label,
    "unblinding": _unblinding,
    "very-small": _fewer_than(VERY_SMALL),
    "attrition": _attrition,
    "short-follow-up": _short_follow_up,
    "small": _fewer_than(SMALL),
    "not-separated": _not_separated,
    "large-effect": _large_effect,
    "single-site": _single_site,
    "no-results": _no_results,
    "not-peer-reviewed": _not_peer_reviewed,
    "not-empirical": _not_empirical,
    "abstract-only": _abstract_only,
}
