"""A document as Markdown: nothing that comes from a catalogue can become markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
    Span,
    Table,
    Text,
)
from kapcli.views.drawings import Bars, Grid, Plot, Shares
from kapcli.views.entries import Ends, Entry, Facts, Listed, Title
from kapcli.views.handout import Card, Fold, Front, Quote, Records, References
from kapcli.views.plain_text import plain
from kapcli.writers.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kapcli.views.document import Block, Document, Inline
    from kapcli.views.handout import Reference

# What would be read as a character of another name; after the others are escaped.
_ENTITY = re.compile(r"&(?=\\?#?\w+;)")
_MARKUP = str.maketrans({c: "\\" + c for c in "\\`*_[]<>|#"})


def markdown(document: Document) -> str:
    """A document as a Markdown file."""
    parts: list[str] = []
    listed = False
    for part in (*_parts(document), *_end(document)):
        point = part.startswith(("- ", "  - "))
        # Points of one list stand close together, everything else apart.
        if parts and not (point and listed):
            parts.append("")
        parts.append(part)
        listed = point
    return "\n".join(parts) + "\n" if parts else ""


def _end(document: Document) -> Iterator[str]:
    for block in document:
        if isinstance(block, Front):
            yield from (escaped(line) for line in block.end[:-1])
            yield from (f"**{escaped(line)}**" for line in (block.help,) if line)
            yield from (escaped(line) for line in block.end[-1:])


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _ENTITY.sub(r"\\&", clean(" ".join(text.split())).translate(_MARKUP))


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table of escaped cells."""
    lines = ["| " + " | ".join(escaped(cell) for cell in header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(escaped(cell) for cell in cells) + " |" for cells in rows]
    return "\n".join(lines)


def code(text: str) -> str:
    """A command as code; one with backticks in it as text."""
    return escaped(text) if "`" in text else f"`{' '.join(clean(text).split())}`"


def _parts(blocks: Sequence[Block], under: int = 2) -> Iterator[str]:
    """Blocks in turn; what has headings of its own stands a level below the last one, or below ``under``."""
    for block in blocks:
        under = block.level if isinstance(block, Heading) else under
        match block:
            case Text():
                yield from filter(None, [_text(block.parts)])
            case Heading():
                yield f"{'#' * block.level} {escaped(block.text)}"
            case Title():
                yield f"{'#' * block.level} {escaped(f'{block.id}: {block.text}')}"
            case Item():
                yield _point(_text(block.parts), block.level)
            case Row():
                yield _point(f"**{escaped(block.label)}:** {_text(block.parts)}", block.level)
            case Rule():
                yield "---"
            case Entry():
                yield f"## {escaped(': '.join(filter(None, (block.id, block.title))))}"
                yield _point(escaped(block.source))
                yield from _parts(block.blocks)
            case Ends():
                yield _point(escaped(f"{block.left} ({block.id})"))
            case Facts():
                yield _point(escaped(" · ".join(filter(None, block.cells))))
            case Listed():
                words = (block.id, *block.facts, block.source, block.end)
                yield _point(escaped(" · ".join(word.strip(" ·") for word in words if word)))
            case Table():
                columns = len(block.header)
                rows = [(*map(plain, cells), *([""] * (columns - len(cells)))) for cells in block.rows]
                yield markdown_table(block.header, rows)
            case Sides():
                for title, items, empty in zip(block.titles, block.items, block.empty, strict=True):
                    yield f"{'#' * (under + 1)} {escaped(title)}"
                    yield from [_point(_text(parts)) for parts in items] or [escaped(empty)]
            case Definitions():
                yield from (
                    _point(f"**{escaped(name.rstrip('.'))}**: {escaped(meaning)}") for name, meaning in block.pairs
                )
            case Action():
                yield f"{escaped(block.label)}: {code(block.command)}"
            case Grid():
                yield _grid(block)
                yield from _parts(block.below(False))
            case Bars():
                yield _bars(block)
                yield from _parts(block.below(1))
            case Shares():
                for name, shares in block.groups:
                    yield f"### {escaped(name)}"
                    yield from (_point(escaped(f"{share.label}: {share.words}")) for share in shares)
            case Plot():
                yield f"### {escaped(block.title)}"
                yield escaped(block.unit)
                yield _plot(block)
                if block.better:
                    yield escaped(f"Left of the line: {block.worse}; right of it: {block.better}.")
                yield from _parts(block.words)
            case Front():
                yield from _front(block)
            case Quote():
                yield f"> {escaped(block.text)}"
            case Records():
                yield markdown_table(block.header, [tuple(map(plain, row.cells)) for row in block.rows])
            case Fold():
                yield f"{escaped(block.summary)}:"
                yield from _parts(block.blocks, under)
            case References():
                yield "\n".join(f"{place}. {_reference(one)}" for place, one in enumerate(block.items, 1))
            case Shortest():
                yield from _parts(block.told(0))
            case Card() | Fuller():
                yield from _parts(block.blocks, under)
            case _:
                pass


def _front(front: Front) -> Iterator[str]:
    urgent = [f"**{escaped(front.urgent)}**"] if front.urgent else []
    yield from () if front.plain else urgent
    yield f"# {escaped(front.title)}"
    yield escaped(front.kicker)
    yield escaped(front.stamp)
    yield from urgent if front.plain else ()


def _reference(one: Reference) -> str:
    cautions = f" ({escaped('; '.join(one.cautions))})" if one.cautions else ""
    read = ", ".join(f"<{href}>" if href else escaped(url) for _, url, href in one.sources)
    return f"{escaped(f'{one.id}: {one.text}')}{cautions}{f' Read at: {read}' if read else ''}"


def _point(text: str, level: int = 1) -> str:
    return f"{'  ' * min(level - 1, 1)}- {text}"


def _text(parts: Sequence[Inline]) -> str:
    said = "".join(_inline(part) for part in parts)
    text = " ".join(said.split())
    strong = bool(parts) and all(getattr(part, "style", "") in ("strong", "heading", "warning") for part in parts)
    return f"**{text}**" if strong and text else text


def _inline(part: Inline) -> str:
    if isinstance(part, Bar):
        return ""
    if isinstance(part, Span) and part.style == "code":
        return code(part.text)
    if isinstance(part, Span) and part.href:
        return f"<{part.href}>"
    # Blanks at the ends are kept: the part stands between others.
    before, after = part.text[: len(part.text) - len(part.text.lstrip())], part.text[len(part.text.rstrip()) :]
    return f"{before and ' '}{escaped(part.text)}{after and ' '}" if part.text.strip() else " "


def _grid(grid: Grid) -> str:
    header = (grid.corner, *(column.label for column in grid.columns))
    rows = [
        (
            f"{'– ' * row.depth}{row.name}",
            *(
                " ".join(filter(None, (column.cells[place].number, column.cells[place].sign)))
                for column in grid.columns
            ),
        )
        for place, row in enumerate(grid.rows)
    ]
    return markdown_table(header, rows)


def _bars(bars: Bars) -> str:
    rows = [(one.label, str(one.number), "".join(sign * count for sign, count in one.parts)) for one in bars.rows]
    return markdown_table(("", "", ""), rows)


def _plot(plot: Plot) -> str:
    rows = [(f"{row.number} {row.name}".removeprefix("0 "), row.people, row.when, row.figure) for row in plot.rows]
    return markdown_table(("Study", "n", "Time", "Estimate, with its interval"), rows)
