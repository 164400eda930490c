"""Writes what each field is for (src/kapcli/catalogue/field_texts.json) anew from the tables of docs/catalogue.md."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = re.compile(r"\n### (\w+)\n(.*?)(?=\n#)", re.DOTALL)
ROW = re.compile(r"^\| `(\w+)` \|(.*)\|.+?\|[^|]*\|$", re.MULTILINE)


def plain(text: str) -> str:
    """A cell without the marks of Markdown."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("`", "").strip()


def texts(manual: str) -> dict[str, dict[str, str]]:
    """Record to field to its text."""
    found = {name: {field: plain(cell) for field, cell in ROW.findall(part)} for name, part in TABLE.findall(manual)}
    return {name: fields for name, fields in found.items() if fields}


if __name__ == "__main__":
    found = texts((ROOT / "docs" / "catalogue.md").read_text("utf-8"))
    target = ROOT / "src" / "kapcli" / "catalogue" / "field_texts.json"
    target.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
