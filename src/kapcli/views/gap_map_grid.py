"""The evidence gap map as a grid: its rows, columns and cells, the empty ones drawn as gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.words import so_many
from kapcli.evidence.gap_map import folded
from kapcli.views.document import text
from kapcli.views.drawings import Cell, Column, Grid, GridRow
from kapcli.views.gap_map_key import HERE, folded_lines, legend, notes, number
from kapcli.views.signs import GAP, LETTERS, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kapcli.evidence.gap_map import Cell as Counted
    from kapcli.evidence.gap_map import EvidenceMap
    from kapcli.views.document import Block

_NOT_STATED, _ALL, _OTHERS = "not stated", "all", "others"
# From so many trials, or people, on a cell is shaded one step darker.
SHADES = {"studies": (1, 3, 8, 20), "participants": (1, 100, 500, 2000)}


def grid(
    found: EvidenceMap, metric: str, *, here: str = HERE, asked: Sequence[str] = (), briefly: bool = False
) -> Grid:
    """The map as a grid, and grids with its rarest columns put together.

    Args:
        found: The counted map.
        metric: What the numbers count.
        here: Where a gap is.
        asked: Codes of the columns that the question asked for.
        briefly: Whether the legend is one text.
    """
    values = found.columns.values
    rare = sorted(range(len(values)), key=lambda place: (found.column_totals[place].trials, -place))

    def made(count: int) -> Grid:
        drawn = folded(found, columns=[values[place].code for place in rare[:count]]) if count else found
        more = max(count + 1, 2)
        return Grid(
            title(found, metric),
            found.rows.dimension.replace("_", " "),
            tuple(_rows(drawn)),
            tuple(_columns(drawn, metric, here, asked)),
            _below(found, drawn, metric, here, briefly=briefly),
            (lambda: made(more)) if more < len(rare) else lambda: None,
        )

    return made(0)


def _below(
    found: EvidenceMap, drawn: EvidenceMap, metric: str, here: str, *, briefly: bool = False
) -> Callable[[bool], tuple[Block, ...]]:
    def below(coded: bool) -> tuple[Block, ...]:
        lines = legend(drawn, metric, here=here)
        named = [
            f"{value.code} {value.label}"
            for value in drawn.columns.values
            if not value.folded and value.code.replace("-", " ") != value.label.casefold().replace("-", " ")
        ]
        if coded and named:
            lines.append("Columns: " + "; ".join(named) + ("." if briefly else ""))
        if briefly:
            nested = any(value.depth and not value.folded for value in drawn.rows.values)
            lines += ["Indented rows are also counted in the row they belong to."] if nested else []
            return (text(" ".join(lines)),)
        lines += [*folded_lines(drawn), *notes(found, metric, here=here)]
        return tuple(text(line, hang=2) for line in lines)

    return below


def _rows(found: EvidenceMap) -> Iterator[GridRow]:
    """The values, what is not stated where there is any, and all."""
    for value in found.rows.values:
        yield GridRow(_OTHERS if value.folded else value.label, value.depth)
    if not found.without_row.empty:
        yield GridRow(_NOT_STATED, style="muted", total=True)
    yield GridRow(_ALL, style="label", total=True)


def _columns(found: EvidenceMap, metric: str, here: str, asked: Sequence[str]) -> Iterator[Column]:
    """The values, what is not stated where there is any, and all, each with its cells."""
    rows = [row.name for row in _rows(found)]
    with_rest = not found.without_row.empty

    def cells(label: str, counted: Sequence[Counted], gap: Sequence[bool]) -> tuple[Cell, ...]:
        return tuple(
            _cell(cell, metric, gap=drawn, words=f"{row}, {label}", here=here)
            for row, cell, drawn in zip(rows, counted, gap, strict=True)
        )

    inside = [True] * len(found.rows.values)
    rest = [False] if with_rest else []
    for place, value in enumerate(found.columns.values):
        label = _OTHERS if value.folded else value.label
        counted = [line[place] for line in found.cells]
        counted += [found.no_row[place]] if with_rest else []
        shown = cells(label, [*counted, found.column_totals[place]], [*inside, *rest, True])
        yield Column(label, label if value.folded else value.code, shown, asked=value.code in asked)
    if not found.without_column.empty:
        counted = [*found.no_column, *([found.neither] if with_rest else []), found.without_column]
        shown = cells(_NOT_STATED, counted, [False] * len(counted))
        yield Column(_NOT_STATED, _NOT_STATED, shown, total=True)
    counted = [*found.row_totals, *([found.without_row] if with_rest else []), found.total]
    yield Column(_ALL, _ALL, cells(_ALL, counted, [*inside, *rest, True]), total=True)


def _cell(cell: Counted, metric: str, *, gap: bool, words: str, here: str) -> Cell:
    if cell.empty:
        return Cell(GAP, "", "limit", gap=True, words=f"{words}: a gap, no study {here}") if gap else Cell("")
    letter = LETTERS[cell.strongest]
    counted = (cell.trials if metric == "studies" else cell.people) or 0
    trials = so_many(cell.trials, "study", "studies")
    said = f"{words}: {trials}; strongest: {WORDS[cell.strongest]}"
    return Cell(number(cell, metric), letter, words=said, shade=sum(counted >= step for step in SHADES[metric]))


def title(found: EvidenceMap, metric: str) -> str:
    """What is counted, and over how much."""
    rows, columns = (axis.dimension.replace("_", " ") for axis in (found.rows, found.columns))
    studies = len(found.total.studies)
    over = so_many(studies, "publication")
    if found.total.trials != studies:
        over += f" of {so_many(found.total.trials, 'study', 'studies')}"
    what = "Participants" if metric == "participants" else "Studies"
    return f"{what} by {rows} and {columns}: {over}"
