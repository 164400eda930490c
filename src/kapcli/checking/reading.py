"""The bytes of a text made into text, whatever they are; nothing is replaced or cut without a word."""

from __future__ import annotations

import codecs

import msgspec

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MOST_BYTES = 2_000_000
# A whole text is checked up to so many sentences: some seconds.
MOST_SENTENCES = 1_000


class TextRead(msgspec.Struct, frozen=True):
    """A text, and what could not be read of it in words; empty where all could."""

    text: str
    remark: str = ""


def read_text(data: bytes) -> TextRead:
    """Read bytes as the encoding that their first ones name, else as UTF-8."""
    encoding = "utf-8"
    for mark, name in _MARKS:
        if data.startswith(mark):
            data, encoding = data[len(mark) :], name
            break
    text = data.decode(encoding, "replace")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    if not lost:
        return TextRead(text)
    what = "1 character is" if lost == 1 else f"{lost:,} characters are"
    return TextRead(
        text, f"{what} no {encoding.upper()} text, shown as \N{REPLACEMENT CHARACTER}. Save the text as UTF-8."
    )
