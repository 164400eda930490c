"""A page of styled lines that fits a width: what a terminal shows, before anything knows of a terminal."""

from __future__ import annotations

import functools
import unicodedata
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from kapcli.views.document import Span
from kapcli.writers.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from kapcli.views.document import Style

# The column that takes what others leave is no narrower, and no other is wider.
_REST, _MOST = 16, 20
# Narrower than this nothing can be laid out; a terminal folds the lines itself then.
NARROWEST = 20

Line = tuple[Span, ...]

# How each kind of text looks on a terminal. Nobody knows the palette of a terminal nor its background, and not one of
# the sixteen colours can be read on all of those in use (tests/writers/test_styles.py works it out). So text stays in
# the terminal's own colour, and what must be seen differs in weight, by a line under it, or with its two colours
# exchanged; its words say the same.
# Parameters of "select graphic rendition": 1 bold, 4 underlined, 7 reversed; 30 to 37 would be colours. None is faint:
# how faint is up to the terminal, and on white it is too faint in most.
STYLES: dict[Style, str] = {
    "": "",
    "id": "4",
    "heading": "1",
    "label": "1",
    "muted": "",
    "limit": "",
    "warning": "1;7",
    "strong": "1",
    "code": "1",
}


class Page:
    """Lines no wider than a width, added from top to bottom."""

    def __init__(self, width: int) -> None:
        """Start an empty page of at least `NARROWEST` columns."""
        self.width = max(width, NARROWEST)
        self.lines: list[Line] = []

    def blank(self) -> None:
        """An empty line, unless one stands there already."""
        if self.lines and self.lines[-1]:
            self.lines.append(())

    def text(self, *spans: Span | str, indent: int = 0, hang: int | None = None) -> None:
        """A paragraph.

        Args:
            spans: Its text.
            indent: Columns before the first line.
            hang: Columns before the others; as the first where ``None``.
        """
        first = min(indent, self.width // 3)
        other = min(indent if hang is None else hang, self.width // 3)
        self.lines += _wrap(_spans(spans), self.width, first, other)

    def heading(self, text: str) -> None:
        """A heading, set off by an empty line."""
        self.blank()
        self.text(Span(text, "heading"))

    def bullet(self, *spans: Span | str, indent: int = 2) -> None:
        """A paragraph that hangs from a bullet."""
        self.text("• ", *spans, indent=indent, hang=indent + 2)

    def pair(self, label: str, *spans: Span | str, indent: int = 2) -> None:
        """A label and what belongs to it."""
        self.text(Span(f"{label}: ", "label"), *spans, indent=indent, hang=indent + 2)

    def ends(self, left: Span, right: Span) -> None:
        """A line with a text at each end; the left one is cut where both have no room."""
        room = self.width - cell_width(right.text) - 2
        text = shortened(clean(left.text), room)
        gap = " " * (self.width - cell_width(text) - cell_width(right.text))
        self.lines.append((Span(text, left.style), Span(gap), Span(clean(right.text), right.style, right.href)))

    def column(self, shares: Sequence[int], place: int, indent: int = 2) -> int:
        """The width that `table` gives the column at a place."""
        room = self.width - indent - 2 * (len(shares) - 1)
        return max(4, room * shares[place] // sum(shares))

    def table(
        self, header: Sequence[str], rows: Iterable[Sequence[Line]], shares: Sequence[int], indent: int = 2
    ) -> None:
        """Columns whose cells wrap.

        Args:
            header: A title for each column.
            rows: For each row a line of spans per column.
            shares: How the width is divided.
            indent: Columns before the first.
        """
        widths = [self.column(shares, place, indent) for place in range(len(shares))]
        self._rows([_titles(header), *rows], widths, indent)

    def table_by_content(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[Line]],
        rest: int,
        indent: int = 2,
        *,
        right: Container[int] = (),
    ) -> None:
        """Columns as wide as their longest cell, but for one that takes what is left.

        Args:
            header: A title for each column; no line for them where all are empty.
            rows: For each row a line of spans per column; of one alone goes across.
            rest: Which column takes what is left.
            indent: Columns before the first.
            right: Columns that end in line.
        """
        whole = [_titles(header), *rows] if any(header) else list(rows)
        full = [cells for cells in whole if len(cells) > 1]
        widths = [max((_cells(cells[place]) for cells in full), default=0) for place in range(len(header))]
        # A word such as an id is never parted.
        longest = [
            max((need for cells in full for _, need in _words(cells[place])), default=0) for place in range(len(header))
        ]
        widths = [
            width if place == rest else max(min(width, _MOST), longest[place]) for place, width in enumerate(widths)
        ]
        others = sum(widths) - widths[rest] + 2 * (len(widths) - 1) + indent
        widths[rest] = max(_REST, self.width - others) if others + widths[rest] > self.width else widths[rest]
        self._rows(whole, widths, indent, right)

    def _rows(
        self, rows: Iterable[Sequence[Line]], widths: Sequence[int], indent: int, right: Container[int] = ()
    ) -> None:
        for cells in rows:
            if len(cells) == 1 < len(widths):
                self.lines += _wrap(cells[0], self.width, max(0, indent - 2), indent)
                continue
            wrapped = [_wrap(cell, width, 0, 1) or [()] for cell, width in zip(cells, widths, strict=True)]
            for index in range(max(map(len, wrapped))):
                line: list[Span] = [Span(" " * indent)]
                for column, lines in enumerate(wrapped):
                    part = lines[index] if index < len(lines) else ()
                    blanks = Span(" " * (widths[column] - _cells(part)))
                    line += (blanks, *part) if column in right else (*part, blanks)
                    line.append(Span("  "))
                self.lines.append(_trimmed(line))


def _titles(header: Sequence[str]) -> list[Line]:
    return [(Span(title, "label"),) for title in header]


def cell_width(text: str) -> int:
    """How many columns a terminal gives a text: none for a combining mark, two for a wide character."""
    return len(text) if text.isascii() else _wide(text)


@functools.lru_cache(maxsize=4096)
def _wide(text: str) -> int:
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def shortened(text: str, width: int) -> str:
    """A text cut to a width, with a sign where something was cut."""
    if cell_width(text) <= width:
        return text
    return _cut(text, max(0, width - 1))[0].rstrip(" ·,") + "…" if width > 0 else ""


def plain(lines: Iterable[Line]) -> str:
    """The lines without style, each ended."""
    return "".join("".join(span.text for span in line) + "\n" for line in lines)


def _spans(parts: Sequence[Span | str]) -> list[Span]:
    return [part if isinstance(part, Span) else Span(part) for part in parts if part]


def _cells(line: Sequence[Span]) -> int:
    return sum(cell_width(span.text) for span in line)


def _wrap(spans: Sequence[Span], width: int, first: int, other: int) -> list[Line]:
    lines: list[Line] = []
    current: list[Span] = [Span(" " * first)] if first else []
    used, empty = first, True
    for word, need in _words(spans):
        if not empty and used + 1 + need > width:
            lines.append(_trimmed(current))
            current, used, empty = ([Span(" " * other)] if other else []), other, True
        if not empty:
            current.append(Span(" ", word[0].style if current[-1].style == word[0].style else ""))
            used += 1
        if used + need <= width:
            current += word
            used, empty = used + need, False
            continue
        for part in word:
            text = part.text
            while used + cell_width(text) > width:
                head, text = _cut(text, width - used)
                if head:
                    current.append(Span(head, part.style))
                lines.append(_trimmed(current))
                current, used = ([Span(" " * other)] if other else []), other
            current.append(Span(text, part.style))
            used += cell_width(text)
        empty = False
    if not empty and any(span.text.strip() for span in current):
        lines.append(_trimmed(current))
    return lines


def _words(spans: Sequence[Span]) -> Iterator[tuple[list[Span], int]]:
    """Words, each as its parts and its width: spans that follow without a blank between them stay together."""
    word: list[Span] = []
    cells = 0
    for span in spans:
        text = clean(span.text).replace("\t", " ").replace("\n", " ")
        for index, part in enumerate(text.split(" ")):
            if index and word:
                yield word, cells
                word, cells = [], 0
            if part:
                # A no-break space holds its words together while lines are filled, and is a blank on screen.
                word.append(Span(part.replace("\N{NO-BREAK SPACE}", " "), span.style))
                cells += cell_width(part)
    if word:
        yield word, cells


def _cut(word: str, width: int) -> tuple[str, str]:
    """What of a word fits into a width, and the rest."""
    used = 0
    for index, character in enumerate(word):
        used += cell_width(character)
        if used > width:
            return word[:index], word[index:]
    return word, ""


def _trimmed(line: Sequence[Span]) -> Line:
    parts = groupby((span for span in line if span.text), attrgetter("style"))
    merged = [Span("".join([span.text for span in part]), style) for style, part in parts]
    while merged and not merged[-1].text.rstrip():
        merged.pop()
    if merged:
        merged[-1] = Span(merged[-1].text.rstrip(), merged[-1].style)
    return tuple(merged)


def styled(lines: Iterable[Line], *, links: bool = False) -> str:
    """Lines with their styles, each ended; what has an address may be a link."""
    page = []
    for line in lines:
        for part in line:
            code = STYLES[part.style]
            text = f"\x1b[{code}m{part.text}\x1b[0m" if code else part.text
            # A link (OSC 8); where a terminal knows none, it shows the text alone.
            page.append(f"\x1b]8;;{part.href}\x1b\\{text}\x1b]8;;\x1b\\" if links and part.href else text)
        page.append("\n")
    return "".join(page)
