"""Small sound catalogue files of one's own, as a user would keep them; each test changes what it is about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

# A study of nobody: it needs no arms and no outcomes.
PLAIN: dict[str, Any] = {
    "id": "made2021",
    "title": "An invented work",
    "csl_type": "article-journal",
    "year": "2021",
    "design": "theory",
    "status": "published",
    "finding": "Invented, nobody was studied.",
    "authors": [{"family": "Exampleton", "given": "Ada"}],
    "journal": "Journal of Invented Results",
    "read_at": [{"url": "https://example.org/x", "read": "abstract"}],
}

# What a trial has beyond that; its one outcome is added by `with_outcome`.
TRIAL: dict[str, Any] = {
    "design": "rct",
    "conditions": ["ptsd"],
    "n": {"randomised": "20"},
    "arms": [
        {"drug": "ketamine", "role": "experimental", "route": "oral", "dose_min": "1", "unit": "mg/kg"},
        {"drug": "placebo", "role": "placebo", "route": "oral"},
    ],
    "comparator": ["placebo"],
    "therapy": ["other"],
}

RATIO: dict[str, Any] = {
    "id": "o1",
    "measure": "PCL-5",
    "instrument": "pcl-5",
    "domain": "ptsd",
    "comparison": "between-randomised",
    "estimate": "risk-ratio",
    "first": "ketamine",
    "second": "placebo",
    "minuend": "first",
    "better": "lower",
    "value": "0.5",
    "ci95": ["0.2", "0.9"],
    "unit": "ratio",
    "direction": "favours-ketamine",
    "source": "https://example.org/x",
}


def with_outcome(**changes: Any) -> dict[str, Any]:
    """The fields of a trial whose only outcome is a risk ratio, changed as given."""
    return TRIAL | {"outcomes": [RATIO | changes]}


def write(path: Path, *studies: dict[str, Any]) -> str:
    """Write a catalogue file (JSON, which is YAML) and give its path.

    Args:
        path: Where.
        studies: What each has otherwise than `PLAIN`; a field that is ``None`` is left out.
    """
    records = [{name: value for name, value in (PLAIN | study).items() if value is not None} for study in studies]
    path.write_text(json.dumps({"studies": records}, ensure_ascii=False, indent=1), encoding="utf-8")
    return str(path)
