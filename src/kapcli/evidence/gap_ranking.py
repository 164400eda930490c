"""Which empty cells of a map are worth words: those between the rows and columns that are studied most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.study_rules import KETAMINES
from kapcli.evidence.designs import REVIEWS
from kapcli.evidence.limitation_rules import CLINICAL
from kapcli.evidence.map_axes import NO_KIND, Value
from kapcli.evidence.participants import has_people, trials

if TYPE_CHECKING:
    from kapcli.evidence.gap_map import Axis, Cell, EvidenceMap

# Values whose empty cells say nothing: nobody asks about the first two, and civilians and people in care are in many
# studies that do not say so.
_UNASKED = NO_KIND | {"healthy", "animal", "civilian", "clinic"}


class Gap(msgspec.Struct, frozen=True):
    """An empty cell that is put in words.

    Attributes:
        row: Its row.
        column: Its column.
        no_column: How many trials of the row state no column: one of them might belong here.
        no_row: How many of the column state no row.
    """

    row: Value
    column: Value
    no_column: int = 0
    no_row: int = 0


def widest_gaps(found: EvidenceMap, most: int) -> tuple[Gap, ...]:
    """The empty cells between the rows and columns that are studied most, widest first.

    A gap is as wide as its row has trials times its column. Values that are no kind of their own are passed over, as
    are comparators, designs without people, years, gaps inside another one named already, and cells into which half of
    the row's or column's trials could fall if only their sources told more.
    """
    if "year" in (found.rows.dimension, found.columns.dimension):
        return ()
    wide = []
    for row, line, across, aside in zip(found.rows.values, found.cells, found.row_totals, found.no_column, strict=True):
        for column, cell, down, beside in zip(
            found.columns.values, line, found.column_totals, found.no_row, strict=True
        ):
            if not cell.empty or not (_worth_words(found.rows, row) and _worth_words(found.columns, column)):
                continue
            could = _with_people(aside, found), _with_people(beside, found)
            if 2 * could[0] < across.trials and 2 * could[1] < down.trials:
                wide.append((across.trials * down.trials, Gap(row, column, *could)))
    wide.sort(key=lambda pair: -pair[0])
    named: list[Gap] = []
    for _, gap in wide:
        above = {(r, c) for r in _with_broader(found.rows, gap.row) for c in _with_broader(found.columns, gap.column)}
        if not any((other.row.code, other.column.code) in above for other in named):
            named.append(gap)
    return tuple(named[:most])


def _with_people(cell: Cell, found: EvidenceMap) -> int:
    return len(trials(study for name in cell.studies if has_people(study := found.works[name])))


def _worth_words(axis: Axis, value: Value) -> bool:
    if value.folded or value.code in _UNASKED:
        return False
    if axis.dimension == "drug":
        return value.code in KETAMINES
    return axis.dimension != "design" or value.code in CLINICAL | REVIEWS


def _with_broader(axis: Axis, value: Value) -> tuple[str, ...]:
    return (value.code, *axis.broader.get(value.code, ()))
