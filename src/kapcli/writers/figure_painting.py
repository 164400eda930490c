"""Marks put on a matplotlib figure, without its global state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.writers.figure_library import font_file
from kapcli.writers.figure_marks import Box, Line, Shape, Text, flat
from kapcli.writers.figure_palette import PALETTE
from kapcli.writers.figure_text import shown

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kapcli.writers.figure_marks import Simple
    from kapcli.writers.figure_sheet import Page

# In points: every mark is placed in inches of the figure.
_INCH = 72.0
_HATCH = "////"


def painted(page: Page) -> Figure:
    """A page as a figure of its size."""
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.transforms import Affine2D

    figure = Figure(figsize=(page.width / _INCH, page.height / _INCH), dpi=_INCH, facecolor=PALETTE["ground"])
    place = Affine2D().scale(1 / _INCH, -1 / _INCH).translate(0, page.height / _INCH) + figure.dpi_scale_trans
    fonts = {bold: FontProperties(fname=font_file(bold)) for bold in (False, True)}
    for order, mark in enumerate(flat(page.marks)):
        artist = _artist(mark, fonts)
        artist.set_transform(place)
        # What comes later lies above, whatever it is.
        artist.set_zorder(order)
        figure.add_artist(artist)
    return figure


def _artist(mark: Simple, fonts: dict[bool, Any]) -> Any:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle
    from matplotlib.text import Text as Words

    if isinstance(mark, Text):
        return Words(
            mark.x,
            mark.y,
            shown(mark.text),
            color=PALETTE[mark.color],
            fontproperties=fonts[mark.bold],
            fontsize=mark.size,
            horizontalalignment=mark.align,
            verticalalignment="bottom" if mark.upright else "baseline",
            rotation=90 if mark.upright else 0,
            rotation_mode="default",
            parse_math=False,
        )
    if isinstance(mark, Line):
        return Line2D(
            [mark.x, mark.to_x],
            [mark.y, mark.to_y],
            linewidth=mark.width,
            color=PALETTE[mark.color],
            solid_capstyle="butt",
        )
    if isinstance(mark, Box):
        return Rectangle(
            (mark.x, mark.y),
            mark.width,
            mark.height,
            facecolor=PALETTE[mark.fill] if mark.fill else "none",
            edgecolor=PALETTE[mark.edge] if mark.edge else "none",
            hatch=_HATCH if mark.hatched else None,
            linewidth=mark.line,
        )
    return _shape(mark)


def _shape(mark: Shape) -> Any:
    from matplotlib.patches import Ellipse, Polygon

    half = mark.size / 2
    if mark.form == "circle":
        corners = None
    else:
        tip = half if mark.form == "right" else -half
        corners = [(-tip, -half), (tip, 0.0), (-tip, half)]
    colors: dict[str, Any] = {
        "facecolor": PALETTE["ground" if mark.open else mark.color],
        "edgecolor": PALETTE[mark.color],
        "linewidth": 1.0 if mark.open else 0.0,
    }
    if corners is None:
        return Ellipse((mark.x, mark.y), mark.size, mark.size, **colors)
    return Polygon([(mark.x + x, mark.y + y) for x, y in corners], closed=True, **colors)
