"""Tables as a folder of CSV files, with a data package that describes them and a file for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.exporting.columns import cell
from kapcli.exporting.head import LICENCE_ADDRESS, NATURE, head, lines
from kapcli.writers.delimited import comma_separated, tsv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.exporting.columns import Column, Filled, Selection

# What the Frictionless Table Schema calls our types.
_TYPES = {
    "text": "string",
    "code": "string",
    "list": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "string",
    "address": "string",
}


# Files that say what a folder holds, under names that many other programs and people use as well.
_DESCRIBING = ("readme.txt", "readme.md", "datapackage.json", "metadata.json", "license")


def ours(name: str, old: bytes, new: bytes) -> bool:
    """Whether a file that is there may be replaced by one of ours: what describes a folder only if kap wrote it."""
    if name.lower() not in _DESCRIBING or old == new:
        return True
    return NATURE.encode() in old or (name == "license" and old.startswith(b"CC BY"))


def package(
    tables: Sequence[Filled], selection: Selection, *, tabbed: bool = False, raw: bool = False
) -> dict[str, bytes]:
    """The files of a folder.

    Args:
        tables: What goes into it.
        selection: For what it is.
        tabbed: Whether tabs separate the cells.
        raw: Whether a text that a spreadsheet would take for a formula stays as it is.
    """
    ending = "tsv" if tabbed else "csv"
    files = {f"{filled.table.name}.{ending}": _file(filled, tabbed, raw) for filled in tables}
    files["datapackage.json"] = json_file(_described(tables, selection, ending))
    files["README.txt"] = readme(tables, selection)
    return files


def _file(filled: Filled, tabbed: bool, raw: bool) -> bytes:
    rows = [[cell(value) for value in row] for row in filled.rows]
    if tabbed:
        return tsv(rows, filled.names).encode()
    return comma_separated(rows, filled.names, guarded=not raw).replace("\r\n", "\n").encode()


def readme(tables: Sequence[Filled], selection: Selection) -> bytes:
    """What the files are, for people."""
    said = [f"{label}: {text}" for label, text in lines(selection)]
    for filled in tables:
        said += ["", f"{filled.table.name} ({len(filled.rows)} rows): {filled.table.means}."]
        said += [f"  {column.name} ({column.kind}): {column.means}." for column in filled.table.columns]
    return ("\n".join(said) + "\n").encode()


def _described(tables: Sequence[Filled], selection: Selection, ending: str) -> dict[str, Any]:
    about = head(selection)
    return {
        "profile": "tabular-data-package",
        "name": "kapcli-catalogue",
        "title": about["title"],
        "version": about["edition"],
        "description": f"{about['nature']}. {about['scope']}",
        "created": about["as_of"],
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE_ADDRESS, "title": about["licence"]}],
        "about": about,
        "resources": [_resource(filled, ending, {one.table.name for one in tables}) for filled in tables],
    }


def _resource(filled: Filled, ending: str, there: set[str]) -> dict[str, Any]:
    table = filled.table
    keys = [column for column in table.columns if column.refers in there]
    return {
        "name": table.name,
        "title": table.title,
        "description": table.means,
        "path": f"{table.name}.{ending}",
        "format": ending,
        "encoding": "utf-8",
        "dialect": {"delimiter": "\t" if ending == "tsv" else ","},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": "id",
            "missingValues": [""],
            "foreignKeys": [
                {"fields": column.name, "reference": {"resource": column.refers, "fields": "id"}} for column in keys
            ],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    means = f"{column.means} (several are joined with a semicolon)" if column.kind == "list" else column.means
    return {"name": column.name, "type": _TYPES[column.kind], "description": means}


def json_file(value: Any) -> bytes:
    """A value as a file of JSON, laid out for the eye."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def zipped(files: dict[str, bytes]) -> bytes:
    """The same in one file; the same bytes whenever it is made."""
    import io
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
