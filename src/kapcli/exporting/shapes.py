"""What the JSON of an export holds, declared for the schema: its rows are those of the tables."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from kapcli.exporting.tables import TABLES
from kapcli.views.output_parts import Question, Text
from kapcli.views.output_schema import Shapes

_TYPES: dict[str, Any] = {"integer": int, "number": float, "boolean": bool, "list": list[str]}


class ExportQuestion(Question):
    """What an export was asked for."""

    what: str
    output: Text


class ExportedColumn(msgspec.Struct):
    """A column of an exported table."""

    name: str
    type: Literal["text", "code", "list", "integer", "number", "boolean", "date", "address"]
    means: str
    vocabulary: Text
    refers: Text


class ExportedTable(msgspec.Struct):
    """An exported table."""

    name: str
    title: str
    means: str
    rows: int
    columns: list[ExportedColumn]


class ExportedSearch(msgspec.Struct):
    """When the field was searched, and for what."""

    when: str
    what: str
    added: Text


class ExportSummary(msgspec.Struct):
    """What an export is: of which date, under which licence, and what its columns mean."""

    title: str
    edition: Text
    as_of: str
    nature: str
    licence: Text
    scope: str
    method: str
    searches: list[ExportedSearch]
    missing: list[str]
    disclaimer: str
    urgent_help: str
    report: Text
    question: Text
    own_catalogues: list[str] | None
    made_by: str
    tables: list[ExportedTable]


def _row(name: str) -> Any:
    """A row of a table as it stands in JSON."""
    fields: list[tuple[str, Any]] = [("table", Literal[name])]
    for column in TABLES[name].columns:
        kind = _TYPES.get(column.kind, str)
        fields.append((column.name, kind if column.name == "id" else kind | None))
    called = "".join(part.capitalize() for part in name.split("_"))
    return msgspec.defstruct(f"{called}Row", fields, namespace={"__doc__": f"A row of the table {name}."})


EXPORT = Shapes(tuple(map(_row, TABLES)), (ExportQuestion,), (ExportSummary,))
