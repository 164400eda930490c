"""The body of evidence on a claim: one contribution a trial, of the best level, led by a pooled estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.catalogue.study_rules import is_secondary, same_trial, stated_overlap, trial_key
from kapcli.evidence.assessment import LEVELS, RETRACTED
from kapcli.evidence.estimates import Estimate, counts, estimate, people

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kapcli.catalogue.claim import Claim, Indirect, Link
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study

_LEVEL = {
    "between-randomised": "between-randomised",
    "pooled-randomised": "between-randomised",
    "between": "between",
    "pooled": "between",
    "within": "within",
}
_POOLED = frozenset({"pooled-randomised", "pooled"})
_STATED = {"favours-ketamine": 1, "improved": 1, "favours-control": -1, "worsened": -1}

# Where a contribution stands: by its estimate, by a direction stated without one, or on no side.
Side = Literal["favours", "opposes", "says-favours", "says-opposes", "none"]


class Piece(msgspec.Struct, frozen=True):
    """One contribution: what one trial, or one pool, shows.

    Attributes:
        estimate: Above 0 favours the claimed side; ``None`` where the source gives none.
        side: Where it stands.
        people: Of the figure; ``None`` where not known.
        randomised: Whether these are only known to have been randomised.
        events: Of a yes or no, or a time to an event; ``None`` where not known or where a score is meant.
        both_ways: Whether linked outcomes of the same report differ in direction.
        probable: Whether another linked paper is probably of the same trial, and was left out for it.
    """

    study: Study
    outcome: Outcome
    level: str
    estimate: Estimate | None
    side: Side
    people: int | None
    randomised: bool
    events: int | None
    indirect: Indirect | None
    leads: bool = False
    both_ways: bool = False
    probable: bool = False

    @property
    def binary(self) -> bool:
        """Whether people were counted, and not scored."""
        if self.outcome.estimate in ("odds-ratio", "risk-ratio", "hazard-ratio", "risk-difference"):
            return True
        return self.outcome.estimate in ("response-rate", "remission-rate", "rate")


class Body(msgspec.Struct, frozen=True):
    """What is weighed.

    Attributes:
        level: One of `LEVELS`; empty where nothing is linked.
        pieces: In alphabetical order of their studies.
        lead: The pooled estimate that is the effect, where one leads.
        corrected: An estimate of the same pool, corrected for bias.
        beside: Linked studies that are not weighed, each with the reason.
    """

    level: str = ""
    pieces: tuple[Piece, ...] = ()
    lead: Piece | None = None
    corrected: Piece | None = None
    beside: tuple[tuple[str, str], ...] = ()


def body(claim: Claim, studies: Mapping[str, Study]) -> Body:
    """Choose what is weighed.

    Args:
        claim: With its links.
        studies: Id to study, for every study that is linked.
    """
    pieces, beside, corrected = _pieces(claim, studies)
    leading = sorted((piece for piece in pieces if piece.leads), key=_newest)
    lead = leading[0] if leading else None
    kept = [piece for piece in pieces if not piece.leads]
    beside += [(piece.study.id, "another pool leads") for piece in leading[1:]]
    if lead is not None:
        kept, more = _later(lead, kept)
        beside += more
    single, more = _one_a_trial(kept)
    beside += more
    trials = [piece for piece in single if piece.outcome.comparison not in _POOLED]
    beside += [
        (piece.study.id, "a pool that may include the trials weighed") for piece in single if piece not in trials
    ]
    everything = trials if lead is None else [lead, *trials]
    level = next((level for level in LEVELS if any(piece.level == level for piece in everything)), "")
    beside += [(piece.study.id, "a lower level of comparison") for piece in everything if piece.level != level]
    weighed = sorted((piece for piece in everything if piece.level == level), key=lambda piece: piece.study.id)
    names = {piece.study.id for piece in weighed}
    aside = sorted({pair for pair in beside if pair[0] not in names})
    return Body(level, tuple(weighed), lead if lead in weighed else None, corrected, tuple(aside))


def _pieces(claim: Claim, studies: Mapping[str, Study]) -> tuple[list[Piece], list[tuple[str, str]], Piece | None]:
    found: list[Piece] = []
    beside: list[tuple[str, str]] = []
    corrected: list[Piece] = []
    for link in claim.linked:
        study = studies.get(link.study)
        if study is None:
            continue
        if study.retracted:
            beside.append((study.id, RETRACTED))
            continue
        outcome = next((outcome for outcome in study.outcomes if outcome.id == link.outcome), None)
        if outcome is None or outcome.comparison not in _LEVEL:
            beside.append((study.id, "no comparison"))
            continue
        piece = _piece(claim, link, study, outcome)
        (corrected if link.corrects else found).append(piece)
    return found, beside, min(corrected, key=_newest, default=None)


def _piece(claim: Claim, link: Link, study: Study, outcome: Outcome) -> Piece:
    size, randomised = people(outcome, study)
    turned = None
    if _LEVEL[outcome.comparison] != "within":
        turned = estimate(outcome, study)
        if turned is not None and link.reversed:
            turned = turned.turned()
        if turned is not None and turned.value is None and turned.low is None:
            turned = None
    events = None
    if (both := counts(outcome, study)) is not None:
        events = both[0][0] + both[1][0]
    return Piece(
        study,
        outcome,
        _LEVEL[outcome.comparison],
        turned,
        _side(turned, outcome, reversed_=link.reversed),
        size,
        randomised,
        events,
        link.indirect,
        link.leads and outcome.comparison in _POOLED,
    )


def _side(turned: Estimate | None, outcome: Outcome, *, reversed_: bool) -> Side:
    if turned is not None:
        return "favours" if turned.sign > 0 else "opposes" if turned.sign < 0 else "none"
    stated = _STATED.get(outcome.direction, 0) * (-1 if reversed_ else 1)
    return "says-favours" if stated > 0 else "says-opposes" if stated < 0 else "none"


def _newest(piece: Piece) -> tuple[object, ...]:
    """The newest search first; of one that is not known, the year of the review."""
    year, month, day = (*map(int, (piece.study.searched_to or f"{piece.study.year - 1}").split("-")), 0, 0)[:3]
    return (LEVELS.index(piece.level), -year, -month, -day, piece.study.id, piece.outcome.id)


def _later(lead: Piece, pieces: Iterable[Piece]) -> tuple[list[Piece], list[tuple[str, str]]]:
    """Trials that the leading pool cannot include; the others stand beside it."""
    kept: list[Piece] = []
    beside: list[tuple[str, str]] = []
    named = () if isinstance(lead.study.includes, str) else lead.study.includes
    # Without a search date the pool may hold whatever had appeared when it did.
    until = int((lead.study.searched_to or str(lead.study.year))[:4])
    for piece in pieces:
        if {piece.study.id, trial_key(piece.study)} & set(named):
            beside.append((piece.study.id, f"included in {lead.study.id}"))
        elif piece.study.year > until and piece.outcome.comparison not in _POOLED:
            kept.append(piece)
        else:
            beside.append((piece.study.id, f"included in {lead.study.id}, or may be"))
    return kept, beside


def _one_a_trial(pieces: Iterable[Piece]) -> tuple[list[Piece], list[tuple[str, str]]]:
    """One piece for each trial: of its own report before secondary analyses, of its primary outcome before others."""
    kept: list[Piece] = []
    beside: list[tuple[str, str]] = []
    for piece in sorted(pieces, key=_precedence):
        twin = next((other for other in kept if same_trial(piece.study, other.study)), None)
        if twin is None:
            kept.append(piece)
        elif twin.study.id == piece.study.id:
            if piece.level == twin.level and _opposite(piece.side, twin.side):
                kept[kept.index(twin)] = msgspec.structs.replace(twin, both_ways=True)
        else:
            sure = trial_key(piece.study) == trial_key(twin.study) or stated_overlap(piece.study, twin.study) == "yes"
            same = "the same trial" if sure else "probably the same trial"
            beside.append((piece.study.id, f"{same} as {twin.study.id}"))
            if not sure:
                kept[kept.index(twin)] = msgspec.structs.replace(twin, probable=True)
    return kept, beside


def _opposite(one: Side, other: Side) -> bool:
    return {one.removeprefix("says-"), other.removeprefix("says-")} == {"favours", "opposes"}


def _precedence(piece: Piece) -> tuple[object, ...]:
    has_interval = piece.estimate is not None and piece.estimate.low is not None
    return (
        is_secondary(piece.study),
        piece.study.year,
        piece.study.id,
        LEVELS.index(piece.level),
        piece.estimate is None,
        not piece.outcome.primary,
        not has_interval,
        piece.outcome.id,
        piece.side,
        piece.indirect is not None,
    )
