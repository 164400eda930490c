"""A document: what every view builds and every writer prints, in blocks that know facts and words and no medium.

A view gives a tuple of blocks from top to bottom. A writer (terminal, Markdown, HTML) decides how each looks, and asks
nothing of the catalogue. Levels nest: a block of level 1 belongs to the heading or text of level 0 above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kapcli.evidence.axis import Axis
    from kapcli.evidence.effects import Mark

# What a run of text is, never how it looks. A limit and a warning are seen without colour by their words.
Style = Literal["", "id", "heading", "label", "muted", "limit", "warning", "strong", "code"]


class Span(msgspec.Struct, frozen=True):
    """A run of text of one kind.

    Attributes:
        href: Where it leads, as `kapcli.views.links` lets through; empty for most.
    """

    text: str
    style: Style = ""
    href: str = ""


class Bar(msgspec.Struct, frozen=True):
    """An interval on a scale of its own, inside a text or a cell: no effect in the middle, right is better."""

    mark: Mark
    log: bool
    none: float


class Verdict(msgspec.Struct, frozen=True):
    """The verdict on a claim, by code and in words."""

    code: str
    text: str


Inline = Span | Bar | Verdict


class Text(msgspec.Struct, frozen=True):
    """A paragraph.

    Attributes:
        parts: Its text.
        level: How deep it is nested.
        hang: How many letters its further lines stand in from the first.
    """

    parts: tuple[Inline, ...]
    level: int = 0
    hang: int = 0


class Heading(msgspec.Struct, frozen=True):
    """A heading: of the document or an entry in it (1), of a section (2), of a part of one (3).

    Attributes:
        short: Of a section: what it is called in a list of contents; empty where it is not listed.
        name: Of a section: what it is known by within the document.
    """

    text: str
    level: int = 2
    short: str = ""
    name: str = ""


class Title(msgspec.Struct, frozen=True):
    """What an entry is: its id, and its name in full.

    Attributes:
        level: 1 where it is the subject of a page, 2 where it is one of a list.
    """

    id: str
    text: str
    level: int = 1


class Item(msgspec.Struct, frozen=True):
    """A point of a list."""

    parts: tuple[Inline, ...]
    level: int = 1


class Row(msgspec.Struct, frozen=True):
    """A label and what belongs to it."""

    label: str
    parts: tuple[Inline, ...]
    level: int = 1


class Space(msgspec.Struct, frozen=True):
    """A pause between blocks."""


class Rule(msgspec.Struct, frozen=True):
    """A line across, between things of equal rank."""


class Entry(msgspec.Struct, frozen=True):
    """One thing of a list of things, such as a hit.

    Attributes:
        id: Its id.
        title: In full, where the medium has room for it.
        head: What it is, in a few words each.
        facts: More about it, in a few words each.
        blocks: The rest, in order.
    """

    id: str
    title: str
    head: tuple[str, ...]
    facts: tuple[str, ...]
    blocks: tuple[Block, ...]


class Table(msgspec.Struct, frozen=True):
    """Rows and columns of text.

    Attributes:
        header: A title for each column.
        rows: For each row its cells.
        shares: How the width is divided where it is scarce.
        names: In place of shares: about so many letters for the first column, and the rest alike for the others.
        level: How deep it is nested.
        least: In fewer columns of letters than this it cannot be read, and `instead` is printed.
        instead: The same without a table.
        caption: What it is a table of, where the medium shows one.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    shares: tuple[int, ...] = ()
    names: int = 0
    level: int = 1
    least: int = 0
    instead: tuple[Block, ...] = ()
    caption: str = ""


class Sides(msgspec.Struct, frozen=True):
    """Lists that face each other, such as what favours a claim and what does not.

    Attributes:
        titles: One a side.
        items: For each side its points; where it has none, what is said instead stands in `empty`.
        least: In fewer columns of letters than this they stand one below the other.
    """

    titles: tuple[str, ...]
    items: tuple[tuple[tuple[Inline, ...], ...], ...]
    empty: tuple[str, ...]
    least: int = 100


class Cell(msgspec.Struct, frozen=True):
    """A cell of a grid: digits, and a sign behind them.

    Attributes:
        number: The digits; empty where there is nothing to say.
        sign: What stands behind them.
        style: What it is.
        gap: Whether it is a gap: an empty cell that is drawn.
        words: The whole of it for a reader who cannot see it.
        shade: 0 to 4, by how much it holds.
    """

    number: str
    sign: str = ""
    style: Style = ""
    gap: bool = False
    words: str = ""
    shade: int = 0


class Column(msgspec.Struct, frozen=True):
    """A column of a grid.

    Attributes:
        label: Its name in words.
        code: A shorter name; the label where there is none.
        cells: One a row.
        total: Whether it sums up the others or holds what belongs to none of them.
        asked: Whether it was asked for.
    """

    label: str
    code: str
    cells: tuple[Cell, ...]
    total: bool = False
    asked: bool = False


class GridRow(msgspec.Struct, frozen=True):
    """The name of a row of a grid."""

    name: str
    depth: int = 0
    style: Style = ""
    total: bool = False


class Grid(msgspec.Struct, frozen=True):
    """Numbers by two dimensions.

    Attributes:
        title: What is counted.
        corner: The name of the dimension of the rows.
        rows: Their names.
        columns: With their cells.
        below: What must be known to read it, once the grid has been laid out: legend and notes. A function of whether
            codes stand for the names of columns.
        narrower: The same grid with more of its rarest columns put together; ``None`` where no more can be.
    """

    title: str
    corner: str
    rows: tuple[GridRow, ...]
    columns: tuple[Column, ...]
    below: Callable[[bool], tuple[Block, ...]]
    narrower: Callable[[], Grid | None]


class Series(msgspec.Struct, frozen=True):
    """A bar of a row of bars: a label, a number, and its parts by kind.

    Attributes:
        parts: Sign and size of each part, from left to right.
    """

    label: str
    number: int
    parts: tuple[tuple[str, int], ...]


class Bars(msgspec.Struct, frozen=True):
    """Bars made of signs, one below the other.

    Attributes:
        rows: From top to bottom.
        empty: The sign of a row that holds nothing.
        below: The legend; a function of for how many a sign stands, so that the longest bar fits.
    """

    rows: tuple[Series, ...]
    empty: str
    below: Callable[[int], tuple[Block, ...]]


class PlotRow(msgspec.Struct, frozen=True):
    """One line of a forest plot: a study, or the second side of its comparison.

    Attributes:
        number: From 1, through all plots of a document; 0 for a second side.
        name: Of the study, or of the side.
        people: How many it is of, as it is to be printed.
        when: The time point.
        figure: The estimate and its interval as drawn.
        mark: What is drawn.
        second: Whether it is the second side of the row above.
        again: Whether its people are counted in another row.
    """

    number: int
    name: str
    people: str
    when: str
    figure: str
    mark: Mark
    second: bool = False
    again: bool = False


class Plot(msgspec.Struct, frozen=True):
    """Estimates with their intervals on one axis.

    Attributes:
        title: What is on the axis, and between whom.
        unit: What must be known to read the axis.
        axis: Shared by all rows.
        rows: From top to bottom.
        worse: Whom the left side favours; empty where there is no line of no effect.
        better: Whom the right side favours.
        words: For each study the same in words, and what the drawing cannot say.
        published: Whether these are results of reviews, as published.
    """

    title: str
    unit: str
    axis: Axis
    rows: tuple[PlotRow, ...]
    worse: str
    better: str
    words: tuple[Block, ...]
    published: bool = False


class Definitions(msgspec.Struct, frozen=True):
    """Terms, each with its meaning."""

    pairs: tuple[tuple[str, str], ...]


class Front(msgspec.Struct, frozen=True):
    """What a document that is handed over begins and ends with.

    Attributes:
        title: Its title.
        kicker: What sort of document it is.
        stamp: As of when, and what it is not.
        urgent: Help in danger, where it has to be said first.
        end: What is said last.
        plain: Whether it is for a person outside the field, on as few pages as it takes.
    """

    title: str
    kicker: str
    stamp: str
    urgent: str = ""
    end: tuple[str, ...] = ()
    plain: bool = False


class Quote(msgspec.Struct, frozen=True):
    """What answers the question, to be quoted."""

    text: str


class Record(msgspec.Struct, frozen=True):
    """A row of a table that can be sorted.

    Attributes:
        cells: Its texts.
        sorts: For each cell what it is sorted by; empty where that is not known.
        marked: Whether it is among those that can be picked out.
    """

    cells: tuple[tuple[Inline, ...], ...]
    sorts: tuple[str, ...]
    marked: bool = False


class Records(msgspec.Struct, frozen=True):
    """A table that is sorted and filtered where the medium can.

    Attributes:
        caption: What it is a table of.
        noun: What a row is, in the plural.
        header: A title for each column.
        keys: For each column how it is sorted: by ``text``, by ``number``, or not at all.
        rows: In the order in which they are best read.
        marks: What the marked rows have in common.
    """

    caption: str
    noun: str
    header: tuple[str, ...]
    keys: tuple[Literal["text", "number", ""], ...]
    rows: tuple[Record, ...]
    marks: str


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


class Action(msgspec.Struct, frozen=True):
    """What to type next."""

    label: str
    command: str


class Examples(msgspec.Struct, frozen=True):
    """Commands, each with what it answers."""

    pairs: tuple[tuple[str, str], ...]


class Fuller(msgspec.Struct, frozen=True):
    """Blocks for a medium that has room: a file or a page, not a screen."""

    blocks: tuple[Block, ...]


Block = (
    Text
    | Heading
    | Title
    | Item
    | Row
    | Space
    | Rule
    | Entry
    | Table
    | Sides
    | Grid
    | Bars
    | Plot
    | Definitions
    | Front
    | Quote
    | Records
    | Card
    | Fold
    | References
    | Action
    | Examples
    | Fuller
)
Document = tuple[Block, ...]


def inline(*parts: Inline | str) -> tuple[Inline, ...]:
    """Parts of a text, strings as they are; empty ones are left out."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts if part != "")


def text(*parts: Inline | str, level: int = 0, hang: int = 0) -> Text:
    """A paragraph."""
    return Text(inline(*parts), level, hang)


def item(*parts: Inline | str, level: int = 1) -> Item:
    """A point of a list."""
    return Item(inline(*parts), level)


def row(label: str, *parts: Inline | str, level: int = 1) -> Row:
    """A label and what belongs to it."""
    return Row(label, inline(*parts), level)


def remarks(lines: Sequence[str]) -> Iterator[Block]:
    """What has to be said first."""
    return (text(Span(line, "strong")) for line in lines)


def closing(lines: Sequence[str]) -> Iterator[Block]:
    """What is said last."""
    return (text(Span(line, "muted")) for line in lines)


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
                yield f"{block.id} {' '.join((*block.head, *block.facts))}"
                yield from _words(block.blocks)
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
