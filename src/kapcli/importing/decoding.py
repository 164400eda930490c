"""Bytes of a stranger's file as text, whatever they were saved in."""

from __future__ import annotations

import codecs

# Byte order marks, the longer before the shorter that begins it.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 400


def decoded(data: bytes) -> tuple[str, str]:
    """The text with ordinary line ends, and what had to be guessed; empty where nothing was."""
    text, remark = _decoded(data)
    return text.replace("\r\n", "\n").replace("\r", "\n"), remark


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = data.decode(name, "replace")
            return text, "some of its bytes are not text" if "\ufffd" in text else ""
    head = data[:_LOOKED_AT]
    # Every other byte of Latin letters in UTF-16 is zero.
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[start::2]
        if len(zeros) > 1 and zeros.count(0) > 0.8 * len(zeros) and head[1 - start :: 2].count(0) == 0:
            return data.decode(name, "replace"), f"read as {name.upper()}: it has no byte order mark"
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "read as Windows-1252: it is not UTF-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "read as Latin-1: it is not UTF-8"
