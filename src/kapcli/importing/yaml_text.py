"""A draft as YAML, in the style of the built-in catalogue, with blanks for what a person must read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kapcli.catalogue.drafts import REQUIRED
from kapcli.catalogue.schema import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kapcli.importing.drafting import Entry

SCHEMA_LINE = "# yaml-language-server: $schema=kap-catalogue.schema.json"
HEAD = (
    SCHEMA_LINE,
    "# An editor that knows this line completes and checks fields: kap schema catalogue > kap-catalogue.schema.json",
)
_PLAIN = re.compile(r"[^\W_](?:[\w .,()'/+&;%-]|:(?=\S)(?![ ]))*")
_FLOW = re.compile(r"[^\W_][\w .'/+()-]*")
_NOT_TEXT = frozenset({"null", "true", "false"})
# Fields that are true or false, and not text.
_TRUTHS = frozenset({"draft", "authors_complete", "with_therapy"})
_LONGEST = 110


def scalar(text: str, *, flow: bool = False) -> str:
    """A text as YAML reads it back: in quotes where anything in it could mean something else."""
    pattern = _FLOW if flow else _PLAIN
    if pattern.fullmatch(text) and text == text.strip() and text.lower() not in _NOT_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        parts = (f"{name}: {one if name in _TRUTHS else flow(one)}" for name, one in value.items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return scalar(str(value), flow=True)


def entry_lines(entry: Entry, blanks: Sequence[str], came_from: str, indent: int = 2) -> list[str]:
    """The lines of a list item.

    Args:
        entry: The fields.
        blanks: The fields to leave blank for a person, in order.
        came_from: Said in a comment above; empty for none.
        indent: How far the item's dash stands in.
    """
    dash, space = " " * indent + "- ", " " * (indent + 2)
    lines = [f"{' ' * indent}# {came_from}"] if came_from else []
    body: list[str] = []
    for name, value in entry.fields.items():
        if name != "unmapped":
            body += _field(name, value, entry.remarks.get(name, ""))
    body += [_blank(name) for name in blanks if name not in entry.fields]
    if unmapped := entry.fields.get("unmapped"):
        body.append("# What the file said and no field holds. Take it out when the entry is finished.")
        body += _field("unmapped", unmapped, "")
    lines += [(dash if place == 0 else space) + line for place, line in enumerate(body)]
    return lines


def _field(name: str, value: Any, remark: str) -> Iterator[str]:
    beside = f"  # {remark}" if remark else ""
    if name == "draft":
        beside = "  # take this line out when the entry is finished"
    if isinstance(value, str):
        yield f"{name}: {value if name in _TRUTHS else scalar(value)}{beside}"
    elif isinstance(value, list) and (any(isinstance(one, dict) for one in value) or name == "unmapped"):
        yield f"{name}:{beside}"
        yield from (f"  - {flow(one) if isinstance(one, dict) else scalar(one)}" for one in value)
    else:
        yield f"{name}: {flow(value)}{beside}"


def _blank(name: str) -> str:
    needed = "needed" if name in REQUIRED else "to fill"
    about = text_of("Study", name).partition(". ")[0]
    about = about if len(about) <= _LONGEST else ""
    return f"{name}:  # {needed}{': ' if about else ''}{about}"


def file_text(entries: Iterable[list[str]]) -> str:
    """A whole new file of some entries."""
    lines = [*HEAD, "studies:"]
    for entry in entries:
        lines += [*entry, ""]
    return "\n".join(lines).rstrip("\n") + "\n"
