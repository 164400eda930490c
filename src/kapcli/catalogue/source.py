"""The text of a catalogue file piece by piece: checked as it is decoded, and never held as a whole.

A file may have 64 MB. As one text it could take four times that in memory, and the parser would make a copy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from kapcli.catalogue.faults import CatalogueError, Fault
from kapcli.catalogue.files import MAX_BYTES
from kapcli.catalogue.folding import forbidden, named

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 64 * 1024
MAX_TEXT = 1024 * 1024
# So far the parser may read without coming to a value: a text of the greatest length, with some of it escaped.
MAX_STRETCH = 2 * MAX_TEXT

_COMMENT = re.compile(r"[ \t]*#")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def check(data: bytes, file: str) -> None:
    """See that the bytes of a catalogue file are text.

    Args:
        data: The bytes; a leading UTF-8 byte order mark is allowed.
        file: The name for faults.

    Raises:
        CatalogueError: Too large, not UTF-8, with line ends that are a lone carriage return, or with characters that
            command a terminal or that the parser would take for line ends.
    """
    if len(data) > MAX_BYTES:
        fail(file, 0, f"larger than {MAX_BYTES // 1024**2} MB, the limit for one catalogue file")
    line = 1
    for start, end in _cuts(data):
        part = data[start:end]
        try:
            text = part.decode("utf-8")
        except UnicodeDecodeError as error:
            line += part.count(b"\n", 0, error.start)
            fail(file, line, f"byte {start + error.start} is not UTF-8", "re-save the file as UTF-8")
        text = text.replace("\r\n", "\n")
        if (lone := text.find("\r")) >= 0:
            line += text.count("\n", 0, lone)
            fail(file, line, "a lone carriage return", "re-save the file with ordinary line ends")
        if bad := forbidden(text):
            line += text.count("\n", 0, bad.start())
            fail(file, line, f"the character {named(bad[0])}", "leave it out")
        line += text.count("\n")


def fail(file: str, line: int, message: str, fix: str = "") -> NoReturn:
    """Refuse a whole file.

    Raises:
        CatalogueError: Always, with that one fault.
    """
    raise CatalogueError((Fault(file, line, "", message, fix).shortened(),))


class Source:
    """Checked bytes as the parser reads them.

    Attributes:
        reached: Where the last event ended, told by whoever takes the events.
        lines: How many lines there are in what has been read.
        overrun: The line from which the parser read too far without coming to a value, so that the text was ended
            early; else 0.
    """

    def __init__(self, data: bytes, until: int | None = None) -> None:
        """Begin to read; no further than to that character, if one is named."""
        self.reached: Any = None
        self.overrun = 0
        self.lines = 1
        self._pieces = _texts(data)
        self._until = until
        self._handed = 0
        self._window = ""

    def read(self, _size: int = -1) -> str:
        """The next piece; empty at the end."""
        if self._handed - (self.reached.index if self.reached else 0) > MAX_STRETCH:
            self.overrun = self.overrun or (self.reached.line + 1 if self.reached else 1)
            return ""
        piece = next(self._pieces, "")
        if self._until is not None:
            piece = piece[: self._until - self._handed]
        self._handed += len(piece)
        self.lines += piece.count("\n")
        # The parser reads ahead of its events, by less than two pieces.
        self._window = self._window[-2 * PIECE :] + piece
        return piece

    def around(self, index: int, before: int, after: int) -> tuple[str, str]:
        """What stands before and after a character that was read lately, on its line."""
        place = index - (self._handed - len(self._window))
        if place < 0:
            return "", ""
        ahead = self._window[max(place - before, 0) : place].rpartition("\n")[2]
        return ahead, self._window[place : place + after].partition("\n")[0]

    def comment_follows(self, index: int) -> bool:
        """Whether nothing but blanks stands between a character that was read lately and a comment."""
        place = index - (self._handed - len(self._window))
        return place >= 0 and _COMMENT.match(self._window, place) is not None


def _texts(data: bytes) -> Iterator[str]:
    for start, end in _cuts(data):
        yield data[start:end].decode("utf-8").replace("\r\n", "\n")


def _cuts(data: bytes) -> Iterator[tuple[int, int]]:
    """Beginning and end of each piece: no character and no line end is cut in two."""
    start, size = len(BYTE_ORDER_MARK) if data.startswith(BYTE_ORDER_MARK) else 0, len(data)
    while start < size:
        end = min(start + PIECE, size)
        for _ in range(3):
            if end < size and data[end] & 0xC0 == 0x80:
                end -= 1
        if end < size and data[end - 1] == 0x0D and data[end] == 0x0A:
            end += 1
        yield start, end
        start = end
