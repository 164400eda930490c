"""Markup in titles and names: the one list of tags that may stand there, those of CSL-JSON."""

from __future__ import annotations

import re

NAMES = ("i", "b", "sup", "sub", "sc", "span")
"""Every tag that formats text; ``span`` keeps the letter case of what stands in it (``class="nocase"``)."""

TAG = rf"(?i)<(/?)({'|'.join(NAMES)})(?:\s[^<>]*)?>"
"""A pattern for an opening (group 1 empty) or closing tag; group 2 is its name."""


def without_tags(text: str) -> str:
    """Take the formatting tags out of a text."""
    return re.sub(TAG, "", text) if "<" in text else text


def plain_title(title: str) -> str:
    """A title without the tags that format it."""
    return without_tags(title)
