"""Blocks of a picture, one under another, and how they are put on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.pictures.letters import LACKING, shown, width, wrapped
from kapcli.pictures.marks import Line, Mark, Text, moved
from kapcli.pictures.palette import INK, MUTED, RULE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.pictures.frame import Frame

# A4, in points; wider where a picture needs it, and then higher in proportion.
PAPER = (595.0, 842.0)
MARGIN = 36.0
ROOM = PAPER[0] - 2 * MARGIN
TITLE, HEAD, BODY, SMALL = 13.0, 10.0, 8.5, 7.0
LEADING = 1.3


class Block(msgspec.Struct, frozen=True):
    """Marks that stay together, from the block's top left corner.

    Attributes:
        height: How much room it takes.
        bound: Whether it stays on one page with the block after it.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    bound: bool = False


class Page(msgspec.Struct, frozen=True):
    """A finished page."""

    width: float
    height: float
    marks: tuple[Mark, ...]


class Picture(msgspec.Struct, frozen=True):
    """A picture before it is written.

    Attributes:
        title: What it is, in a few words.
        subtitle: What is in it, counted.
        description: The same in words, paragraph by paragraph: what a person who does not see it is told.
        frame: What stands around it.
        room: How wide its content is.
        blocks: Its content.
    """

    title: str
    subtitle: str
    description: tuple[str, ...]
    frame: Frame
    room: float
    blocks: tuple[Block, ...]


def gap(height: float) -> Block:
    """Empty room."""
    return Block(height)


def paragraph(
    text: str,
    room: float,
    *,
    size: float = BODY,
    bold: bool = False,
    color: str = INK,
    label: str = "",
    indent: float = 0.0,
    hang: float = 0.0,
    bound: bool = False,
) -> Block:
    """Lines of text.

    Args:
        text: What it says.
        room: How wide it may be.
        size: Of the letters.
        bold: All of it.
        color: Of the letters.
        label: Bold words before it, on the first line.
        indent: Before every line.
        hang: Before the others besides.
        bound: Stay with what follows.
    """
    step = size * LEADING
    marks: list[Mark] = []
    label = shown(label)
    before = width(label, size, True) + 0.6 * size if label else 0.0
    if before > (room - indent) / 2:
        # A label as long as that gets lines of its own.
        lines = [(line, True, 0.0) for line in wrapped(label, size, room - indent, True)]
        lines += [(line, bold, hang) for line in wrapped(text, size, room - indent - hang, bold)]
    else:
        first, *rest = wrapped(text, size, room - indent - hang, bold, room - indent - before)
        lines = [(first, bold, before), *((line, bold, hang) for line in rest)]
        if label:
            marks.append(Text(indent, size, label, size, True, color))
    for place, (line, heavy, left) in enumerate(lines):
        if line:
            marks.append(Text(indent + left, size + place * step, line, size, heavy, color))
    return Block(len(lines) * step, tuple(marks), bound)


def heading(text: str, room: float) -> Block:
    """A heading with room above, bound to what follows."""
    inner = paragraph(text, room, size=HEAD, bold=True)
    return Block(inner.height + 12, moved(inner.marks, 0, 10), True)


def beside(left: Block, right: Block) -> Block:
    """Two blocks on one level."""
    return Block(max(left.height, right.height), (*left.marks, *right.marks), left.bound or right.bound)


def single(picture: Picture) -> Page:
    """Everything on one page as high as it needs to be."""
    (page,) = _laid(picture, None)
    return page


def pages(picture: Picture) -> tuple[Page, ...]:
    """On pages of the proportions of A4; each names the picture, its source and its number."""
    return _laid(picture, PAPER[1] / PAPER[0] * (picture.room + 2 * MARGIN))


def _laid(picture: Picture, height: float | None) -> tuple[Page, ...]:
    room, frame = picture.room, picture.frame
    title = [paragraph(picture.title, room, size=TITLE, bold=True), gap(2)]
    if picture.subtitle:
        title.append(paragraph(picture.subtitle, room, size=HEAD))
    head = _stacked([*title, *_asked(frame, room), gap(8)])
    again = _stacked([paragraph(f"{picture.title} (continued). Question: {frame.question}", room, color=MUTED), gap(6)])
    foot = _stacked(
        [
            Block(8, (Line(0, 4, room, 4, 0.5, RULE),)),
            *(paragraph(line, room, size=SMALL, color=MUTED, hang=8) for line in (*frame.lines(), *_lacking(picture))),
        ]
    )
    # A number of the page below that, where there are several.
    under = 0.0 if height is None else SMALL * LEADING
    full = float("inf") if height is None else height - 2 * MARGIN - foot.height - under
    found: list[list[Block]] = [[head]]
    used = head.height
    for group in _groups(picture.blocks):
        tall = sum(block.height for block in group)
        if used + tall > full and used > head.height and tall <= full - again.height:
            found.append([again])
            used = again.height
        for block in group:
            if used + block.height > full and len(found[-1]) > 1:
                found.append([again])
                used = again.height
            found[-1].append(block)
            used += block.height
    laid = []
    for number, blocks in enumerate(found, 1):
        body = _stacked(blocks)
        # A block higher than a page makes its page higher.
        tall = body.height + foot.height + under + 2 * MARGIN
        tall = tall if height is None or len(found) == 1 else max(height, tall)
        marks = [*moved(body.marks, MARGIN, MARGIN)]
        marks += moved(foot.marks, MARGIN, tall - MARGIN - under - foot.height)
        if len(found) > 1:
            text = f"Page {number} of {len(found)}"
            marks.append(Text(MARGIN + room, tall - MARGIN, text, SMALL, color=MUTED, align="right"))
        laid.append(Page(room + 2 * MARGIN, tall, tuple(marks)))
    return tuple(laid)


def _asked(frame: Frame, room: float) -> list[Block]:
    lines = [paragraph(line, room, color=MUTED) for line in frame.under_title()]
    return [gap(2), *lines, *(paragraph(line, room, bold=True) for line in frame.remarks)]


def _lacking(picture: Picture) -> tuple[str, ...]:
    """What the hollow square means, where there is one."""
    frame = picture.frame
    around = (picture.subtitle, frame.question, frame.command, frame.own, *frame.remarks)
    inside = (mark.text for block in picture.blocks for mark in block.marks if isinstance(mark, Text))
    if not any(LACKING in shown(text) for text in (*around, *inside)):
        return ()
    return (f"{LACKING} a letter that the font of this picture lacks",)


def _groups(blocks: Sequence[Block]) -> list[list[Block]]:
    groups: list[list[Block]] = [[]]
    for block in blocks:
        groups[-1].append(block)
        if not block.bound:
            groups.append([])
    return [group for group in groups if group]


def _stacked(blocks: Sequence[Block]) -> Block:
    marks: list[Mark] = []
    used = 0.0
    for block in blocks:
        marks += moved(block.marks, 0, used)
        used += block.height
    return Block(used, tuple(marks))
