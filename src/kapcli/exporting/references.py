"""Studies as bibliographic records, marked where a publication no longer stands as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.citing.from_study import beside, csl_item

if TYPE_CHECKING:
    from kapcli.exporting.columns import Selection

# More are not named one by one.
_FEW = 10
# A keyword, which every format has and no style prints.
_MARKS = {"retracted": "retracted", "corrected": "corrected", "concern": "expression of concern"}


def items(selection: Selection) -> list[dict[str, Any]]:
    """The works as CSL items, by id."""
    return [
        csl_item(work.study) | ({"keyword": mark} if (mark := _MARKS.get(work.study.retraction)) else {})
        for work in sorted(selection.works, key=lambda work: work.study.id)
    ]


def remarks(selection: Selection) -> list[str]:
    """What must be known beside the records."""
    said: dict[str, list[str]] = {}
    for work in selection.works:
        for line in beside(work.study):
            said.setdefault(line, []).append(work.study.id)
    every = len(selection.works)
    return [f"{_named(names, every)}: {line}" for line, names in said.items()]


def _named(names: list[str], every: int) -> str:
    """Some records by their ids, many by their number."""
    return ", ".join(names) if len(names) <= _FEW else f"{len(names)} of {every} records"
