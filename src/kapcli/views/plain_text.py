"""The words of a document without anything else: what a reader of it meets, in any medium."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views.document import Action, Bar, Definitions, Fuller, Heading, Item, Row, Sides, Table, Text
from kapcli.views.drawings import Grid, Plot
from kapcli.views.entries import Ends, Entry, Facts, Listed, Title
from kapcli.views.handout import Card, Fold, Front, Quote, Records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.views.document import Block, Document, Inline


def words_of(document: Document) -> str:
    """Every text of a document, a line a block: what a reader of it meets, in any medium."""
    return "\n".join(_words(document))


def _words(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Text() | Item():
                yield plain(block.parts)
            case Row():
                yield f"{block.label}: {plain(block.parts)}"
            case Heading():
                yield block.text
            case Title():
                yield f"{block.id}: {block.text}"
            case Entry():
                yield f"{block.id} {block.source}"
                yield from _words(block.blocks)
            case Ends():
                yield f"{block.left} {block.id}"
            case Facts():
                yield " ".join(block.cells)
            case Listed():
                yield " ".join((block.id, *block.facts, block.source, block.end))
            case Table():
                yield from (" ".join(map(plain, cells)) for cells in block.rows)
            case Sides():
                yield from (plain(parts) for side in block.items for parts in side)
            case Definitions():
                yield from (f"{name}: {meaning}" for name, meaning in block.pairs)
            case Plot():
                yield block.title
                yield from _words(block.words)
            case Grid():
                yield block.title
            case Fuller() | Card() | Fold():
                yield from _words(block.blocks)
            case Quote():
                yield block.text
            case Front():
                yield block.title
            case Records():
                yield from (" ".join(map(plain, row.cells)) for row in block.rows)
            case Action():
                yield f"{block.label}: {block.command}"
            case _:
                pass


def plain(parts: Sequence[Inline]) -> str:
    """The words of a text."""
    return "".join("" if isinstance(part, Bar) else part.text for part in parts)
