"""What the studies behind a claim can answer for: the extra detail a sentence may give and still say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.orientation import RATIOS
from kapcli.catalogue.words import plain, words
from kapcli.checking.figures import Figure, Quantities, quantities
from kapcli.checking.tokens import Names, roots, tokens
from kapcli.evidence.people import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kapcli.catalogue.model import Link, Outcome, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.checking.tokens import Lookup

_EFFECTS = frozenset({"standardised-difference", "hedges-g", "cohens-d", "odds-ratio", "hazard-ratio", "risk-ratio"})
_SMALL = 50
_ALPHA = 0.05
_NOBODY = Names(lambda _: (), lambda _: ())


class Facts(msgspec.Struct, frozen=True):
    """What every study for a claim agrees on, and the figures any of them gives.

    Attributes:
        slots: Codes by slot that hold for all of the studies.
        treatments: Codes of what was given and compared in all of them.
        figures: Every figure of the linked outcomes and of the studies' people, doses and schedules.
        elsewhere: Figures of other outcomes of the same studies: no slip, and not to the point.
        hours: Times of the linked outcomes and of the studies.
        hours_elsewhere: Times of the studies' other outcomes.
        sessions: Numbers of sessions.
        pairs: Figures of the two sides of an outcome, the treatment's first.
        words: Roots of the words of the studies' records.
        single: Whether all of it is about one outcome, so that any of its figures goes with any of its times.
        labels: Those of them that only say which study it is: its authors, journal, country and kind of design.
        journals: Those of the journals' names: *Addiction* names one, and is a finding elsewhere.
    """

    slots: dict[str, frozenset[str]] = {}
    treatments: frozenset[str] = frozenset()
    figures: frozenset[Figure] = frozenset()
    elsewhere: frozenset[Figure] = frozenset()
    hours: tuple[float, ...] = ()
    hours_elsewhere: tuple[float, ...] = ()
    sessions: frozenset[str] = frozenset()
    pairs: frozenset[tuple[float, float]] = frozenset()
    words: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    journals: frozenset[str] = frozenset()
    single: bool = False


class Factbook:
    """Gathers what studies can answer for; what is the same for every claim on a study is gathered once."""

    def __init__(self, vocabulary: Vocabulary, lookup: Lookup) -> None:
        """Start with nothing gathered.

        Args:
            vocabulary: For the codes above a code.
            lookup: Finds phrases, for times in words.
        """
        self._vocabulary = vocabulary
        self._lookup = lookup
        self._words: dict[str, frozenset[str]] = {}
        self._hours: dict[str, tuple[float, ...]] = {}
        self._counted: dict[str, Quantities] = {}

    def facts(self, links: Iterable[tuple[Link, Study]]) -> Facts:
        """What some linked studies can answer for."""
        pairs = [(study, _outcome(link, study)) for link, study in links]
        if not pairs:
            return Facts()
        slots = [_slots(study, outcome, self._vocabulary) for study, outcome in pairs]
        counted = [self._quantities(text) for study, outcome in pairs for text in _times(study, outcome) if text]
        figures = {figure for study, outcome in pairs for figure in _figures(study, outcome)}
        sessions = {str(arm.sessions) for study, _ in pairs for arm in study.arms if arm.sessions}
        own = [word for _, outcome in pairs for text in _of_outcome(outcome, self._vocabulary) for word in words(text)]
        return Facts(
            {name: frozenset.intersection(*(one.get(name, frozenset()) for one in slots)) for name in slots[0]}
            | {"study": frozenset().union(*(one["study"] for one in slots))},
            frozenset.intersection(*(_treatments(study, self._vocabulary) for study, _ in pairs)),
            frozenset(figures | {figure for one in counted for figure in one.figures}),
            frozenset(figure for study, _ in pairs for one in study.outcomes for figure in outcome_figures(one)),
            tuple(sorted({hour for one in counted for hour in one.hours} | _days(study for study, _ in pairs))),
            tuple(sorted({hour for study, _ in pairs for hour in self._all_hours(study)})),
            frozenset(sessions | {one for found in counted for one in found.sessions if one != "some"}),
            frozenset(pair for _, outcome in pairs if outcome and (pair := _pair(outcome))),
            roots(own).union(*(self._record(study) for study, _ in pairs)),
            roots(own).union(*(roots(words(text)) for study, _ in pairs for text in _labels(study))),
            frozenset().union(*(roots(words(study.journal)) for study, _ in pairs)),
            len({(study.id, outcome.id if outcome else "") for study, outcome in pairs}) == 1
            and pairs[0][1] is not None,
        )

    def _quantities(self, text: str) -> Quantities:
        if text not in self._counted:
            self._counted[text] = quantities(tokens(text, self._lookup, _NOBODY))
        return self._counted[text]

    def _record(self, study: Study) -> frozenset[str]:
        if study.id not in self._words:
            self._words[study.id] = roots(word for text in _record(study) for word in words(text))
        return self._words[study.id]

    def _all_hours(self, study: Study) -> tuple[float, ...]:
        if study.id not in self._hours:
            found = {hour for text in _times(study, None) if text for hour in self._quantities(text).hours}
            self._hours[study.id] = tuple(sorted(found))
        return self._hours[study.id]


def _of_outcome(outcome: Outcome | None, vocabulary: Vocabulary) -> tuple[str, str]:
    return _sure(outcome), _rater(outcome, vocabulary)


def _outcome(link: Link, study: Study) -> Outcome | None:
    return next((outcome for outcome in study.outcomes if outcome.id == link.outcome), None)


def _slots(study: Study, outcome: Outcome | None, vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    conditions = {above for code in study.conditions for above in vocabulary.broader("condition", code)}
    leaves = [
        code
        for code in study.conditions
        if not any(code in vocabulary.broader("condition", other)[1:] for other in study.conditions)
    ]
    families = {vocabulary.broader("condition", code)[-1] for code in leaves}
    if len(families) > 1 or (len(leaves) > 1 and "bipolar-depression" in leaves):
        # A figure of a study of several conditions is not one of each of them.
        conditions = {above for code in leaves for above in vocabulary.broader("condition", code)[1:]} & conditions
        conditions -= set(leaves)
    outcomes = [outcome] if outcome is not None else list(study.outcomes)
    measures = {code for one in outcomes for code in (one.instrument, one.domain) if code}
    names = {study.id, *(version.id for version in study.versions if version.id)}
    return {
        "condition": frozenset(conditions | {one.domain for one in outcomes}),
        "population": frozenset(study.population),
        "route": frozenset(arm.route for arm in study.arms if arm.route and arm.route != "none"),
        "dosing_model": frozenset({study.dosing_model}),
        "design": frozenset({study.design}),
        "measure": frozenset(measures),
        "study": frozenset(names),
    }


def _treatments(study: Study, vocabulary: Vocabulary) -> frozenset[str]:
    found = {"placebo" if arm.drug == "saline" else arm.drug for arm in study.arms}
    for code in study.therapy:
        found.update(vocabulary.broader("therapy", code))
    return frozenset(found - {"none"})


def _figures(study: Study, outcome: Outcome | None) -> Iterator[Figure]:
    # One number of people a study: "randomised 163" is no slip for 158 that may pass because 163 were enrolled.
    if (count := counted(study)) is not None:
        yield Figure("people", float(count.people))
    if study.n.studies is not None:
        yield Figure("studies", float(study.n.studies))
    if study.n.planned is not None and count is None:
        yield Figure("people", float(study.n.planned))
    for arm in study.arms:
        unit = {"mg/kg": "mgkg", "mg": "mg"}.get(arm.unit or "")
        if unit:
            for dose in (arm.dose_min, arm.dose_max):
                if dose is not None:
                    yield Figure(unit, dose)
    for age in (study.age.min, study.age.max, study.age.mean):
        if age is not None:
            yield Figure("age", age)
    if study.female_percent is not None:
        yield Figure("percent", study.female_percent)
    if study.design_detail.sites is not None:
        yield Figure("sites", float(study.design_detail.sites))
    yield Figure("dated", float(study.year))
    if outcome is not None:
        yield from outcome_figures(outcome)


def outcome_figures(outcome: Outcome) -> Iterator[Figure]:
    """The figures of one outcome, each with what it counts; without their signs, which sources choose freely."""
    unit = {"percent": "percent", "percentage-points": "percent", "days": "days"}.get(outcome.unit or "", "points")
    if outcome.estimate in _EFFECTS:
        unit = "effect"
    for value in (outcome.value, outcome.control_value):
        if value is not None:
            yield Figure(unit, abs(value))
    for limit in outcome.ci95 or ():
        yield Figure("ci", abs(limit))
    if outcome.baseline is not None:
        yield Figure("from", outcome.baseline)
    if outcome.end is not None:
        yield Figure("to", outcome.end)
    if outcome.n is not None:
        yield Figure("people", float(outcome.n))
    if outcome.p:
        digits = outcome.p.lstrip("<>=≤≥ ")
        if digits.replace(".", "", 1).isdigit():
            yield Figure("p", float(digits))


def _times(study: Study, outcome: Outcome | None) -> Iterator[str]:
    outcomes = [outcome] if outcome is not None else list(study.outcomes)
    yield from (one.timepoint for one in outcomes)
    yield from (arm.schedule for arm in study.arms)
    if study.follow_up is not None:
        yield study.follow_up.text
    yield from (study.comorbidity, study.population_text)


def _days(studies: Iterable[Study]) -> set[float]:
    return {24.0 * study.follow_up.days for study in studies if study.follow_up and study.follow_up.days}


def _record(study: Study) -> Iterator[str]:
    """What says which study it is and whom it treated; its findings are the claim's to word."""
    yield from _labels(study)
    yield from (study.title, study.population_text, study.setting, study.comorbidity)
    yield from (study.therapy_detail, study.design_detail.text, study.design_detail.allocation or "")
    yield from (arm.schedule for arm in study.arms)
    yield from (arm.label for arm in study.arms)


def _labels(study: Study) -> Iterator[str]:
    yield study.journal
    yield from (plain(name.family or name.literal) for name in study.authors)
    yield from (_COUNTRIES.get(code, "") for code in study.design_detail.country)
    yield study.design_detail.allocation or ""
    yield from _design_words(study)


def _design_words(study: Study) -> Iterator[str]:
    """What one may call a study by its design."""
    if study.design_detail.blinding in ("double", "triple", "quadruple"):
        yield "double blind blinded masked"
    if study.design_detail.blinding == "open":
        yield "open label"
    yield "uncontrolled single group alone" if set(study.comparator) == {"none"} else "controlled"
    if study.design == "rct":
        yield "randomised randomized controlled"
    if study.design in ("retrospective-cohort", "prospective-cohort", "case-series"):
        yield "observational records charts"
    people = study.n.randomised or study.n.analysed or study.n.enrolled
    if people is not None and people < _SMALL:
        yield "small"
        if study.design in ("rct", "single-arm-trial", "non-randomised-trial"):
            yield "pilot"


def _pair(outcome: Outcome) -> tuple[float, float] | None:
    if outcome.value is None or outcome.control_value is None:
        return None
    return abs(outcome.value), abs(outcome.control_value)


def _rater(outcome: Outcome | None, vocabulary: Vocabulary) -> str:
    rater = vocabulary.term("instrument", outcome.instrument).rater if outcome and outcome.instrument else ""
    return {"self": "self rated reported questionnaire", "clinician": "clinician rated interview"}.get(rater, "")


def _sure(outcome: Outcome | None) -> str:
    """*Significant*, where the figure is."""
    if outcome is None:
        return ""
    digits = outcome.p.lstrip("<>=≤≥ ")
    by_chance = digits.replace(".", "", 1).isdigit() and float(digits) <= _ALPHA
    none = 1.0 if outcome.estimate in RATIOS else 0.0
    outside = outcome.ci95 is not None and not outcome.ci95[0] <= none <= outcome.ci95[1]
    return "significant significantly statistically" if by_chance or outside else ""


_COUNTRIES = {
    "US": "american united states us",
    "AU": "australian australia",
    "GB": "british uk united kingdom",
    "CA": "canadian canada",
    "SE": "swedish sweden",
    "IE": "irish ireland",
    "FR": "french france",
    "NZ": "new zealand",
    "RU": "russian russia",
    "CN": "chinese china",
    "DE": "german germany",
    "NL": "dutch netherlands",
    "IL": "israeli israel",
}
