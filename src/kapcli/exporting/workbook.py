"""Tables as an Excel workbook: a sheet each, behind one that says what they are."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

from kapcli.exporting.columns import cell
from kapcli.exporting.head import lines
from kapcli.writers.delimited import FORMULA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.exporting.columns import Filled, Selection, Value

# More does not fit into a cell.
_MOST = 32_767
_CUT = " … (cut here: a cell holds no more)"
_NARROWEST, _WIDEST = 8, 60
# What would begin a formula where somebody types the cell anew.


class NoLibraryError(Exception):
    """What writes workbooks is not installed."""


def workbook(tables: Sequence[Filled], selection: Selection, *, raw: bool = False) -> bytes:
    """A workbook. Text stays text: nothing in it is a formula or a link, whatever it begins with.

    Args:
        tables: A sheet each.
        selection: For the first sheet.
        raw: Whether text that begins like a formula lacks the mark that keeps it text when it is typed anew.

    Raises:
        NoLibraryError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise NoLibraryError(str(error)) from None
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )
    about = selection.about
    year, month, day = (int(part) for part in [*about.as_of.split("-"), "1", "1"][:3])
    # The same bytes whenever it is made.
    book.set_properties(
        {
            "title": about.title,
            "comments": f"Edition {about.edition}, as of {about.as_of}. {about.licence}",
            "created": datetime.datetime(year, month, day),
        }
    )
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"valign": "top"}),
        "quoted": book.add_format({"valign": "top", "quote_prefix": not raw}),
        "wrapped": book.add_format({"valign": "top", "text_wrap": True}),
        "label": book.add_format({"bold": True, "valign": "top"}),
    }
    _about(book.add_worksheet("About"), selection, styles)
    _columns(book.add_worksheet("Columns"), tables, styles)
    for filled in tables:
        _sheet(book.add_worksheet(filled.table.name.replace("_", " ").capitalize()), filled, styles)
    book.close()
    return target.getvalue()


def _about(sheet: Any, selection: Selection, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    for number, (label, said) in enumerate(lines(selection)):
        sheet.write_string(number, 0, label, styles["label"])
        sheet.write_string(number, 1, _fitting(said), styles["wrapped"])


def _columns(sheet: Any, tables: Sequence[Filled], styles: dict[str, Any]) -> None:
    """What every column means."""
    for place, (name, width) in enumerate((("table", 18), ("column", 22), ("type", 10), ("meaning", 100))):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, styles["head"])
    sheet.freeze_panes(1, 0)
    number = 1
    for filled in tables:
        for column in filled.table.columns:
            for place, said in enumerate((filled.table.name, column.name, column.kind, column.means)):
                sheet.write_string(number, place, said, styles["wrapped" if place == 3 else "text"])
            number += 1


def _sheet(sheet: Any, filled: Filled, styles: dict[str, Any]) -> None:
    for place, name in enumerate(filled.names):
        sheet.set_column(place, place, _width(name, [row[place] for row in filled.rows]))
        sheet.write_string(0, place, name, styles["head"])
    sheet.freeze_panes(1, 1)
    if filled.rows:
        sheet.autofilter(0, 0, len(filled.rows), len(filled.names) - 1)
    for number, row in enumerate(filled.rows, 1):
        for place, value in enumerate(row):
            _write(sheet, number, place, value, styles)


def _write(sheet: Any, number: int, place: int, value: Value, styles: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(number, place, value, styles["text"])
    elif isinstance(value, int | float):
        sheet.write_number(number, place, value, styles["text"])
    else:
        said = _fitting(cell(value))
        sheet.write_string(number, place, said, styles["quoted" if said.startswith(FORMULA) else "text"])


def _fitting(text: str) -> str:
    return text if len(text) <= _MOST else text[: _MOST - len(_CUT)] + _CUT


def _width(name: str, values: Sequence[Value]) -> int:
    longest = max((len(cell(value)) for value in values), default=0)
    return max(_NARROWEST, min(max(longest, len(name)) + 2, _WIDEST))
