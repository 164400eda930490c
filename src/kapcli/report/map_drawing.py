"""The gap map as a drawing: where each cell, sign and word stands, in the units of an SVG's view box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.evidence.gap_map import folded
from kapcli.views.gap_map import legend, notes, title
from kapcli.views.signs import GAP, LETTERS, WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kapcli.evidence.gap_map import Cell, EvidenceMap
    from kapcli.evidence.map_axes import Value

# Sizes in view box units, which are pixels at full width.
_NAMES, _CELL, _LINE, _HEAD, _MARGIN = 220, 90, 40, 46, 2
_MOST_COLUMNS, _MOST_ROWS = 9, 26
# Letters of a name that fit into one line.
_WIDE, _NARROW = 32, 13
# From so many trials on a cell is shaded one step darker.
_STEPS = (1, 3, 8, 20)
HERE, AMONG = "here", "among these"


class Label(msgspec.Struct, frozen=True):
    """A name in one or two lines at a place."""

    x: float
    y: float
    lines: tuple[str, ...]
    strong: bool = False


class Box(msgspec.Struct, frozen=True):
    """A cell.

    Attributes:
        kind: ``gap``, ``filled`` or ``nothing`` (outside the grid).
        shade: 0 to 4, by the number of trials.
        words: The whole of it, for a reader who cannot see it.
    """

    x: float
    y: float
    number: str
    letter: str
    kind: str
    shade: int
    words: str
    total: bool = False


class MapDrawing(msgspec.Struct, frozen=True):
    """A gap map, drawn.

    Attributes:
        table: The same as rows of text, the first the header: for Markdown and for readers who cannot see the picture.
        asked: Left edge of each column that the question asked for.
    """

    width: float
    height: float
    cell: float
    line: float
    head: float
    title: str
    description: str
    columns: tuple[Label, ...]
    rows: tuple[Label, ...]
    boxes: tuple[Box, ...]
    asked: tuple[float, ...]
    asked_names: str
    legend: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]


def map_drawing(found: EvidenceMap, asked: Collection[str] = (), *, narrowed: bool = True) -> MapDrawing:
    """Lay out a map.

    Args:
        found: The counted map, with at least one study.
        asked: Codes of the columns that the question asked for: they are marked.
        narrowed: Whether it is of a part of the catalogue.
    """
    here = AMONG if narrowed else HERE
    drawn = _fitted(found, asked)
    columns = [(_name(value), value.code) for value in drawn.columns.values]
    with_column, with_row = not drawn.without_column.empty, not drawn.without_row.empty
    heads = [name for name, _ in columns] + (["not stated"] if with_column else []) + ["all"]
    lines: list[tuple[int, str, list[tuple[Cell, bool]]]] = []
    for value, line, aside, total in zip(
        drawn.rows.values, drawn.cells, drawn.no_column, drawn.row_totals, strict=True
    ):
        cells = [(cell, True) for cell in line] + ([(aside, False)] if with_column else []) + [(total, False)]
        lines.append((value.depth, _name(value), cells))
    if with_row:
        cells = [(cell, False) for cell in drawn.no_row] + ([(drawn.neither, False)] if with_column else [])
        lines.append((0, "not stated", [*cells, (drawn.without_row, False)]))
    cells = [(cell, False) for cell in drawn.column_totals]
    cells += [(drawn.without_column, False)] if with_column else []
    lines.append((0, "all", [*cells, (drawn.total, False)]))
    lefts = [_NAMES + place * _CELL for place in range(len(heads))]
    boxes = [
        _box(cell, gap, lefts[place], _HEAD + row * _LINE, name, heads[place], here)
        for row, (_, name, cells) in enumerate(lines)
        for place, (cell, gap) in enumerate(cells)
    ]
    marked = tuple(lefts[place] for place, (_, code) in enumerate(columns) if code in asked)
    rare = [
        f"Others: the rarest {what}, put together to fit: {', '.join(one.label for one in value.folded)}."
        for what, axis in (("columns", drawn.columns), ("rows", drawn.rows))
        for value in axis.values
        if value.folded
    ]
    return MapDrawing(
        width=_NAMES + _CELL * len(heads) + _MARGIN,
        height=_HEAD + _LINE * len(lines) + _MARGIN,
        cell=_CELL,
        line=_LINE,
        head=_HEAD,
        title=title(found, "studies"),
        description=_description(found, drawn),
        columns=tuple(
            Label(left + _CELL / 2, _HEAD - 10, _folded_name(name, _NARROW), place == len(heads) - 1)
            for place, (left, name) in enumerate(zip(lefts, heads, strict=True))
        ),
        rows=tuple(
            Label(
                10.0 + 14 * depth,
                _HEAD + row * _LINE + _LINE / 2,
                _folded_name(name, _WIDE - 2 * depth),
                row == len(lines) - 1,
            )
            for row, (depth, name, _) in enumerate(lines)
        ),
        boxes=tuple(boxes),
        asked=marked,
        asked_names=", ".join(name for name, code in columns if code in asked),
        legend=(*_legend(found, here), *rare, *notes(found, "studies", here=here)),
        table=(
            (found.rows.dimension.replace("_", " "), *heads),
            *((f"{'– ' * depth}{name}", *(_text(cell, gap) for cell, gap in cells)) for depth, name, cells in lines),
        ),
    )


def _legend(found: EvidenceMap, here: str) -> list[str]:
    """How a cell is read, in the drawing's own signs."""
    return [line.replace(GAP, "Hatched:") for line in legend(found, "studies", here=here)]


def _fitted(found: EvidenceMap, asked: Collection[str]) -> EvidenceMap:
    """The map with its rarest rows and columns put together where there are too many; never one that was asked for."""
    columns = _rarest(found.columns.values, found.column_totals, _MOST_COLUMNS, asked)
    rows = _rarest(found.rows.values, found.row_totals, _MOST_ROWS, ())
    return folded(found, rows, columns) if rows or columns else found


def _rarest(values: Sequence[Value], totals: Sequence[Cell], most: int, asked: Collection[str]) -> list[str]:
    over = len(values) - most
    if over <= 0:
        return []
    order = sorted(range(len(values)), key=lambda place: (totals[place].trials, -place))
    return [values[place].code for place in order if values[place].code not in asked][: over + 1]


def _name(value: Value) -> str:
    return "others" if value.folded else value.label


def _box(cell: Cell, gap: bool, x: float, y: float, row: str, column: str, here: str) -> Box:
    if cell.empty:
        words = f"{row}, {column}: a gap, no study {here}" if gap else f"{row}, {column}: none"
        return Box(x, y, "", "", "gap" if gap else "nothing", 0, words, total=not gap)
    trials = f"{cell.trials} {'trial or work' if cell.trials == 1 else 'trials or works'}"
    words = f"{row}, {column}: {trials}; strongest: {WORDS[cell.strongest]}"
    shade = sum(cell.trials >= step for step in _STEPS)
    return Box(x, y, str(cell.trials), LETTERS[cell.strongest], "filled", shade, words, total=not gap)


def _text(cell: Cell, gap: bool) -> str:
    if cell.empty:
        return "gap" if gap else ""
    return f"{cell.trials} {LETTERS[cell.strongest]}"


def _folded_name(name: str, most: int) -> tuple[str, ...]:
    """A name in at most two lines, parted at a blank or hyphen; cut only where a single word is too long."""
    if len(name) <= most:
        return (name,)
    words = name.replace("-", "-\0").replace(" ", " \0").split("\0")
    first = ""
    while words and len((first + words[0]).rstrip()) <= most:
        first += words.pop(0)
    rest = "".join(words)
    if not first:
        first, rest = name[: most - 1] + "-", name[most - 1 :]
    return first.rstrip(), rest if len(rest) <= most + 2 else rest[: most + 1] + "…"


def _description(found: EvidenceMap, drawn: EvidenceMap) -> str:
    rows, columns = (axis.dimension.replace("_", " ") for axis in (found.rows, found.columns))
    return (
        f"A table of {len(drawn.rows.values)} rows ({rows}) and {len(drawn.columns.values)} columns ({columns}). Each "
        f"cell holds a number of trials or works and a letter for the strongest design; {drawn.gaps} cells are empty "
        "and hatched. The same stands as a table below the picture."
    )


__all__ = ["Box", "Label", "MapDrawing", "map_drawing"]
