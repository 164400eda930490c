"""A forest as rows for a table, a file or a program: the same figures as in the picture, drawn or only listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.evidence.limitations import heaviest
from kapcli.views import forest_words as said
from kapcli.views import phrases
from kapcli.views.closing_lines import about_lines
from kapcli.views.forest import balance, left_out, over, studies_of
from kapcli.views.study_results import measure
from kapcli.writers.tables import escaped, markdown_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.model import About, Outcome, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.forest import Forest, Panel, Row, Undrawn

COLUMNS = (
    "id",
    "outcome",
    "year",
    "design",
    "panel",
    "domain",
    "kind",
    "contrast",
    "instrument",
    "measure",
    "n",
    "side",
    "estimate",
    "low",
    "high",
    "worked_out",
    "turned",
    "favours",
    "figure",
    "again",
    "reason",
    "limits",
)


def cells(forest: Forest, vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """A line for each point that is drawn, then one for each outcome that is not."""
    found = []
    for panel in forest.panels:
        for row in panel.rows:
            for mark in row.effect.marks:
                found.append(
                    (
                        *_of(row.study, row.outcome, panel.id),
                        panel.kind,
                        panel.contrast,
                        panel.instrument,
                        measure(row.outcome),
                        said.mark_people(row, mark) if row.people is not None or mark.count is not None else "",
                        mark.name,
                        "" if mark.estimate is None else phrases.number(round(mark.estimate, 6)),
                        phrases.number(round(mark.low, 6)),
                        phrases.number(round(mark.high, 6)),
                        "yes" if row.effect.worked_out else "no",
                        "yes" if row.effect.turned else "no",
                        said.shows(row, panel),
                        phrases.figure(row.outcome, vocabulary),
                        row.again,
                        "",
                        phrases.limits_line(row.study, vocabulary),
                    )
                )
    for one in forest.undrawn:
        found.append(
            (
                *_of(one.study, one.outcome, ""),
                *("", "", one.outcome.instrument or "", measure(one.outcome)),
                "" if one.outcome.n is None else str(one.outcome.n),
                *("", "", "", "", "", "", phrases.shows(one.outcome, vocabulary)),
                phrases.figure(one.outcome, vocabulary),
                "",
                one.reason,
                phrases.limits_line(one.study, vocabulary),
            )
        )
    return found


def _of(study: Study, outcome: Outcome, panel: str) -> tuple[str, ...]:
    return study.id, outcome.id, str(study.year), study.design, panel, outcome.domain


def forest_markdown(forest: Forest, vocabulary: Vocabulary, about: About, remarks: Sequence[str]) -> str:
    """A table for each axis, one for what is not drawn, and the limits of every work."""
    parts = [escaped(remark) + "\n" for remark in remarks]
    parts.append(f"**{escaped(over(forest, vocabulary))}** {said.RIGHT}\n")
    if balance(forest):
        parts.append(balance(forest) + "\n")
    domain, published = "", False
    for panel in forest.panels:
        if panel.domain != domain:
            domain, published = panel.domain, False
            label = vocabulary.label("domain", domain)
            parts.append(f"## {escaped(label[:1].upper() + label[1:])}\n")
        if panel.published and not published:
            published = True
            parts.append(f"### {said.PUBLISHED}\n")
        parts.append(f"#### {escaped(said.title(panel, vocabulary))}\n")
        parts.append(said.unit_line(panel, vocabulary) + "\n")
        parts.append(
            markdown_table(
                ("Study", "Year", "n", "Measure and time", "Drawn at (95% interval)", "Shows", "As reported", "Limits"),
                [_line(row, panel, vocabulary) for row in panel.rows],
            )
        )
    if any(row.effect.worked_out for row in forest.rows()):
        parts.append(escaped(said.WORKED_OUT) + "\n")
    if any(row.people is not None and not row.own for row in forest.rows()):
        parts.append(said.OF_STUDY + "\n")
    listed = forest.listed()
    if listed:
        parts.append(f"## Reported, not drawn: {len(listed)}\n")
        lines = [
            (
                one.study.id,
                measure(one.outcome),
                phrases.figure(one.outcome, vocabulary),
                phrases.shows(one.outcome, vocabulary),
                said.REASON_WORDS[one.reason],
                phrases.limits_line(one.study, vocabulary),
            )
            for one in listed
        ]
        parts.append(markdown_table(("Study", "Measure and time", "Figure", "Shows", "Why not drawn", "Limits"), lines))
    if elsewhere := left_out(forest, vocabulary):
        parts.append(escaped(elsewhere) + "\n")
    parts.append("\n".join(about_lines(about, studies_of(forest))) + "\n")
    return "\n".join(parts)


def _line(row: Row, panel: Panel, vocabulary: Vocabulary) -> tuple[str, ...]:
    marks = row.effect.marks
    drawn = "; ".join(f"{mark.name} {said.as_drawn(row, mark)}".strip() for mark in marks)
    words = ". ".join(filter(None, (said.shows(row, panel), said.turned(row), said.again(row))))
    return (
        row.study.id,
        str(row.study.year),
        "; ".join(said.mark_people(row, mark) for mark in marks),
        measure(row.outcome),
        drawn,
        words,
        phrases.figure(row.outcome, vocabulary),
        phrases.limits_line(row.study, vocabulary),
    )


def drawn_result(panel: Panel, row: Row, vocabulary: Vocabulary) -> dict[str, Any]:
    """A drawn figure for a program."""
    return _result(row.study, row.outcome, vocabulary) | {
        "drawn": True,
        "reason": None,
        "panel": panel.id,
        "n": None if row.people is None else {"people": row.people, "of": "figure" if row.own else "study"},
        "marks": [msgspec.to_builtins(mark) for mark in row.effect.marks],
        "turned": row.effect.turned,
        "worked_out": row.effect.worked_out,
        "lies": row.effect.side or None,
        "shows": said.shows(row, panel),
        "again": row.again,
        "sure": row.sure if row.again else None,
    }


def listed_result(one: Undrawn, vocabulary: Vocabulary) -> dict[str, Any]:
    """A figure that is not drawn, with the same keys."""
    people = one.outcome.n
    return _result(one.study, one.outcome, vocabulary) | {
        "drawn": False,
        "reason": one.reason,
        "panel": None,
        "n": None if people is None else {"people": people, "of": "figure"},
        "marks": [],
        "turned": None,
        "worked_out": None,
        "lies": None,
        "shows": phrases.shows(one.outcome, vocabulary),
        "again": "",
        "sure": None,
    }


def _result(study: Study, outcome: Outcome, vocabulary: Vocabulary) -> dict[str, Any]:
    from kapcli.catalogue.orientation import oriented

    return {
        "id": study.id,
        "outcome": outcome.id,
        "year": study.year,
        "design": study.design,
        "domain": outcome.domain,
        "measure": outcome.measure,
        "instrument": outcome.instrument,
        "timepoint": outcome.timepoint,
        "first": outcome.first,
        "second": outcome.second,
        "comparison": outcome.comparison,
        "estimate": outcome.estimate,
        "value": outcome.value,
        "ci95": outcome.ci95,
        "minuend": outcome.minuend,
        "better": outcome.better,
        "oriented": oriented(outcome),
        "direction": outcome.direction,
        "figure_text": phrases.figure(outcome, vocabulary),
        "source": outcome.source,
        "limits": [
            {"code": limit.code, "label": vocabulary.label("limitation", limit.code)}
            for limit in heaviest(study, vocabulary)
        ],
    }


def panel_summary(panel: Panel, vocabulary: Vocabulary) -> dict[str, Any]:
    """An axis for a program."""
    return {
        "id": panel.id,
        "title": said.title(panel, vocabulary),
        "domain": panel.domain,
        "published": panel.published,
        "kind": panel.kind,
        "contrast": panel.contrast,
        "instrument": panel.instrument or None,
        "measure": panel.measure,
        "unit": panel.unit or None,
        "left": panel.left,
        "right": panel.right,
        "axis": msgspec.to_builtins(panel.axis),
        "rows": len(panel.rows),
    }


__all__ = ["COLUMNS", "cells", "drawn_result", "forest_markdown", "listed_result", "panel_summary"]
