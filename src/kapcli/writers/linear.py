"""A document without columns, boxes and bars: labels and what belongs to them, for a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.views import signs
from kapcli.views.document import Bar, Heading, Item, Row, Rule, Shortest, Sides, Table, Text, item, row, text
from kapcli.views.drawings import Bars, Grid, Plot, Shares
from kapcli.views.entries import Entry
from kapcli.views.handout import Card, Fold, Records
from kapcli.views.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.views.document import Block, Document, Inline


def linear(document: Document) -> Document:
    """The same in blocks that are read from top to bottom."""
    return tuple(_blocks(document))


def _blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Table():
                yield from (block.instead and linear(block.instead)) or _rows(block.header, block.rows)
            case Records():
                yield from _rows(block.header, [one.cells for one in block.rows])
            case Sides():
                for title, items, empty in zip(block.titles, block.items, block.empty, strict=True):
                    yield Heading(title, 3)
                    yield from (Item(_spoken(parts)) for parts in items)
                    if not items:
                        yield text(empty, level=1)
            case Grid():
                yield from _grid(block)
            case Bars():
                for series in block.rows:
                    parts = ", ".join(f"{count} {sign}" for sign, count in series.parts)
                    yield row(series.label, f"{series.number}{f': {parts}' if parts else ''}")
                yield from linear(block.below(1))
            case Shares():
                for name, shares in block.groups:
                    yield Heading(name, 3)
                    yield from (row(share.label, share.words) for share in shares)
            case Plot():
                yield Heading(block.title, 3)
                yield text(block.unit, level=1)
                for one in block.rows:
                    people = one.people if one.people.startswith("n") or "/" in one.people else f"n {one.people}"
                    name = one.name if one.second else f"{one.number} {one.name}"
                    yield row(name, "; ".join(filter(None, (people, one.when, one.figure))))
                yield from linear(block.words)
            case Shortest():
                # Who listens has no window to fill.
                yield from linear(block.told(0))
            case Entry() | Card() | Fold():
                yield msgspec.structs.replace(block, blocks=linear(block.blocks))
            case Text() if signs.LEFT_END in plain(block.parts):
                # How bars are read, of which there are none.
                pass
            case Text() | Item() | Row():
                yield msgspec.structs.replace(block, parts=_spoken(block.parts))
            case Rule():
                pass
            case _:
                yield block


def _spoken(parts: Sequence[Inline]) -> tuple[Inline, ...]:
    """The parts that can be read aloud: a bar shows what its figure says."""
    return tuple(part for part in parts if not isinstance(part, Bar))


def _rows(header: Sequence[str], rows: Sequence[Sequence[Sequence[Inline]]]) -> Iterator[Block]:
    for cells in rows:
        first, *others = (_spoken(cell) for cell in cells)
        if plain(first).strip():
            yield Text(first)
        for name, cell in zip(header[1:], others, strict=True):
            if plain(cell).strip():
                yield Row(name, cell) if name else Item(cell)


def _grid(grid: Grid) -> Iterator[Block]:
    yield Heading(grid.title, 3)
    for place, name in enumerate(grid.rows):
        yield text(name.name)
        for column in grid.columns:
            cell = column.cells[place]
            if said := cell.words or f"{cell.number}{cell.sign}".strip():
                yield item(f"{column.label}: {said}")
    yield from linear(grid.below(False))
