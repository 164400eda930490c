"""The rows and columns of an evidence gap map, and how many of them a page has room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.evidence.gap_map import folded
from kapcli.views.signs import GAP, LETTERS
from kapcli.writers.grid import Column, Grid, Part, fit

if TYPE_CHECKING:
    from kapcli.evidence.gap_map import Cell, EvidenceMap
    from kapcli.writers.layout import Style

# Where there is nobody to count: neither zero nor not known.
NOBODY = "–"
NOT_STATED_NAME, ALL_NAME, OTHERS_NAME = "not stated", "all", "others"


def fitted(found: EvidenceMap, width: int, metric: str) -> tuple[EvidenceMap, Grid | None]:
    """The map with as many of the rarest columns put together as it takes, and its layout; whole where none fits."""
    names = [" " * indent + name for indent, name, _ in rows_of(found)]
    columns = columns_of(found, metric)
    values = found.columns.values
    rare = sorted(range(len(values)), key=lambda place: (found.column_totals[place].trials, -place))
    for count in (0, *range(2, len(rare))):
        away = set(rare[:count])
        kept = [column for place, column in enumerate(columns) if place not in away]
        # What is put together is never wider than all: nothing is counted before it is known to fit.
        together = [msgspec.structs.replace(columns[-1], label=OTHERS_NAME, code=OTHERS_NAME)] if away else []
        if fit(names, [*kept, *together], width) is not None:
            drawn = folded(found, columns=[values[place].code for place in away])
            return drawn, fit(names, columns_of(drawn, metric), width)
    return found, None


def rows_of(found: EvidenceMap) -> list[tuple[int, str, Style]]:
    """Indent, name and style of each row: the values, what is not stated where there is any, and all."""
    rows: list[tuple[int, str, Style]] = [
        (2 * value.depth, OTHERS_NAME if value.folded else value.label, "") for value in found.rows.values
    ]
    if not found.without_row.empty:
        rows.append((0, NOT_STATED_NAME, "muted"))
    return [*rows, (0, ALL_NAME, "label")]


def columns_of(found: EvidenceMap, metric: str) -> list[Column]:
    """Columns with their cells: the values, what is not stated, and all."""
    with_rest = not found.without_row.empty
    columns = []
    for place, value in enumerate(found.columns.values):
        cells = [line[place] for line in found.cells]
        rest = [found.no_row[place]] if with_rest else []
        label = OTHERS_NAME if value.folded else value.label
        columns.append(
            Column(
                label,
                label if value.folded else value.code,
                (
                    *(_part(cell, metric, gap=True) for cell in cells),
                    *(_part(cell, metric) for cell in rest),
                    _part(found.column_totals[place], metric, gap=True),
                ),
            )
        )
    if not found.without_column.empty:
        rest = [found.neither] if with_rest else []
        parts = tuple(_part(cell, metric) for cell in (*found.no_column, *rest, found.without_column))
        columns.append(Column(NOT_STATED_NAME, NOT_STATED_NAME, parts))
    rest = [found.without_row] if with_rest else []
    totals = [_part(cell, metric, gap=True) for cell in (*found.row_totals, *rest, found.total)]
    columns.append(Column(ALL_NAME, ALL_NAME, tuple(totals)))
    return columns


def _part(cell: Cell, metric: str, *, gap: bool = False) -> Part:
    if cell.empty:
        return Part(GAP, "", "limit") if gap else Part("")
    letter = LETTERS[cell.strongest]
    if metric == "studies":
        return Part(str(cell.trials), letter)
    if cell.people is None:
        return Part("?" if cell.not_known else NOBODY, letter)
    return Part(f"{cell.people}{'+' if cell.not_known else ''}", letter)


__all__ = ["ALL_NAME", "NOBODY", "NOT_STATED_NAME", "OTHERS_NAME", "columns_of", "fitted", "rows_of"]
