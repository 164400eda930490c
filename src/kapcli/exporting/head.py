"""What stands at the head of an export: what it is, of which date, under which licence, and what it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli import __version__
from kapcli.views.closing_lines import CURATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.exporting.columns import Filled, Selection

LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
NOT_ADVICE = "not medical advice"
# By which our own files are known again.
NATURE = f"{CURATED}; {NOT_ADVICE}"


def head(selection: Selection) -> dict[str, Any]:
    """What every format that has room says first."""
    about = selection.about
    own = sorted({work.origin for work in selection.works if work.origin != "built-in"})
    return {
        "title": about.title,
        "edition": about.edition or None,
        "as_of": about.as_of,
        "nature": NATURE,
        "licence": about.licence or None,
        "scope": about.scope,
        "method": about.method,
        "searches": [
            {"when": search.when, "what": search.what, "added": search.added or None} for search in about.searches
        ],
        "missing": list(about.missing),
        "disclaimer": about.disclaimer,
        "urgent_help": about.urgent_help,
        "report": about.report or None,
        "question": selection.question or None,
        "own_catalogues": own or None,
        "made_by": f"kap {__version__}",
    }


def lines(selection: Selection) -> list[tuple[str, str]]:
    """The same as names and texts, for a sheet, a page or a file of text."""
    labels = {
        "title": "Title",
        "edition": "Edition",
        "as_of": "As of",
        "nature": "What it is",
        "licence": "Licence",
        "scope": "Scope",
        "method": "How it was made",
        "disclaimer": "What it is not",
        "urgent_help": "Help",
        "report": "Errors",
        "question": "Asked for",
        "own_catalogues": "Added from catalogues of one's own",
        "made_by": "Written by",
    }
    found = head(selection)
    said = [(label, _text(found[key])) for key, label in labels.items() if found[key]]
    said += [(f"Searched {one['when']}", _text(_searched(one))) for one in found["searches"]]
    said += [("Known to be missing", one) for one in found["missing"]]
    return said


def _searched(search: dict[str, Any]) -> str:
    return f"{search['what']}" + (f" ({search['added']})" if search["added"] else "")


def _text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)


def described(tables: Iterable[Filled]) -> list[dict[str, Any]]:
    """Each table with its columns, for a program that has no manual."""
    return [
        {
            "name": filled.table.name,
            "title": filled.table.title,
            "means": filled.table.means,
            "rows": len(filled.rows),
            "columns": [
                {
                    "name": column.name,
                    "type": column.kind,
                    "means": column.means,
                    "vocabulary": column.section or None,
                    "refers": column.refers or None,
                }
                for column in filled.table.columns
            ],
        }
        for filled in tables
    ]


def objects(tables: Sequence[Filled]) -> list[dict[str, Any]]:
    """Every row as an object that names its table."""
    return [
        {"table": filled.table.name, **dict(zip(filled.names, row, strict=True))}
        for filled in tables
        for row in filled.rows
    ]


def stamp(selection: Selection) -> str:
    """The same in one line, for formats without room."""
    about = selection.about
    edition = f", edition {about.edition}" if about.edition else ""
    licence = f" Licence: {about.licence.partition(';')[0]}." if about.licence else ""
    return f"As of {about.as_of}{edition}: {CURATED}, {NOT_ADVICE}.{licence}"
