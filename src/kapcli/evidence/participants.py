"""Works put together by trial, and the people in them, each counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.study_rules import counted, is_secondary, trial_key
from kapcli.evidence.designs import REVIEWS, kind, strongest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.study import Study

# Works without participants of their own: a review's people are counted in the trials it sums up.
_NOBODY = REVIEWS | {"guideline", "theory", "book"}


class Trial(msgspec.Struct, frozen=True):
    """The works of one trial, or one work that is of none.

    Attributes:
        key: What they are known by together: the id of the study that stands for the trial.
        works: Its own report first, then by year and id.
    """

    key: str
    works: tuple[Study, ...]

    @property
    def main(self) -> Study:
        """The trial's own report."""
        return self.works[0]

    @property
    def kind(self) -> str:
        """The strongest kind of design among its works."""
        return strongest(self.works)


class Participants(msgspec.Struct, frozen=True):
    """People over several trials.

    Attributes:
        people: How many, where it is known of any; else ``None``, which is not zero.
        not_known: Of how many trials the number is not known; a registry's target is nobody yet.
    """

    people: int | None
    not_known: int


def trials(studies: Iterable[Study]) -> tuple[Trial, ...]:
    """Works by trial, in the order in which the first of each comes."""
    works: dict[str, list[Study]] = {}
    for study in studies:
        works.setdefault(trial_key(study), []).append(study)
    return tuple(Trial(key, tuple(sorted(found, key=_precedence))) for key, found in works.items())


def participants(found: Sequence[Trial]) -> Participants:
    """The people of some trials, nobody twice.

    Of a trial the count of its own report stands; where that is not known, the largest of its other works. Of trials
    that may be of the same people (``same_trial``, also if only probably) only the largest count is taken. A later look
    at several trials adds nobody where one of them is counted. Works without participants of their own, and studies of
    animals, count neither as people nor as not known.
    """
    numbers: list[int] = []
    not_known = 0
    for group in _groups(_counted(found)):
        known = [people for trial in group if (people := _people(trial)) is not None]
        if known:
            numbers.append(max(known))
        else:
            not_known += 1
    return Participants(sum(numbers) if numbers else None, not_known)


def probable_pairs(found: Sequence[Trial]) -> tuple[tuple[str, ...], ...]:
    """Keys of trials that may be of the same people: counted apart as trials, and once as people."""
    return tuple(tuple(sorted(trial.key for trial in group)) for group in _groups(_counted(found)) if len(group) > 1)


def counted_elsewhere(found: Sequence[Trial]) -> tuple[str, ...]:
    """Keys of later looks at several trials whose people are counted in these."""
    kept = {trial.key for trial in _counted(found)}
    return tuple(trial.key for trial in _with_people(found) if trial.key not in kept)


def has_people(study: Study) -> bool:
    """Whether a work has participants of its own, known in number or not."""
    return study.design not in _NOBODY and study.population != ("animal",)


def _precedence(study: Study) -> tuple[object, ...]:
    # The same order as where claims are weighed: the trial's own report comes before a later look at its data.
    return is_secondary(study), kind(study) == "planned", study.year, study.id


def _with_people(found: Sequence[Trial]) -> list[Trial]:
    return [trial for trial in found if any(has_people(study) for study in trial.works)]


def _counted(found: Sequence[Trial]) -> list[Trial]:
    """Without the later looks at trials that are here themselves."""
    own = _with_people(found)
    single = {study.id for trial in own if not _looked_at(trial) for study in trial.works}
    return [trial for trial in own if not _looked_at(trial) & single]


def _looked_at(trial: Trial) -> frozenset[str]:
    """The several trials at whose data a work looks again: it makes them no one trial."""
    named = frozenset(same.id for study in trial.works for same in study.same_trial)
    return named if len(named) > 1 and all(is_secondary(study) for study in trial.works) else frozenset()


def _people(trial: Trial) -> int | None:
    counts = [counted(study) for study in trial.works if has_people(study)]
    if counts and counts[0] is not None:
        return counts[0].people
    return max((count.people for count in counts if count is not None), default=None)


def _groups(found: Sequence[Trial]) -> list[list[Trial]]:
    """Trials that are linked as being of the same people, also by way of a third."""
    place = {study.id: trial.key for trial in found for study in trial.works}
    group: dict[str, list[Trial]] = {trial.key: [trial] for trial in found}
    for trial in found:
        for study in trial.works:
            for same in study.same_trial:
                other = place.get(same.id)
                if other is None or group[other] is group[trial.key]:
                    continue
                joined = group[trial.key] + group[other]
                for member in joined:
                    group[member.key] = joined
    return list({id(members): members for members in group.values()}.values())
