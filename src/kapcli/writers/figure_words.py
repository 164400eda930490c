"""The whole of a document in words, what is drawn in it too: the description of a figure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kapcli.views import plain_text, signs
from kapcli.views.drawings import Bars, Grid, Plot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.views.document import Block, Document
    from kapcli.views.drawings import Cell


def words_of(document: Document) -> str:
    """Every text of a document, a line a block; a grid cell by cell, a plot and bars row by row."""
    lines = "\n".join(filter(None, _words(document))).replace(f"{signs.GAP} ", "").splitlines()
    # What a heading says of a grid the grid says again.
    return "\n".join(line for before, line in pairwise(["", *lines]) if line != before)


def _words(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Grid():
                yield plain_text.words_of((block,))
                for place, row in enumerate(block.rows):
                    cells = [(column.label, column.cells[place]) for column in block.columns]
                    said = [f"{label}: {_cell(cell)}" for label, cell in cells if cell.number]
                    yield f"{row.name}: {'; '.join(said)}."
                yield from _words(block.below(False))
            case Bars():
                for one in block.rows:
                    parts = ", ".join(f"{count} {sign}" for sign, count in one.parts)
                    yield f"{one.label}: {one.number}" + (f" ({parts})" if parts else "")
                yield from _words(block.below(1))
            case Plot():
                yield f"{block.title}. {block.unit}"
                for line in block.rows:
                    number = f"{line.number} " if line.number else ""
                    yield f"{number}{line.name}: {line.figure}, {line.people}"
                if block.better:
                    yield f"◄ {block.worse}; {block.better} ►"
                yield from _words(block.words)
            case _:
                yield plain_text.words_of((block,))


def _cell(cell: Cell) -> str:
    return "gap" if cell.gap else f"{cell.number} {cell.sign}".strip()
