"""Marks put on a matplotlib figure, without its global state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.pictures.letters import font_file, shown
from kapcli.pictures.marks import Box, Line, Shape, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kapcli.pictures.marks import Mark
    from kapcli.pictures.sheet import Page

# In points: every mark is placed in inches of the figure.
_INCH = 72.0


def painted(page: Page) -> Figure:
    """A page as a figure of its size."""
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.transforms import Affine2D

    figure = Figure(figsize=(page.width / _INCH, page.height / _INCH), dpi=_INCH, facecolor="white")
    place = Affine2D().scale(1 / _INCH, -1 / _INCH).translate(0, page.height / _INCH) + figure.dpi_scale_trans
    fonts = {bold: FontProperties(fname=font_file(bold)) for bold in (False, True)}
    for order, mark in enumerate(page.marks):
        artist = _artist(mark, fonts)
        artist.set_transform(place)
        # What comes later lies above, whatever it is.
        artist.set_zorder(order)
        figure.add_artist(artist)
    return figure


def _artist(mark: Mark, fonts: dict[bool, Any]) -> Any:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle
    from matplotlib.text import Text as Words

    if isinstance(mark, Text):
        return Words(
            mark.x,
            mark.y,
            shown(mark.text),
            color=mark.color,
            fontproperties=fonts[mark.bold],
            fontsize=mark.size,
            horizontalalignment=mark.align,
            verticalalignment="bottom" if mark.upright else "baseline",
            rotation=90 if mark.upright else 0,
            rotation_mode="default",
            parse_math=False,
        )
    if isinstance(mark, Line):
        style: Any = (0, (2.5, 1.8)) if mark.dashed else "-"
        return Line2D(
            [mark.x, mark.to_x],
            [mark.y, mark.to_y],
            linewidth=mark.width,
            color=mark.color,
            linestyle=style,
            solid_capstyle="butt",
        )
    if isinstance(mark, Box):
        return Rectangle(
            (mark.x, mark.y),
            mark.width,
            mark.height,
            facecolor=mark.fill or "none",
            edgecolor=mark.edge or "none",
            hatch=mark.hatch or None,
            linewidth=mark.line,
        )
    return _shape(mark)


def _shape(mark: Shape) -> Any:
    from matplotlib.patches import Ellipse, Polygon

    half = mark.size / 2
    if mark.form == "circle":
        corners = None
    elif mark.form == "square":
        corners = [(-half, -half), (half, -half), (half, half), (-half, half)]
    else:
        tip = half if mark.form == "right" else -half
        corners = [(-tip, -half), (tip, 0.0), (-tip, half)]
    colors: dict[str, Any] = {
        "facecolor": "white" if mark.open else mark.color,
        "edgecolor": mark.color,
        "linewidth": 1.0 if mark.open else 0.0,
    }
    if corners is None:
        return Ellipse((mark.x, mark.y), mark.size, mark.size, **colors)
    return Polygon([(mark.x + x, mark.y + y) for x, y in corners], closed=True, **colors)
