"""Whether a claim's verdict agrees with what is linked to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.certainty import LADDER, Weighed, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kapcli.catalogue.model import Claim, Study
    from kapcli.catalogue.vocabulary import Vocabulary

# An effect is called supported from this certainty on.
LEAST = "low"


def disagreements(claim: Claim, studies: Mapping[str, Study], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """What does not agree, and what to do about it.

    Args:
        claim: With links that all exist.
        studies: Id to study, for every study that is linked.
        vocabulary: For weighing.
    """
    yield from _sides(claim)
    if claim.verdict != "supported" and not claim.instead:
        yield f"{claim.verdict}, and nothing says what holds instead", "add 'instead: ...'"
    if claim.verdict == "unverified" and not claim.said_by:
        yield "unverified, and nobody is named who says so", "add 'said_by: ...'"
    if claim.kind == "effect":
        yield from _effect(claim, weigh(claim, studies, vocabulary))


def _sides(claim: Claim) -> Iterator[tuple[str, str]]:
    wanted = {"supported": ("for",), "contradicted": ("against",), "mixed": ("for", "against")}
    there = {"for": bool(claim.for_), "against": bool(claim.against)}
    for side in wanted.get(claim.verdict, ()):
        # What is counted over the catalogue is its own evidence.
        if not there[side] and not claim.counted_by:
            yield f"{claim.verdict}, and nothing stands {side} it", f"add a study under '{side}:', or another verdict"
    if claim.verdict == "supported" and claim.against and not claim.both_sides:
        yield "supported, and a study against it is not explained", "add 'both_sides: ...'"
    twice = {link.study for link in claim.for_} & {link.study for link in claim.against}
    if twice and not claim.both_sides:
        yield f"{', '.join(sorted(twice))} stands on both sides without a reason", "add 'both_sides: ...'"


def _effect(claim: Claim, found: Weighed) -> Iterator[tuple[str, str]]:
    verdict = claim.verdict
    sure = found.certainty is not None and LADDER.index(found.certainty) >= LADDER.index(LEAST)
    if verdict == "supported" and (found.leaning != "for" or not sure):
        yield (
            f"supported, but what is linked leans {found.leaning} with certainty {found.certainty}",
            f"an effect needs certainty {LEAST} for it",
        )
    if verdict == "mixed" and found.leaning != "mixed":
        yield f"mixed, but what is weighed leans {found.leaning}", "link a study of the best level on either side"
    if verdict == "untested" and found.level not in ("", "within"):
        yield "untested, but groups were compared", "another verdict, or link those studies under 'context'"
    if verdict == "contradicted" and found.leaning != "against":
        yield f"contradicted, but what is weighed leans {found.leaning}", "look at the links again"
