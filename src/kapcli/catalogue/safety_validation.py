"""What must hold of a study's adverse events: counts that can be, and a status that agrees with what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.faults import Fault, Marker
    from kapcli.catalogue.safety import AdverseEvent, ComparatorHarms, HarmCount, Safety


def faults_of(safety: Safety, path: str, marker: Marker) -> Iterator[Fault]:
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
