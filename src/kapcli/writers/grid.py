"""A grid of numbers: wrapped names before the rows and above the columns, digits in line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.writers.layout import Span, cell_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.writers.layout import Line, Style

# Words are parted behind these where they must be parted.
_PREFIXES = ("intra", "sub", "psycho", "retro", "mindful", "random")
_VOWELS = frozenset("aeiouy")
# How columns are named, tried in this order: how long a word may be before it is parted where it is made of two, how
# long before it is parted anywhere, and whether codes stand for labels.
_NAMES = ((14, 14, False), (9, 12, False), (7, 11, True))
_GAPS = (3, 2, 1)
# The part of the width that the names of rows may take, and what they need.
_SHARE, _LEAST = 0.4, 15


class Part(msgspec.Struct, frozen=True):
    """A cell: digits, ranged right, and what stands behind them."""

    number: str
    sign: str = ""
    style: Style = ""


class Column(msgspec.Struct, frozen=True):
    """A column.

    Attributes:
        label: Its name in words.
        code: A shorter name; the label where there is none.
        parts: A cell for each row.
    """

    label: str
    code: str
    parts: tuple[Part, ...]


class Grid(msgspec.Struct, frozen=True):
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


def fit(rows: Sequence[str], columns: Sequence[Column], width: int) -> Grid | None:
    """The widest layout that fits; ``None`` where none does."""
    longest = max(map(cell_width, rows), default=0)
    named = []
    for soft, hard, coded in _NAMES:
        heads = tuple(_pieces(column.code if coded else column.label, soft, hard) for column in columns)
        widths = tuple(
            max(*map(cell_width, head), _part_width(column)) for head, column in zip(heads, columns, strict=True)
        )
        named.append((heads, widths, coded))
    # Names of rows on one line are worth more to a reader than names of columns in full.
    for names in range(min(longest, int(width * _SHARE)), min(longest, _LEAST) - 1, -1):
        for heads, widths, coded in named:
            for gap in _GAPS if not coded else _GAPS[1:]:
                if names + sum(widths) + gap * len(widths) <= width:
                    return Grid(names, widths, gap, heads, coded)
    return None


def grid_lines(rows: Sequence[tuple[int, str, Style]], columns: Sequence[Column], grid: Grid) -> list[Line]:
    """The lines of a grid.

    Args:
        rows: For each its indent, name and style.
        columns: As they were fitted.
        grid: The layout.
    """
    lines: list[Line] = []
    high = max(map(len, grid.heads), default=0)
    for level in range(high):
        line = [Span(" " * grid.names)]
        for head, width in zip(grid.heads, grid.widths, strict=True):
            at = level - (high - len(head))
            text = head[at] if at >= 0 else ""
            line.append(Span(" " * (grid.gap + width - cell_width(text)) + text, "label"))
        lines.append(_trimmed(line))
    digits = [max((len(part.number) for part in column.parts), default=0) for column in columns]
    signs = [max((len(part.sign) for part in column.parts), default=0) for column in columns]
    for index, (indent, name, style) in enumerate(rows):
        first, *others = _wrapped(name, grid.names, indent)
        line = [Span(first + " " * (grid.names - cell_width(first)), style)]
        for place, column in enumerate(columns):
            part = column.parts[index]
            text = part.number.rjust(digits[place]) + (" " + part.sign.ljust(signs[place]) if signs[place] else "")
            line.append(Span(" " * (grid.gap + grid.widths[place] - len(text))))
            line.append(Span(text, part.style))
        lines.append(_trimmed(line))
        lines += [(Span(other, style),) for other in others]
    return lines


def _part_width(column: Column) -> int:
    signs = max((len(part.sign) for part in column.parts), default=0)
    return max((len(part.number) for part in column.parts), default=0) + (1 + signs if signs else 0)


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


__all__ = ["Column", "Grid", "Part", "fit", "grid_lines"]
