"""What every answer is: something to loop over, to turn into a table, or to write as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar, overload

_T = TypeVar("_T")
Record = dict[str, Any]
# Columns of tables that hold numbers.
_WHOLE = frozenset({"year", "n", "weight", "yes", "no", "unknown", "number", "line"})


class Result(Sequence[_T], Generic[_T]):
    """What was found, in order of rank.

    Attributes:
        total: How many there are in all; more than this holds where a limit was set.
        remarks: What a reader has to be told beside it: corrections, what was left out, warnings.
    """

    def __init__(self, items: Sequence[_T], total: int, remarks: Sequence[str]) -> None:
        self._items, self.total, self.remarks = tuple(items), total, list(remarks)

    @overload
    def __getitem__(self, place: int) -> _T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_T]: ...
    def __getitem__(self, place: int | slice) -> _T | Sequence[_T]:
        return self._items[place]

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self)} of {self.total}>"

    def records(self) -> list[Record]:
        """Flat rows for a data frame: the columns of ``--format csv`` (docs/json.md), numbers as numbers.

        ``None`` stands for what is not known.
        """
        raise NotImplementedError

    def data(self) -> list[Record]:
        """The same as ``results`` of ``--json`` (docs/json.md): nested, codes in place of labels."""
        from kapcli.writers.json import plain

        found: list[Record] = plain(self.results())
        return found

    def results(self) -> list[Record]:
        """What `data` is made of, as it is handed to a writer."""
        raise NotImplementedError


def typed(columns: Sequence[str], cells: Sequence[str], fractions: frozenset[str] = frozenset()) -> Record:
    """A row with numbers as numbers; ``None`` where a cell is empty."""
    return {name: _value(name, cell, fractions) for name, cell in zip(columns, cells, strict=True)}


def _value(name: str, cell: str, fractions: frozenset[str]) -> Any:
    if not cell:
        return None
    if name in fractions:
        return float(cell)
    return int(cell) if name in _WHOLE and cell.isdigit() else cell
