"""The evidence gap map as a page, as Markdown and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.gap_ranking import widest_gaps
from kapcli.evidence.participants import has_people, probable_pairs, trials
from kapcli.views import gap_sentences as gap_words
from kapcli.views.closing_lines import about_lines
from kapcli.views.gap_map_grid import NOBODY, columns_of, fitted, rows_of
from kapcli.views.signs import GAP, letters
from kapcli.writers.grid import Column, grid_lines
from kapcli.writers.layout import Page, Span
from kapcli.writers.tables import escaped, markdown_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.model import About, Study
    from kapcli.evidence.gap_map import Cell, EvidenceMap
    from kapcli.evidence.map_axes import Value
    from kapcli.writers.layout import Line

# The columns of the tab-separated form. Others may be added at the end; none is moved or taken out.
COLUMNS = ("row", "column", "trials", "people", "not_known", "strongest", "studies")
_MOST_GAPS = 3
# More values that no study has than this are counted and not named.
_NAMED = 8
# Where a gap is: in the whole catalogue, or among the studies that a question left.
HERE, AMONG = "here", "among these"


def map_page(
    found: EvidenceMap,
    about: About,
    width: int,
    *,
    metric: str,
    command: str,
    narrowed: bool = False,
    remarks: Sequence[str] = (),
    shown: Sequence[Study] = (),
) -> list[Line]:
    """The map laid out for a terminal.

    Args:
        found: The counted map.
        about: For the date and the disclaimer.
        width: Columns.
        metric: ``studies`` or ``participants``: what the numbers count.
        command: The search that lists the studies of a cell; empty where there is none.
        narrowed: Whether the map is of a part of the catalogue: its gaps are then said to be of that part.
        remarks: What has to be said first.
        shown: Studies on the map, to know whether urgent help must be named.
    """
    here = AMONG if narrowed else HERE
    page = Page(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    page.blank()
    page.text(Span(title(found, metric), "heading"))
    drawn, grid = fitted(found, page.width, metric)
    columns = columns_of(drawn, metric)
    page.blank()
    if grid is None:
        _listed(page, drawn, columns)
    else:
        page.lines += grid_lines(rows_of(drawn), columns, grid)
    page.blank()
    for line in legend(drawn, metric, here=here):
        page.text(line, hang=2)
    if grid is not None and grid.coded:
        named = [
            f"{value.code} {value.label}"
            for value in drawn.columns.values
            if not value.folded and value.code.replace("-", " ") != value.label.casefold().replace("-", " ")
        ]
        if named:
            page.text("Columns: " + "; ".join(named), hang=2)
    for line in [*_folded_lines(drawn), *notes(found, metric, here=here)]:
        page.text(line, hang=2)
    gaps = gap_lines(found, here=here)
    if gaps:
        page.heading("Gaps where most is studied around them")
        for line in gaps:
            page.bullet(line)
        page.text(gap_words.CURATED, indent=2)
    page.blank()
    if command:
        page.text(Span("The studies of a cell: ", "label"), Span(command, "id"), hang=2)
    for line in about_lines(about, shown):
        page.text(Span(line, "muted"))
    return page.lines


def map_markdown(
    found: EvidenceMap, about: About, *, metric: str, narrowed: bool, remarks: Sequence[str], shown: Sequence[Study]
) -> str:
    """The map as a Markdown table, with every row and column."""
    here = AMONG if narrowed else HERE
    columns = columns_of(found, metric)
    header = [found.rows.dimension.replace("_", " "), *(column.label for column in columns)]
    rows = [
        (name, *(" ".join(filter(None, (column.parts[place].number, column.parts[place].sign))) for column in columns))
        for place, (_, name, _) in enumerate(rows_of(found))
    ]
    gaps = gap_lines(found, here=here)
    below = [
        *legend(found, metric, here=here),
        *notes(found, metric, here=here),
        *gaps,
        *([gap_words.CURATED] if gaps else []),
    ]
    table = markdown_table(header, rows)
    parts = [*remarks, title(found, metric), table, *below, *about_lines(about, shown)]
    return "\n".join(part if part is table else f"{escaped(part)}\n" for part in parts)


def cell_rows(found: EvidenceMap) -> list[tuple[str, ...]]:
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


def outside(found: EvidenceMap) -> list[Cell]:
    """What has no row or no column, as far as there is any."""
    return [cell for cell in (*found.no_column, *found.no_row, found.neither) if not cell.empty]


def title(found: EvidenceMap, metric: str) -> str:
    """What is counted, and over how much."""
    rows, columns = (axis.dimension.replace("_", " ") for axis in (found.rows, found.columns))
    studies = len(found.total.studies)
    over = f"{studies} {'study' if studies == 1 else 'studies'}"
    if found.total.trials != studies:
        over += f" of {found.total.trials} trials or works"
    what = "Participants" if metric == "participants" else "Studies"
    return f"{what} by {rows} and {columns}: {over}"


def legend(found: EvidenceMap, metric: str, *, here: str = HERE) -> list[str]:
    """How a cell is read."""
    cells = [cell for line in found.cells for cell in line]
    lines = []
    if metric == "participants":
        marks = {mark for column in columns_of(found, metric) for part in column.parts for mark in part.number[-1:]}
        lines.append(
            "Numbers are participants. Those known to be in two works count once, those only planned never; an "
            "overlap that no source names cannot be seen."
            + (" + at least so many: of some the number is not known." if "+" in marks else "")
            + (" ? number not known." if "?" in marks else "")
            + (f" {NOBODY} no participants of their own (reviews, theory)." if NOBODY in marks else "")
        )
    else:
        lines.append("Numbers are trials or works, each counted once in a cell and in every cell it belongs to.")
    if found.gaps:
        lines.append(f"{GAP} a gap: no study {here} that states both.")
    kinds = {cell.strongest for cell in [*cells, *found.row_totals, *found.column_totals, *outside(found)]}
    most = "; most of the people may be in weaker ones" if metric == "participants" else ""
    lines.append(f"Letters, the strongest design among them{most}: {letters(kinds)}.")
    return lines


def notes(found: EvidenceMap, metric: str, *, here: str = HERE) -> list[str]:
    """What else must be known to read the numbers."""
    lines = []
    held = [axis for axis in (found.rows, found.columns) if any(axis.broader.values())]
    if found.rows in held:
        lines.append("Indented rows are counted in the row they stand under as well.")
    if found.columns in held:
        inside = [
            f"{names[above[-1]]} holds {names[code]}"
            for axis in (found.columns,)
            for names in ({value.code: value.label for value in axis.values},)
            for code, above in axis.broader.items()
            if above and code in names
        ]
        if inside:
            lines.append(f"A broader column holds its narrower ones: {'; '.join(inside)}.")
    for axis, without in ((found.columns, found.without_column), (found.rows, found.without_row)):
        if not without.empty:
            lines.append(_not_stated(found, axis.dimension, without))
    bare = [(axis.dimension.replace("_", " "), axis.bare) for axis in (found.rows, found.columns) if axis.bare]
    if bare:
        lines.append(
            f"No study {here} at all: " + "; ".join(_bare(dimension, values) for dimension, values in bare) + "."
        )
    if metric == "participants":
        pairs = probable_pairs(trials(found.works.values()))
        if pairs:
            named = "; ".join(" and ".join(pair) for pair in pairs)
            lines.append(f"Probably of the same people, and counted once: {named}.")
    return lines


def gap_lines(found: EvidenceMap, *, here: str = HERE) -> list[str]:
    """The widest gaps in words."""
    return [
        gap_words.sentence(found.rows.dimension, found.columns.dimension, gap, here)
        for gap in widest_gaps(found, _MOST_GAPS)
    ]


def _not_stated(found: EvidenceMap, dimension: str, without: Cell) -> str:
    name = dimension.replace("_", " ")
    none = len(trials(study for one in without.studies if not has_people(study := found.works[one])))
    state = "states" if without.trials == 1 else "state"
    verb = "has" if none == 1 else "have"
    people = f"; {none} of them {verb} no participants of their own (reviews, theory)" if none else ""
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
            lines.append(f"Others: the rarest columns, put together to fit: {named}. --format tsv has each for itself.")
    return lines


def _listed(page: Page, found: EvidenceMap, columns: Sequence[Column]) -> None:
    """The rows one under another, where no grid fits."""
    for place, (indent, name, style) in enumerate(rows_of(found)):
        page.text(Span(name, style or "label"), indent=indent)
        for column in columns:
            part = column.parts[place]
            if part.number:
                page.text(f"{column.label}: {part.number} {part.sign}", indent=indent + 2, hang=indent + 4)


def _outside(code: str) -> str:
    return "" if code.startswith("+") else code


__all__ = [
    "AMONG",
    "COLUMNS",
    "HERE",
    "cell_rows",
    "gap_lines",
    "legend",
    "map_markdown",
    "map_page",
    "notes",
    "outside",
    "title",
]
