"""What must hold of one study: counts and doses that can be, intervals around their estimates, names, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.catalogue.drafts import Draft
from kapcli.catalogue.faults import Fault, Marker, quoted
from kapcli.catalogue.identifiers import IdentifierError, doi
from kapcli.catalogue.orientation import RATIOS, contradicts
from kapcli.catalogue.safety_validation import faults_of as adverse_events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study

_PERCENT = frozenset({"response-rate", "remission-rate", "rate", "proportion-of-studies"})


def study_faults(study: Study, path: str, marker: Marker) -> Iterator[Fault]:
    """Every fault of a study that shows without any other."""
    yield from _not_negative(study.age, ("mean", "sd", "min", "max"), f"{path}.age", marker, "an age or its spread")
    if study.follow_up is not None:
        yield from _not_negative(study.follow_up, ("days",), f"{path}.follow_up", marker, "a number of days")
    if study.age.min is not None and study.age.max is not None and study.age.min > study.age.max:
        yield marker.fault(f"{path}.age", f"min {study.age.min:g} is above max {study.age.max:g}")
    if study.female_percent is not None and not 0 <= study.female_percent <= 100:
        yield marker.fault(f"{path}.female_percent", "a share lies between 0 and 100")
    kinds = ("planned", "enrolled", "randomised", "analysed", "ketamine", "control", "studies")
    yield from _not_negative(study.n, kinds, f"{path}.n", marker, "a count")
    yield from adverse_events(study.safety, f"{path}.safety", marker)
    for index, arm in enumerate(study.arms):
        place = f"{path}.arms[{index}]"
        if arm.dose_min is not None and arm.dose_max is not None and arm.dose_min > arm.dose_max:
            yield marker.fault(place, f"dose_min {arm.dose_min:g} is above dose_max {arm.dose_max:g}")
        yield from _not_negative(arm, ("dose_min", "dose_max"), place, marker, "a dose")
        yield from _not_negative(arm, ("sessions",), place, marker, "a count")
        if (arm.dose_min is None) != (arm.unit is None) or (arm.dose_max is not None and arm.dose_min is None):
            yield marker.fault(place, "a dose needs dose_min and unit together")
    seen: set[str] = set()
    for index, outcome in enumerate(study.outcomes):
        place = f"{path}.outcomes[{index}]"
        if outcome.id in seen:
            yield marker.fault(f"{place}.id", f"the id {quoted(outcome.id)} is used twice in this study")
        seen.add(outcome.id)
        yield from _outcome(outcome, place, marker)
    for field in ("authors", "editors"):
        for index, name in enumerate(getattr(study, field)):
            if not any(character.isalnum() for character in name.family + name.literal):
                yield marker.fault(
                    f"{path}.{field}[{index}]",
                    "a name without 'family' or 'literal'",
                    "write a person's family name under 'family', a group's name under 'literal'",
                )
    for index, claim in enumerate(study.unverified):
        if claim.field == "doi" and (wrong := _wrong_doi(claim.value)):
            yield marker.fault(f"{path}.unverified[{index}].value", f"{claim.value!r} is not valid", wrong)
    if isinstance(study, Draft):
        return
    if not study.read_at:
        yield marker.fault(f"{path}.read_at", "no source", "name at least one address it was read at")
    if study.authors_complete and not study.authors and study.csl_type == "article-journal":
        yield marker.fault(f"{path}.authors", "no authors", "list them, or write 'authors_complete: false'")


def _wrong_doi(text: str) -> str:
    """What is wrong with a DOI that stands in a field for any text, and has to be as it is cited; empty if nothing."""
    try:
        right = doi(text)
    except IdentifierError as error:
        return str(error)
    return "" if right == text else f"write {right}"


def _not_negative(row: Any, fields: tuple[str, ...], place: str, marker: Marker, what: str) -> Iterator[Fault]:
    for field in fields:
        value = getattr(row, field)
        if value is not None and value < 0:
            yield marker.fault(f"{place}.{field}", f"{what} is not negative", "check its sign")


def _ratio(outcome: Outcome, place: str, marker: Marker) -> Iterator[Fault]:
    """A ratio of shares or of hazards is not negative; nor is any limit of its interval."""
    if outcome.estimate not in RATIOS:
        return
    if outcome.value is not None and outcome.value < 0:
        yield marker.fault(f"{place}.value", "a ratio is not negative", "check its sign and 'estimate'")
    if outcome.ci95 is not None and min(outcome.ci95) < 0:
        yield marker.fault(f"{place}.ci95", "a ratio is not negative", "check the limits and 'estimate'")


def _outcome(outcome: Outcome, place: str, marker: Marker) -> Iterator[Fault]:
    yield from _ratio(outcome, place, marker)
    yield from _not_negative(outcome, ("n",), place, marker, "a count")
    yield from _not_negative(outcome, ("sd", "se"), place, marker, "a measure of spread")
    if outcome.ci95 is not None:
        low, high = outcome.ci95
        if low > high:
            yield marker.fault(f"{place}.ci95", f"{low:g} is above {high:g}", "lower limit first")
        elif outcome.value is not None and not low <= outcome.value <= high:
            yield marker.fault(
                f"{place}.ci95",
                f"the interval {low:g} to {high:g} excludes its own estimate {outcome.value:g}",
            )
    if outcome.estimate in _PERCENT and outcome.unit == "percent":
        for field in ("value", "control_value"):
            share = getattr(outcome, field)
            if share is not None and not 0 <= share <= 100:
                yield marker.fault(f"{place}.{field}", f"a share of {share:g} percent is impossible")
    if outcome.value is not None and outcome.unit is None:
        yield marker.fault(f"{place}.value", "a value without a unit", "add 'unit: ...'")
    if contradicts(outcome):
        yield marker.fault(
            f"{place}.direction",
            f"{outcome.direction!r} does not agree with {outcome.value:g} (minuend {outcome.minuend!r}, "
            f"{outcome.better} is better)",
            "check the sign, the minuend and the direction",
        )
