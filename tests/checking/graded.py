"""The sentences that somebody judged, or named claims for, before anything was run on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"
GRADED = ("sentences.json", "sentences-later.json", "sentences-third.json", "sentences-fourth.json")
OPEN = "open-sentences.json"
# Each with the verdicts it may have.
EVERYDAY = "everyday-sentences.json"
# So many are looked at where ranks are measured.
DEEP = 5


def listed(name: str) -> list[dict[str, Any]]:
    """The sentences of a file."""
    found: list[dict[str, Any]] = json.loads((DATA / name).read_text("utf-8"))
    return found
