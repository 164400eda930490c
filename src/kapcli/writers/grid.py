"""A grid of numbers: wrapped names before the rows and above the columns, digits in line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.views.document import Span
from kapcli.writers.layout import cell_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.views.drawings import Column, Grid
    from kapcli.writers.layout import Line, Page

# Words are parted behind these where they must be parted.
_PREFIXES = ("intra", "sub", "psycho", "retro", "mindful", "random")
_VOWELS = frozenset("aeiouy")
# How columns are named, tried in this order: how long a word may be before it is parted where it is made of two, how
# long before it is parted anywhere, and whether codes stand for labels.
_NAMES = ((14, 14, False), (9, 12, False), (7, 11, True))
_GAPS = (3, 2, 1)
_INDENT = 2
# The part of the width that the names of rows may take, and what they need.
_SHARE, _LEAST = 0.4, 15


class Layout(msgspec.Struct, frozen=True):
    """How a grid is laid out.

    Attributes:
        names: Columns that the names of rows take.
        widths: Of each column.
        gap: Blanks between columns.
        heads: For each column the lines of its name.
        coded: Whether codes stand for the names.
    """

    names: int
    widths: tuple[int, ...]
    gap: int
    heads: tuple[tuple[str, ...], ...]
    coded: bool


def fit(rows: Sequence[str], columns: Sequence[Column], width: int) -> Layout | None:
    """The widest layout that fits; ``None`` where none does."""
    longest = max(map(cell_width, rows), default=0)
    named = []
    for soft, hard, coded in _NAMES:
        heads = tuple(_pieces(column.code if coded else column.label, soft, hard) for column in columns)
        widths = tuple(
            max(*map(cell_width, head), _cell_width(column)) for head, column in zip(heads, columns, strict=True)
        )
        named.append((heads, widths, coded))
    # Names of rows on one line are worth more to a reader than names of columns in full.
    for names in range(min(longest, int(width * _SHARE)), min(longest, _LEAST) - 1, -1):
        for heads, widths, coded in named:
            for gap in _GAPS if not coded else _GAPS[1:]:
                if names + sum(widths) + gap * len(widths) <= width:
                    return Layout(names, widths, gap, heads, coded)
    return None


def fitted(grid: Grid, width: int) -> tuple[Grid, Layout | None]:
    """A grid with as many of its rarest columns put together as it takes to fit, and its layout.

    Returns:
        The grid in full and ``None`` where nothing fits.
    """
    tried: Grid | None = grid
    while tried is not None:
        names = [" " * (_INDENT * row.depth) + row.name for row in tried.rows]
        if layout := fit(names, tried.columns, width):
            return tried, layout
        tried = tried.narrower()
    return grid, None


def grid_lines(grid: Grid, layout: Layout) -> list[Line]:
    """The lines of a grid.

    Args:
        grid: As it was fitted.
        layout: How.
    """
    lines: list[Line] = []
    high = max(map(len, layout.heads), default=0)
    for level in range(high):
        line = [Span(" " * layout.names)]
        for head, width in zip(layout.heads, layout.widths, strict=True):
            at = level - (high - len(head))
            text = head[at] if at >= 0 else ""
            line.append(Span(" " * (layout.gap + width - cell_width(text)) + text, "label"))
        lines.append(_trimmed(line))
    digits = [max((len(cell.number) for cell in column.cells), default=0) for column in grid.columns]
    signs = [max((len(cell.sign) for cell in column.cells), default=0) for column in grid.columns]
    for index, row in enumerate(grid.rows):
        first, *others = _wrapped(row.name, layout.names, _INDENT * row.depth)
        line = [Span(first + " " * (layout.names - cell_width(first)), row.style)]
        for place, column in enumerate(grid.columns):
            cell = column.cells[index]
            text = cell.number.rjust(digits[place]) + (" " + cell.sign.ljust(signs[place]) if signs[place] else "")
            line.append(Span(" " * (layout.gap + layout.widths[place] - len(text))))
            line.append(Span(text, cell.style))
        lines.append(_trimmed(line))
        lines += [(Span(other, row.style),) for other in others]
    return lines


def listed(page: Page, grid: Grid) -> None:
    """The rows one under another, where no grid fits."""
    for place, row in enumerate(grid.rows):
        page.text(Span(row.name, row.style or "label"), indent=_INDENT * row.depth)
        for column in grid.columns:
            cell = column.cells[place]
            if cell.number:
                text = f"{column.label}: {cell.number} {cell.sign}"
                page.text(text, indent=_INDENT * (row.depth + 1), hang=_INDENT * (row.depth + 2))


def _cell_width(column: Column) -> int:
    signs = max((len(part.sign) for part in column.cells), default=0)
    return max((len(part.number) for part in column.cells), default=0) + (1 + signs if signs else 0)


def _pieces(name: str, soft: int, hard: int) -> tuple[str, ...]:
    """A name as lines, its words parted where they must be."""
    parts: list[str] = []
    for word in name.split():
        parts += _parted(word, soft, hard)
    lines = [parts[0]] if parts else [""]
    for part in parts[1:]:
        glue = "" if lines[-1].endswith("-") else " "
        if len(lines[-1]) + len(glue) + len(part) <= soft:
            lines[-1] += glue + part
        else:
            lines.append(part)
    return tuple(lines)


def _parted(word: str, soft: int, hard: int) -> list[str]:
    """A word in parts, all but the last with a hyphen.

    Args:
        word: The word.
        soft: Longer than this it is parted at a hyphen or behind a prefix.
        hard: Longer than this anywhere.
    """
    if len(word) <= soft:
        return [word]
    if at := word.find("-", 1, -1) + 1:
        return [*_parted(word[:at], soft, hard), *_parted(word[at:], soft, hard)]
    # What stays behind a prefix must be more than a hyphen.
    at = next((len(prefix) for prefix in _PREFIXES if word.startswith(prefix) and len(word) > len(prefix) + 1), 0)
    if not at and len(word) <= hard:
        return [word]
    # Else behind the last vowel that a consonant follows, so that the parts can be said.
    sayable = (n for n in range(hard - 1, 1, -1) if word[n - 1] in _VOWELS and word[n] not in _VOWELS)
    at = at or next(sayable, max(1, hard - 1))
    return [f"{word[:at]}-", *_parted(word[at:], soft, hard)]


def _wrapped(name: str, width: int, indent: int) -> list[str]:
    indent = min(indent, width // 4)
    lines = [" " * indent]
    room = width - indent
    parts = (
        [whole] if len(whole) <= room else _parted(whole, max(room - 1, 2), max(room - 1, 2)) for whole in name.split()
    )
    for word in (part for whole in parts for part in whole):
        full = lines[-1] + ("" if not lines[-1].strip() or lines[-1].endswith("-") else " ") + word
        if cell_width(full) <= width:
            lines[-1] = full
        else:
            lines.append(" " * min(indent + 1, max(0, width - len(word))) + word)
    return lines


def _trimmed(line: Sequence[Span]) -> Line:
    kept = list(line)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[-1] = Span(kept[-1].text.rstrip(), kept[-1].style)
    return tuple(kept)
