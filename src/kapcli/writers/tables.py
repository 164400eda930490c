"""Tab-separated and Markdown tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kapcli.writers.cleaning import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What would be read as a character of another name; after the others are escaped.
_ENTITY = re.compile(r"&(?=\\?#?\w+;)")
_MARKDOWN = str.maketrans({c: "\\" + c for c in "\\`*_[]<>|#"})


def tsv(rows: Iterable[Sequence[str]], header: Sequence[str] | None = None) -> str:
    """Rows as tab-separated lines: untruncated, tabs and line ends folded to blanks."""
    lines = [header] if header is not None else []
    return "".join("\t".join(map(one_line, cells)) + "\n" for cells in [*lines, *rows])


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: no markup and no markup language can come out of a catalogue."""
    return _ENTITY.sub(r"\\&", clean(" ".join(text.split())).translate(_MARKDOWN))


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table of escaped cells."""
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(escaped(cell) for cell in cells) + " |" for cells in rows]
    return "\n".join(lines) + "\n"


__all__ = ["escaped", "markdown_table", "tsv"]
