"""Characters that a catalogue may not hold: those that steer a terminal or a reader, and those that nobody sees.

An unseen character in a name or number makes it another one that looks the same, and no search can tell why.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from kapcli.catalogue.folding import is_unseen

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
