"""Filters as a program gives them, by name, read as the facets and ranges of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from kapcli.api.faults import QuestionError
from kapcli.catalogue.facets import FACETS
from kapcli.catalogue.nearest import nearest
from kapcli.catalogue.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kapcli.catalogue.vocabulary import Vocabulary

# A filter's value as it is typed, or several: any of them.
Value: TypeAlias = "str | int | Iterable[str]"
_RANGES = ("year", "min_n", "dose")


def narrowing(filters: Mapping[str, Value | None]) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """Filters by name as facets and ranges.

    Raises:
        QuestionError: There is no filter of a name.
    """
    values: dict[str, list[str]] = {}
    ranges: dict[str, Any] = {}
    for name, given in filters.items():
        if given is None:
            continue
        if name in FACETS:
            values[name] = _several(given)
        elif name in _RANGES:
            ranges[name] = _whole(name, given) if name == "min_n" else str(given)
        else:
            known = (*FACETS, *_RANGES)
            raise QuestionError(f"unknown filter {name!r}", tuple(nearest(name, known, 1)), known)
    return values, ranges


def codes(vocabulary: Vocabulary, section: str, given: Value) -> tuple[str, ...]:
    """The codes of values of a section of the vocabulary.

    Raises:
        QuestionError: A value that is none of its codes.
    """
    known, every = vocabulary.names(section), vocabulary.codes(section)
    found = []
    for value in _several(given):
        if (code := known.get(fold(value))) is None:
            raise QuestionError(f"{section}: unknown value {value!r}", tuple(nearest(value, every)), tuple(every))
        found.append(code)
    return tuple(found)


def _whole(name: str, given: Value) -> int:
    try:
        return int(str(given))
    except ValueError:
        raise QuestionError(f"{name}: {given!r} is no number of people") from None


def _several(given: Value) -> list[str]:
    return [given] if isinstance(given, str) else [str(given)] if isinstance(given, int) else list(given)
