"""A text as sentences, each with the line it begins on; a long sentence as its parts."""

from __future__ import annotations

import functools
import re

import msgspec

_END = r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])"
# A full stop behind these ends no sentence.
_SHORT = r"(?:\b(?:et al|e\.g|i\.e|vs|cf|Dr|Mr|Mrs|Ms|Prof|St|No|Fig|approx|ca|vol|pp|ed|eds|Inc|[A-Z])\.)$"
_BULLET = r"^\s*(?:[•*·–—-]|\d+[.)])\s+"
_JOINTS = (
    r"\s*(?:[;:—–]|,?\s+(?:but|while|whereas|although|though|which|because)\b|,\s+(?:and|with|including|so|or)\b|\s-\s"
    r"|[()])\s*"
)
# A part of fewer words says nothing that could be held against a claim.
_FEWEST = 4


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a text.

    Attributes:
        text: The sentence.
        line: The line it begins on, from 1.
        paragraph: Which paragraph it is in, from 0: what is named there may be meant by *it* and *participants*.
    """

    text: str
    line: int
    paragraph: int


@functools.cache
def _pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    # Compiled when first needed: a single sentence is not split.
    return re.compile(source, flags)


def sentences(text: str) -> list[Sentence]:
    """Every sentence of a text, in order; headings and items of a list are sentences of their own."""
    found: list[Sentence] = []
    paragraph = 0
    for number, line in enumerate(text.splitlines(), 1):
        stripped = _pattern(_BULLET).sub("", line).strip()
        if not stripped:
            continue
        if not _pattern(_BULLET).match(line):
            paragraph += 1
        found += [Sentence(part, number, paragraph) for part in _split(stripped)]
    return found


def _split(line: str) -> list[str]:
    parts: list[str] = []
    for piece in _pattern(_END).split(line):
        if parts and _pattern(_SHORT, re.IGNORECASE).search(parts[-1]):
            parts[-1] += " " + piece
        else:
            parts.append(piece)
    return [part.strip() for part in parts if part.strip()]


def parts(sentence: str) -> list[str]:
    """The parts of a sentence that may each say something; empty where it has but one."""
    found = [part.strip(" ,.") for part in _pattern(_JOINTS).split(sentence)]
    kept = [part for part in found if len(part.split()) >= _FEWEST]
    return kept if len(kept) > 1 else []


__all__ = ["Sentence", "parts", "sentences"]
