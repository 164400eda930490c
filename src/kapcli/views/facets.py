"""The filters and their values, each with the number of studies that have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.facets import FACETS
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Action, Definitions, Heading, Space, Span, Table, closing, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kapcli.catalogue.facets import Facet
    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Document

# So many values are named for each filter where all filters are listed.
_NAMED = 4


class Value(msgspec.Struct, frozen=True):
    """A value of a facet, and how many studies have it (or a narrower one)."""

    facet: str
    code: str
    label: str
    studies: int


def facet_values(facet: Facet, totals: Mapping[str, int], vocabulary: Vocabulary) -> list[Value]:
    """Every value of a facet that a study has, the commonest first."""
    return [
        Value(facet.name, code, vocabulary.label(facet.name, code), count)
        for code, count in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def facets_document(values: Mapping[str, Sequence[Value]], about: About) -> Document:
    """All filters, each with its commonest values."""
    pairs = []
    for name, rows in values.items():
        named = ", ".join(f"{row.code} ({row.studies})" for row in rows[:_NAMED])
        more = f" ... {len(rows)} in all" if len(rows) > _NAMED else ""
        pairs.append((FACETS[name].option, named + more))
    pairs += [
        ("--year", "2020, 2014..2025, 2014.. or ..2019"),
        ("--min-n", "at least so many participants"),
        ("--dose", "0.2..0.5 (mg/kg) or 28..84mg, on the same arm as drug and route"),
    ]
    return (
        Heading("Filters, with the number of studies", level=1),
        Definitions(tuple(pairs)),
        Space(),
        text("Repeat a filter for OR; combine different filters for AND."),
        Action("All values of one", "kap facets condition"),
        *closing(last_lines(about, ())),
    )


def facet_document(facet: Facet, rows: Sequence[Value], about: About) -> Document:
    """The values of one filter."""
    table = Table(
        ("Value", "Meaning", "Studies"),
        tuple(((Span(row.code, "id"),), (Span(row.label),), (Span(str(row.studies)),)) for row in rows),
        shares=(3, 5, 1),
        level=0,
    )
    narrower = (text("A broader value includes its narrower ones."),) if facet.hierarchical else ()
    return (
        Heading(f"{facet.option}: what studies have, and how many", level=1),
        table,
        *narrower,
        Action("Use one", f"kap search {facet.option} {rows[0].code}" if rows else "kap search"),
        *closing(last_lines(about, ())),
    )
