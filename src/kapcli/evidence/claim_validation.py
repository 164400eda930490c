"""What must hold of a claim: its links exist, rest on something, and agree with its verdict."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kapcli.catalogue.faults import Fix, quoted
from kapcli.catalogue.model import Study
from kapcli.catalogue.nearest import nearest
from kapcli.evidence.verdicts import disagreements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kapcli.catalogue.model import Claim, Link
    from kapcli.catalogue.vocabulary import Vocabulary

_FIELDS = frozenset(Study.__struct_fields__)

# Place below the claim, what is wrong, what to write.
Complaint = tuple[str, str, Fix]


def complaints(
    claim: Claim, studies: Mapping[str, Study], limits: Collection[str], vocabulary: Vocabulary
) -> Iterator[Complaint]:
    """Everything wrong with a claim.

    Args:
        claim: The claim.
        studies: Every study it may link to, by each of its ids.
        limits: Ids of the limits of the field.
        vocabulary: For weighing.
    """
    if claim.counted_by and claim.counted_by not in limits:
        wanted = claim.counted_by
        yield "counted_by", f"no limit {quoted(wanted)}", partial(_near, wanted, dict.fromkeys(limits))
    if claim.kind == "effect" and claim.domain is None:
        yield "domain", "an effect without a domain", "add 'domain: ...'"
    sound = True
    for side, links in (("for", claim.for_), ("against", claim.against), ("context", claim.context)):
        for index, link in enumerate(links):
            for message, fix in _link(claim, link, side, studies):
                sound = False
                yield f"{side}[{index}]", message, fix
    if sound:
        for message, fix in disagreements(claim, studies, vocabulary):
            yield "verdict", message, fix
    if not (claim.for_ or claim.against or claim.context or claim.counted_by):
        yield "for", "no study is linked", "link at least one, under 'context' if it speaks to neither side"


def _link(claim: Claim, link: Link, side: str, studies: Mapping[str, Study]) -> Iterator[tuple[str, Fix]]:
    study = studies.get(link.study)
    if study is None:
        yield f"no study {quoted(link.study)}", partial(_near, link.study, studies)
        return
    field, _, part = link.rests_on.partition(".")
    if field and (field not in _FIELDS or (part and not hasattr(getattr(study, field), part))):
        yield f"{quoted(link.rests_on)} is no field of a study", partial(_near, field, dict.fromkeys(_FIELDS))
    if not link.outcome:
        if claim.kind == "effect" and side != "context":
            yield "an effect rests on an outcome", "add 'outcome: ...'"
        elif not link.rests_on:
            yield "rests on nothing", "add 'outcome: ...' or 'rests_on: ...'"
        return
    outcome = next((outcome for outcome in study.outcomes if outcome.id == link.outcome), None)
    if outcome is None:
        known = {outcome.id: outcome for outcome in study.outcomes}
        yield f"{link.study} has no outcome {quoted(link.outcome)}", partial(_near, link.outcome, known)
    elif side != "context" and claim.domain is not None:
        if outcome.domain != claim.domain:
            yield (
                f"{quoted(link.outcome)} is of the domain {outcome.domain}, the claim of {claim.domain}",
                "link another",
            )
        if claim.kind == "effect" and outcome.direction == "unclear":
            yield f"what {quoted(link.outcome)} shows is unclear", "link it under 'context'"


def _near(wanted: str, known: Mapping[str, object]) -> str:
    near = nearest(wanted, known, 1)
    return f"did you mean {near[0]!r}?" if near else f"one of: {', '.join(list(known)[:8])}"
