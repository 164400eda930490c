"""A document as a figure: every block laid out in pieces, one under another, ready to be put on a sheet or on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.views import signs
from kapcli.views.document import (
    Action,
    Bar,
    Definitions,
    Fuller,
    Heading,
    Item,
    Row,
    Rule,
    Shortest,
    Sides,
    Space,
    Span,
    Table,
    Text,
)
from kapcli.views.drawings import Bars, Grid, Plot, Shares
from kapcli.views.entries import Ends, Entry, Facts, Listed, Title
from kapcli.views.handout import Card, Fold, Front, Quote, Records, References
from kapcli.views.plain_text import plain
from kapcli.writers.figure_bars import BarSize, bar_pieces, for_how_many
from kapcli.writers.figure_grid import GridSize, grid_pieces
from kapcli.writers.figure_marks import Box, Line, moved
from kapcli.writers.figure_pieces import BODY, HEAD, SMALL, Piece, gap, heading, paragraph, row_pieces, stacked
from kapcli.writers.figure_plot import PlotSize, columns_of, plot_pieces
from kapcli.writers.figure_sheet import ROOM, Sheet
from kapcli.writers.figure_words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.views.document import Block, Document, Inline
    from kapcli.writers.figure_plot import Columns
    from kapcli.writers.figure_sheet import Frame

# What one level of nesting takes, and one letter of a hanging line.
_STEP, _LETTER = 8.0, 4.0
# So many rows stay on one page with their words.
_TOGETHER = 8
_BOLD = frozenset({"id", "label", "strong", "heading", "warning"})
# Before bold words there may be a few others, such as a year, and they are bold as well.
_FEW = 8
GRID = GridSize(
    room=ROOM,
    most=float("inf"),
    names=BODY,
    heads=SMALL + 0.5,
    numbers=9.0,
    labels=185.0,
    narrow=30.0,
    wide=62.0,
    high=18.0,
)
PLOT = PlotSize(ROOM, BODY, SMALL, head=True)
BARS = BarSize(ROOM, 12.0, BODY)


class _Layout(msgspec.Struct, frozen=True):
    """What all blocks of a document share.

    Attributes:
        room: How wide the figure is.
        columns: Of its plots, where it has any.
        notes: Size of what belongs to something above it: small beneath plots, of which there are many.
    """

    room: float
    columns: Columns | None
    notes: float


def figure(document: Document, frame: Frame) -> Sheet:
    """Lay a document out.

    Args:
        document: The blocks.
        frame: What stands around it; what the frame says last is not said in the content once more.
    """
    room = max([ROOM, *(grid_pieces(block, GRID)[0] for block in document if isinstance(block, Grid))])
    plots = [block for block in document if isinstance(block, Plot)]
    layout = _Layout(room, columns_of(plots, PLOT) if plots else None, SMALL if plots else BODY)
    content = [block for block in document if not _said_by(frame, block)]
    pieces = [piece for block in content for piece in _pieces(block, layout)]
    return Sheet(frame, words_of(document), room, tuple(_close(pieces)))


def _said_by(frame: Frame, block: Block) -> bool:
    """Whether a block is one of the lines that the frame says last."""
    if isinstance(block, Shortest):
        return all(_said_by(frame, one) for one in block.told(0))
    return isinstance(block, Text) and plain(block.parts) in frame.closing


def _close(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces without empty room at the ends, and with no more than one stretch of it together."""
    empty = True
    last = max((place for place, piece in enumerate(pieces) if piece.marks), default=-1)
    for piece in pieces[: last + 1]:
        if piece.marks or not empty:
            yield piece
        empty = not piece.marks


def _pieces(block: Block, layout: _Layout) -> Iterator[Piece]:
    room = layout.room
    match block:
        case Text():
            yield _text(block, layout)
        case Heading():
            yield heading(block.text, room, HEAD if block.level < 3 else BODY)
        case Title():
            yield heading(f"{block.id} · {block.text}", room, HEAD if block.level == 1 else BODY)
        case Item():
            yield _labelled(block.parts, room, block.level - 1, 2, "•")
        case Row():
            yield _labelled(block.parts, room, block.level - 1, 2, f"{block.label}:")
        case Action():
            yield paragraph(block.command, room, label=f"{block.label}:", hang=_STEP)
        case Space():
            yield gap(6)
        case Rule():
            yield Piece(8, (Line(0, 4, room, 4, 0.5, "rule"),))
        case Grid():
            yield from grid_pieces(block, GRID)[1]
            yield gap(8)
            yield from _all(block.below(False), layout)
        case Bars():
            yield from bar_pieces(block, BARS)
            yield gap(8)
            yield from _all(block.below(for_how_many(block, BARS)), layout)
        case Plot():
            yield from _plot(block, layout)
        case Table():
            yield from row_pieces(block.header, block.rows, block.shares, room)
        case Entry():
            yield paragraph(block.source, room, label=block.id, hang=_STEP, bound=bool(block.blocks))
            yield from _all(block.blocks, layout)
        case Ends():
            yield paragraph(block.left, room, label=block.id, hang=_STEP)
        case Facts():
            yield paragraph(" · ".join(filter(None, block.cells)), room, indent=_STEP)
        case Listed():
            yield paragraph(" · ".join(filter(None, (*block.facts, block.source, block.end))), room, label=block.id)
        case Sides():
            for title, items, empty in zip(block.titles, block.items, block.empty, strict=True):
                yield heading(title, room, BODY)
                for parts in items or ((Span(empty),),):
                    yield _labelled(parts, room, 0, 2, "•")
        case Definitions():
            for name, meaning in block.pairs:
                yield paragraph(meaning, room, label=name, hang=_STEP)
        case Shares():
            for name, shares in block.groups:
                yield heading(name, room, BODY)
                for share in shares:
                    yield paragraph(share.words, room, label=f"{share.label}:", hang=_STEP)
        case Shortest():
            # A picture is as long as it needs to be.
            yield from _all(block.told(0), layout)
        case Fuller() | Card():
            yield from _all(block.blocks, layout)
        case Fold():
            yield paragraph(block.summary, room, bold=True, bound=True)
            yield from _all(block.blocks, layout)
        case Quote():
            yield paragraph(block.text, room, size=HEAD)
        case Records():
            yield paragraph(block.caption, room, color="muted", bound=True)
            yield from row_pieces(block.header, [row.cells for row in block.rows], (), room)
        case Front():
            for line in (block.kicker, block.title, block.stamp, block.urgent, block.help, *block.end):
                if line:
                    yield paragraph(line, room, bold=line == block.title)
        case References():
            for number, one in enumerate(block.items, 1):
                read = "; ".join(f"{address} ({much})" for much, address, _ in one.sources)
                said = " ".join(filter(None, (one.text, *one.cautions, read)))
                yield paragraph(said, room, size=SMALL, label=f"{number} {one.id}", hang=_STEP)


def _all(blocks: Sequence[Block], layout: _Layout) -> Iterator[Piece]:
    for block in blocks:
        yield from _pieces(block, layout)


def _text(block: Text, layout: _Layout) -> Piece:
    """A paragraph; the sign of a gap before it is drawn as a gap is."""
    styles = {part.style for part in block.parts if isinstance(part, Span)}
    words, room = plain(block.parts), layout.room
    if words.startswith(signs.GAP):
        inner = paragraph(words.removeprefix(signs.GAP).strip(), room - 20)
        key = Box(0, 0.5, 16, 8.5, "ground", "gap", 0.5, hatched=True, kind="key")
        return Piece(inner.height + 1, (key, *moved(inner.marks, 20, 0)))
    if styles == {"heading"}:
        return stacked([paragraph(words, room, size=HEAD), gap(2)])
    if styles == {"strong"} or styles == {"warning"}:
        return paragraph(words, room, bold=True)
    if styles == {"label"}:
        return paragraph(words, room, size=SMALL + 0.5, bold=True, color="muted", bound=True)
    size = layout.notes if block.level else BODY
    return _labelled(block.parts, room, max(0, block.level - 1), block.hang, size=size)


def _labelled(parts: Sequence[Inline], room: float, level: int, hang: int, sign: str = "", size: float = BODY) -> Piece:
    """A paragraph that begins with bold words: a sign or label of its own, and what is bold at its beginning."""
    # A verdict is bold as well; a bar is for a medium that can draw it in a line.
    spans = [
        part if isinstance(part, Span) else Span(part.text, "strong") for part in parts if not isinstance(part, Bar)
    ]
    bold = 0
    if spans and spans[0].style in _BOLD:
        bold = 1
    elif len(spans) > 1 and spans[1].style in _BOLD and len(spans[0].text) <= _FEW:
        bold = 2
    label = " ".join(filter(None, (sign, "".join(span.text for span in spans[:bold]).strip())))
    text = hatched("".join(span.text for span in spans[bold:]).strip())
    muted = bool(spans) and all(span.style == "muted" for span in spans)
    color = "muted" if muted else "ink"
    return paragraph(text, room, size=size, label=label, indent=_STEP * level, hang=_LETTER * hang, color=color)


def hatched(text: str) -> str:
    """A text of a legend, the sign of a gap named by what is drawn for it."""
    return text.replace(signs.GAP, "Hatched:")


def _plot(plot: Plot, layout: _Layout) -> Iterator[Piece]:
    """A plot stays on one page; where its words are many they may go on to the next."""
    assert layout.columns is not None
    room = layout.room
    yield gap(4, bound=True)
    yield paragraph(plot.title, room, size=BODY + 0.5, bold=True, bound=True)
    yield paragraph(plot.unit, room, size=SMALL + 0.5, color="muted", bound=True)
    pieces = plot_pieces(plot, layout.columns, PLOT)
    words = list(_all(plot.words, layout))
    together = len(plot.words) <= _TOGETHER
    yield from pieces[:-1]
    yield msgspec.structs.replace(pieces[-1], bound=together)
    yield from (msgspec.structs.replace(piece, bound=together) for piece in words)
    yield gap(6)
