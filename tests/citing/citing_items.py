"""Items with known references: 20 golden ones and 21 harder ones.

The texts were made with citeproc-js 2.4.63 from the same style files. Items whose id begins
with ``syn-`` are invented.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
CASES = DATA / "cases.yaml"
"""A catalogue of invented studies with names, titles and pages of every kind."""
Item = dict[str, Any]

# How the data files call the styles.
DATA_NAMES = {
    "apa": "apa",
    "vancouver": "vancouver",
    "ama": "american-medical-association",
    "chicago": "chicago-author-date",
    "mla": "modern-language-association",
    "harvard": "harvard-cite-them-right",
}


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def neutral(item: Item) -> Item:
    """Return a golden item as the catalogue gives it: article numbers in their own field."""
    if "number" not in read("style-overrides.json")["apa"].get(item["id"], {}):
        return item
    neutral_item = {**item, "article-number": item["page"]}
    del neutral_item["page"]
    return neutral_item
