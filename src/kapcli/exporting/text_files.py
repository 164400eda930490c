"""Tables as YAML and as Markdown, each with its head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.exporting.columns import cell
from kapcli.exporting.head import described, head, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.exporting.columns import Filled, Selection


def yaml_text(tables: Sequence[Filled], selection: Selection) -> str:
    """The tables under their names, behind what they are and what their columns mean."""
    import yaml

    document: dict[str, Any] = {"about": head(selection), "columns": _columns(tables)}
    for filled in tables:
        document[filled.table.name] = [dict(zip(filled.names, row, strict=True)) for row in filled.rows]
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    written: str = yaml.dump(document, Dumper=dumper, allow_unicode=True, sort_keys=False, width=120)
    return written


def _columns(tables: Sequence[Filled]) -> dict[str, dict[str, str]]:
    return {
        table["name"]: {column["name"]: f"{column['type']}: {column['means']}" for column in table["columns"]}
        for table in described(tables)
    }


def markdown_text(tables: Sequence[Filled], selection: Selection) -> str:
    """Each table under its title; nothing in it can become markup."""
    from kapcli.writers.markdown import escaped, markdown_table

    parts = [f"# {escaped(selection.about.title)}", ""]
    parts += [f"- **{escaped(label)}:** {escaped(said)}" for label, said in lines(selection)[1:]]
    for filled in tables:
        parts += ["", f"## {escaped(filled.table.title)}", "", f"{escaped(filled.table.means)}.", ""]
        parts.append(markdown_table(filled.names, [[cell(value) for value in row] for row in filled.rows]))
    return "\n".join([*parts, ""])
