"""Pieces of a figure put on one sheet or on pages, with the question, the source and the command around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.views.closing_lines import CURATED
from kapcli.writers.figure_marks import Line, Mark, Text, flat, moved
from kapcli.writers.figure_pieces import LEADING, SMALL, TITLE, Piece, gap, paragraph, stacked
from kapcli.writers.figure_text import LACKING, lacks

if TYPE_CHECKING:
    from collections.abc import Sequence


# A4, in points; wider where a figure needs it, and then higher in proportion.
PAPER = (595.0, 842.0)
MARGIN = 36.0
ROOM = PAPER[0] - 2 * MARGIN


class Page(msgspec.Struct, frozen=True):
    """A finished page."""

    width: float
    height: float
    marks: tuple[Mark, ...]


class Sheet(msgspec.Struct, frozen=True):
    """A document laid out, before it is put on pages.

    Attributes:
        frame: What stands around it.
        description: The whole of it in words: what a person who does not see it is told.
        room: How wide its content is.
        pieces: Its content.
    """

    frame: Frame
    description: str
    room: float
    pieces: tuple[Piece, ...]


def single(sheet: Sheet, *, painted: bool = True) -> Page:
    """Everything on one page as high as it needs to be.

    Args:
        sheet: What stands on it.
        painted: Whether letters are painted with the font, and those it lacks are squares that must be explained.
    """
    (page,) = _laid(sheet, None, painted)
    return page


def pages(sheet: Sheet) -> tuple[Page, ...]:
    """On pages of the proportions of A4; each names the figure, its source and its number."""
    return _laid(sheet, PAPER[1] / PAPER[0] * (sheet.room + 2 * MARGIN), True)


def _laid(sheet: Sheet, height: float | None, painted: bool) -> tuple[Page, ...]:
    foot = _foot(sheet, painted)
    # The number of the page stands below that, where there are several.
    under = 0.0 if height is None else SMALL * LEADING
    full = float("inf") if height is None else height - 2 * MARGIN - foot.height - under
    found = _divided(sheet, full)
    laid = []
    for number, pieces in enumerate(found, 1):
        body = stacked(pieces)
        # A piece higher than a page makes its page higher.
        tall = body.height + foot.height + under + 2 * MARGIN
        tall = tall if height is None or len(found) == 1 else max(height, tall)
        marks = [*moved(body.marks, MARGIN, MARGIN)]
        marks += moved(foot.marks, MARGIN, tall - MARGIN - under - foot.height)
        if len(found) > 1:
            text = f"Page {number} of {len(found)}"
            marks.append(Text(MARGIN + sheet.room, tall - MARGIN, text, SMALL, color="muted", align="right"))
        laid.append(Page(sheet.room + 2 * MARGIN, tall, tuple(marks)))
    return tuple(laid)


def _divided(sheet: Sheet, full: float) -> list[list[Piece]]:
    """The pieces of each page, none of them higher than ``full`` where that can be."""
    found: list[list[Piece]] = [[_head(sheet)]]
    used = found[0][0].height
    under = ""

    def turned() -> float:
        """Begin a new page."""
        found.append([_again(sheet, under)])
        return found[-1][0].height

    for group in _groups(sheet.pieces):
        tall = sum(piece.height for piece in group)
        # A group that begins with a heading of its own needs no other above it.
        under = "" if group[0].heading else under
        again = _again(sheet, under).height
        if used + tall > full and len(found[-1]) > 1 and tall <= full - again:
            used = turned()
        for piece in group:
            if used + piece.height > full and len(found[-1]) > 1:
                used = turned()
            found[-1].append(piece)
            used += piece.height
            under = piece.heading or under
    return found


def _head(sheet: Sheet) -> Piece:
    title = paragraph(sheet.frame.title, sheet.room, size=TITLE, bold=True)
    lines = [paragraph(line, sheet.room, color="muted") for line in sheet.frame.under_title()]
    return stacked([title, gap(4), *lines, gap(8)])


def _again(sheet: Sheet, under: str) -> Piece:
    """The head of a further page: what it goes on with."""
    text = f"{sheet.frame.title} (continued). Question: {sheet.frame.question}"
    lines = [paragraph(text, sheet.room, color="muted")]
    if under:
        lines.append(paragraph(under, sheet.room, bold=True, color="muted"))
    return stacked([*lines, gap(6)])


def _foot(sheet: Sheet, painted: bool) -> Piece:
    lines = [*sheet.frame.lines(), *(_lacking(sheet) if painted else ())]
    return stacked(
        [
            Piece(8, (Line(0, 4, sheet.room, 4, 0.5, "rule"),)),
            *(paragraph(line, sheet.room, size=SMALL, color="muted", hang=8) for line in lines),
        ]
    )


def _lacking(sheet: Sheet) -> tuple[str, ...]:
    """What the hollow square means, where there is one."""
    frame = sheet.frame
    around = (frame.title, *frame.under_title(), *frame.lines())
    inside = (mark.text for piece in sheet.pieces for mark in flat(piece.marks) if isinstance(mark, Text))
    return (f"{LACKING} a letter that the font of this picture lacks",) if any(map(lacks, (*around, *inside))) else ()


def _groups(pieces: Sequence[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        groups[-1].append(piece)
        if not piece.bound:
            groups.append([])
    return [group for group in groups if group]


class Frame(msgspec.Struct, frozen=True):
    """The words around a figure.

    Attributes:
        title: What it is, in a few words.
        as_of: The catalogue's date.
        question: What was asked, in words and facets.
        command: What to type for the same figures.
        closing: What the document says last (as of when, that it is no medical advice, where to turn in danger): it
            stands at the foot of every page, and not in the content once more.
        own: What comes from catalogues other than the built-in one, in words; empty where nothing does.
        version: Of the program.
    """

    title: str
    as_of: str
    question: str
    command: str
    closing: tuple[str, ...]
    own: str = ""
    version: str = ""

    def under_title(self) -> tuple[str, ...]:
        """The lines under the title."""
        return (f"Question: {self.question}", f"As of {self.as_of}; {CURATED}")

    def lines(self) -> tuple[str, ...]:
        """The lines at the foot."""
        own = f" {self.own}" if self.own else ""
        program = f"kapcli {self.version}".strip()
        return (
            f"Source: {program}, a hand-picked catalogue, not a systematic review, as of {self.as_of}.{own}",
            f"Command: {self.command}",
            *self.closing,
        )
