"""The items of a JSON file one by one, each with its line: one that is broken does not take the others with it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = re.compile(r'["{}\[\]]')
_STRING_END = re.compile(r'\\.|"', re.DOTALL)
# Under which a page of ClinicalTrials.gov, or an export of a reference manager, has its list.
_LISTS = ("studies", "items", "references")


class Item(msgspec.Struct, frozen=True):
    """An item: its value, or what is wrong with it."""

    line: int
    value: Any = None
    fault: str = ""


def items(text: str) -> Iterator[Item]:
    """The objects of a file: of the list that it is or holds, or the one that it is."""
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] == "{":
        whole = _loaded(text, start, len(text.rstrip()))
        if isinstance(whole.value, dict) and not any(isinstance(whole.value.get(name), list) for name in _LISTS):
            yield whole
            return
        listed = re.search(rf'"(?:{"|".join(_LISTS)})"\s*:\s*\[', text)
        if listed is None:
            yield whole
            return
        start = listed.end() - 1
    yield from _listed(text, start)


def _listed(text: str, start: int) -> Iterator[Item]:
    """The objects of a list that opens at a place of the text."""
    depth, begun, place, done = 0, -1, start + 1, start + 1
    while found := _MARKS.search(text, place):
        place = found.end()
        mark = found[0]
        if mark == '"':
            place = _after_string(text, place)
        elif mark in "{[":
            if depth == 0:
                begun = found.start()
                yield from _between(text, done, begun)
            depth += 1
        elif depth == 0:
            yield from _between(text, done, found.start())
            return
        else:
            depth -= 1
            if depth == 0:
                yield _loaded(text, begun, place)
                begun, done = -1, place
    if begun >= 0:
        yield Item(_line(text, begun), fault="the file ends before it is closed")
    else:
        yield from _between(text, done, len(text))


def _between(text: str, start: int, end: int) -> Iterator[Item]:
    """What stands in a list and is no object, named one by one."""
    for part in re.finditer(r'"(?:\\.|[^"\\])*"|[^,\s]+', text[start:end]):
        yield Item(_line(text, start + part.start()), fault=f"no object with fields: {part[0][:40]}")


def _after_string(text: str, place: int) -> int:
    while found := _STRING_END.search(text, place):
        place = found.end()
        if found[0] == '"':
            return place
    return len(text)


def _loaded(text: str, start: int, end: int) -> Item:
    line = _line(text, start)
    try:
        return Item(line, json.loads(text[start:end], parse_constant=_no_number))
    except RecursionError:
        return Item(line, fault="nested too deeply")
    except json.JSONDecodeError as error:
        return Item(line, fault=f"no JSON: {error.msg[:1].lower()}{error.msg[1:]} (line {line + error.lineno - 1})")
    except ValueError as error:
        return Item(line, fault=f"no JSON: {error}")


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def text_of(value: Any) -> str:
    """A value that should be text, as text; empty for anything else."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
