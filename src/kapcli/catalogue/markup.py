"""Markup in titles and names: the one list of tags that may stand there, and what only looks like markup.

The tags are those of CSL-JSON. Anything else in angle brackets is text (``p<0.05 and r>0.3``).
"""

from __future__ import annotations

import re

NAMES = ("i", "b", "sup", "sub", "sc", "span")
"""Every tag that formats text; ``span`` keeps the letter case of what stands in it (``class="nocase"``)."""

TAG = re.compile(rf"<(/?)({'|'.join(NAMES)})(?:\s[^<>]*)?>", re.IGNORECASE)
"""An opening (group 1 empty) or closing tag; group 2 is its name."""

_FOREIGN = re.compile(r"</?([A-Za-z][\w:.-]*)(?:\s+[\w:.-]+\s*=[^<>]*|\s*/)?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def without_tags(text: str) -> str:
    """Take the formatting tags out of a text."""
    return TAG.sub("", text)


def entities(text: str) -> dict[str, str]:
    """Find the HTML entities of a text: each (``&amp;``) with the character it stands for (``&``)."""
    if "&" not in text:
        return {}
    from html import unescape  # a table of 2000 names, for the rare text with such a sign

    found = {match[0]: unescape(match[0]) for match in _ENTITY.finditer(text)}
    return {name: character for name, character in found.items() if character != name}


def foreign_tags(text: str) -> list[str]:
    """List the names of what looks like a tag and is none of ours (``scp``, ``jats:p``), each once, in order."""
    return list(dict.fromkeys(match[1] for match in _FOREIGN.finditer(without_tags(text))))
