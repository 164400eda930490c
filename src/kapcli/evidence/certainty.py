"""How sure one can be of what the evidence on a claim shows, by steps that anyone can repeat.

Modelled on the domains of the GRADE handbook (risk of bias, inconsistency, indirectness, imprecision) and not a formal
GRADE assessment. What is graded is what the evidence shows, not the statement. See docs/method.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.catalogue.model import Claim
from kapcli.catalogue.orientation import RATIOS
from kapcli.evidence.body import Body, Piece, body

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kapcli.catalogue.model import Study
    from kapcli.catalogue.vocabulary import Vocabulary

Certainty = Literal["high", "moderate", "low", "very-low"]
Leaning = Literal["for", "against", "mixed", "none"]
Shows = Literal[
    "better", "worse", "no-difference", "not-better", "not-worse", "improved", "worsened", "mixed", "nothing"
]

LADDER: tuple[Certainty, ...] = ("very-low", "low", "moderate", "high")
# People analysed, below which a body of evidence is imprecise by one step and by two.
FEW, VERY_FEW = 400, 100


class Step(msgspec.Struct, frozen=True):
    """One reason to be less sure.

    Attributes:
        name: ``bias``, ``inconsistency``, ``indirectness`` or ``imprecision``.
        down: By how many levels.
        reason: In words.
        studies: Those that caused it.
    """

    name: str
    down: int
    reason: str
    studies: tuple[str, ...]


class Weighed(msgspec.Struct, frozen=True):
    """What the evidence on a claim shows, and how surely.

    Attributes:
        shows: What was found, whatever the claim says.
        leaning: To which side of the claim that points.
        level: The best level of comparison present: the one that was weighed; empty where there is nothing.
        people: People analysed in the studies that agree with what is shown; ``None`` where no number was read.
        start: Where the certainty started; ``None`` where there is nothing to grade.
        steps: Why it is lower than that.
        certainty: Where it ended.
        weighed: Ids of the studies that were weighed.
        beside: Ids of studies that were not, each with the reason.
        probable: Ids that stand for a probable pair of papers of one trial.
        one_group: Whether all that was weighed shares an author.
    """

    shows: Shows = "nothing"
    leaning: Leaning = "none"
    level: str = ""
    people: int | None = None
    start: Certainty | None = None
    steps: tuple[Step, ...] = ()
    certainty: Certainty | None = None
    weighed: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    probable: tuple[str, ...] = ()
    one_group: bool = False


class Assessed(msgspec.Struct, frozen=True):
    """A claim with what its evidence weighs.

    Attributes:
        weighed: Of an effect; of other kinds empty.
        origin: ``built-in``, or the file it came from.
    """

    claim: Claim
    weighed: Weighed
    origin: str


def weigh(claim: Claim, studies: Mapping[str, Study], vocabulary: Vocabulary) -> Weighed:
    """Weigh the outcomes linked for and against a claim.

    Args:
        claim: An effect; other kinds are never weighed.
        studies: Id to study, for every study that is linked.
        vocabulary: Tells which instruments people fill in themselves.
    """
    found = body(claim, studies)
    if not found.pieces:
        return Weighed(beside=found.beside)
    leaning = _leaning(found)
    agreeing = [piece for piece in found.pieces if leaning == "mixed" or piece.side == leaning]
    shows = _shows(agreeing, mixed=leaning == "mixed")
    steps = tuple(_steps(found, agreeing, leaning, shows, vocabulary))
    start: Certainty = "high" if found.level == "between-randomised" else "low"
    end = max(0, LADDER.index(start) - sum(step.down for step in steps))
    return Weighed(
        shows,
        leaning,
        found.level,
        _people(agreeing),
        start,
        steps,
        LADDER[end],
        tuple(piece.study.id for piece in found.pieces),
        found.beside,
        tuple(piece.study.id for piece in found.pieces if piece.probable),
        _one_group(found.pieces),
    )


def _leaning(found: Body) -> Leaning:
    """A link that is not quite to the question neither makes nor breaks an agreement among those that are."""
    sides = {piece.side for piece in found.pieces if not piece.indirect}
    sides = sides or {piece.side for piece in found.pieces}
    return "mixed" if len(sides) > 1 else ("for" if "for" in sides else "against")


def _shows(pieces: Iterable[Piece], *, mixed: bool) -> Shows:
    if mixed:
        return "mixed"
    found = {piece.outcome.direction for piece in pieces}
    single: dict[frozenset[str], Shows] = {
        frozenset({"favours-ketamine"}): "better",
        frozenset({"favours-control"}): "worse",
        frozenset({"no-difference"}): "no-difference",
        frozenset({"favours-control", "no-difference"}): "not-better",
        frozenset({"favours-ketamine", "no-difference"}): "not-worse",
        frozenset({"improved"}): "improved",
        frozenset({"worsened"}): "worsened",
    }
    return single.get(frozenset(found), "mixed")


def _people(pieces: Iterable[Piece]) -> int | None:
    counts = [piece.people for piece in pieces if piece.people is not None]
    return sum(counts) if counts else None


def _steps(
    found: Body, agreeing: list[Piece], leaning: Leaning, shows: Shows, vocabulary: Vocabulary
) -> Iterable[Step]:
    reasons = {piece.study.id: why for piece in agreeing if (why := _bias(piece, vocabulary))}
    if _share(agreeing, [piece for piece in agreeing if piece.study.id in reasons]) > 1 / 2:
        named = "; ".join(dict.fromkeys(reasons.values()))
        yield Step("bias", 1, f"most people were in studies with {named}", tuple(reasons))
    if leaning == "mixed":
        yield Step("inconsistency", 1, "studies of the best level disagree", tuple(p.study.id for p in found.pieces))
    indirect = [piece for piece in agreeing if piece.indirect]
    if _share(agreeing, indirect) > 1 / 2:
        named = "; ".join(dict.fromkeys(piece.indirect.reason.rstrip(".") for piece in indirect if piece.indirect))
        yield Step("indirectness", 1, named, tuple(piece.study.id for piece in indirect))
    yield from _imprecision(agreeing, shows)


def _imprecision(agreeing: list[Piece], shows: Shows) -> Iterable[Step]:
    ids = tuple(piece.study.id for piece in agreeing)
    people = _people(agreeing)
    with_interval = [piece for piece in agreeing if piece.outcome.ci95 is not None]
    if people is None:
        yield Step("imprecision", 2, "no number of people analysed was read", ids)
    elif people < VERY_FEW:
        yield Step("imprecision", 2, f"{people} people analysed, fewer than {VERY_FEW}", ids)
    elif not with_interval:
        yield Step("imprecision", 2, "no confidence interval was read", ids)
    elif people < FEW:
        yield Step("imprecision", 1, f"{people} people analysed, fewer than {FEW}", ids)
    if shows == "better" and with_interval:
        largest = max(with_interval, key=lambda piece: (piece.people or 0, piece.study.id))
        assert largest.outcome.ci95 is not None
        low, high = largest.outcome.ci95
        none = 1.0 if largest.outcome.estimate in RATIOS else 0.0
        if low <= none <= high:
            yield Step("imprecision", 1, "the interval includes no effect", (largest.study.id,))


def _share(pieces: list[Piece], part: list[Piece]) -> float:
    """The share of the people analysed; of the studies where a number is missing."""
    if any(piece.people is None for piece in pieces):
        return len(part) / len(pieces)
    whole = sum(piece.people or 0 for piece in pieces)
    return sum(piece.people or 0 for piece in part) / whole if whole else len(part) / len(pieces)


def _bias(piece: Piece, vocabulary: Vocabulary) -> str:
    """Why a study is open to bias by the three rules; empty where none of them holds."""
    study, outcome = piece.study, piece.outcome
    if outcome.comparison == "within":
        return "no control group"
    rater = vocabulary.term("instrument", outcome.instrument).rater if outcome.instrument else ""
    if study.design_detail.blinding in ("open", "raters") and rater == "self":
        return "open label and an outcome people rated themselves"
    if outcome.direction == "no-difference":
        # Seeing through the mask favours the drug: it cannot make a difference disappear.
        return ""
    pooled = outcome.comparison == "pooled-randomised"
    noted = any(caveat.code == "unblinding" for caveat in study.limitations)
    inert = {"placebo", "saline"} & set(study.comparator)
    if (pooled and noted) or (inert and study.design_detail.guesses != "held"):
        return "a comparator without any effect that could be felt"
    return ""


def _one_group(pieces: Iterable[Piece]) -> bool:
    """Whether the studies, more than one, have an author in common."""
    teams = [{(name.family or name.literal).casefold() for name in piece.study.authors} for piece in pieces]
    return len(teams) > 1 and bool(set.intersection(*teams))
