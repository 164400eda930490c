"""Letters folded for comparison: the one place where index and query learn which spellings are the same.

Case, diacritics, width and other forms of a letter do not count, and neither does what cannot be seen. Each code
point is folded by itself, so that a text in composed and in decomposed form becomes the same text.

And the characters that a catalogue may not hold: those that steer a terminal or a reader, and those that nobody sees.
One of them in a name or number makes it another that looks the same, and no search can tell why.
"""

from __future__ import annotations

import functools
import re
import unicodedata

# Letters without a decomposition that people type by their nearest letters of ASCII.
_SPELT = {"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ĸ": "k", "ŋ": "n", "ſ": "s"}
# Raised letters that are no part of the name before them, though their decomposition would make them so.
_TRADE_MARKS = dict.fromkeys(map(ord, "™℠\U0001f16a\U0001f16b\U0001f16c"), " ")
_STROKED = "LATIN SMALL LETTER [A-Z] WITH "
_LETTER = len("LATIN SMALL LETTER ")
# Fillers and marks that no font shows, beside the format characters (category Cf).
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
# Combining classes of marks that make another letter of it (nukta, the voice mark of kana, vowel signs of Indic, Thai
# and Tibetan) are kept; overlays, the points of Hebrew and Arabic, and what stands above or below are diacritics.
_OVERLAY, _POINTS, _ATTACHED = 1, range(10, 37), 200

# Hyphens and dashes that typesetters put where a hyphen was typed.
HYPHENS = frozenset("‐‑‒–—―−﹘﹣－")
# The two that are nothing but a hyphen, whatever stands around them.
TRUE_HYPHENS = str.maketrans({"‐": "-", "‑": "-"})

# C0 but tab and newline, DEL, C1 (with NEL), line and paragraph separators, bidirectional controls, a byte order
# mark in mid-text, lone surrogates; then soft hyphens, blanks of no width, invisible operators, fillers, annotation
# marks, tags.
_NEVER = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
    "\u00ad\u034f\u115f\u1160\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
# Joiners and variation selectors belong to Arabic, Indic, Han and emoji; behind a letter of Europe they are unseen.
_JOINERS = "\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"


class _Folds(dict[int, str]):
    """Code point to its folded letters; a blank for what is no part of a word. Filled as letters come up."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


def _folded(character: str) -> str:
    if is_unseen(character):
        return ""
    if ord(character) in _TRADE_MARKS:
        return " "
    before, after = "", character
    while before != after:
        before, after = after, unicodedata.normalize("NFKD", after.casefold())
    return "".join(map(_letter, after))


def _letter(character: str) -> str:
    if is_unseen(character):
        return ""
    place = unicodedata.combining(character)
    if place == _OVERLAY or place in _POINTS or place >= _ATTACHED:
        return ""
    if character in _SPELT:
        return _SPELT[character]
    kind = unicodedata.category(character)
    if kind == "Ll" and not character.isascii():
        name = unicodedata.name(character, "")
        return name[_LETTER].lower() if re.match(_STROKED, name) else character
    return character if kind[0] in "LNM" else " "


def is_unseen(character: str) -> bool:
    """Whether a character has no form of its own: soft hyphens, joiners, tags, variation selectors, fillers."""
    code = ord(character)
    return (
        0xFE00 <= code <= 0xFE0F
        or 0xE0000 <= code <= 0xE0FFF
        or character in _UNSEEN
        or (unicodedata.category(character) == "Cf" and unicodedata.bidirectional(character) != "AN")
    )


_FOLDS = _Folds()


class _Seen(dict[int, str]):
    """Code point to what is seen of it. Filled as characters come up."""

    def __missing__(self, code: int) -> str:
        seen = self[code] = "" if is_unseen(chr(code)) else chr(code)
        return seen


_SEEN = _Seen(_TRADE_MARKS)


def seen(text: str) -> str:
    """A text without what nobody sees of it; a trade mark is a blank."""
    return text if text.isascii() else text.translate(_SEEN)


def one_width(text: str) -> str:
    """A text to be read for its signs: what is seen of it, compatible letters and signs as the plain ones (NFKC)."""
    return unicodedata.normalize("NFKC", seen(text))


def fold_words(text: str) -> str:
    """A text as folded words with blanks between; everything that is no letter, number or mark is a blank."""
    return unicodedata.normalize("NFC", text.translate(_FOLDS))


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    # Compiled when first needed: a lookup that finds the catalogue compiled reads no file of it. One set of characters
    # is searched for eight times as fast as the whole rule, and hardly any text has one of them.
    return (
        re.compile(f"[{_NEVER}{_JOINERS}]"),
        re.compile(f"[{_NEVER}]|(?<=[A-Za-z\u00c0-\u058f])[{_JOINERS}]"),
    )


def forbidden(text: str) -> re.Match[str] | None:
    """The first character of a text that no catalogue may hold."""
    suspect, rule = _patterns()
    return rule.search(text) if suspect.search(text) else None


def unseen(character: str) -> bool:
    """Whether nobody sees a character."""
    return not character.isascii() and is_unseen(character)


def named(character: str) -> str:
    """A character by its code point and, where it has one, its name."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")
