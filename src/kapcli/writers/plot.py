"""Estimates with their intervals in character cells: one by itself, and several on one axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.axis import centred
from kapcli.views import signs
from kapcli.views.document import Span
from kapcli.views.phrases import number
from kapcli.writers.cleaning import one_line
from kapcli.writers.layout import cell_width

if TYPE_CHECKING:
    from kapcli.evidence.axis import Axis
    from kapcli.evidence.effects import Mark
    from kapcli.views.document import Bar
    from kapcli.views.drawings import Plot, PlotRow
    from kapcli.writers.layout import Page

# A plot narrower than this shows nothing; the figures are then printed under their rows.
_PLOT, _ROOMY, _WIDEST = 26, 40, 61
_GAP = 2
_STUDY, _TIME, _ESTIMATE = "Study", "Time", "Estimate [95% CI]"
# Bounds that binary fractions put a hair outside the axis are on it.
_HAIR = 1e-9


def cell(value: float, axis: Axis, cells: int) -> int:
    """The cell of a figure, from 0; what lies outside the axis gets the cell at its end."""
    return min(cells - 1, max(0, round(axis.place(value) * (cells - 1))))


def interval_bar(mark: Mark, axis: Axis, cells: int, point: str = signs.POINT) -> str:
    """One mark on an axis, exactly ``cells`` wide: whiskers, point, no effect, arrows where it leaves the axis."""
    row = [" "] * cells
    low, high = cell(mark.low, axis, cells), cell(mark.high, axis, cells)
    row[low : high + 1] = signs.LINE * (high + 1 - low)
    if low < high:
        row[low], row[high] = signs.LEFT_END, signs.RIGHT_END
    if axis.none is not None:
        none = cell(axis.none, axis, cells)
        row[none] = signs.CROSSING if low < none < high else row[none] if none in (low, high) else signs.NO_EFFECT
    if axis.place(mark.low) < -_HAIR:
        row[0] = signs.BEYOND_LEFT
    if axis.place(mark.high) > 1 + _HAIR:
        row[-1] = signs.BEYOND_RIGHT
    if mark.estimate is not None:
        row[cell(mark.estimate, axis, cells)] = point
    return "".join(row)


def axis_lines(axis: Axis, cells: int) -> tuple[str, str]:
    """The axis and the numbers under its ticks, each ``cells`` wide but for what the last numbers overhang."""
    line = [signs.LINE] * cells
    for tick in axis.ticks:
        line[cell(tick, axis, cells)] = signs.TICK
    if axis.none is not None:
        line[cell(axis.none, axis, cells)] = signs.CROSSING
    return "".join(line), _numbers(axis, cells)


def _numbers(axis: Axis, cells: int) -> str:
    """As many numbers as have room: no effect first, then the ends, then the others from the middle outwards."""
    ends = (axis.ticks[0], axis.ticks[-1])
    wanted = sorted(axis.ticks, key=lambda tick: (tick != axis.none, tick not in ends, tick))
    taken: dict[int, str] = {}
    for tick in wanted:
        text = number(tick)
        place = cell(tick, axis, cells)
        # A minus sign hangs over, so that digits stand under the tick.
        digits = len(text.lstrip("-"))
        start = max(0, place - (digits - 1) // 2 - (len(text) - digits))
        start = min(start, cells - 1) if place < cells - 1 else place - digits + 1 - (len(text) - digits)
        start = max(0, start)
        if all(start + len(text) < other or other + len(shown) < start for other, shown in taken.items()):
            taken[start] = text
    row = ""
    for start in sorted(taken):
        row = row.ljust(start) + taken[start]
    return row


def inline_bar(bar: Bar, cells: int) -> str:
    """A bar for one figure on a scale of its own, no effect in the middle.

    Its blanks are no-break spaces, so that it stays in one piece where lines are filled.
    """
    # An odd number of cells has a middle.
    cells = max(5, cells - 1 + cells % 2)
    text = interval_bar(bar.mark, centred(bar.mark, log=bar.log, none=bar.none), cells)
    return text.replace(" ", "\N{NO-BREAK SPACE}")


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
