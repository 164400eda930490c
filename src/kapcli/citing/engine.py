"""References in six styles, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from kapcli.catalogue.files import packaged
from kapcli.citing.preparation import CitationError, prepare
from kapcli.citing.quotes import QuoteStyle, resolve
from kapcli.citing.style_table import STYLES


def format_reference(item: Mapping[str, Any], style: str) -> str:
    """Format one reference as it stands in a reference list.

    Args:
        item: A CSL-JSON item, optionally with ``article-number``.
        style: One of `STYLES`.

    Returns:
        Plain text in one line, without the number that numbered styles put before it.

    Raises:
        CitationError: The style is unknown or the item is not CSL-JSON.
        CitationEngineChanged: The installed citation engine is not the expected one.
    """
    return _render(item, style)


def format_references(items: Iterable[Mapping[str, Any]], style: str) -> list[str]:
    """Format references in the order given, each apart from the others.

    No year suffixes are added and no names are drawn together: a reference reads the same
    alone and in a list. Raises as `format_reference` does.
    """
    return [format_reference(item, style) for item in items]


def _render(item: Mapping[str, Any], style: str) -> str:
    if style not in STYLES:
        raise CitationError(f"There is no style {style!r}; the styles are {', '.join(STYLES)}.")
    prepared = prepare(item, style)
    from kapcli.citing.entry import Cite  # with citeproc and lxml some 40 ms: only when something is cited

    root, quotes = _load(style)
    layout = root.bibliography.layout
    text = layout.render_children(Cite(prepared))
    return resolve("" if text is None else str(layout.format(layout.wrap(text))), quotes)


@lru_cache(maxsize=len(STYLES))
def _load(style: str) -> tuple[Any, QuoteStyle]:
    """Parse a style and its locales; both stay in memory."""
    from citeproc.formatter import plain

    from kapcli.citing.elements import parse

    file, locale = STYLES[style].file, STYLES[style].locale
    root = parse(packaged("citing", "styles", file))
    root.formatter = plain
    root.long_small = style != "chicago"
    # The order in which the language asks terms to be looked up: the style's own, then files.
    inside = [
        element
        for code in (locale, locale.split("-")[0], None)
        for element in root.findall("cs:locale", root.nsmap)
        if element.get("{http://www.w3.org/XML/1998/namespace}lang") == code
    ]
    files = [parse(packaged("citing", "styles", f"locales-{code}.xml")) for code in dict.fromkeys((locale, "en-US"))]
    root.locales = [*inside, *files]
    for element in root.locales:
        element.style = root
    return root, _quote_style(root)


def _quote_style(root: Any) -> QuoteStyle:
    def term(name: str) -> str:
        return str(root.get_single_term(name=name))

    return QuoteStyle(
        outer=(term("open-quote"), term("close-quote")),
        inner=(term("open-inner-quote"), term("close-inner-quote")),
        punctuation_inside=root.get_locale_option("punctuation-in-quote") == "true",
    )
