"""References as a list, and what a reader must know beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views.document import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
