"""A figure as it may be said in a topic's answer: whose, between whom, and its interval as the source signs it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from kapcli.catalogue.orientation import SHARES, factor
from kapcli.evidence.estimates import estimate
from kapcli.evidence.topic_answer import Contribution

if TYPE_CHECKING:
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.evidence.body import Piece


def contribution(piece: Piece) -> Contribution:
    """A piece of evidence as it may be said."""
    side: Literal["favours", "opposes", "none", "unsized"] = "none"
    if piece.estimate is None and piece.side != "none":
        side = "unsized"
    elif piece.side in ("favours", "opposes"):
        side = piece.side
    return of_figure(piece.study, piece.outcome, piece.level, piece.people, side)


def of_figure(
    study: Study,
    outcome: Outcome,
    level: str,
    people: int | None,
    side: Literal["favours", "opposes", "none", "unsized"],
) -> Contribution:
    """A figure of a study as it may be said."""
    low, high, origin = published_interval(outcome, study)
    return Contribution(
        study.id,
        outcome.id,
        named(study),
        level,
        outcome.comparison.startswith("pooled"),
        people,
        study.n.randomised if people is None else None,
        outcome.measure,
        outcome.domain,
        outcome.timepoint,
        outcome.estimate,
        outcome.unit or "",
        outcome.first,
        outcome.second,
        side,
        outcome.direction,
        outcome.instrument or "",
        _better(outcome, study),
        study.population,
        outcome.value,
        outcome.control_value,
        low,
        high,
        origin,
    )


def _better(outcome: Outcome, study: Study) -> Literal["first", "second", ""]:
    found = estimate(outcome, study)
    sign = found.sign if found is not None else {"favours-ketamine": 1, "favours-control": -1}.get(outcome.direction, 0)
    return "first" if sign > 0 else "second" if sign < 0 else ""


def named(study: Study) -> str:
    """First author and year, as people name a study."""
    names = study.authors or study.editors
    if not names:
        return study.id
    one = names[0]
    family = one.literal or " ".join(part for part in (one.non_dropping_particle, one.family) if part)
    return f"{family} {study.year}"


def published_interval(outcome: Outcome, study: Study) -> tuple[float | None, float | None, str]:
    """The 95% interval with the sign of the published figure, and who gives it.

    A calculated one comes turned, so that above 0 favours the first side, and is turned back.
    """
    if outcome.ci95 is not None and outcome.estimate not in SHARES:
        return (*outcome.ci95, outcome.ci_origin)
    if outcome.comparison in ("within", "none") or (found := estimate(outcome, study)) is None:
        return (*outcome.ci95, outcome.ci_origin) if outcome.ci95 is not None else (None, None, "")
    if found.low is None or found.high is None:
        return None, None, ""
    turn = (1 if outcome.better == "higher" else -1) if outcome.estimate in SHARES else factor(outcome) or 1
    ends = sorted((turn * found.low, turn * found.high))
    if found.scale == "ratio":
        ends = [math.exp(end) for end in ends]
    return ends[0] + 0.0, ends[1] + 0.0, found.origin
