"""What must hold of a claim: its links exist, rest on something, and agree with its verdict."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kapcli.catalogue.faults import Fix, quoted
from kapcli.catalogue.nearest import meant
from kapcli.catalogue.study import Study
from kapcli.evidence.verdicts import disagreements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kapcli.catalogue.claim import Claim, Link

_FIELDS = frozenset(Study.__struct_fields__)

# Place below the claim, what is wrong, what to write.
Complaint = tuple[str, str, Fix]


def complaints(
    claim: Claim, studies: Mapping[str, Study], limits: Collection[str], drafts: Collection[str] = ()
) -> Iterator[Complaint]:
    """Everything wrong with a claim.

    Args:
        claim: The claim.
        studies: Every study it may link to, by each of its ids.
        limits: Ids of the limits of the field.
        drafts: Ids of studies that are not finished: a claim rests on none.
    """
    if claim.counted_by and claim.counted_by not in limits:
        wanted = claim.counted_by
        yield "counted_by", f"no limit {quoted(wanted)}", partial(_near, wanted, dict.fromkeys(limits))
    if claim.kind == "effect" and claim.domain is None:
        yield "domain", "an effect without a domain", "add 'domain: ...'"
    yield from _question(claim)
    sound = True
    lists = (("evidence", claim.evidence), ("for", claim.for_), ("against", claim.against), ("context", claim.context))
    for side, links in lists:
        for index, link in enumerate(links):
            for message, fix in _link(claim, link, side, studies, drafts):
                sound = False
                yield f"{side}[{index}]", message, fix
    if sound:
        yield from _elsewhere(claim, studies)
        for message, fix in disagreements(claim, studies):
            yield "verdict", message, fix
    if not (claim.linked or claim.context or claim.counted_by):
        yield "evidence", "no study is linked", "link at least one, under 'context' if it answers another question"


def _question(claim: Claim) -> Iterator[Complaint]:
    if claim.kind != "effect":
        if claim.evidence:
            yield "evidence", "only an effect has evidence without sides", "write 'for:' and 'against:'"
        return
    if claim.evidence and claim.question is None:
        yield (
            "question",
            "an effect without a question",
            "add 'question:' with condition, intervention, comparator, window",
        )
    if claim.evidence and claim.first_edition:
        yield "evidence", "figures stand under 'evidence' and on sides", "put them all under 'evidence'"


def _elsewhere(claim: Claim, studies: Mapping[str, Study]) -> Iterator[Complaint]:
    """Links that are no figures: to formal ratings, and to trials that are not reported."""
    for index, link in enumerate(claim.formal):
        study = studies.get(link.study)
        if study is None:
            yield f"formal[{index}].study", f"no study {quoted(link.study)}", partial(_near, link.study, studies)
        elif all(one.id != link.rating for one in study.formal_rating):
            known = {one.id: one for one in study.formal_rating}
            message = f"{link.study} has no formal rating {quoted(link.rating)}"
            yield f"formal[{index}].rating", message, partial(_near, link.rating, known)
    for index, name in enumerate(claim.unreported):
        if name not in studies:
            yield f"unreported[{index}]", f"no study {quoted(name)}", partial(_near, name, studies)


def _link(
    claim: Claim, link: Link, side: str, studies: Mapping[str, Study], drafts: Collection[str]
) -> Iterator[tuple[str, Fix]]:
    study = studies.get(link.study)
    if study is None and link.study in drafts:
        yield f"{quoted(link.study)} is a draft", "finish it first, or link another"
        return
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
        # What answers another question is linked as such; then the outcome may be another as well.
        if outcome.domain != claim.domain and link.indirect is None:
            yield (
                f"{quoted(link.outcome)} is of the domain {outcome.domain}, the claim of {claim.domain}",
                "link another",
            )
        if link.leads and not outcome.comparison.startswith("pooled"):
            yield f"{quoted(link.outcome)} pools nothing, and cannot lead", "take out 'leads'"


def _near(wanted: str, known: Iterable[str]) -> str:
    return meant(wanted, known, f"one of: {', '.join(list(known)[:8])}")
