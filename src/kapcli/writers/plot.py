"""Estimates with their intervals on one axis, in character cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views import signs
from kapcli.views.document import Span
from kapcli.writers.cleaning import one_line
from kapcli.writers.interval_bar import axis_lines, cell, interval_bar
from kapcli.writers.layout import cell_width

if TYPE_CHECKING:
    from kapcli.views.drawings import Plot, PlotRow
    from kapcli.writers.layout import Page

# A plot narrower than this shows nothing; the figures are then printed under their rows.
_PLOT, _ROOMY, _WIDEST = 26, 40, 61
_GAP = 2
_STUDY, _TIME, _ESTIMATE = "Study", "Time", "Estimate [95% CI]"


def plot_lines(page: Page, plot: Plot) -> None:
    """Add a plot to a page: its rows, its axis, and under the axis whom each side favours."""
    digits = len(str(max(row.number for row in plot.rows)))
    names_of = {row: _name(row, digits) for row in plot.rows}
    figures = max(cell_width(row.figure) for row in plot.rows)
    figures = max(figures, len(_ESTIMATE))
    counts = max(1, *(cell_width(row.people) for row in plot.rows))
    times = max(cell_width(one_line(row.when)) for row in plot.rows)
    most = max(16, page.width // 3)
    # A name too long for its column gets a line of its own.
    names = max((width for name in names_of.values() if (width := cell_width(name)) <= most), default=most)
    left = 2 + names + _GAP + counts + _GAP
    cells = page.width - left - _GAP - figures
    # Where there is room for all of them, the times stand in the plot as well: whole, or not at all.
    times = max(times, len(_TIME)) if times else 0
    timed = times > 0 and cells - times - _GAP >= _ROOMY
    if timed:
        left, cells = left + times + _GAP, cells - times - _GAP
    beside = cells >= _PLOT
    if not beside:
        cells = page.width - left - 1
    cells = max(5, min(cells, _WIDEST))
    head = f"  {_STUDY:{names}}  {'n':>{counts}}  "
    head += f"{_TIME:{times}}  " if timed else ""
    head += " " * (cells + _GAP) + _ESTIMATE if beside else _ESTIMATE.rjust(max(0, page.width - len(head)))
    page.lines.append((Span(head[: page.width], "label"),))
    for row in plot.rows:
        bar = interval_bar(row.mark, plot.axis, cells, signs.SECOND_POINT if row.second else signs.POINT)
        name = names_of[row]
        if cell_width(name) > names:
            page.text(Span(name, "id"), indent=2)
            name = ""
        gap = " " * (names - cell_width(name) + _GAP + counts - cell_width(row.people))
        middle = gap + row.people + " " * _GAP
        if timed:
            when = one_line(row.when)
            middle += when + " " * (times - cell_width(when) + _GAP)
        line = [Span("  "), Span(name, "id"), Span(middle), Span(bar if beside else bar.rstrip())]
        if beside:
            line.append(Span(" " * _GAP + row.figure))
        page.lines.append(tuple(span for span in line if span.text))
        if not beside:
            start = max(2, min(left, page.width - cell_width(row.figure)))
            page.lines.append((Span(" " * start + row.figure),))
    for text in axis_lines(plot.axis, cells):
        page.lines.append((Span(" " * left + text, "muted"),))
    _favours(page, plot, left, cells)
    page.blank()


def _name(row: PlotRow, digits: int) -> str:
    if row.second:
        return " " * (digits + 1) + one_line(row.name)
    return f"{row.number:>{digits}} {one_line(row.name)}{'=' if row.again else ''}"


def _favours(page: Page, plot: Plot, left: int, cells: int) -> None:
    """Whom each side favours, either side of the line; one under the other where there is no room."""
    worse, better = map(one_line, (plot.worse, plot.better))
    if not better or plot.axis.none is None:
        return
    line = left + cell(plot.axis.none, plot.axis, cells)
    before, after = f"{signs.BEYOND_LEFT} {worse} ", f" {better} {signs.BEYOND_RIGHT}"
    if cell_width(before) + 2 <= line and line + 1 + cell_width(after) <= page.width:
        page.lines.append((Span(" " * (line - cell_width(before)) + before + signs.NO_EFFECT + after, "label"),))
    else:
        page.text(Span(f"{signs.BEYOND_LEFT} {worse}", "label"), indent=2, hang=4)
        page.text(Span(f"{signs.BEYOND_RIGHT} {better}", "label"), indent=2, hang=4)
