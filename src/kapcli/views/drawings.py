"""Blocks that are drawn: numbers in a grid, bars made of signs, intervals on an axis.

On paper and on a page they become pictures; in a terminal they are made of letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from kapcli.evidence.axis import Axis
    from kapcli.evidence.effects import Mark
    from kapcli.views.document import Block, Style


class Cell(msgspec.Struct, frozen=True):
    """A cell of a grid: digits, and a sign behind them.

    Attributes:
        number: The digits; empty where there is nothing to say.
        sign: What stands behind them.
        style: What it is.
        gap: Whether it is a gap: an empty cell that is drawn.
        words: The whole of it for a reader who cannot see it.
        shade: 0 to 4, by how much it holds.
    """

    number: str
    sign: str = ""
    style: Style = ""
    gap: bool = False
    words: str = ""
    shade: int = 0


class Column(msgspec.Struct, frozen=True):
    """A column of a grid.

    Attributes:
        label: Its name in words.
        code: A shorter name; the label where there is none.
        cells: One a row.
        total: Whether it sums up the others or holds what belongs to none of them.
        asked: Whether it was asked for.
    """

    label: str
    code: str
    cells: tuple[Cell, ...]
    total: bool = False
    asked: bool = False


class GridRow(msgspec.Struct, frozen=True):
    """The name of a row of a grid."""

    name: str
    depth: int = 0
    style: Style = ""
    total: bool = False


class Grid(msgspec.Struct, frozen=True):
    """Numbers by two dimensions.

    Attributes:
        title: What is counted.
        corner: The name of the dimension of the rows.
        rows: Their names.
        columns: With their cells.
        below: What must be known to read it, once the grid has been laid out: legend and notes. A function of whether
            codes stand for the names of columns.
        narrower: The same grid with more of its rarest columns put together; ``None`` where no more can be.
    """

    title: str
    corner: str
    rows: tuple[GridRow, ...]
    columns: tuple[Column, ...]
    below: Callable[[bool], tuple[Block, ...]]
    narrower: Callable[[], Grid | None]


class Series(msgspec.Struct, frozen=True):
    """A bar of a row of bars: a label, a number, and its parts by kind.

    Attributes:
        parts: Sign and size of each part, from left to right.
    """

    label: str
    number: int
    parts: tuple[tuple[str, int], ...]


class Bars(msgspec.Struct, frozen=True):
    """Bars made of signs, one below the other.

    Attributes:
        rows: From top to bottom.
        empty: The sign of a row that holds nothing.
        below: The legend; a function of for how many a sign stands, so that the longest bar fits.
    """

    rows: tuple[Series, ...]
    empty: str
    below: Callable[[int], tuple[Block, ...]]


class Share(msgspec.Struct, frozen=True):
    """A row of shares: of how many something is so, is not so, and cannot be told.

    Attributes:
        label: What it is.
        figure: How many of how many, short.
        percent: The share in words; empty where there is none.
        counts: Of how many it is so, is not, and cannot be told.
        words: The same in words, for a reader who sees no bar.
    """

    label: str
    figure: str
    percent: str
    counts: tuple[int, int, int]
    words: str


class Shares(msgspec.Struct, frozen=True):
    """Bars of shares, in groups that each have a name.

    Attributes:
        groups: From top to bottom.
        legend: What the parts of a bar mean; left out where there are no bars.
    """

    groups: tuple[tuple[str, tuple[Share, ...]], ...]
    legend: str


class PlotRow(msgspec.Struct, frozen=True):
    """One line of a forest plot: a study, or the second side of its comparison.

    Attributes:
        number: From 1, through all plots of a document; 0 for a second side.
        name: Of the study, or of the side.
        people: How many it is of, as it is to be printed.
        when: The time point.
        figure: The estimate and its interval as drawn.
        mark: What is drawn.
        second: Whether it is the second side of the row above.
        again: Whether its people are counted in another row.
    """

    number: int
    name: str
    people: str
    when: str
    figure: str
    mark: Mark
    second: bool = False
    again: bool = False


class Plot(msgspec.Struct, frozen=True):
    """Estimates with their intervals on one axis.

    Attributes:
        title: What is on the axis, and between whom.
        unit: What must be known to read the axis.
        axis: Shared by all rows.
        rows: From top to bottom.
        worse: Whom the left side favours; empty where there is no line of no effect.
        better: Whom the right side favours.
        words: For each study the same in words, and what the drawing cannot say.
        published: Whether these are results of reviews, as published.
    """

    title: str
    unit: str
    axis: Axis
    rows: tuple[PlotRow, ...]
    worse: str
    better: str
    words: tuple[Block, ...]
    published: bool = False
