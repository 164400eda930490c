"""A grid or a plot as SVG inside a page of HTML: laid out by the same functions as in a file, larger and narrower."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views.drawings import Grid
from kapcli.writers.figure_grid import GridSize, fitted, grid_pieces
from kapcli.writers.figure_marks import moved
from kapcli.writers.figure_pieces import stacked
from kapcli.writers.figure_plot import PlotSize, columns_of, plot_pieces
from kapcli.writers.figure_svg import svg
from kapcli.writers.figure_words import words_of

if TYPE_CHECKING:
    from kapcli.views.drawings import Plot

# Pixels at full width; around it there is room for strokes.
_MARGIN = 2.0
# A map is never narrower, so that no style sheet that stretches it makes its letters large.
_LEAST = 640.0
GRID = GridSize(
    room=1040.0,
    most=1210.0,
    names=12.0,
    heads=12.0,
    numbers=13.0,
    labels=230.0,
    narrow=70.0,
    wide=90.0,
    high=34.0,
    between=6.0,
    round=3.0,
)
PLOT = PlotSize(476.0, 13.0, 12.0, head=False)


def narrowed(grid: Grid) -> Grid:
    """The grid with its rarest columns put together where it would be too wide for a page.

    What stands below it and the same as a table must be asked of this one.
    """
    return fitted(grid, GRID)


def inline_svg(block: Grid | Plot, name: str, title: str = "", description: str = "") -> str:
    """A grid or a plot as an SVG element without colours: its classes are for the style sheet of the page.

    Args:
        block: What is drawn; the title and the words of a plot are not, nor what stands below a grid.
        name: What the ids in it begin with: another one for each drawing of a page.
        title: What it is; its own title where empty.
        description: The same in words; all of its words where empty.
    """
    if isinstance(block, Grid):
        wide, pieces = grid_pieces(block, GRID)
        kind, wide = "map", max(wide, _LEAST)
    else:
        wide, pieces = PLOT.room, plot_pieces(block, columns_of([block], PLOT), PLOT)
        kind = "forest"
    body = stacked(pieces)
    marks = moved(body.marks, _MARGIN, _MARGIN)
    size = (wide + 2 * _MARGIN, body.height + 2 * _MARGIN)
    return svg(marks, size, title or block.title, description or words_of((block,)), prefix=f"{name}-", kind=kind)
