"""Bytes of a stranger's text as text, whatever they were saved in; nothing is replaced or guessed without a word."""

from __future__ import annotations

import codecs

# Byte order marks, the longer before the shorter that begins it.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOOKED_AT = 400


def decoded(data: bytes) -> tuple[str, str]:
    """The text in the encoding that its first bytes name, else in UTF-8; and what could not be read, empty where all.

    Nothing is guessed.
    """
    text, encoding = _marked(data) or (data.decode("utf-8", "replace"), "utf-8")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    if not lost:
        return text, ""
    what = "1 character is" if lost == 1 else f"{lost:,} characters are"
    return text, f"{what} no {encoding.upper()} text, shown as \N{REPLACEMENT CHARACTER}. Save the text as UTF-8."


def guessed(data: bytes) -> tuple[str, str]:
    """The text with ordinary line ends, and what had to be guessed; empty where nothing was."""
    text, remark = _guessed(data)
    return text.replace("\r\n", "\n").replace("\r", "\n"), remark


def _guessed(data: bytes) -> tuple[str, str]:
    if marked := _marked(data):
        return marked[0], "some of its bytes are not text" if "\N{REPLACEMENT CHARACTER}" in marked[0] else ""
    head = data[:_LOOKED_AT]
    # Every other byte of Latin letters in UTF-16 is zero.
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[start::2]
        if len(zeros) > 1 and zeros.count(0) > 0.8 * len(zeros) and head[1 - start :: 2].count(0) == 0:
            return data.decode(name, "replace"), f"read as {name.upper()}: it has no byte order mark"
    for encoding, remark in (("utf-8", ""), ("cp1252", "read as Windows-1252: it is not UTF-8")):
        try:
            return data.decode(encoding), remark
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "read as Latin-1: it is not UTF-8"


def _marked(data: bytes) -> tuple[str, str] | None:
    """The text behind a byte order mark, and its encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    return None
