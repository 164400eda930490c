"""Bars made of signs: as long as what they count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views import signs
from kapcli.views.document import Span
from kapcli.writers.layout import cell_width

if TYPE_CHECKING:
    from kapcli.views.drawings import Bars, Shares
    from kapcli.writers.layout import Line, Page

# What stands before a bar beside its label: its number, and blanks.
_BEFORE, _DIGITS = 8, 4
# Bars of shares: the shortest that says anything, and the longest that is needed.
_SHORTEST, _LONGEST, _GAP = 10, 40, 2


def for_how_many(bars: Bars, width: int) -> int:
    """For how many a sign stands, so that the longest bar fits."""
    each, most = 1, max((row.number for row in bars.rows), default=0)
    room = width - _BEFORE - _labels(bars)
    while any(sum(-(-count // each) for _, count in row.parts) > room for row in bars.rows):
        each += 1
        if each > most:
            break
    return each


def _labels(bars: Bars) -> int:
    return max((cell_width(row.label) for row in bars.rows), default=0)


def bar_lines(bars: Bars, each: int) -> list[Line]:
    """A line a row."""
    lines: list[Line] = []
    room = _labels(bars)
    for row in bars.rows:
        label = row.label + " " * (room - cell_width(row.label))
        if not row.parts:
            lines.append((Span(f"{label}  "), Span(bars.empty.rjust(_DIGITS), "limit")))
            continue
        bar = "".join(sign * -(-count // each) for sign, count in row.parts)
        lines.append((Span(f"{label}  {row.number:{_DIGITS}}  "), Span(bar)))
    return lines


def shares(page: Page, block: Shares) -> None:
    """Bars of shares behind their labels and figures; without bars where there is no room for them."""
    every = [share for _, group in block.groups for share in group]
    names = max((cell_width(share.label) for share in every), default=0)
    figures = max((len(share.figure) for share in every), default=0)
    percents = max((len(share.percent) for share in every), default=0)
    cells = min(_LONGEST, page.width - names - figures - percents - 5 * _GAP)
    drawn = cells >= _SHORTEST
    for name, group in block.groups:
        page.text(Span(name, "heading"))
        for share in group:
            label = f"{'':{_GAP}}{share.label}{'':{names - cell_width(share.label) + _GAP}}"
            if not drawn:
                page.text(f"{'':{_GAP}}{share.label}: {share.words}", indent=_GAP, hang=2 * _GAP)
                continue
            line = f"{label}{share.figure:>{figures}}  {_share(share.counts, cells)}  {share.percent:>{percents}}"
            page.lines.append((Span(line.rstrip()),))
    if drawn:
        page.text(Span(block.legend, "muted"))


def _share(counts: tuple[int, int, int], width: int) -> str:
    """What is so, is not and cannot be told, in cells; whatever there is at all has one of its own."""
    whole = sum(counts)
    cells = [max(1, round(width * count / whole)) if count else 0 for count in counts]
    cells[cells.index(max(cells))] += width - sum(cells)
    return "".join(sign * many for sign, many in zip((signs.YES, signs.GAP[0], signs.UNKNOWN), cells, strict=True))
