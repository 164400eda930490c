"""References as a list, and what a reader must know beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.views.document import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.views.document import Document


def citations_document(references: Sequence[str]) -> Document:
    """References, one below the other."""
    return tuple(text(line, hang=4) for line in numbered(references))


def numbered(references: Sequence[str]) -> Sequence[str]:
    """Several references are numbered here, because a style numbers only what one document cites."""
    return [f"{index}. {one}" for index, one in enumerate(references, 1)] if len(references) > 1 else references


def together(remarks: Mapping[str, Sequence[str]]) -> list[str]:
    """Remarks with the studies they are about: one line each, however many studies share it."""
    studies: dict[str, list[str]] = {}
    for name, lines in remarks.items():
        for line in lines:
            studies.setdefault(line, []).append(name)
    every = len(remarks)
    return [f"{'all' if len(names) == every > 1 else ', '.join(names)}: {line}" for line, names in studies.items()]


def as_data(
    study: Study, origin: str, reference: str, *, style: str, remarks: Sequence[str], item: Mapping[str, Any]
) -> dict[str, Any]:
    """A reference for a program.

    Args:
        study: What is cited.
        origin: The file it came from.
        reference: In the style.
        style: Its name.
        remarks: What must be known beside it.
        item: The same as CSL-JSON.
    """
    return {
        "id": study.id,
        "reference": reference,
        "style": style,
        "remarks": remarks,
        "csl": item,
        "origin": origin,
    }
