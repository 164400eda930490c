"""Text that is safe to put on a terminal."""

from __future__ import annotations

import re

# C0 but tab and newline, DEL, C1, bidirectional controls, invisible separators, lone surrogates.
_UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)

# The signs that pages draw, each with one of the same width for a terminal that has only ASCII, so that nothing
# shifts. No two signs that mean different things in one drawing share one.
_PLAIN_SIGNS = {
    "░": ".",
    "█": "=",
    "▒": "?",
    "●": "*",
    "○": "o",
    "├": "[",
    "┤": "]",
    "┼": "+",
    "┴": "+",
    "†": "~",
    "◄": "<",
    "►": ">",
    "│": "|",
    "─": "-",
    "•": "*",
    "·": "-",
    "–": "-",
    "✓": "+",
    "≈": "~",
    "±": "&",
    "✗": "x",
    "¿": "!",
    "◆": "=",
    "⊕": "@",
    "◯": "_",
    "≠": "#",
    "▲": "^",
    "▼": "v",
    "△": "/",
    "▽": "\\",
    "…": ".",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
}


def clean(text: str) -> str:
    r"""Text in which no character can move the cursor, colour the screen or turn the reading direction.

    Returns:
        Control characters in caret notation (``^[``), the eight-bit ones as ``\x9b``, the rest as ``<U+202E>``.
    """
    if text.isprintable():
        return text
    return re.sub(_UNSAFE, _shown, text)


def encodable(text: str) -> str:
    """Text whose lone surrogates (bytes of a command line that are no text) are replaced, so that it can be stored."""
    return text.encode("utf-8", "replace").decode("utf-8")


def one_line(text: str) -> str:
    """Clean text without tabs and line ends, for a cell of a table."""
    return clean(" ".join(text.split()))


def with_signs_of(encoding: str, text: str) -> str:
    """A text whose drawn signs an encoding can show; letters it lacks are left as they are."""
    if text.isascii():
        return text
    for sign, plain in _PLAIN_SIGNS.items():
        if sign in text:
            try:
                sign.encode(encoding)
            except (LookupError, UnicodeEncodeError):
                text = text.replace(sign, plain)
    return text


def json_safe(encoded: bytes) -> bytes:
    """JSON in which the same characters are written as escapes."""
    text = encoded.decode("utf-8", "surrogatepass")
    text = re.sub(_UNSAFE, lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.encode("utf-8")


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return "^" + chr(code + 0x40)
    if code == 0x7F:
        return "^?"
    if code < 0xA0:
        return f"\\x{code:02x}"
    return f"<U+{code:04X}>"
