"""What was found in a catalogue file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.catalogue.faults import counted
from kapcli.catalogue.words import so_many
from kapcli.views.draft import in_short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.drafts import Sorted
    from kapcli.catalogue.faults import Fault

# What JSON tells of a fault.
_FAULT = ("file", "line", "path", "message", "fix", "severity")


def as_data(file: str, catalogue: Sorted, faults: Sequence[Fault]) -> dict[str, Any]:
    """A file for a program: how much it holds, and every fault.

    Args:
        file: Its name as it is shown.
        catalogue: What could be read of it.
        faults: In the order in which they stand in it.
    """
    return {
        "id": file,
        "studies": len(catalogue.studies),
        "outcomes": sum(len(study.outcomes) for study in catalogue.studies),
        "claims": len(catalogue.claims),
        "glossary": len(catalogue.glossary),
        "drafts": [in_short(placed) for placed in catalogue.drafts],
        "errors": counted(faults, "error"),
        "warnings": counted(faults, "warning"),
        "faults": [{name: getattr(fault, name) for name in _FAULT} for fault in faults],
    }


def sentence(result: dict[str, Any]) -> str:
    """The same in a line, without naming the faults."""
    counts = (
        ("studies", "study", "studies"),
        ("outcomes", "outcome", "outcomes"),
        ("claims", "claim", "claims"),
        ("glossary", "glossary term", "glossary terms"),
    )
    found = ", ".join(so_many(result[key], one, many) for key, one, many in counts)
    if drafts := len(result["drafts"]):
        found += f", {so_many(drafts, 'draft')}"
    errors, warnings = result["errors"], result["warnings"]
    state = "no errors" if not errors else so_many(errors, "error")
    if warnings:
        state += f", {so_many(warnings, 'warning')}"
    return f"{result['id']}: {found}: {state}"
