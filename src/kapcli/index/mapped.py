"""A question as an evidence map: which studies are placed, and what the question asks of their arms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.facets import OF_ARMS
from kapcli.evidence.gap_map import evidence_map
from kapcli.evidence.map_axes import ArmRule
from kapcli.index.counts import counted_rows
from kapcli.index.matching import matching
from kapcli.index.records import study_at

if TYPE_CHECKING:
    from kapcli.evidence.gap_map import EvidenceMap
    from kapcli.index.question import Question


def mapped(question: Question, rows: str, columns: str) -> EvidenceMap:
    """The studies that match a question, counted by two dimensions.

    Where an axis is of arms (route, drug), what the question asks of arms is left to the map: drug, route and dose
    must hold on one and the same arm, together with the cell.
    """
    session, facets = question.session, question.facets
    of_arms = bool(OF_ARMS & {rows, columns})
    arms = ArmRule()
    wanted = facets
    if of_arms:
        dose = facets.dose
        arms = ArmRule(
            facets.codes.get("drug", ()),
            facets.codes.get("route", ()),
            None if dose is None else (dose.low, dose.high, dose.unit),
        )
        codes = {name: values for name, values in facets.codes.items() if name not in OF_ARMS}
        wanted = msgspec.structs.replace(facets, codes=codes, dose=None)
    studies = [
        study_at(session.connection, row)
        for row in counted_rows(session.connection, matching(session.connection, question.query, wanted))
    ]
    return evidence_map(
        studies,
        rows,
        columns,
        session.vocabulary,
        arms=arms,
        asked={name: values for name, values in facets.codes.items() if name in (rows, columns)},
        years=facets.years or (None, None),
    )
