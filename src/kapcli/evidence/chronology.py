"""The field by year: what appeared when, of which design; what came first; what is still to come.

A trial stands in the year of its own report. Firsts are over the whole catalogue, so that a narrower question never
makes a later trial the first one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.catalogue.study_rules import NO_PSYCHOTHERAPY, counted, ketamine_arms
from kapcli.evidence.designs import KINDS
from kapcli.evidence.map_axes import NO_KIND
from kapcli.evidence.participants import Trial, trials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary

# What a registry says of a trial that has begun or will, in the order in which it is told.
RUNNING = ("recruiting", "active", "registered")
# Conditions that are no illness: no first trial of theirs is a landmark.
_NO_ILLNESS = NO_KIND | {"healthy"}
_NO_THERAPY = NO_PSYCHOTHERAPY | {"other"}

Reason = Literal["first-condition", "first-route", "first-therapy", "largest"]


class YearOf(msgspec.Struct, frozen=True):
    """What appeared in one year.

    Attributes:
        kinds: Kind of design (see `kapcli.evidence.designs`) to the ids of its trials' own reports, strongest first.
        studies: Ids of all works of these trials, whatever their own year.
    """

    year: int
    kinds: dict[str, tuple[str, ...]]
    studies: tuple[str, ...]

    @property
    def trials(self) -> int:
        """How many trials or works, each once."""
        return sum(map(len, self.kinds.values()))


class Landmark(msgspec.Struct, frozen=True):
    """A randomised trial that stands out by rule.

    Attributes:
        reasons: Each with the code it is about (a condition or route; empty for the others), and whether another trial
            of the same year shares it.
    """

    study: Study
    reasons: tuple[tuple[Reason, str, bool], ...]


class Chronology(msgspec.Struct, frozen=True):
    """The field by year.

    Attributes:
        years: From the first to the last, those in which nothing appeared too.
        landmarks: By year and id.
        running: Trials whose registry says that they run or will, without a report here; by status, then newest first.
        unreported: Other trials of which only a plan or a registration is here, whatever became of them.
        studies: How many works there are in all.
        trials: How many trials or works, each once: those of the years, and those without a report.
    """

    years: tuple[YearOf, ...]
    landmarks: tuple[Landmark, ...]
    running: tuple[Study, ...]
    unreported: tuple[Study, ...]
    studies: int
    trials: int


def chronology(shown: Iterable[Study], whole: Iterable[Study], vocabulary: Vocabulary) -> Chronology:
    """Put studies in order of time.

    Args:
        shown: Those that the question is about, in the order of evidence.
        whole: Every study of the catalogue: what was first is asked of all.
        vocabulary: For broader conditions.
    """
    found = trials(shown)
    plans = [trial for trial in found if trial.kind == "planned" or trial.main.status in RUNNING]
    reported = [trial for trial in found if trial not in plans]
    running = [trial.main for trial in plans if trial.main.status in RUNNING]
    return Chronology(
        _years(reported),
        _landmarks(reported, trials(whole), vocabulary),
        tuple(sorted(running, key=lambda study: (RUNNING.index(study.status), -study.year, study.id))),
        tuple(trial.main for trial in plans if trial.main.status not in RUNNING),
        sum(len(trial.works) for trial in found),
        len(found),
    )


def landmark_ids(studies: Iterable[Study], vocabulary: Vocabulary) -> frozenset[str]:
    """The first randomised trials of a condition, a route or with psychotherapy, by the rules of the landmarks."""
    first: dict[tuple[str, str], tuple[int, list[str]]] = {}
    for study in studies:
        if study.design != "rct" or study.retracted:
            continue
        for reason, codes in _first_of(vocabulary):
            for code in codes(study):
                year, names = first.setdefault((reason, code), (study.year, []))
                if study.year < year:
                    first[reason, code] = (study.year, [study.id])
                elif study.year == year:
                    names.append(study.id)
    return frozenset(name for _, names in first.values() for name in names)


def _first_of(vocabulary: Vocabulary) -> tuple[tuple[Reason, Callable[[Study], set[str]]], ...]:
    """Of what a trial may be the first."""
    return (
        ("first-condition", lambda study: _conditions(study, vocabulary)),
        ("first-route", _routes),
        ("first-therapy", lambda study: {""} if set(study.therapy) - _NO_THERAPY else set()),
    )


def _years(found: Iterable[Trial]) -> tuple[YearOf, ...]:
    by_year: dict[int, list[Trial]] = {}
    for trial in found:
        by_year.setdefault(trial.main.year, []).append(trial)
    if not by_year:
        return ()
    years = []
    for year in range(min(by_year), max(by_year) + 1):
        of_year = by_year.get(year, [])
        kinds = {
            kind: tuple(sorted(trial.main.id for trial in of_year if trial.kind == kind))
            for kind in KINDS
            if any(trial.kind == kind for trial in of_year)
        }
        years.append(YearOf(year, kinds, tuple(study.id for trial in of_year for study in trial.works)))
    return tuple(years)


def _landmarks(shown: Iterable[Trial], whole: Iterable[Trial], vocabulary: Vocabulary) -> tuple[Landmark, ...]:
    """The first randomised trial of each condition and route and with psychotherapy, and the largest of those shown."""
    randomised = [trial for trial in whole if trial.main.design == "rct"]
    wanted = [trial for trial in shown if trial.main.design == "rct"]
    reasons: dict[str, list[tuple[Reason, str, bool]]] = {}
    for reason, codes in _first_of(vocabulary):
        for code in sorted({code for trial in randomised for code in codes(trial.main)}):
            those = [trial for trial in randomised if code in codes(trial.main)]
            first = min(trial.main.year for trial in those)
            ids = [trial.main.id for trial in those if trial.main.year == first]
            for name in ids:
                reasons.setdefault(name, []).append((reason, code, len(ids) > 1))
    counts = {trial.main.id: count.people for trial in wanted if (count := counted(trial.main)) is not None}
    if len(counts) > 1:
        most = max(counts.values())
        largest = [name for name, people in counts.items() if people == most]
        for name in largest:
            reasons.setdefault(name, []).append(("largest", "", len(largest) > 1))
    marked = [Landmark(trial.main, tuple(reasons[trial.main.id])) for trial in wanted if trial.main.id in reasons]
    return tuple(sorted(marked, key=lambda landmark: (landmark.study.year, landmark.study.id)))


def _conditions(study: Study, vocabulary: Vocabulary) -> set[str]:
    """The outermost conditions: a first trial of bipolar depression is no first of depression."""
    return {vocabulary.broader("condition", code)[-1] for code in study.conditions} - _NO_ILLNESS


def _routes(study: Study) -> set[str]:
    return {arm.route for arm in ketamine_arms(study) if arm.route} - NO_KIND
