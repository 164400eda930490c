"""Bars made of signs: as long as what they count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views.document import Span

if TYPE_CHECKING:
    from kapcli.views.drawings import Bars
    from kapcli.writers.layout import Line

# What stands before a bar: its label, its number, and blanks.
_BEFORE, _DIGITS = 12, 4


def for_how_many(bars: Bars, width: int) -> int:
    """For how many a sign stands, so that the longest bar fits."""
    each, most = 1, max((row.number for row in bars.rows), default=0)
    while any(sum(-(-count // each) for _, count in row.parts) > width - _BEFORE for row in bars.rows):
        each += 1
        if each > most:
            break
    return each


def bar_lines(bars: Bars, each: int) -> list[Line]:
    """A line a row."""
    lines: list[Line] = []
    for row in bars.rows:
        if not row.parts:
            lines.append((Span(f"{row.label}  "), Span(bars.empty.rjust(_DIGITS), "limit")))
            continue
        bar = "".join(sign * -(-count // each) for sign, count in row.parts)
        lines.append((Span(f"{row.label}  {row.number:{_DIGITS}}  "), Span(bar)))
    return lines
