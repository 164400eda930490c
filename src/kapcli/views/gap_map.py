"""The evidence gap map: studies by two dimensions, empty cells drawn as gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.gap_map import folded
from kapcli.evidence.gap_ranking import widest_gaps
from kapcli.evidence.participants import counted_elsewhere, has_people, probable_pairs, trials
from kapcli.views import gap_map_data
from kapcli.views.closing_lines import ELSEWHERE, last_lines
from kapcli.views.document import Action, Heading, Shortest, Space, Span, closing, item, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.drawings import Cell, Column, Grid, GridRow
from kapcli.views.gap_map_data import outside
from kapcli.views.signs import GAP, LETTERS, WORDS, letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.evidence.gap_map import Cell as Counted
    from kapcli.evidence.gap_map import EvidenceMap
    from kapcli.evidence.map_axes import Value
    from kapcli.views.document import Block, Document

_MOST_GAPS = 3
# More values that no study has than this are counted and not named.
_NAMED = 8
# Where a gap is: in the whole catalogue, or among the studies that a question left.
HERE, AMONG = "here", "among these"
# Where there is nobody to count: neither zero nor not known.
NOBODY = "–"
_NOT_STATED, _ALL, _OTHERS = "not stated", "all", "others"
# From so many trials, or people, on a cell is shaded one step darker.
SHADES = {"studies": (1, 3, 8, 20), "participants": (1, 100, 500, 2000)}


def map_document(
    found: EvidenceMap,
    about: About,
    *,
    metric: str,
    command: str = "",
    narrowed: bool = False,
    remarks: Sequence[str] = (),
    shown: Sequence[Study] = (),
) -> Document:
    """The map.

    Args:
        found: The counted map.
        about: For the date and the disclaimer.
        metric: ``studies`` or ``participants``: what the numbers count.
        command: The search that lists the studies of a cell; empty where there is none.
        narrowed: Whether the map is of a part of the catalogue: its gaps are then said to be of that part.
        remarks: What has to be said first.
        shown: Studies on the map, to know whether urgent help must be named.
    """
    here = AMONG if narrowed else HERE

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield Space()
        yield text(Span(title(found, metric), "heading"))
        yield Space()
        yield grid(found, metric, here=here)
        if gaps := gap_lines(found, here=here):
            yield Heading("Most notable gaps (related cells have most studies)")
            yield from map(item, gaps)
            yield text(ELSEWHERE, level=1)
        yield Space()
        if command:
            yield Action("List a cell", command)
        yield from closing(last_lines(about, shown))

    return tuple(blocks())


def map_screen(
    found: EvidenceMap,
    about: About,
    *,
    metric: str,
    command: str,
    lines: int,
    full: str,
    narrowed: bool = False,
    remarks: Sequence[str] = (),
    shown: Sequence[Study] = (),
) -> Document:
    """The map in a window's height: its rarest rows counted together, its legend short; see `map_document`.

    Args:
        found: The counted map.
        about: For the foot.
        metric: What the numbers count.
        command: A search that lists a cell.
        lines: Of the window.
        full: The command that shows every row.
        narrowed: Whether the map is of some of the studies.
        remarks: What has to be said first.
        shown: The studies, where help in danger may have to be named.
    """
    here = AMONG if narrowed else HERE
    places = range(len(found.rows.values))
    rare = sorted(places, key=lambda place: (found.row_totals[place].trials, -place))

    def page(away: int) -> Document:
        drawn = folded(found, rows=[found.rows.values[place].code for place in rare[:away]]) if away else found
        rows = f"{away} rare rows are counted as one. " if away else ""
        return (
            *first_remarks(remarks),
            text(Span(title(found, metric), "heading")),
            grid(drawn, metric, here=here, briefly=True),
            text(f"{rows}Every row, gaps in words: {full}"),
            *([text(f"List a cell: {command}")] if command else []),
            *closing(last_lines(about, shown)),
        )

    aways = [0, *range(2, max(3, len(rare)))]
    return (Shortest(lines, tuple(page(away) for away in aways)),)


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
        lines += [*_folded_lines(drawn), *notes(found, metric, here=here)]
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
    if metric == "studies":
        number, counted = str(cell.trials), cell.trials
    elif cell.people is None:
        number, counted = "?" if cell.not_known else NOBODY, 0
    else:
        number, counted = f"{cell.people}{'+' if cell.not_known else ''}", cell.people
    trials = f"{cell.trials} {'study' if cell.trials == 1 else 'studies'}"
    said = f"{words}: {trials}; strongest: {WORDS[cell.strongest]}"
    return Cell(number, letter, words=said, shade=sum(counted >= step for step in SHADES[metric]))


def title(found: EvidenceMap, metric: str) -> str:
    """What is counted, and over how much."""
    rows, columns = (axis.dimension.replace("_", " ") for axis in (found.rows, found.columns))
    studies = len(found.total.studies)
    over = f"{studies} {'publication' if studies == 1 else 'publications'}"
    if found.total.trials != studies:
        over += f" of {found.total.trials} {'study' if found.total.trials == 1 else 'studies'}"
    what = "Participants" if metric == "participants" else "Studies"
    return f"{what} by {rows} and {columns}: {over}"


def legend(found: EvidenceMap, metric: str, *, here: str = HERE) -> list[str]:
    """How a cell is read."""
    cells = [cell for line in found.cells for cell in line]
    lines = []
    if metric == "participants":
        marks = {
            mark for column in _columns(found, metric, here, ()) for cell in column.cells for mark in cell.number[-1:]
        }
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
    kinds = {cell.strongest for cell in [*cells, *found.row_totals, *found.column_totals, *outside(found)]}
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


def gap_lines(found: EvidenceMap, *, here: str = HERE) -> list[str]:
    """The widest gaps in words."""
    return [
        gap_map_data.sentence(found.rows.dimension, found.columns.dimension, gap, here)
        for gap in widest_gaps(found, _MOST_GAPS)
    ]


def _not_stated(found: EvidenceMap, dimension: str, without: Counted) -> str:
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


def _folded_lines(found: EvidenceMap) -> list[str]:
    lines = []
    for value in found.columns.values:
        if value.folded:
            named = ", ".join(one.label for one in value.folded)
            lines.append(f"Others: the rarest columns, combined to fit: {named}. --format tsv lists each separately.")
    return lines
