"""What is certain written into a catalogue file: only the lines concerned change, the rest is read as before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.faults import CatalogueError
from kapcli.catalogue.yaml_reader import read_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.online.differences import Difference

CHECKED = "retraction_checked"
# A field on one line, as it is written below the dash of its entry or beside it.
_LINE = re.compile(
    r"(?P<head> *(?:- +)?)(?P<key>\w+):(?P<value>[^#\r\n]*?)(?P<rest>[ \t]*(?:#[^\r\n]*)?)(?P<end>\r?\n|)"
)
_BARE = re.compile(r"[a-z][a-z-]*|10\.\d[^\s'\"#:{}\[\],&*!|>%@`]*|\d{4}-\d\d-\d\d")


class AmendError(ValueError):
    """A file that nothing can be written into; the message says why."""


class Amended(msgspec.Struct, frozen=True):
    """A file with what is certain in it.

    Attributes:
        data: Its bytes.
        written: The differences that are settled by them.
    """

    data: bytes
    written: tuple[Difference, ...]


def amended(
    data: bytes, found: Iterable[Difference], checked: Mapping[str, str], name: str, vocabulary: Vocabulary
) -> Amended:
    """The bytes of a file with what is certain of some differences.

    Args:
        data: The file.
        found: The differences; those that a person has to decide are left alone.
        checked: Studies that were asked after for retractions, each with the day.
        name: The file's name for faults.
        vocabulary: The codes that may stand in it.

    Raises:
        CatalogueError: The file has errors.
        AmendError: It would be read otherwise.
    """
    before = read_catalogue(data, name, vocabulary)
    if before.faults.errors:
        raise CatalogueError(tuple(before.faults.listed()))
    lines = data.decode("utf-8").splitlines(keepends=True)
    certain: dict[str, dict[str, list[Difference]]] = {}
    for one in found:
        if one.write:
            certain.setdefault(one.study, {}).setdefault(one.field, []).append(one)
    wanted: dict[str, dict[str, str]] = {}
    written: list[Difference] = []
    for index, study in reversed(list(before.placed("studies"))):
        # From the last study to the first, so that the lines of those above stay where they are.
        several = certain.get(study.id, {})
        # What two registers have differently is certain no more.
        fields = {field: ones[0].write for field, ones in several.items() if len({one.write for one in ones}) == 1}
        if study.id in checked:
            fields[CHECKED] = checked[study.id]
        placed = _Entry(lines, before.lines, f"studies[{index}]")
        done = {field: value for field, value in fields.items() if placed.write(field, value)}
        wanted[study.id] = done
        written += [one for field in done if field != CHECKED for one in several[field]]
    text = "".join(lines).encode()
    _hold(before.catalogue.studies, wanted, text, name, vocabulary)
    return Amended(text, tuple(written))


class _Entry:
    """The lines of one study in a file."""

    def __init__(self, lines: list[str], places: Mapping[str, int], path: str) -> None:
        self._lines, self._places, self._path = lines, dict(places), path

    def write(self, field: str, value: str) -> bool:
        """Set a field; False where it is not written in a way that one line can be changed of."""
        place = self._places.get(f"{self._path}.{field}")
        if place is not None:
            return self._change(place, field, value)
        group, _, leaf = field.rpartition(".")
        if group:
            return self._into(group, leaf, value)
        after = self._places.get(f"{self._path}.retraction" if field == CHECKED else f"{self._path}.year")
        return self._insert(after or self._places.get(f"{self._path}.year"), field, value)

    def _change(self, place: int, field: str, value: str) -> bool:
        found = _LINE.fullmatch(self._lines[place - 1])
        if found is None or found["key"] != field.rpartition(".")[2]:
            return False
        self._lines[place - 1] = f"{found['head']}{found['key']}: {_scalar(value)}{found['rest']}{found['end']}"
        return True

    def _into(self, group: str, leaf: str, value: str) -> bool:
        """Put a field below the heading of its group."""
        place = self._places.get(f"{self._path}.{group}")
        if place is None:
            year = self._places.get(f"{self._path}.year")
            return self._insert(year, group, "") and self._insert((year or 0) + 1, leaf, value, deeper=2)
        found = _LINE.fullmatch(self._lines[place - 1])
        if found is None or found["key"] != group or found["value"].strip() or place >= len(self._lines):
            return False
        below = _LINE.fullmatch(self._lines[place])
        if below is None:
            return False
        return self._insert(place, leaf, value, deeper=len(below["head"]) - len(found["head"]))

    def _insert(self, place: int | None, field: str, value: str, deeper: int = 0) -> bool:
        """Put a field on a line of its own below a field that is on one line."""
        found = _LINE.fullmatch(self._lines[place - 1]) if place else None
        if place is None or found is None or (found["value"].strip().startswith(("[", "{", "|", ">"))):
            return False
        end = found["end"] or "\n"
        if not found["end"]:
            self._lines[place - 1] += end
        indent = " " * (len(found["head"]) + deeper)
        self._lines.insert(place, f"{indent}{field}:{' ' if value else ''}{_scalar(value) if value else ''}{end}")
        for path, line in self._places.items():
            if line > place:
                self._places[path] = line + 1
        self._places[f"{self._path}.{field}"] = place + 1
        return True


def _scalar(value: str) -> str:
    return (
        value
        if _BARE.fullmatch(value) and value not in ("null", "true", "false")
        else "'" + value.replace("'", "''") + "'"
    )


def _hold(
    studies: Iterable[Study], wanted: Mapping[str, Mapping[str, str]], data: bytes, name: str, vocabulary: Vocabulary
) -> None:
    """See that a file is read as before but for what was to be written.

    Raises:
        AmendError: It is not.
    """
    after = read_catalogue(data, name, vocabulary)
    expected = []
    for study in studies:
        plain = {field: value for field, value in wanted[study.id].items() if "." not in field}
        record = {field.partition(".")[2]: value for field, value in wanted[study.id].items() if "." in field}
        if record:
            plain["record"] = msgspec.structs.replace(study.record, **record)  # type: ignore[assignment]
        expected.append(msgspec.structs.replace(study, **plain))
    if after.faults.errors:
        raise AmendError(f"it would not be sound: {after.faults.listed()[0].message}")
    if list(after.catalogue.studies) != expected:
        raise AmendError("it would be read otherwise")
