"""Tables of separated values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kapcli.writers.cleaning import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# With what a spreadsheet lets a formula begin, in either width, and what it passes over before one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?"


def tsv(rows: Iterable[Sequence[str]], header: Sequence[str] | None = None) -> str:
    """Rows as tab-separated lines: untruncated, tabs and line ends folded to blanks.

    Cells are otherwise as they are, also those that a spreadsheet would take for a formula: these lines are for
    programs. What people open in a spreadsheet is `comma_separated`.
    """
    lines = [header] if header is not None else []
    return "".join("\t".join(map(one_line, cells)) + "\n" for cells in [*lines, *rows])


def comma_separated(
    rows: Iterable[Sequence[str | float | None]], header: Sequence[str] | None, *, guarded: bool = True
) -> str:
    """Rows as RFC 4180 has them: for a spreadsheet, in which no text becomes a formula.

    Args:
        rows: Texts, numbers, and ``None`` for what is not known; a number stays a number, whatever its sign, also one
            that is written out.
        header: The names of the columns, if they are to be named.
        guarded: Whether a mark stands before a text that would begin a formula.
    """
    import csv
    import io

    file = io.StringIO()
    writer = csv.writer(file)
    if header is not None:
        writer.writerow(header)
    text = _as_text if guarded else one_line
    writer.writerows([[text(cell) if isinstance(cell, str) else cell for cell in cells] for cells in rows])
    return file.getvalue()


def _as_text(cell: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before the sign that would begin one."""
    if re.fullmatch(_NUMBER, cell):
        return cell
    begins = cell.startswith(FORMULA)
    cell = one_line(cell)
    return f"'{cell}" if begins or cell.startswith(FORMULA) else cell
