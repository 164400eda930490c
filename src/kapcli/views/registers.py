"""What the registers have otherwise than a catalogue file, as faults with their lines and for a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.yaml_reader import Read
    from kapcli.online.confirming import Confirmed
    from kapcli.online.differences import Difference

# So many unanswered records are named one by one.
_NAMED = 5


def faults(read: Read, file: str, found: Sequence[Difference]) -> Iterator[Fault]:
    """Differences as faults of a file: a withdrawn work that is not marked as such is an error.

    Args:
        read: What the reader made of the file.
        file: Its name for faults.
        found: What differs.
    """
    places = {study.id: f"studies[{index}]" for index, study in read.placed("studies")}
    for one in found:
        path = f"{places[one.study]}.{one.field}"
        line = read.lines.get(path) or read.lines.get(path.rpartition(".")[0]) or read.lines.get(places[one.study], 1)
        fix = f"--write puts in {one.write}" if one.write else "look it up, and correct whichever is wrong"
        severity = "error" if one.grave else "warning"
        yield Fault(file, line, path, sentence(one), fix, severity).shortened()  # type: ignore[arg-type]


def sentence(one: Difference) -> str:
    """A difference with both values and where to look."""
    ours = f"{one.ours} here" if one.ours else "empty here"
    where = f" ({one.address})" if one.address else ""
    return f"{one.study}: {one.field} is {ours}; {one.register}{where}: {one.theirs}"


def as_data(found: Confirmed, settled: Sequence[Difference]) -> dict[str, Any]:
    """The whole for a program.

    Args:
        found: What came of asking.
        settled: The differences that were written into the files.
    """
    return {
        "records": found.records,
        "asked": found.asked,
        "oldest": found.oldest or None,
        "differences": [
            msgspec.to_builtins(one) | {"write": one.write or None, "written": one in settled}
            for one in found.differences
        ],
        "unanswered": [msgspec.to_builtins(one) for one in found.unanswered],
        "unnumbered": list(found.unnumbered),
    }


def remarks(found: Confirmed, contact: str) -> Iterator[str]:
    """What else a person has to know: what was not reached, how old answers are, who was asked without a name."""
    for one in found.unanswered[:_NAMED]:
        yield f"{one.study}: {one.register} was not reached for {one.number}: {one.why}"
    if (more := len(found.unanswered) - _NAMED) > 0:
        yield f"and {more:,} more were not reached"
    if found.unanswered:
        yield "what was answered is kept: run it again later, and only the rest is asked"
    if found.oldest:
        yield f"some answers are from {found.oldest} at the earliest: --fresh asks for all of them anew"
    if found.unnumbered:
        count = len(found.unnumbered)
        named = ", ".join(found.unnumbered[:_NAMED]) + (" ..." if count > _NAMED else "")
        what = "study has no number" if count == 1 else "studies have no number"
        yield f"{count:,} {what} by which a register could be asked: {named}"
    if not contact and found.asked:
        yield "the registers were asked without a contact: set KAP_EMAIL to your address"


def in_short(found: Confirmed, written: int) -> str:
    """How it went, in a line."""
    differ = len(found.differences)
    reached = found.records - len({(one.register, one.number) for one in found.unanswered})
    parts = [f"{reached:,} of {found.records:,} records looked up", f"{differ:,} differ" if differ else "none differs"]
    if written:
        parts.append(f"{written:,} written")
    return ", ".join(parts)
