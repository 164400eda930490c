"""A picture as the bytes of a file: SVG with alternative text, PDF on pages, PNG."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import msgspec

from kapcli.pictures.faults import TooTallError
from kapcli.pictures.library import quiet
from kapcli.pictures.painting import painted
from kapcli.pictures.sheet import PAPER, pages, single
from kapcli.writers.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from kapcli.pictures.sheet import Page, Picture

SUFFIXES = (".svg", ".png", ".pdf")
# Dots to the inch of a PNG: what journals ask of a drawing with letters, at the size of a page.
_DPI = 200
# A picture of one sheet is no higher than so many pages of A4 under one another: what a reader would scroll through,
# and for a PNG what a viewer has the memory for.
_MOST_PAGES = {".svg": 10, ".png": 6}
# What XML cannot hold at all.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Written(msgspec.Struct, frozen=True):
    """The content of a file, and on how many pages it is."""

    data: bytes
    pages: int


def written(make: Callable[[], Picture], suffix: str) -> Written:
    """Make a picture and write it as a file of one of `SUFFIXES`; the same picture gives the same bytes.

    Raises:
        NoLibraryError: matplotlib cannot be loaded.
        TooTallError: It does not fit on one sheet; a PDF has pages.
    """
    with quiet():
        # Letters are measured while it is laid out, which needs the font.
        picture = make()
        if suffix == ".pdf":
            laid = pages(picture)
            return Written(_pdf(picture, laid), len(laid))
        page = single(picture)
        high = page.height / (PAPER[1] * page.width / PAPER[0])
        if high > _MOST_PAGES[suffix]:
            raise TooTallError(f"this picture would be as high as {high:.0f} pages of A4")
        return Written(_svg(picture, page) if suffix == ".svg" else _png(picture, page), 1)


def _svg(picture: Picture, page: Page) -> bytes:
    buffer = io.StringIO()
    title, words = picture.title, "\n".join(picture.description)
    metadata: dict[str, Any] = {"Title": _xml(title), "Creator": "kapcli", "Date": None}
    painted(page).savefig(buffer, format="svg", metadata=metadata)
    text = buffer.getvalue()
    start = text.index("<svg ") + len("<svg ")
    end = text.index(">", start) + 1
    return (
        text[:start]
        + 'role="img" aria-labelledby="picture-title picture-description" '
        + text[start:end]
        + f'\n <title id="picture-title">{escape(_xml(title))}</title>'
        + f'\n <desc id="picture-description">{escape(_xml(words))}</desc>'
        + text[end:]
    ).encode()


def _png(picture: Picture, page: Page) -> bytes:
    buffer = io.BytesIO()
    metadata = {"Title": _xml(picture.title), "Description": _xml("\n".join(picture.description)), "Software": "kapcli"}
    painted(page).savefig(buffer, format="png", dpi=_DPI, metadata=metadata)
    return buffer.getvalue()


def _pdf(picture: Picture, laid: tuple[Page, ...]) -> bytes:
    from matplotlib.backends.backend_pdf import PdfPages

    buffer = io.BytesIO()
    metadata: dict[str, Any] = {
        "Title": _xml(picture.title),
        "Subject": _xml(picture.description[0]),
        "Creator": "kapcli",
        "CreationDate": None,
    }
    with PdfPages(buffer, metadata=metadata) as file:
        for page in laid:
            file.savefig(painted(page))
    return buffer.getvalue()


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", clean(text))
