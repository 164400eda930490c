"""A document as one HTML file: nothing in it asks for anything outside, and only its own one script runs in it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli import __version__
from kapcli.catalogue.files import packaged
from kapcli.views.document import Heading, Item, Row, Span, Text
from kapcli.views.drawings import Grid, Plot
from kapcli.views.handout import Front, Quote, Records, References
from kapcli.views.plain_text import plain, words_of
from kapcli.writers.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jinja2 import Environment

    from kapcli.views.document import Block, Document, Inline

# Up to so many letters a document is printed in this type: two pages whichever it is.
_TYPES = ((5000, "roomy"), (6000, "even"), (7000, "tight"), (10**9, "dense"))
_BRIEF_TYPES = ((8000, "roomy"), (10200, "even"), (10**9, "dense"))


class Section(msgspec.Struct, frozen=True):
    """A heading with the blocks under it."""

    heading: Heading
    blocks: tuple[Block, ...]

    @property
    def answers(self) -> bool:
        """Whether it holds the answer."""
        return any(isinstance(block, Quote) for block in self.blocks)


def html(document: Document) -> str:
    """A document as a page.

    Args:
        document: It begins with a `Front`, after what must be said before all else; every section has a name.
    """
    from markupsafe import Markup

    at = next(at for at, block in enumerate(document) if isinstance(block, Front))
    front, blocks = document[at], document[at + 1 :]
    assert isinstance(front, Front)
    style = _file("page.css")
    # The one script makes tables sortable: without one there is none.
    script = _file("table.js") if any(isinstance(block, Records) for block in blocks) else ""
    kind = "full"
    if front.plain:
        kind = f"lay {_type(_TYPES, len(words_of(document)))}"
    elif front.brief:
        listed = sum(len(one.text) for block in blocks if isinstance(block, References) for one in block.items)
        kind = f"full brief {_type(_BRIEF_TYPES, len(words_of(document)) + listed)}"
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            before=["".join(getattr(part, "text", "") for part in getattr(one, "parts", ())) for one in document[:at]],
            front=front,
            sections=list(_sections(blocks)),
            kind=kind,
            version=__version__,
            policy=_policy(style, script),
            # Files of this package, never of a catalogue.
            style=Markup(style),
            script=Markup(script),
        )
    )


def _type(types: Sequence[tuple[int, str]], letters: int) -> str:
    return next(name for most, name in types if letters <= most)


def _sections(blocks: Sequence[Block]) -> Iterator[Section]:
    heading: Heading | None = None
    under: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            if heading is not None:
                yield Section(heading, tuple(under))
            heading, under = block, []
        else:
            under.append(block)
    if heading is not None:
        yield Section(heading, tuple(under))


def _runs(blocks: Sequence[Block]) -> list[tuple[str, Any]]:
    """Each block with its kind; the points of one list together."""
    found: list[tuple[str, Any]] = []
    for listed, run in groupby(blocks, lambda block: isinstance(block, Item | Row)):
        if listed:
            found.append(("list", list(run)))
        else:
            found += [(type(block).__name__, block) for block in run]
    return found


def _tone(block: Text) -> str:
    """The class of a paragraph that is of one kind throughout."""
    styles = {part.style if isinstance(part, Span) else "" for part in block.parts}
    (style,) = styles if len(styles) == 1 else ("",)
    return {"muted": "note", "limit": "remark", "warning": "remark"}.get(style, "")


def _drawn(block: Grid | Plot, name: str) -> Any:
    """A drawing within the page, described in words for a reader who cannot see it."""
    from markupsafe import Markup

    from kapcli.writers.svg import inline_svg

    return Markup(inline_svg(block, name))


def _grid_rows(grid: Grid) -> list[tuple[str, ...]]:
    return [
        (
            f"{'– ' * row.depth}{row.name}",
            *("gap" if cell.gap else f"{cell.number} {cell.sign}".strip() for cell in cells),
        )
        for row, cells in zip(grid.rows, zip(*(column.cells for column in grid.columns), strict=True), strict=True)
    ]


def _policy(style: str, script: str) -> str:
    """A Content-Security-Policy that lets through this style and this script, and nothing else."""
    parts = ["default-src 'none'", f"style-src '{_hash(style)}'"]
    if script:
        parts.append(f"script-src '{_hash(script)}'")
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _file(name: str) -> str:
    return packaged("writers", "templates", name)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_file),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "runs": _runs,
        "tone": _tone,
        "drawn": _drawn,
        "grid_rows": _grid_rows,
        "words": plain,
        "hatched": _hatched,
        "facets": _facets,
    }
    environment.tests["bar"] = lambda part: not hasattr(part, "text")
    return environment


def _hatched(parts: Sequence[Inline]) -> str:
    """A line of a legend, in the signs of this drawing."""
    from kapcli.views.signs import GAP

    return plain(parts).replace(GAP, "Hatched:")


def _facets(values: Sequence[Sequence[str]]) -> str:
    """The values of a row for the script: facets apart by ``|``, values of one by ``;``; no value holds either."""
    return "|".join(";".join(value.translate(_APART) for value in own) for own in values)


_APART = str.maketrans({"|": " ", ";": ","})


def _finalize(value: Any) -> Any:
    """Every text of a catalogue, without characters that turn the reading direction or cannot stand in HTML."""
    return clean(value) if type(value) is str else value
