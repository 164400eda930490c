"""Blocks of a document that is handed over: what frames it, what is quoted, and what a reader opens or sorts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from kapcli.views.document import Block, Inline


class Front(msgspec.Struct, frozen=True):
    """What a document that is handed over begins and ends with.

    Attributes:
        title: Its title.
        kicker: What sort of document it is.
        stamp: As of when, and what it is not.
        urgent: Help in danger, where it has to be said first.
        help: Help in danger, as it is said at the end: never dim, and not the last line.
        end: What is said last.
        plain: Whether it is for a person outside the field, on as few pages as it takes.
        brief: Whether it is for those in the field, on as few pages as it takes.
    """

    title: str
    kicker: str
    stamp: str
    urgent: str = ""
    help: str = ""
    end: tuple[str, ...] = ()
    plain: bool = False
    brief: bool = False


class Quote(msgspec.Struct, frozen=True):
    """What answers the question, to be quoted."""

    text: str


class Record(msgspec.Struct, frozen=True):
    """A row of a table that can be sorted.

    Attributes:
        cells: Its texts.
        sorts: For each cell what it is sorted by; empty where that is not known.
        marked: Whether it is among those that can be picked out.
        values: For each facet of the table its values.
    """

    cells: tuple[tuple[Inline, ...], ...]
    sorts: tuple[str, ...]
    marked: bool = False
    values: tuple[tuple[str, ...], ...] = ()


class Records(msgspec.Struct, frozen=True):
    """A table that is sorted and filtered where the medium can.

    Attributes:
        caption: What it is a table of.
        noun: What a row is, in the plural.
        header: A title for each column.
        keys: For each column how it is sorted: by ``text``, by ``number``, or not at all.
        rows: In the order in which they are best read.
        marks: What the marked rows have in common.
        facets: What the rows can be narrowed by, value by value.
    """

    caption: str
    noun: str
    header: tuple[str, ...]
    keys: tuple[Literal["text", "number", ""], ...]
    rows: tuple[Record, ...]
    marks: str
    facets: tuple[str, ...] = ()


class Card(msgspec.Struct, frozen=True):
    """Blocks that belong together and stay together."""

    blocks: tuple[Block, ...]


class Fold(msgspec.Struct, frozen=True):
    """Blocks that a reader opens; where the medium cannot fold they are open."""

    summary: str
    blocks: tuple[Block, ...]


class Reference(msgspec.Struct, frozen=True):
    """An entry of a list of references.

    Attributes:
        href: Its lasting record; empty where none is known.
        cautions: What must be known beside it.
        sources: Where it was read: how much of it, the address in words, and where it leads.
    """

    id: str
    text: str
    href: str
    cautions: tuple[str, ...]
    sources: tuple[tuple[str, str, str], ...]


class References(msgspec.Struct, frozen=True):
    """A list of references, numbered."""

    items: tuple[Reference, ...]
