"""The evidence gap map: the grid, how it is read, and the widest gaps in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kapcli.evidence.gap_map import folded
from kapcli.evidence.gap_ranking import widest_gaps
from kapcli.views import gap_map_data
from kapcli.views.closing_lines import ELSEWHERE, last_lines
from kapcli.views.document import Action, Heading, Shortest, Space, Span, closing, item, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.gap_map_grid import grid, title
from kapcli.views.gap_map_key import AMONG, HERE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.evidence.gap_map import EvidenceMap
    from kapcli.views.document import Block, Document

_MOST_GAPS = 3


def map_document(
    found: EvidenceMap,
    about: About,
    *,
    metric: str,
    command: str = "",
    narrowed: bool = False,
    remarks: Sequence[str] = (),
    shown: Sequence[Study] = (),
) -> Document:
    """The map.

    Args:
        found: The counted map.
        about: For the date and the disclaimer.
        metric: ``studies`` or ``participants``: what the numbers count.
        command: The search that lists the studies of a cell; empty where there is none.
        narrowed: Whether the map is of a part of the catalogue: its gaps are then said to be of that part.
        remarks: What has to be said first.
        shown: Studies on the map, to know whether urgent help must be named.
    """
    here = AMONG if narrowed else HERE

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield Space()
        yield text(Span(title(found, metric), "heading"))
        yield Space()
        yield grid(found, metric, here=here)
        if gaps := gap_lines(found, here=here):
            yield Heading("Most notable gaps (related cells have most studies)")
            yield from map(item, gaps)
            yield text(ELSEWHERE, level=1)
        yield Space()
        if command:
            yield Action("List a cell", command)
        yield from closing(last_lines(about, shown))

    return tuple(blocks())


def map_screen(
    found: EvidenceMap,
    about: About,
    *,
    metric: str,
    command: str,
    lines: int,
    full: str,
    narrowed: bool = False,
    remarks: Sequence[str] = (),
    shown: Sequence[Study] = (),
) -> Document:
    """The map in a window's height: its rarest rows counted together, its legend short; see `map_document`.

    Args:
        found: The counted map.
        about: For the foot.
        metric: What the numbers count.
        command: A search that lists a cell.
        lines: Of the window.
        full: The command that shows every row.
        narrowed: Whether the map is of some of the studies.
        remarks: What has to be said first.
        shown: The studies, where help in danger may have to be named.
    """
    here = AMONG if narrowed else HERE
    places = range(len(found.rows.values))
    rare = sorted(places, key=lambda place: (found.row_totals[place].trials, -place))

    def page(away: int) -> Document:
        drawn = folded(found, rows=[found.rows.values[place].code for place in rare[:away]]) if away else found
        rows = f"{away} rare rows are counted as one. " if away else ""
        return (
            *first_remarks(remarks),
            text(Span(title(found, metric), "heading")),
            grid(drawn, metric, here=here, briefly=True),
            text(f"{rows}Every row, gaps in words: {full}"),
            *([text(f"List a cell: {command}")] if command else []),
            *closing(last_lines(about, shown)),
        )

    aways = [0, *range(2, max(3, len(rare)))]
    return (Shortest(lines, [partial(page, away) for away in aways]),)


def gap_lines(found: EvidenceMap, *, here: str = HERE) -> list[str]:
    """The widest gaps in words."""
    return [
        gap_map_data.sentence(found.rows.dimension, found.columns.dimension, gap, here)
        for gap in widest_gaps(found, _MOST_GAPS)
    ]
