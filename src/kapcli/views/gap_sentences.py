"""An empty cell of a map in words, and what it does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapcli.evidence.gap_ranking import Gap
    from kapcli.evidence.map_axes import Value


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
        f"{count} {'gives' if count == 1 else 'give'} no {dimension.replace('_', ' ')}"
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
    return " ".join(parts)
