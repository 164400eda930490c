"""A text as sentences, each with the line it begins on."""

from __future__ import annotations

import re

import msgspec

from kapcli.checking.entries import entry

_END = r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])"
# A full stop behind these ends no sentence.
_SHORT = r"(?:\b(?:et al|e\.g|i\.e|vs|cf|Dr|Mr|Mrs|Ms|Prof|St|No|Fig|approx|ca|vol|pp|ed|eds|Inc|[A-Z])\.)$"
_BULLET = r"^\s*(?:[•*·–—-]|\d+[.)])\s+"
# Of a sentence so many characters are read; a longer one says so.
LONGEST = 600
# Words that a heading has at most.
_HEADING = 14
# Lines that an entry of a list of references may be folded into.
_FOLDED = 12
# A line of fewer letters is not full, and goes on in no other.
_FULL = 50
# A short form stands within so many letters before the end of a piece.
_TAIL = 12


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a text.

    Attributes:
        text: The sentence.
        line: The line it begins on, from 1.
        paragraph: Which paragraph it is in, from 0: what is named there may be meant by *it* and *participants*.
        heading: Whether it stands alone between empty lines, short and without a full stop: a title or heading, unless
            it asserts something.
    """

    text: str
    line: int
    paragraph: int
    heading: bool = False


def sentences(text: str) -> list[Sentence]:
    """Every sentence of a text, in order.

    Headings and items of a list are sentences of their own, and so is an entry of a list of references, whole.
    """
    found: list[Sentence] = []
    paragraph = 0
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        line, first = lines[number], number + 1
        number += 1
        stripped = re.sub(_BULLET, "", line).strip()
        if not stripped:
            continue
        if not re.match(_BULLET, line):
            paragraph += 1
        if more := _folded_entry(lines, first - 1) or _wrapped(lines, first - 1):
            number += more
            stripped = re.sub(_BULLET, "", " ".join(lines[first - 1 : number])).strip()
        if entry(stripped):
            found.append(Sentence(" ".join(stripped.split()), first, paragraph))
        else:
            pieces = _split(stripped)
            heading = len(pieces) == 1 and _stands_alone(lines, first - 1)
            found += [Sentence(part, first, paragraph, heading) for part in pieces]
    return found


def _stands_alone(lines: list[str], place: int) -> bool:
    """Whether a line may be a heading: short, unmarked, with nothing right before it and something later after it."""
    line = lines[place].strip()
    if re.match(_BULLET, lines[place]) or line.endswith((".", ",", ";", ":", "!", "…")):
        return False
    before = not place or not lines[place - 1].strip()
    after = place + 1 < len(lines) and not lines[place + 1].strip()
    return before and after and len(line.split()) <= _HEADING and any(one.strip() for one in lines[place + 1 :])


def _folded_entry(lines: list[str], place: int) -> int:
    """How many lines after one belong to the entry that begins on it: those set further in, as in a hanging indent."""
    indent = len(lines[place]) - len(lines[place].lstrip())
    end = place + 1
    while end < min(len(lines), place + _FOLDED):
        line = lines[end]
        if len(line) - len(line.lstrip()) <= indent or not line.strip() or re.match(_BULLET, line):
            break
        end += 1
    return end - place - 1 if end > place + 1 and entry(" ".join(lines[place:end])) else 0


def _wrapped(lines: list[str], place: int) -> int:
    """How many lines after one go on with its sentences, as where a paragraph is broken into lines of one length."""
    end = place
    while end + 1 < len(lines):
        line, following = lines[end].rstrip(), lines[end + 1]
        if len(line) < _FULL or not following.strip() or re.match(_BULLET, following):
            break
        if entry(re.sub(_BULLET, "", line)) or entry(following):
            break
        end += 1
    return end - place


def _split(line: str) -> list[str]:
    parts: list[list[str]] = []
    for piece in re.split(_END, line):
        # Only the end of what came before is looked at, so that a line of a thousand initials takes no longer.
        if parts and re.search(_SHORT, parts[-1][-1][-_TAIL:], re.IGNORECASE):
            parts[-1].append(piece)
        else:
            parts.append([piece])
    return [" ".join(part).strip() for part in parts if any(piece.strip() for piece in part)]
