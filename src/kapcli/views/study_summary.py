"""A study as one hit of a list: the same facts for a screen, a table and a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.forms import plain_title
from kapcli.catalogue.trials import trial_key
from kapcli.evidence.limitations import abstract_only, heaviest
from kapcli.evidence.people import counted
from kapcli.views import phrases

if TYPE_CHECKING:
    from kapcli.catalogue.model import Study
    from kapcli.catalogue.vocabulary import Vocabulary

# The columns of the tab-separated form. Others may be added at the end; none is moved or taken out.
COLUMNS = (
    "id",
    "year",
    "design",
    "conditions",
    "given",
    "therapy",
    "n",
    "n_kind",
    "comparator",
    "finding",
    "limits",
    "read",
    "record",
    "title",
    "match",
    "origin",
)


def brief(study: Study, origin: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """A study for a program, in short: with its limits and where it was read.

    Returns:
        Keys as documented in docs/json.md; every one is always there, ``null`` or empty where nothing is known.
    """
    count = counted(study)
    return {
        "id": study.id,
        "title": plain_title(study.title),
        "authors": phrases.byline(study),
        "year": study.year,
        "design": study.design,
        "status": study.status,
        "conditions": study.conditions,
        "population": study.population,
        "n": None if count is None else {"people": count.people, "kind": count.kind},
        "n_planned": study.n.planned,
        "arms": [
            {
                "drug": arm.drug,
                "route": arm.route,
                "dose_min": arm.dose_min,
                "dose_max": arm.dose_max,
                "unit": arm.unit,
                "sessions": arm.sessions,
                "role": arm.role,
            }
            for arm in study.arms
        ],
        "comparator": study.comparator,
        "therapy": study.therapy,
        "dosing_model": study.dosing_model,
        "finding": study.finding,
        "plain": study.plain,
        "limits": [
            {"code": limit.code, "label": vocabulary.label("limitation", limit.code)}
            for limit in heaviest(study, vocabulary)
        ],
        "safety": msgspec.to_builtins(study.safety),
        "read_in_full": not abstract_only(study),
        "retraction": study.retraction,
        "record": msgspec.to_builtins(study.record),
        "read_at": msgspec.to_builtins(study.read_at),
        "trial": trial_key(study),
        "origin": origin,
    }


def row(study: Study, origin: str, match: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A study as the cells of `COLUMNS`."""
    count = counted(study)
    return (
        study.id,
        str(study.year),
        vocabulary.label("design", study.design),
        phrases.conditions(study, vocabulary),
        phrases.given(study, vocabulary),
        phrases.therapy(study, vocabulary),
        "" if count is None else str(count.people),
        "" if count is None else count.kind,
        phrases.comparator(study, vocabulary),
        study.finding,
        phrases.limits_line(study, vocabulary),
        phrases.reading_mark(study) or "read in full",
        phrases.record(study),
        plain_title(study.title),
        match,
        origin,
    )


__all__ = ["COLUMNS", "brief", "row"]
