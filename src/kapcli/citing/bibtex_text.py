r"""Text for BibTeX.

Text stays UTF-8. Markup becomes ``\emph`` and its like, and whatever must keep its capitals is put in braces, because
BibTeX styles and Pandoc change the case of titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kapcli.catalogue.forms import TAG, without_tags
from kapcli.citing.fields import flat

_COMMANDS = {"i": "emph", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript", "sc": "textsc"}
# Braces count in BibTeX even after a backslash, so they have to be written as words.
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "@": "{@}",  # some readers see a new entry in "@word{" wherever it stands
    **{character: f"\\{character}" for character in "%&$#_"},
}
# Deeper markup is nobody's title.
_MAX_DEPTH = 8


def escape(value: str) -> str:
    """Escape what LaTeX would read as a command."""
    return "".join(_ESCAPES.get(character, character) for character in value)


def address(value: str) -> str:
    """Write a DOI or web address, which LaTeX takes as it is, without braces or backslashes."""
    return "".join(f"%{ord(c):02X}" if c in "{}\\ " else c for c in value)


def braced(value: str) -> str:
    """Put a value in braces; nothing stays nothing."""
    return f"{{{value}}}" if value else ""


def markup(value: Any, *, protect: bool = False) -> str:
    """Write text with markup; closing tags without a partner are dropped.

    Args:
        value: Text with CSL-JSON markup, or None.
        protect: Whether words with capitals are put in braces.
    """
    return "" if value is None else _written(flat(value), protect, _MAX_DEPTH)


def _written(text: str, protect: bool, depth: int) -> str:
    if not depth:
        return escape(without_tags(text))
    output, start = [], True
    for stretch, tag in _stretches(text):
        if tag:
            capitals = protect and _has_capitals(without_tags(stretch), start)
            output.append(_command(tag, _written(stretch, False, depth - 1), capitals))
            start = False
        elif protect:
            words, start = _protected(stretch, start)
            output.append(words)
        else:
            output.append(escape(stretch))
    return "".join(output)


def _stretches(text: str) -> Iterator[tuple[str, str]]:
    """Split text into stretches, each with the name of the tag around it; tags within it are left in it."""
    while opening := re.search(TAG, text):
        if opening.start():
            yield text[: opening.start()], ""
        text = text[opening.end() :]
        if opening[1]:
            continue
        depth, name = 1, opening[2].lower()
        end = rest = len(text)
        for tag in re.finditer(TAG, text):
            if tag[2].lower() == name:
                depth += -1 if tag[1] else 1
            if not depth:
                end, rest = tag.span()
                break
        if end:
            yield text[:end], name
        text = text[rest:]
    if text:
        yield text, ""


def _command(tag: str, text: str, capitals: bool) -> str:
    """Write a tag as a command, in braces of its own where its capitals must stay.

    Pandoc changes case inside a command, also behind a second brace. One brace around a command is not enough either:
    to BibTeX that is an accented letter, whose case it changes.
    """
    if tag == "span":  # its case stays
        return _kept(text)
    written = f"\\{_COMMANDS[tag]}{{{text}}}"
    return _kept(written) if capitals else written


def _kept(text: str) -> str:
    """Put braces around what must keep its case, two where one would make an accent of it."""
    return braced(braced(text)) if text.startswith("\\") else braced(text)


def _protected(stretch: str, start: bool) -> tuple[str, bool]:
    """Escape, and put braces around words with capitals.

    BibTeX keeps a capital at the very start of a title and right after a colon and a blank, and nowhere else: not
    after a full stop or question mark, not behind an opening quotation mark or bracket. Pandoc, on the other hand,
    makes a small letter large at the start and after any of these ("midazolam vs. saline"), so that word gets braces.

    Args:
        stretch: Text without markup.
        start: Whether a capital at its beginning is kept anyway.

    Returns:
        The text, and whether a capital right after it would be kept.
    """
    parts = []
    after_colon = after_stop = False
    for token in re.split(r"(\s+|-|/)", stretch):
        if not token:
            continue
        if token.isspace():
            start = start or after_colon
            parts.append(token)
            continue
        first = start or after_stop
        core = re.search(r"\w(?:.*\w)?", token)
        if core is None:
            parts.append(escape(token))
        else:
            before, word, after = token[: core.start()], core[0], token[core.end() :]
            kept = _has_capitals(word, start and not before) or (first and word[0].islower())
            parts.append(escape(before) + (_kept(escape(word)) if kept else escape(word)) + escape(after))
        start, after_colon, after_stop = False, token.endswith(":"), token.endswith((".", "?", "!"))
    return "".join(parts), start


def _has_capitals(word: str, start: bool) -> bool:
    """Return whether a word has capitals that need braces; at the start the first one needs none."""
    rest = word[1:] if start else word
    return rest != rest.lower()
