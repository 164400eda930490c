"""The evidence gap map for a program: every cell, the empty ones too, and the search that lists its studies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.words import so_many
from kapcli.evidence.gap_ranking import widest_gaps
from kapcli.evidence.map_axes import NO_KIND

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kapcli.evidence.gap_map import Axis, EvidenceMap
    from kapcli.evidence.gap_map import Cell as Counted
    from kapcli.evidence.gap_ranking import Gap
    from kapcli.evidence.map_axes import Value
    from kapcli.index.question import Question

# The columns of the tab-separated form. Others may be added at the end; none is moved or taken out.
COLUMNS = ("row", "column", "trials", "people", "not_known", "strongest", "studies")


def as_cells(found: EvidenceMap) -> list[tuple[str, ...]]:
    """Every cell as the cells of `COLUMNS`, the empty ones too; and after them what has no row or no column."""
    return [
        (
            _outside(cell.row),
            _outside(cell.column),
            str(cell.trials),
            "" if cell.people is None else str(cell.people),
            str(cell.not_known),
            cell.strongest,
            " ".join(cell.studies),
        )
        for cell in [*(cell for line in found.cells for cell in line), *outside(found)]
    ]


def outside(found: EvidenceMap) -> list[Counted]:
    """What has no row or no column, as far as there is any."""
    return [cell for cell in (*found.no_column, *found.no_row, found.neither) if not cell.empty]


def as_data(found: EvidenceMap, search: Callable[[str, str], str]) -> list[dict[str, Any]]:
    """One result a cell for a program, row by row, the empty ones too.

    Args:
        found: The counted map.
        search: The search that lists the studies of a row and a column.
    """
    return [
        {"id": f"{cell.row}/{cell.column}"}
        | msgspec.to_builtins(cell)
        | {"gap": cell.empty, "strongest": cell.strongest or None, "search": search(cell.row, cell.column)}
        for line in found.cells
        for cell in line
    ]


def summary(found: EvidenceMap, here: str) -> dict[str, Any]:
    """The whole of it for a program."""
    rows, columns = found.rows, found.columns
    return {
        "output": None,
        "studies": len(found.total.studies),
        "trials": found.total.trials,
        "people": found.total.people,
        "not_known": found.total.not_known,
        "gaps": found.gaps,
        "rows": _axis(rows, found.row_totals, found.no_column),
        "columns": _axis(columns, found.column_totals, found.no_row),
        "without_row": found.without_row.studies,
        "without_column": found.without_column.studies,
        "no_study_at_all": {axis.dimension: [value.code for value in axis.bare] for axis in (rows, columns)},
        "widest_gaps": [
            {
                "row": gap.row.code,
                "column": gap.column.code,
                "text": sentence(rows.dimension, columns.dimension, gap, here),
            }
            for gap in widest_gaps(found, 10)
        ],
    }


def _axis(axis: Axis, totals: Sequence[Counted], not_stated: Sequence[Counted]) -> list[dict[str, Any]]:
    return [
        {
            "code": value.code,
            "label": value.label,
            "broader": axis.broader.get(value.code, ()),
            "trials": total.trials,
            "studies": len(total.studies),
            "people": total.people,
            "not_known": total.not_known,
            "strongest": total.strongest or None,
            "not_stated": aside.studies,
        }
        for value, total, aside in zip(axis.values, totals, not_stated, strict=True)
    ]


def _outside(code: str) -> str:
    return "" if code.startswith("+") else code


def example(question: Question, found: EvidenceMap) -> str:
    """The search for the cell with most studies, of those whose row and column are kinds of their own."""
    cells = [cell for line in found.cells for cell in line if not cell.empty]
    named = [cell for cell in cells if not {cell.row, cell.column} & NO_KIND]
    largest = max(named or cells, key=lambda cell: cell.trials, default=None)
    return "" if largest is None else search_of(question, found, largest.row, largest.column)


def search_of(question: Question, found: EvidenceMap, row: str, column: str) -> str:
    """The search that lists the studies of a cell: the same question, with the cell's two facets."""
    own = {found.rows.dimension: row, found.columns.dimension: column}
    return question.command_line("search", first=own)


def sentence(rows: str, columns: str, gap: Gap, here: str) -> str:
    """That no study here is of a row and a column, and of how many it is not known.

    Args:
        rows: The dimension of the rows.
        columns: That of the columns.
        gap: The empty cell.
        here: Where there is none: in the catalogue, or among fewer studies.
    """
    named = {rows: gap.row, columns: gap.column}
    unknown = [
        f"{so_many(count, 'gives', 'give')} no {dimension.replace('_', ' ')}"
        for dimension, count in ((columns, gap.no_column), (rows, gap.no_row))
        if count
    ]
    aside = f" ({'; '.join(unknown)})" if unknown else ""
    return f"No {_noun(named)} {here} {_of(named)}{aside}."


def _noun(named: dict[str, Value]) -> str:
    return named["design"].label if "design" in named else "study"


def _of(named: dict[str, Value]) -> str:
    parts = []
    if "route" in named or "drug" in named:
        drug = named["drug"].label if "drug" in named else "ketamine"
        route = f"{named['route'].label} " if "route" in named else ""
        parts.append(f"of {route}{drug}")
    if "condition" in named:
        parts.append(f"{'for' if parts else 'of'} {named['condition'].label}")
    if "therapy" in named:
        parts.append(f"with {named['therapy'].label}")
    if "population" in named:
        parts.append(f"in {named['population'].label}")
    if "dosing_model" in named:
        parts.append(f"with {named['dosing_model'].label} dosing")
    if "comparator" in named:
        one = named["comparator"]
        parts.append("without a comparison group" if one.code == "none" else f"with {one.label} as comparator")
    if "status" in named:
        parts.append(f"with the status {named['status'].label}")
    if "year" in named:
        parts.append(f"from {named['year'].label}")
    return " ".join(parts)
