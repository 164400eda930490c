"""The body of evidence on a claim: one outcome a trial, of the best level of comparison present."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.catalogue.trials import is_secondary, same_trial, stated_overlap, trial_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kapcli.catalogue.model import Claim, Indirect, Outcome, Study

# A comparison of groups formed by chance, of groups formed otherwise, of one group with its own beginning.
LEVELS = ("between-randomised", "between", "within")
_LEVEL = {
    "between-randomised": "between-randomised",
    "pooled-randomised": "between-randomised",
    "between": "between",
    "pooled": "between",
    "within": "within",
}
# Why a study that was withdrawn is not weighed.
RETRACTED = "retracted"
_POOLED = frozenset({"pooled-randomised", "pooled"})


class Piece(msgspec.Struct, frozen=True):
    """One linked outcome.

    Attributes:
        side: ``for`` or ``against`` the claim.
        people: People analysed; ``None`` where no number was read.
        probable: Whether another linked paper is probably of the same trial, and was left out for it.
    """

    study: Study
    outcome: Outcome
    side: Literal["for", "against"]
    level: str
    people: int | None
    indirect: Indirect | None
    probable: bool = False


class Body(msgspec.Struct, frozen=True):
    """What is weighed.

    Attributes:
        level: One of `LEVELS`; empty where nothing is linked.
        pieces: In alphabetical order of their studies.
        beside: Linked studies that are not weighed, each with the reason.
    """

    level: str = ""
    pieces: tuple[Piece, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()


def body(claim: Claim, studies: Mapping[str, Study]) -> Body:
    """Choose what is weighed: each trial once, the best level, reviews only where their trials are not there.

    Args:
        claim: With its links.
        studies: Id to study, for every study that is linked.
    """
    pieces = _pieces(claim, studies)
    single, beside = _one_a_trial(pieces)
    beside += [(study.id, RETRACTED) for study in _linked(claim, studies) if study.retracted]
    trials, more = _without_overlap(single)
    beside += more
    level = next((level for level in LEVELS if any(piece.level == level for piece in trials)), "")
    beside += [(piece.study.id, "a lower level of comparison") for piece in trials if piece.level != level]
    kept = sorted((piece for piece in trials if piece.level == level), key=lambda piece: piece.study.id)
    return Body(level, tuple(kept), tuple(sorted(set(beside))))


def _linked(claim: Claim, studies: Mapping[str, Study]) -> Iterator[Study]:
    for link in (*claim.for_, *claim.against):
        if (study := studies.get(link.study)) is not None:
            yield study


def _pieces(claim: Claim, studies: Mapping[str, Study]) -> list[Piece]:
    found = []
    sides: tuple[tuple[Literal["for", "against"], tuple[object, ...]], ...] = (
        ("for", claim.for_),
        ("against", claim.against),
    )
    for side, _ in sides:
        for link in claim.for_ if side == "for" else claim.against:
            study = studies.get(link.study)
            if study is None or study.retracted:
                continue
            outcome = next((outcome for outcome in study.outcomes if outcome.id == link.outcome), None)
            if outcome is None or outcome.comparison not in _LEVEL:
                continue
            people = analysed(study, outcome)
            found.append(Piece(study, outcome, side, _LEVEL[outcome.comparison], people, link.indirect))
    return found


def analysed(study: Study, outcome: Outcome) -> int | None:
    """People analysed for a figure: the figure's own number, else the study's analysed, randomised or enrolled."""
    counts = (outcome.n, study.n.analysed, study.n.randomised, study.n.enrolled)
    return next((count for count in counts if count is not None), None)


def _one_a_trial(pieces: Iterable[Piece]) -> tuple[list[Piece], list[tuple[str, str]]]:
    """One piece for each trial: of its own report before secondary analyses, of its primary outcome before others."""
    ordered = sorted(pieces, key=_precedence)
    kept: list[Piece] = []
    beside: list[tuple[str, str]] = []
    for piece in ordered:
        twin = next((other for other in kept if same_trial(piece.study, other.study)), None)
        if twin is None:
            kept.append(piece)
        elif twin.study.id != piece.study.id:
            sure = trial_key(piece.study) == trial_key(twin.study) or stated_overlap(piece.study, twin.study) == "yes"
            same = "the same trial" if sure else "probably the same trial"
            beside.append((piece.study.id, f"{same} as {twin.study.id}"))
            if not sure:
                kept[kept.index(twin)] = msgspec.structs.replace(twin, probable=True)
    return kept, beside


def _precedence(piece: Piece) -> tuple[object, ...]:
    return (
        is_secondary(piece.study),
        piece.study.year,
        piece.study.id,
        LEVELS.index(piece.level),
        not piece.outcome.primary,
        piece.outcome.id,
        piece.side,
        piece.indirect is not None,
    )


def _without_overlap(pieces: list[Piece]) -> tuple[list[Piece], list[tuple[str, str]]]:
    """Reviews count only beside trials they are known not to include, and only one of them counts."""
    trials = [piece for piece in pieces if piece.outcome.comparison not in _POOLED]
    reviews = sorted(
        (piece for piece in pieces if piece.outcome.comparison in _POOLED),
        key=lambda piece: (LEVELS.index(piece.level), -(piece.people or 0), -piece.study.year, piece.study.id),
    )
    kept, beside = list(trials), []
    for level in LEVELS:
        own = [review for review in reviews if review.level == level]
        among = [piece for piece in trials if piece.level == level]
        # All or none: were one review to take the place of another, a new trial could turn the answer the wrong way.
        overlap = any(_may_include(review.study, among) for review in own) if among else False
        for place, review in enumerate(own):
            if overlap:
                beside.append((review.study.id, "a review that may include the trials weighed"))
            elif place:
                beside.append((review.study.id, f"a review whose trials {own[0].study.id} may pool as well"))
            else:
                kept.append(review)
    return kept, beside


def _may_include(review: Study, pieces: Iterable[Piece]) -> bool:
    if isinstance(review.includes, str) or not review.includes:
        return True
    names = {name for piece in pieces for name in (piece.study.id, trial_key(piece.study))}
    return bool(names & set(review.includes))
