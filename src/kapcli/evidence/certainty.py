"""How sure one can be of what the evidence on a claim shows, by steps that anyone can repeat.

Modelled on the domains of the GRADE handbook and not a formal GRADE assessment. See docs/method.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.claim import Claim
from kapcli.catalogue.study_rules import BETWEEN
from kapcli.evidence.assessment import GRADED, Effect, Weighed
from kapcli.evidence.body import body
from kapcli.evidence.domains import disagree, effect_of, ladder_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.evidence.assessment import Leaning, Shows
    from kapcli.evidence.body import Body, Piece


def weigh(claim: Claim, studies: Mapping[str, Study]) -> Weighed:
    """Weigh the figures that answer a claim's question.

    Args:
        claim: An effect; other kinds are never weighed.
        studies: Id to study, for every study that is linked.
    """
    found = body(claim, studies)
    if not found.pieces:
        return Weighed(beside=found.beside)
    on_side = claimed(claim, found)
    effect = effect_of(found.pieces, found.lead)
    apart = disagree(found.pieces)
    sided = {side: tuple(piece.study.id for piece in found.pieces if piece.side == side) for side in _SIDES}
    everyone = [piece.people for piece in found.pieces if piece.people is not None]
    counts = [piece.people for piece in on_side if piece.people is not None]
    graded = ladder_steps(claim, found, on_side, studies) if rateable(claim, found) else (None, (), None, ())
    start, steps, end, rated = graded
    leaning = _leaning(found, effect, apart=apart)
    return Weighed(
        shows=_shows(found, effect, leaning, reversed_=_reversed(claim)),
        leaning=leaning,
        level=found.level,
        people=sum(counts) if counts else None,
        randomised=any(piece.randomised for piece in on_side),
        uncounted=tuple(piece.study.id for piece in on_side if piece.people is None),
        begun=_begun([piece for piece in on_side if piece.people is None]),
        everyone=sum(everyone) if everyone else None,
        known=len(everyone) == len(found.pieces),
        start=start,
        steps=steps,
        certainty=end,
        effect=_effect(effect),
        favours=sided["favours"],
        opposes=sided["opposes"],
        unsized=sided["says-favours"] + sided["says-opposes"],
        silent=sided["none"],
        every=bool(sided["favours"]) and not sided["opposes"] and not any(piece.both_ways for piece in found.pieces),
        disagree=apart,
        weighed=tuple(piece.study.id for piece in found.pieces),
        beside=found.beside,
        probable=tuple(piece.study.id for piece in found.pieces if piece.probable),
        one_group=_one_group(found.pieces),
        rated=rated,
    )


def _begun(uncounted: Sequence[Piece]) -> int | None:
    """How many people their trials randomised; a review's total is never that of one of its figures."""
    pooled = any(piece.outcome.comparison.startswith("pooled") for piece in uncounted)
    counts = [piece.study.n.randomised for piece in uncounted]
    return None if pooled or not counts or None in counts else sum(count for count in counts if count is not None)


_SIDES = ("favours", "opposes", "says-favours", "says-opposes", "none")


def rateable(claim: Claim, found: Body) -> bool:
    """Whether there is something to grade: groups compared, with an estimate, on a statement of that kind."""
    compared = found.level in BETWEEN
    return claim.says in GRADED and compared and any(piece.estimate is not None for piece in found.pieces)


def claimed(claim: Claim, found: Body) -> list[Piece]:
    """Whose people and signals count: those on the claimed side, so that a study on the other never makes surer.

    All of them where nobody is on it, and where a statement has no side because it says that both do as well.
    """
    if claim.says == "equal":
        return list(found.pieces)
    on_side = [piece for piece in found.pieces if piece.side in ("favours", "says-favours")]
    return on_side or list(found.pieces)


def _effect(piece: Piece | None) -> Effect | None:
    if piece is None or piece.estimate is None:
        return None
    one = piece.estimate
    instrument = piece.outcome.instrument or ""
    return Effect(piece.study.id, piece.outcome.id, one.value, one.scale, one.low, one.high, one.origin, instrument)


def _leaning(found: Body, effect: Piece | None, *, apart: bool) -> Leaning:
    if apart:
        return "mixed"
    sides = {piece.side.removeprefix("says-") for piece in found.pieces} - {"none"}
    if effect is not None and effect.estimate is not None and effect.estimate.sign:
        return "for" if effect.estimate.sign > 0 else "against"
    if len(sides) > 1:
        return "mixed"
    return "for" if "favours" in sides else "against" if sides else "none"


def _shows(found: Body, effect: Piece | None, leaning: Leaning, *, reversed_: bool) -> Shows:
    if leaning == "mixed":
        return "mixed"
    if found.level == "within":
        return {"for": "improved", "against": "worsened"}.get(leaning, "no-difference")  # type: ignore[return-value]
    if effect is None or effect.estimate is None:
        return "unsized" if leaning in ("for", "against") else "no-difference"
    low, high = effect.estimate.low, effect.estimate.high
    if leaning == "none" or (low is not None and high is not None and low <= 0 <= high):
        return "no-difference"
    return "better" if (leaning == "for") != reversed_ else "worse"


def _reversed(claim: Claim) -> bool:
    return any(link.reversed for link in claim.linked)


def _one_group(pieces: Iterable[Piece]) -> bool:
    """Whether the studies, more than one, have an author in common."""
    teams = [{(name.family or name.literal).casefold() for name in piece.study.authors} for piece in pieces]
    return len(teams) > 1 and bool(set.intersection(*teams))
