"""An evidence gap map: studies counted in the cells of two dimensions, and the cells that stay empty.

A cell holds what a search with its two facets finds (see `kapcli.evidence.map_axes`). Trials count once, planned people
never, and what no source states has a place of its own: it is no value and no gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.evidence.designs import strongest
from kapcli.evidence.map_axes import NO_KIND, ArmRule, Placed, Placing, Value, band_code, band_label, bands
from kapcli.evidence.participants import participants, trials

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary

# The codes of what is no value of the vocabulary: several folded together, and what no source states.
OTHER, NOT_STATED, ALL = "+other", "+not-stated", "+all"


class Cell(msgspec.Struct, frozen=True):
    """The studies at one place of a map.

    Attributes:
        row: Code of the row; `NOT_STATED` or `ALL` outside the grid.
        column: Code of the column, likewise.
        studies: Their ids, in the order in which they were given.
        trials: How many trials or works they are, each once.
        people: Participants, nobody twice; ``None`` where no number is known, or there is nobody to count.
        not_known: Of how many trials the number of people is not known.
        strongest: The strongest kind of design among them (see `kapcli.evidence.designs`); empty where there is none.
    """

    row: str
    column: str
    studies: tuple[str, ...] = ()
    trials: int = 0
    people: int | None = None
    not_known: int = 0
    strongest: str = ""

    @property
    def empty(self) -> bool:
        """Whether it is a gap."""
        return not self.studies


class Axis(msgspec.Struct, frozen=True):
    """The rows or columns of a map.

    Attributes:
        dimension: One of `kapcli.evidence.map_axes.DIMENSIONS`.
        values: Commonest first (designs by strength, years by time), narrower ones behind their broader one.
        bare: Values of the vocabulary that no study here has.
        broader: Code to the codes on this axis that hold it.
    """

    dimension: str
    values: tuple[Value, ...]
    bare: tuple[Value, ...] = ()
    broader: dict[str, tuple[str, ...]] = {}


class EvidenceMap(msgspec.Struct, frozen=True):
    """Studies counted by two dimensions.

    Attributes:
        cells: A line for each row, with a cell for each column; empty ones are there.
        row_totals: For each row all its studies, whether or not they have a column.
        column_totals: For each column all its studies.
        no_column: For each row its studies for which no column is stated.
        no_row: For each column those for which no row is stated.
        without_column: All studies for which no column is stated, in some row of theirs or in all.
        without_row: All for which no row is.
        neither: Studies for which neither is stated.
        total: All studies of the map.
        works: Id to study.
    """

    rows: Axis
    columns: Axis
    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    column_totals: tuple[Cell, ...]
    no_column: tuple[Cell, ...]
    no_row: tuple[Cell, ...]
    without_column: Cell
    without_row: Cell
    neither: Cell
    total: Cell
    works: dict[str, Study]

    @property
    def gaps(self) -> int:
        """How many cells are empty."""
        return sum(cell.empty for line in self.cells for cell in line)


def evidence_map(
    studies: Iterable[Study],
    rows: str,
    columns: str,
    vocabulary: Vocabulary,
    *,
    arms: ArmRule | None = None,
    asked: Mapping[str, Sequence[str]] | None = None,
    years: tuple[int | None, int | None] = (None, None),
) -> EvidenceMap:
    """Count studies by two different dimensions.

    Args:
        studies: Those that match the question but for what it asks of arms, in the order of evidence.
        rows: The dimension of the rows.
        columns: Another one.
        vocabulary: For labels, and for which value is broader than which.
        arms: What the question asks of an arm.
        asked: Facet to the codes the question narrows it to: an axis of that dimension shows nothing else.
        years: First and last year asked for.
    """
    works = {study.id: study for study in studies}
    allowed = {
        dimension: frozenset(narrower for code in codes for narrower in vocabulary.narrower(dimension, code))
        for dimension, codes in (asked or {}).items()
    }
    spans = bands({study.year for study in works.values()}, years)
    placing = Placing(rows, columns, vocabulary, arms or ArmRule(), spans, allowed)
    placed = {name: found for name, study in works.items() if placing.holds(study, found := placing.place(study))}
    works = {name: works[name] for name in placed}
    by_row = _by(placed, lambda found: found.rows)
    by_column = _by(placed, lambda found: found.columns)
    row_axis = _axis(rows, by_row, works, placing)
    column_axis = _axis(columns, by_column, works, placing)
    return _counted(row_axis, column_axis, placed, works)


def folded(found: EvidenceMap, rows: Collection[str] = (), columns: Collection[str] = ()) -> EvidenceMap:
    """The same map with some rows and some columns counted together as one, which stands last.

    Args:
        found: A map.
        rows: Codes of the rows to put together; fewer than two are left alone.
        columns: Codes of the columns, likewise.
    """
    row_axis, row_of = _fold(found.rows, rows)
    column_axis, column_of = _fold(found.columns, columns)
    held: dict[str, tuple[set[str], set[str], set[tuple[str, str]]]] = {
        name: (set(), set(), set()) for name in found.works
    }
    for total in found.row_totals:
        for name in total.studies:
            held[name][0].add(row_of.get(total.row, total.row))
    for total in found.column_totals:
        for name in total.studies:
            held[name][1].add(column_of.get(total.column, total.column))
    for line in found.cells:
        for cell in line:
            for name in cell.studies:
                held[name][2].add((row_of.get(cell.row, cell.row), column_of.get(cell.column, cell.column)))
    placed = {
        name: Placed(frozenset(rows_of), frozenset(columns_of), frozenset(cells))
        for name, (rows_of, columns_of, cells) in held.items()
    }
    return _counted(row_axis, column_axis, placed, found.works)


def _by(placed: Mapping[str, Placed], codes: Callable[[Placed], Iterable[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, where in placed.items():
        for code in codes(where):
            found.setdefault(code, []).append(name)
    return found


def _axis(dimension: str, held: Mapping[str, list[str]], works: Mapping[str, Study], placing: Placing) -> Axis:
    if dimension == "year":
        values = tuple(Value(band_code(band), band_label(band)) for band in placing.bands)
        return Axis(dimension, values)
    vocabulary = placing.vocabulary
    known = vocabulary.codes(dimension)
    codes = [*known, *sorted(set(held) - set(known))]
    broader = {
        code: tuple(above for above in vocabulary.broader(dimension, code)[1:] if above in held) for code in held
    }
    size = {code: len(trials(works[name] for name in held[code])) for code in held}

    def rank(code: str) -> tuple[object, ...]:
        if dimension == "design":
            return (vocabulary.term(dimension, code).strength or 99, codes.index(code))
        if dimension == "dosing_model":
            return (code in NO_KIND, codes.index(code))
        return (code in NO_KIND, -size[code], codes.index(code))

    def chain(code: str) -> list[tuple[object, ...]]:
        # A value stands behind the one that holds it: it is sorted by the whole chain above it, outermost first.
        return [rank(above) for above in (*reversed(broader[code]), code)]

    shown = sorted(held, key=chain)
    bare = [code for code in known if code not in held and code not in NO_KIND]
    if dimension in placing.allowed:
        bare = [code for code in bare if code in placing.allowed[dimension]]
    return Axis(
        dimension,
        tuple(Value(code, vocabulary.label(dimension, code), len(broader[code])) for code in shown),
        tuple(Value(code, vocabulary.label(dimension, code)) for code in bare),
        {code: broader[code] for code in shown},
    )


def _counted(rows: Axis, columns: Axis, placed: Mapping[str, Placed], works: dict[str, Study]) -> EvidenceMap:
    order = {name: place for place, name in enumerate(works)}
    in_cell: dict[tuple[str, str], list[str]] = {}
    for name, where in placed.items():
        keys = set(where.cells)
        with_column = {row for row, _ in where.cells}
        with_row = {column for _, column in where.cells}
        keys |= {(row, NOT_STATED) for row in where.rows - with_column}
        keys |= {(NOT_STATED, column) for column in where.columns - with_row}
        keys |= {(row, ALL) for row in where.rows} | {(ALL, column) for column in where.columns}
        nowhere = not where.rows and not where.columns
        if nowhere:
            keys.add((NOT_STATED, NOT_STATED))
        if nowhere or where.rows - with_column:
            keys.add((ALL, NOT_STATED))
        if nowhere or where.columns - with_row:
            keys.add((NOT_STATED, ALL))
        keys.add((ALL, ALL))
        for key in keys:
            in_cell.setdefault(key, []).append(name)

    def cell(row: str, column: str) -> Cell:
        names = sorted(in_cell.get((row, column), ()), key=order.__getitem__)
        found = [works[name] for name in names]
        each = trials(found)
        people = participants(each)
        return Cell(row, column, tuple(names), len(each), people.people, people.not_known, strongest(found))

    across = [value.code for value in rows.values]
    down = [value.code for value in columns.values]
    return EvidenceMap(
        rows,
        columns,
        tuple(tuple(cell(row, column) for column in down) for row in across),
        tuple(cell(row, ALL) for row in across),
        tuple(cell(ALL, column) for column in down),
        tuple(cell(row, NOT_STATED) for row in across),
        tuple(cell(NOT_STATED, column) for column in down),
        cell(ALL, NOT_STATED),
        cell(NOT_STATED, ALL),
        cell(NOT_STATED, NOT_STATED),
        cell(ALL, ALL),
        works,
    )


def _fold(axis: Axis, codes: Collection[str]) -> tuple[Axis, dict[str, str]]:
    together = tuple(value for value in axis.values if value.code in codes)
    if len(together) < 2:
        return axis, {}
    rest = tuple(value for value in axis.values if value.code not in codes)
    other = Value(OTHER, "other", folded=together)
    return msgspec.structs.replace(axis, values=(*rest, other)), {value.code: OTHER for value in together}
