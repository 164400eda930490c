"""A document as lines for a terminal: no wider than a width, styled, and nothing of it printed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views.document import (
    ROOMY,
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
    Verdict,
)
from kapcli.views.drawings import Bars, Grid, Plot, Shares
from kapcli.views.entries import Ends, Entry, Facts, Listed, Title
from kapcli.views.handout import Card, Fold, Front, Quote, Records, References
from kapcli.writers.cleaning import clean
from kapcli.writers.layout import Page, cell_width, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.views.document import Block, Document, Inline
    from kapcli.writers.layout import Line

# Columns that one level of nesting takes.
_STEP = 2
# A source cut to less says nothing.
_LEAST_SOURCE = 16
# So few lengths of a text are tried one after another.
_FEW = 16
# Cells of a bar that stands in a text.
_BAR = 31


def terminal(document: Document, width: int) -> list[Line]:
    """Lay a document out.

    Args:
        document: The blocks.
        width: Columns of the terminal.
    """
    page = Page(width)
    _blocks(page, document)
    return page.lines


def _blocks(page: Page, blocks: Sequence[Block]) -> None:
    for block in blocks:
        _block(page, block)


def _block(page: Page, block: Block) -> None:
    match block:
        case Text():
            indent = _STEP * block.level
            page.text(*_spans(block.parts, min(_BAR, page.width - indent)), indent=indent, hang=indent + block.hang)
        case Heading():
            if block.level < 3:
                page.heading(block.text)
            else:
                page.text(Span(block.text, "heading"), indent=_STEP)
        case Title():
            title = Span(block.text, "heading" if block.level == 1 else "")
            page.text(Span(block.id, "id"), " · ", title, hang=_STEP)
        case Item():
            page.bullet(*_spans(block.parts, _BAR), indent=_STEP * block.level)
        case Row():
            page.pair(block.label, *_spans(block.parts, _BAR), indent=_STEP * block.level)
        case Space():
            page.blank()
        case Rule():
            page.text(Span("─" * page.width, "muted"))
        case Entry():
            _entry(page, block)
        case Ends():
            page.ends(Span(block.left, "strong"), Span(block.id, "id", block.href))
        case Facts():
            _facts(page, block)
        case Listed():
            _listed(page, block)
        case Table():
            _table(page, block)
        case Sides():
            _sides(page, block)
        case Definitions():
            for name, meaning in block.pairs:
                page.text(Span(name.rstrip("."), "heading"), f": {meaning}", hang=_STEP)
        case Action():
            page.text(Span(f"{block.label}: ", "label"), Span(block.command, "id"), hang=_STEP)
        case Grid():
            from kapcli.writers.grid import fitted, grid_lines, listed

            grid, layout = fitted(block, page.width)
            if layout is None:
                listed(page, grid)
            else:
                page.lines += grid_lines(grid, layout)
            page.blank()
            _blocks(page, grid.below(layout is not None and layout.coded))
        case Bars():
            from kapcli.writers.bars import bar_lines, for_how_many

            each = for_how_many(block, page.width)
            page.lines += bar_lines(block, each)
            page.blank()
            _blocks(page, block.below(each))
        case Shares():
            from kapcli.writers.bars import shares

            shares(page, block)
        case Plot():
            from kapcli.writers.plot import plot_lines

            page.heading(block.title)
            page.text(Span(block.unit, "muted"), indent=_STEP)
            plot_lines(page, block)
            _blocks(page, block.words)
        case Front():
            page.text(Span(block.title, "heading"))
            page.text(block.kicker)
            page.text(Span(block.stamp, "muted"))
            if block.urgent:
                page.text(Span(block.urgent, "strong"))
        case Quote():
            page.text(Span(block.text, "strong"), indent=_STEP)
        case Records():
            even = (1,) * len(block.header)
            _table(page, Table(block.header, tuple(row.cells for row in block.rows), even))
        case Card():
            page.blank()
            _blocks(page, block.blocks)
        case Fold():
            page.text(Span(block.summary, "label"), indent=_STEP)
            _blocks(page, block.blocks)
        case References():
            for place, one in enumerate(block.items, 1):
                page.text(f"{place}. {one.text}", indent=_STEP, hang=2 * _STEP)
        case Shortest():
            page.lines += _that_fits(block, page.width)
        case Fuller():
            pass


def _that_fits(block: Shortest, width: int) -> list[Line]:
    # The lines of an entry are the same wherever it stands, and it stands in most of the tellings.
    entries: dict[int, tuple[Entry, list[Line]]] = {}

    def lines(place: int) -> list[Line] | None:
        page = Page(width)
        for one in block.told(place):
            if id(one) in entries:
                page.lines += entries[id(one)][1]
            else:
                before = len(page.lines)
                _block(page, one)
                if isinstance(one, Entry):
                    entries[id(one)] = one, page.lines[before:]
            if len(page.lines) > block.lines and place < shortest:
                return None
        return page.lines

    first, last = 0, len(block.lengths) - 1
    shortest = last
    # Of many the one is found by halves: each is shorter than the one before.
    while len(block.lengths) > _FEW and last > first:
        middle = (first + last) // 2
        first, last = (middle + 1, last) if lines(middle) is None else (first, middle)
    return next(found for place in range(first, last + 1) if (found := lines(place)) is not None)


def _spans(parts: Sequence[Inline], cells: int) -> list[Span]:
    """The parts as text, bars drawn in so many cells."""
    return [part if isinstance(part, Span) else _span(part, cells) for part in parts]


def _span(part: Bar | Verdict, cells: int) -> Span:
    if isinstance(part, Verdict):
        return Span(part.text.upper(), "strong")
    from kapcli.writers.plot import inline_bar

    return Span(inline_bar(part, cells))


def _entry(page: Page, entry: Entry) -> None:
    page.ends(Span(entry.source, "strong"), Span(entry.id, "id", entry.href))
    _blocks(page, entry.blocks)


def _facts(page: Page, block: Facts) -> None:
    """In columns where they fit into one line, else one after another."""
    indent = _STEP * block.level
    cells = [
        cell + " " * (block.widths[place] - cell_width(cell)) if place < len(block.widths) else cell
        for place, cell in enumerate(block.cells)
        if cell or place < len(block.widths)
    ]
    line = "  ".join(cells).rstrip()
    if indent + cell_width(line) <= page.width:
        page.lines.append((Span(" " * indent + clean(line)),))
    else:
        page.text(" · ".join(filter(None, block.cells)), indent=indent, hang=indent + _STEP)


def _listed(page: Page, block: Listed) -> None:
    """Id and facts one below the other; the source takes what room is left."""
    first = max(17, cell_width(block.id) + 1)
    facts = "".join(f"{cell:<{width}}" for cell, width in zip(block.facts, block.widths, strict=True))
    room = page.width - first - cell_width(facts) - cell_width(block.end) - 1
    source = shortened(block.source, room) + " " if room > _LEAST_SOURCE else ""
    line = (Span(block.id, "id", block.href), Span(" " * (first - cell_width(block.id))))
    if first + cell_width(facts + source + block.end) <= page.width:
        page.lines.append((*line, Span(clean(facts + source + block.end))))
    else:
        page.lines.append((*line, Span(clean(facts.rstrip()))))
        page.text(block.end, indent=_STEP, hang=2 * _STEP)


def _table(page: Page, table: Table) -> None:
    if page.width < table.least:
        _blocks(page, table.instead)
        return
    indent = _STEP * table.level
    if table.rest is not None:
        _table_by_content(page, table, indent)
        return
    shares = table.shares
    if table.names:
        others = len(table.header) - 1
        shares = (table.names, *((page.width - table.names) // others for _ in range(others)))
    rows = [
        tuple(
            # A bar is as wide as its column, so that it gets a line of its own.
            tuple(_spaced(_spans(cell, page.column(shares, place, indent) - 1), cell))
            for place, cell in enumerate(_padded(cells, len(table.header)))
        )
        for cells in table.rows
    ]
    page.table(table.header, rows, shares, indent)


def _table_by_content(page: Page, table: Table, indent: int) -> None:
    kept = [place for place in range(len(table.header)) if page.width >= ROOMY or place not in table.roomy]
    rows = [
        tuple(tuple(_spans(cells[place], page.width // 5)) for place in (kept if len(cells) > 1 else (0,)))
        for cells in table.rows
    ]
    titles = [table.header[place] for place in kept]
    right = frozenset(kept.index(place) for place in table.right if place in kept)
    page.table_by_content(titles, rows, kept.index(table.rest or 0), indent, right=right)


def _padded(cells: Sequence[Sequence[Inline]], columns: int) -> Sequence[Sequence[Inline]]:
    """A row that goes across, as a row of the others."""
    return cells if len(cells) > 1 else [*cells, *([()] * (columns - 1))]


def _spaced(spans: list[Span], cell: Sequence[Inline]) -> list[Span]:
    return [Span(f" {span.text}") if isinstance(part, Bar) else span for span, part in zip(spans, cell, strict=True)]


def _sides(page: Page, sides: Sides) -> None:
    if page.width >= sides.least and all(sides.items):
        longest = max(map(len, sides.items))
        rows = [
            tuple(tuple(_spans(side[place], _BAR)) if place < len(side) else (Span(""),) for side in sides.items)
            for place in range(longest)
        ]
        page.table(sides.titles, rows, (1,) * len(sides.titles))
        return
    for title, items, empty in zip(sides.titles, sides.items, sides.empty, strict=True):
        page.text(Span(title, "heading"), indent=_STEP)
        if not items:
            page.text(empty, indent=2 * _STEP)
        for parts in items:
            page.bullet(*_spans(parts, _BAR), indent=2 * _STEP)
