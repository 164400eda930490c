"""Tables of separated values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.writers.cleaning import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def tsv(rows: Iterable[Sequence[str]], header: Sequence[str] | None = None) -> str:
    """Rows as tab-separated lines: untruncated, tabs and line ends folded to blanks."""
    lines = [header] if header is not None else []
    return "".join("\t".join(map(one_line, cells)) + "\n" for cells in [*lines, *rows])
