"""A forest as rows for a table, a file or a program: the same figures as in the picture, drawn or only listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.evidence.limitations import heaviest
from kapcli.views import forest_words as said
from kapcli.views import phrases

if TYPE_CHECKING:
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
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


def as_cells(forest: Forest, vocabulary: Vocabulary) -> list[tuple[str, ...]]:
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
                        phrases.measure(row.outcome),
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
                *("", "", one.outcome.instrument or "", phrases.measure(one.outcome)),
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


def as_data(forest: Forest, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Every figure for a program, those that are drawn first."""
    found = [_drawn(panel, row, vocabulary) for panel in forest.panels for row in panel.rows]
    return found + [_listed(one, vocabulary) for one in forest.undrawn]


def summary(forest: Forest, vocabulary: Vocabulary, matched: int) -> dict[str, Any]:
    """The whole of it for a program."""
    return {
        "output": None,
        "matched": matched,
        "drawn": len(forest.rows()),
        "listed": len(forest.listed()),
        "left_out": len(forest.listed(elsewhere=True)),
        "studies": forest.studies,
        "trials": forest.trials,
        "panels": [_panel(panel, vocabulary) for panel in forest.panels],
    }


def _drawn(panel: Panel, row: Row, vocabulary: Vocabulary) -> dict[str, Any]:
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


def _listed(one: Undrawn, vocabulary: Vocabulary) -> dict[str, Any]:
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


def _panel(panel: Panel, vocabulary: Vocabulary) -> dict[str, Any]:
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
