"""A document: what every view builds and every writer prints, in blocks that know facts and words and no medium.

A view gives a tuple of blocks from top to bottom. A writer (terminal, Markdown, HTML) decides how each looks, and asks
nothing of the catalogue. Levels nest: a block of level 1 belongs to the heading or text of level 0 above it.

Here are the blocks that every view may use, and what all blocks are; those of lists of entries, of drawings and of
documents that are handed over have modules of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.views.drawings import Bars, Grid, Plot, Shares
from kapcli.views.entries import Ends, Entry, Facts, Listed, Title
from kapcli.views.handout import Card, Fold, Front, Quote, Records, References

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kapcli.evidence.effects import Mark

# What a run of text is, never how it looks. A limit and a warning are seen without colour by their words.
Style = Literal["", "id", "heading", "label", "muted", "limit", "warning", "strong", "code"]
# Columns of letters from which a window is roomy; and the lines of a first screen, the last one of the page among them.
ROOMY, SCREEN = 100, 23


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
        folded: Of a section: whether a reader opens it first, where the medium can fold.
    """

    text: str
    level: int = 2
    short: str = ""
    name: str = ""
    folded: bool = False


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


class Table(msgspec.Struct, frozen=True):
    """Rows and columns of text.

    Attributes:
        header: A title for each column.
        rows: For each row its cells; a row of one cell goes across, over those that it is the heading of.
        shares: How the width is divided where it is scarce.
        names: In place of shares: about so many letters for the first column, and the rest alike for the others.
        level: How deep it is nested.
        rest: In place of shares: the column that takes what the others leave, which are as wide as their longest cell.
        right: Columns of numbers, which end in line.
        roomy: Columns that a window narrower than `ROOMY` leaves out.
        least: In fewer columns of letters than this it cannot be read, and `instead` is printed.
        instead: The same without a table.
        caption: What it is a table of, where the medium shows one.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    shares: tuple[int, ...] = ()
    names: int = 0
    rest: int | None = None
    right: tuple[int, ...] = ()
    roomy: tuple[int, ...] = ()
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


class Definitions(msgspec.Struct, frozen=True):
    """Terms, each with its meaning."""

    pairs: tuple[tuple[str, str], ...]


class Action(msgspec.Struct, frozen=True):
    """What to type next."""

    label: str
    command: str


class Shortest(msgspec.Struct, frozen=True):
    """The same told at several lengths, the longest first.

    Attributes:
        lines: A window of so many lines shows the first that fits into it, or else the last.
        lengths: The tellings; what is costly is given as a function, and called only where nothing longer fits.
    """

    lines: int
    lengths: Sequence[Document | Callable[[], Iterable[Block]]]

    def told(self, place: int) -> Document:
        """The telling at a place."""
        telling = self.lengths[place]
        return tuple(telling()) if callable(telling) else telling


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
    | Facts
    | Listed
    | Ends
    | Table
    | Sides
    | Grid
    | Bars
    | Shares
    | Plot
    | Definitions
    | Front
    | Quote
    | Records
    | Card
    | Fold
    | References
    | Action
    | Shortest
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


def ends(left: str, name: str, href: str = "") -> Ends:
    """A line with a text at each end."""
    return Ends(left, name, href if href.startswith("https://") else "")


def remarks(lines: Iterable[str]) -> Iterator[Block]:
    """What has to be said first."""
    return (text(Span(line, "strong")) for line in lines)


def closing(lines: Sequence[str]) -> Iterator[Block]:
    """What is said last, help in danger before it and bold; the last line stays one where it can."""
    for line in lines[:-1]:
        yield text(Span(line, "strong"))
    yield last(lines[-1])


def last(line: str) -> Shortest:
    """The last line of a page: without the word *edition* where a window has no room for it."""
    whole, shorter = (text(Span(said, "muted")) for said in (line, line.replace(" edition ", " ", 1)))
    return Shortest(1, ((whole,), (shorter,), (whole,)))
