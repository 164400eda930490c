"""Which works can be asked about harm, and which harms they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.limitations import CLINICAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.model import Study

STATUSES = ("found", "none-found", "not-reported")


def speaking(studies: Iterable[Study]) -> list[Study]:
    """Works with people of their own, who alone can fail to report harm, and others that tell of it."""
    return [study for study in studies if study.design in CLINICAL or study.safety.status != "not-reported"]


def harms_named(studies: Iterable[Study]) -> list[tuple[str, list[str]]]:
    """Harm to the ids of the works that name it, commonest first."""
    found: dict[str, list[str]] = {}
    for study in studies:
        for harm in study.safety.common:
            found.setdefault(harm, []).append(study.id)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
