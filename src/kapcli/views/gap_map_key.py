"""How the cells of the gap map are read: its numbers, letters and gaps, and what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.participants import counted_elsewhere, has_people, probable_pairs, trials
from kapcli.views.gap_map_data import outside
from kapcli.views.signs import GAP, letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.evidence.gap_map import Cell, EvidenceMap
    from kapcli.evidence.map_axes import Value

# More values that no study has than this are counted and not named.
_NAMED = 8
# Where a gap is: in the whole catalogue, or among the studies that match a question.
HERE, AMONG = "here", "among these"
# Where there is nobody to count: neither zero nor not known.
NOBODY = "–"


def number(cell: Cell, metric: str) -> str:
    """What is counted in a cell that is not empty."""
    if metric == "studies":
        return str(cell.trials)
    if cell.people is None:
        return "?" if cell.not_known else NOBODY
    return f"{cell.people}{'+' if cell.not_known else ''}"


def legend(found: EvidenceMap, metric: str, *, here: str = HERE) -> list[str]:
    """How a cell is read."""
    cells = [cell for line in found.cells for cell in line]
    counted = [*cells, *found.row_totals, *found.column_totals, *outside(found)]
    lines = []
    if metric == "participants":
        marks = {number(cell, metric)[-1] for cell in (*counted, found.total) if not cell.empty}
        lines.append(
            "Numbers are participants. People known to be in two publications count once, and planned participants "
            "are not counted; an overlap that no source mentions cannot be seen."
            + (" + at least: for some the number is not reported." if "+" in marks else "")
            + (" ? number not reported." if "?" in marks else "")
            + (f" {NOBODY} no participants (reviews, theory)." if NOBODY in marks else "")
        )
    else:
        lines.append("Numbers are studies. Each counts once per cell and may appear in several cells.")
    if found.gaps:
        lines.append(f"{GAP} gap: no study {here} that states both.")
    kinds = {cell.strongest for cell in counted}
    most = "; most participants may be in weaker ones" if metric == "participants" else ""
    lines.append(f"Letter: strongest design in the cell{most}: {letters(kinds)}.")
    return lines


def notes(found: EvidenceMap, metric: str, *, here: str = HERE) -> list[str]:
    """What else must be known to read the numbers."""
    lines = []
    held = [axis for axis in (found.rows, found.columns) if any(axis.broader.values())]
    if found.rows in held:
        lines.append("Indented rows are also counted in the row they belong to.")
    if found.columns in held:
        inside = [
            f"{names[above[-1]]} holds {names[code]}"
            for axis in (found.columns,)
            for names in ({value.code: value.label for value in axis.values},)
            for code, above in axis.broader.items()
            if above and code in names
        ]
        if inside:
            lines.append(f"A broader column includes its narrower ones: {'; '.join(inside)}.")
    for axis, without in ((found.columns, found.without_column), (found.rows, found.without_row)):
        if not without.empty:
            lines.append(_not_stated(found, axis.dimension, without))
    bare = [(axis.dimension.replace("_", " "), axis.bare) for axis in (found.rows, found.columns) if axis.bare]
    if bare:
        lines.append(
            f"Not shown, no study {here}: " + "; ".join(_bare(dimension, values) for dimension, values in bare) + "."
        )
    if metric == "participants":
        pairs = probable_pairs(trials(found.works.values()))
        if pairs:
            named = "; ".join(" and ".join(pair) for pair in pairs)
            lines.append(f"Probably the same people, counted once: {named}.")
        if elsewhere := counted_elsewhere(trials(found.works.values())):
            lines.append(f"Secondary analyses, counted with their trials: {', '.join(elsewhere)}.")
    return lines


def _not_stated(found: EvidenceMap, dimension: str, without: Cell) -> str:
    name = dimension.replace("_", " ")
    none = len(trials(study for one in without.studies if not has_people(study := found.works[one])))
    state = "gives" if without.trials == 1 else "give"
    verb = "has" if none == 1 else "have"
    people = f"; {none} of them {verb} no participants (reviews, theory)" if none else ""
    return f"Not stated: {without.trials} of {found.total.trials} {state} no {name}{people}."


def _bare(dimension: str, values: Sequence[Value]) -> str:
    if len(values) > _NAMED:
        return f"{len(values)} other values of {dimension}"
    return f"{', '.join(value.label for value in values)} ({dimension})"


def folded_lines(found: EvidenceMap) -> list[str]:
    """Which columns were put together."""
    lines = []
    for value in found.columns.values:
        if value.folded:
            named = ", ".join(one.label for one in value.folded)
            lines.append(f"Others: the rarest columns, combined to fit: {named}. --format tsv lists each separately.")
    return lines
