"""One item as the citation engine reads it, and what has been printed of it so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from citeproc.source import Date, DateRange, LiteralDate, Name, VariableError

from kapcli.citing.fields import DATE_VARIABLES, NAME_VARIABLES
from kapcli.citing.preparation import CitationError

_DATES = frozenset(name.replace("-", "_") for name in DATE_VARIABLES)


class Entry:
    """The variables of an item, in the shapes the engine expects of its own references.

    A variable printed in place of a missing one (``cs:substitute``) counts as missing from then
    on, so that it is not printed again. ``has`` still sees it, for the tests of a style.
    """

    def __init__(self, item: Mapping[str, Any]) -> None:
        self._values = {name.replace("-", "_"): _value(name, value) for name, value in item.items()}
        self._suppressed: set[str] = set()
        self._recorded: set[str] = set()
        self.called = 0
        """How many variables were asked for so far; with `printed` it decides about groups."""
        self.printed = 0

    def has(self, variable: str) -> bool:
        """Return whether the item has the variable, printed already or not."""
        return variable.replace("-", "_") in self._values

    def value(self, variable: str) -> Any:
        """Return a variable, printed already or not; VariableError if the item lacks it."""
        try:
            return self._values[variable.replace("-", "_")]
        except KeyError:
            raise VariableError from None

    def note(self, variable: str, printed: bool) -> None:
        """Record that a style asked for a variable and whether anything was printed."""
        self.called += 1
        if printed:
            self.printed += 1
            self._recorded.add(variable.replace("-", "_"))

    @contextmanager
    def recording(self) -> Iterator[set[str]]:
        """Give the set of variables printed inside the with block; complete at its end."""
        before, self._recorded = self._recorded, set()
        try:
            yield self._recorded
        finally:
            self._recorded = before | self._recorded

    def suppress(self, variables: set[str]) -> None:
        """Let variables other than dates count as missing from now on."""
        self._suppressed |= variables - _DATES

    def get(self, variable: str, default: Any = None) -> Any:
        """Return a variable, or the default if there is nothing to print."""
        try:
            return self[variable]
        except VariableError:
            return default

    def __contains__(self, variable: str) -> bool:
        key = variable.replace("-", "_")
        return key in self._values and key not in self._suppressed

    def __getitem__(self, variable: str) -> Any:
        if variable not in self:
            raise VariableError
        return self._values[variable.replace("-", "_")]

    def __getattr__(self, variable: str) -> Any:
        if variable.startswith("_"):
            raise AttributeError(variable)
        return self[variable]


class Cite:
    """The mention of one item: what the engine calls a citation item."""

    has_locator = False

    def __init__(self, item: Mapping[str, Any]) -> None:
        self.reference = Entry(item)


def _value(variable: str, value: Any) -> Any:
    if variable in NAME_VARIABLES:
        return [Name(**parts) for parts in value]
    if variable in DATE_VARIABLES:
        return _date(variable, value)
    return value


def _date(variable: str, value: Mapping[str, Any]) -> Any:
    """Build the engine's date from CSL-JSON: ``date-parts``, ``literal`` or ``raw``."""
    try:
        circa = bool(value.get("circa"))
        parts = [_parts(single) for single in value.get("date-parts") or [] if single]
        if value.get("season") and parts and "month" not in parts[0]:
            parts[0]["season"] = int(value["season"])
        if len(parts) == 1:
            return Date(circa=circa, **parts[0])
        if parts:
            return DateRange(circa=circa, begin=Date(**parts[0]), end=Date(**parts[1]))
        return LiteralDate(str(value.get("literal") or value["raw"]), circa=circa)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CitationError(f"The date {variable} is not CSL-JSON: {value!r}.") from error


def _parts(single: Any) -> dict[str, int]:
    return {
        part: int(number)
        for part, number in zip(("year", "month", "day"), single, strict=False)
        if number not in (None, "", 0)
    }
