"""What must hold of one study: counts and doses that can be, intervals around estimates, adverse events, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.catalogue.drafts import Draft
from kapcli.catalogue.faults import Fault, Marker, quoted
from kapcli.catalogue.identifiers import IdentifierError, doi
from kapcli.catalogue.orientation import RATIOS, contradicts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.outcome import AdverseEvent, ComparatorHarms, HarmCount, Outcome, Safety
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
    yield from adverse_event_faults(study.safety, f"{path}.safety", marker)
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


def adverse_event_faults(safety: Safety, path: str, marker: Marker) -> Iterator[Fault]:
    """Every fault of the adverse events of one study."""
    sides: list[tuple[str, Safety | ComparatorHarms]] = [(path, safety)]
    if safety.comparator is not None:
        sides.append((f"{path}.comparator", safety.comparator))
    for place, side in sides:
        for name in ("any_event", "serious", "stopped"):
            if (count := getattr(side, name)) is not None:
                yield from _count(count, f"{place}.{name}", marker)
        yield from _events(side.events, f"{place}.events", marker)
    for index, term in enumerate(safety.absent):
        if any(event.term == term and not event.risk and event.number != 0 for event in safety.events):
            yield marker.fault(f"{path}.absent[{index}]", f"{term!r} is also among the events", "keep one of them")
    yield from _status(safety, path, marker)


def happened(safety: Safety) -> bool:
    """Whether a kind of adverse event is named that occurred with ketamine."""
    return bool(safety.uncoded) or any(not event.risk and event.number != 0 for event in safety.events)


def says_something(safety: Safety) -> bool:
    """Whether anything is coded of adverse events, on either side."""
    counts = (safety.any_event, safety.serious, safety.stopped, safety.comparator)
    return any(count is not None for count in counts) or bool(safety.events or safety.absent or safety.uncoded)


def _events(events: tuple[AdverseEvent, ...], path: str, marker: Marker) -> Iterator[Fault]:
    seen = set()
    for index, event in enumerate(events):
        place = f"{path}[{index}]"
        yield from _count(event, place, marker)
        if (event.term, event.group, event.risk) in seen:
            yield marker.fault(place, f"{event.term!r} is given twice", "keep one, or name their groups")
        seen.add((event.term, event.group, event.risk))


def _count(count: HarmCount, place: str, marker: Marker) -> Iterator[Fault]:
    for field in ("number", "of"):
        value = getattr(count, field)
        if value is not None and value < 0:
            yield marker.fault(f"{place}.{field}", "a count is not negative", "look at its sign again")
    if count.number is not None and count.of is not None and count.number > count.of and count.counted != "events":
        yield marker.fault(place, f"{count.number} of {count.of} cannot be", "look at 'number' and 'of' again")
    for field in ("percent", "percent_to"):
        value = getattr(count, field)
        if value is not None and not 0 <= value <= 100:
            yield marker.fault(f"{place}.{field}", f"a share of {value:g} percent cannot be")
    if count.percent_to is not None and (count.percent is None or count.percent_to <= count.percent):
        yield marker.fault(place, "a range needs 'percent' below 'percent_to'")
    if count.number is not None and count.of and count.percent is not None:
        worked_out = 100 * count.number / count.of
        if abs(worked_out - count.percent) > 1:
            yield marker.fault(place, f"{count.number} of {count.of} is not {count.percent:g} percent")


def _status(safety: Safety, path: str, marker: Marker) -> Iterator[Fault]:
    place = f"{path}.status"
    named = happened(safety)
    if safety.status == "reported" and not named:
        yield marker.fault(place, "no adverse event is named", "name one under 'events', or write 'status: partial'")
    elif safety.status == "not-reported" and says_something(safety):
        yield marker.fault(place, "adverse events are told of", "write 'status: partial' or 'status: reported'")
    elif safety.status == "partial" and not (says_something(safety) or safety.text):
        yield marker.fault(place, "nothing is told of adverse events", "write 'status: not-reported'")
    elif safety.status == "none-found" and (named or any(_some(count) for count in (safety.any_event, safety.serious))):
        yield marker.fault(place, "adverse events are named", "write 'status: reported'")


def _some(count: HarmCount | None) -> bool:
    return count is not None and bool(count.number or count.percent or count.percent_to)
