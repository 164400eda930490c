"""The formats of an export: what each is for, how its files are named, and what writes it. One row a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kapcli.exporting.columns import Filled, Selection
    from kapcli.exporting.metapsy import Effects

Holds = Literal["tables", "references", "effects"]


class Asked(msgspec.Struct, frozen=True):
    """What a format is to write.

    Attributes:
        tables: With their rows; none where the format does not hold tables.
        effects: By a standard; ``None`` where the format does not hold them.
        name: What the file is called, without folder and ending.
        raw: Whether a text that a spreadsheet would take for a formula stays as it is.
    """

    selection: Selection
    tables: Sequence[Filled] = ()
    effects: Effects | None = None
    name: str = "kap"
    raw: bool = False


class Format(msgspec.Struct, frozen=True):
    """A format.

    Attributes:
        holds: Tables, references, or effects by a standard.
        endings: Of its files; the first format with an ending is the one meant by it.
        write: The whole as text or bytes; ``None`` where `kapcli.cli.formats` writes it.
        several: Whether it holds several tables in one file.
        whole: Whether nobody would want a single table in it.
        folder: The files of a folder, by name; ``None`` where it is one file.
    """

    holds: Holds
    endings: tuple[str, ...]
    write: Callable[[Asked], str | bytes] | None = None
    several: bool = False
    whole: bool = False
    folder: Callable[[Asked], dict[str, bytes]] | None = None

    @property
    def binary(self) -> bool:
        """Whether it is no text."""
        return self.whole


def _yaml(asked: Asked) -> str:
    """The tables under their names, behind what they are and what their columns mean."""
    import yaml

    from kapcli.exporting.head import described, head

    columns = {
        table["name"]: {column["name"]: f"{column['type']}: {column['means']}" for column in table["columns"]}
        for table in described(asked.tables)
    }
    document: dict[str, Any] = {"about": head(asked.selection), "columns": columns}
    for filled in asked.tables:
        document[filled.table.name] = [dict(zip(filled.names, row, strict=True)) for row in filled.rows]
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    written: str = yaml.dump(document, Dumper=dumper, allow_unicode=True, sort_keys=False, width=120)
    return written


def _markdown(asked: Asked) -> str:
    """Each table under its title; nothing in it can become markup."""
    from kapcli.exporting.columns import cell
    from kapcli.exporting.head import lines
    from kapcli.writers.markdown import escaped, markdown_table

    parts = [f"# {escaped(asked.selection.about.title)}", ""]
    parts += [f"- **{escaped(label)}:** {escaped(said)}" for label, said in lines(asked.selection)[1:]]
    for filled in asked.tables:
        parts += ["", f"## {escaped(filled.table.title)}", "", f"{escaped(filled.table.means)}.", ""]
        parts.append(markdown_table(filled.names, [[cell(value) for value in row] for row in filled.rows]))
    return "\n".join([*parts, ""])


def _workbook(asked: Asked) -> bytes:
    from kapcli.exporting.workbook import workbook

    return workbook(asked.tables, asked.selection, raw=asked.raw)


def _database(asked: Asked) -> bytes:
    from kapcli.exporting.database import database

    return database(asked.tables, asked.selection, asked.name)


def _database_folder(asked: Asked) -> dict[str, bytes]:
    from kapcli.exporting.database import database, metadata
    from kapcli.exporting.package import json_file, readme

    return {
        "kap.db": database(asked.tables, asked.selection, "kap"),
        "metadata.json": json_file(metadata(asked.tables, asked.selection, "kap")),
        "README.txt": readme(asked.tables, asked.selection),
    }


def _csv_folder(asked: Asked) -> dict[str, bytes]:
    from kapcli.exporting.package import package

    return package(asked.tables, asked.selection, raw=asked.raw)


def _tsv_folder(asked: Asked) -> dict[str, bytes]:
    from kapcli.exporting.package import package

    return package(asked.tables, asked.selection, tabbed=True)


def _references(module: str, function: str) -> Callable[[Asked], str]:
    def write(asked: Asked) -> str:
        import importlib

        from kapcli.exporting.selection import reference_items

        written: str = getattr(importlib.import_module(f"kapcli.citing.{module}"), function)(
            reference_items(asked.selection)
        )
        return written

    return write


def _metapsy(asked: Asked) -> str:
    from kapcli.exporting.metapsy import metapsy_csv

    assert asked.effects is not None
    return metapsy_csv(asked.effects)


def _metapsy_folder(asked: Asked) -> dict[str, bytes]:
    from kapcli.exporting.metapsy_files import repository

    assert asked.effects is not None
    return repository(asked.effects, asked.selection)


FORMATS: dict[str, Format] = {
    "csv": Format("tables", (".csv",), folder=_csv_folder),
    "tsv": Format("tables", (".tsv", ".tab"), folder=_tsv_folder),
    "json": Format("tables", (".json",), several=True),
    "ndjson": Format("tables", (".ndjson", ".jsonl"), several=True),
    "yaml": Format("tables", (".yaml", ".yml"), _yaml, several=True),
    "markdown": Format("tables", (".md", ".markdown"), _markdown, several=True),
    "xlsx": Format("tables", (".xlsx",), _workbook, several=True, whole=True),
    "sqlite": Format(
        "tables", (".db", ".sqlite", ".sqlite3"), _database, several=True, whole=True, folder=_database_folder
    ),
    "bibtex": Format("references", (".bib",), _references("bibtex", "bibtex")),
    "biblatex": Format("references", (".bib",), _references("biblatex", "biblatex")),
    "ris": Format("references", (".ris",), _references("ris", "ris")),
    "nbib": Format("references", (".nbib",), _references("nbib", "nbib")),
    "endnotexml": Format("references", (".xml",), _references("endnotexml", "endnote_xml")),
    "csl-json": Format("references", (".json",), _references("csljson", "csl_json")),
    "metapsy": Format("effects", (".csv",), _metapsy, folder=_metapsy_folder),
}
