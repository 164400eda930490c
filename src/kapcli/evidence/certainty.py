"""How sure one can be of what the evidence on a claim shows, by steps that anyone can repeat.

Modelled on the domains of the GRADE handbook and not a formal GRADE assessment. See docs/method.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.catalogue.model import Claim
from kapcli.evidence.body import body
from kapcli.evidence.domains import Certainty, Step, disagree, effect_of, ladder_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kapcli.catalogue.model import Study
    from kapcli.evidence.body import Body, Piece

Leaning = Literal["for", "against", "mixed", "none"]
Shows = Literal["better", "worse", "no-difference", "unsized", "improved", "worsened", "mixed", "nothing"]
# What is graded: a comparison of groups that says which does better, or that both do as well.
GRADED = frozenset({"better", "equal"})


class Effect(msgspec.Struct, frozen=True):
    """The figure that a verdict on an effect rests on, turned so that above 0 is the claimed side.

    Attributes:
        value: ``None`` where only the interval was read; a ratio is a natural logarithm.
        low: Lower limit; ``None`` without an interval.
        origin: ``source`` or ``calculated (METHOD)``; empty without an interval.
    """

    study: str
    outcome: str
    value: float | None
    scale: str
    low: float | None = None
    high: float | None = None
    origin: str = ""
    instrument: str = ""

    @property
    def sign(self) -> int:
        """1 on the claimed side, -1 on the other, 0 on neither."""
        middle = self.value
        if middle is None and self.low is not None and self.high is not None:
            middle = (self.low + self.high) / 2
        return 0 if not middle else 1 if middle > 0 else -1


class Weighed(msgspec.Struct, frozen=True):
    """What the evidence on a claim shows, and how surely.

    Attributes:
        shows: What was found, whatever the claim says.
        leaning: To which side of the claim that points.
        level: The best level of comparison present: the one that was weighed; empty where there is nothing.
        people: People on the claimed side (where nobody is on it, all); ``None`` where no number is known.
        randomised: Whether some of these are only known to have been randomised.
        start: Where the certainty started; ``None`` where there is nothing to grade.
        steps: Why it is lower than that.
        certainty: Where it ended.
        effect: The figure that a verdict rests on.
        favours: Ids of the studies whose estimate is on the claimed side.
        opposes: Of those whose estimate is on the other.
        unsized: Of those that state a difference without an estimate.
        silent: Of those that found none, in words, and of those whose estimate is none.
        every: Whether every estimate, within trials too, is on the claimed side.
        disagree: Whether estimates on opposite sides cannot both be chance.
        weighed: Ids of the studies that were weighed.
        beside: Ids of studies that were not, each with the reason.
        probable: Ids that stand for a probable pair of papers of one trial.
        one_group: Whether all that was weighed shares an author.
        rated: Formal ratings of the same question: whose, which, and whether something weighed is newer.
    """

    shows: Shows = "nothing"
    leaning: Leaning = "none"
    level: str = ""
    people: int | None = None
    randomised: bool = False
    start: Certainty | None = None
    steps: tuple[Step, ...] = ()
    certainty: Certainty | None = None
    effect: Effect | None = None
    favours: tuple[str, ...] = ()
    opposes: tuple[str, ...] = ()
    unsized: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    every: bool = False
    disagree: bool = False
    weighed: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    probable: tuple[str, ...] = ()
    one_group: bool = False
    rated: tuple[tuple[str, Certainty, bool], ...] = ()


class Assessed(msgspec.Struct, frozen=True):
    """A claim with what its evidence weighs.

    Attributes:
        weighed: Of an effect; of other kinds empty.
        origin: ``built-in``, or the file it came from.
    """

    claim: Claim
    weighed: Weighed
    origin: str


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


_SIDES = ("favours", "opposes", "says-favours", "says-opposes", "none")


def rateable(claim: Claim, found: Body) -> bool:
    """Whether there is something to grade: groups compared, with an estimate, on a statement of that kind."""
    compared = found.level in ("between-randomised", "between")
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
