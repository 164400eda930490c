"""A sheet as the bytes of a file: SVG with alternative text, PDF on pages, PNG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.writers.figure_library import FigureError
from kapcli.writers.figure_palette import PALETTE
from kapcli.writers.figure_sheet import PAPER, pages, single
from kapcli.writers.figure_svg import svg, xml_safe

if TYPE_CHECKING:
    from kapcli.writers.figure_sheet import Page, Sheet

SUFFIXES = (".svg", ".png", ".pdf")
# Those that matplotlib paints.
PAINTED = frozenset({".png", ".pdf"})
# Dots to the inch of a PNG: what journals ask of a drawing with letters, at the size of a page.
_DPI = 200
# A figure of one sheet is no higher than so many pages of A4 under one another: what a reader would scroll through,
# and for a PNG what a viewer has the memory for.
_MOST_PAGES = {".svg": 10, ".png": 6}


class Written(msgspec.Struct, frozen=True):
    """The content of a file, and on how many pages it is."""

    data: bytes
    pages: int


def written(sheet: Sheet, suffix: str) -> Written:
    """Write a sheet as a file of one of `SUFFIXES`; the same sheet gives the same bytes.

    Raises:
        NoLibraryError: It is to be painted, and matplotlib cannot be loaded.
        FontError: It is to be painted, and the font cannot be read.
        TooTallError: It does not fit on one sheet; a PDF has pages.
    """
    if suffix == ".pdf":
        laid = pages(sheet)
        return Written(_pdf(sheet, laid), len(laid))
    page = single(sheet, painted=suffix in PAINTED)
    high = page.height / (PAPER[1] * page.width / PAPER[0])
    if high > _MOST_PAGES[suffix]:
        raise TooTallError(f"this picture would be as high as {high:.0f} pages of A4")
    return Written(_svg(sheet, page) if suffix == ".svg" else _png(sheet, page), 1)


def _svg(sheet: Sheet, page: Page) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    size = (page.width, page.height)
    return (head + svg(page.marks, size, sheet.frame.title, sheet.description, palette=PALETTE)).encode()


def _png(sheet: Sheet, page: Page) -> bytes:
    from kapcli.writers.figure_library import quiet

    buffer = io.BytesIO()
    title, words = xml_safe(sheet.frame.title), xml_safe(sheet.description)
    with quiet():
        from kapcli.writers.figure_painting import painted

        metadata = {"Title": title, "Description": words, "Software": "kapcli"}
        painted(page).savefig(buffer, format="png", dpi=_DPI, metadata=metadata)
    return buffer.getvalue()


def _pdf(sheet: Sheet, laid: tuple[Page, ...]) -> bytes:
    from kapcli.writers.figure_library import quiet

    buffer = io.BytesIO()
    metadata: dict[str, Any] = {
        "Title": xml_safe(sheet.frame.title),
        "Subject": xml_safe(sheet.description.partition("\n")[0]),
        "Creator": "kapcli",
        "CreationDate": None,
    }
    with quiet():
        from matplotlib.backends.backend_pdf import PdfPages

        from kapcli.writers.figure_painting import painted

        with PdfPages(buffer, metadata=metadata) as file:
            for page in laid:
                file.savefig(painted(page))
    return buffer.getvalue()


class TooTallError(FigureError):
    """More rows than one sheet can hold that anybody would look at."""
