"""What a question asks for, and which claims and studies are on just that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.study_rules import BETWEEN
from kapcli.catalogue.words import phrase
from kapcli.evidence.limitation_rules import is_to_come

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.study import Study
    from kapcli.evidence.assessment import Assessed

# Groups set against each other; one group with its own beginning shows no effect.
_COMPARISONS = frozenset({*BETWEEN, "pooled-randomised", "pooled"})


class Part(msgspec.Struct, frozen=True):
    """One thing that a question asks for; a statement answers the question only where it speaks of every one.

    Attributes:
        names: What a statement may call it; none for what no statement speaks of (a year, a number of people).
        domains: What was measured, where that is the thing itself.
        studies: The studies it leaves, where it narrows: a statement weighed on nothing else speaks of it too.
    """

    names: tuple[str, ...] = ()
    domains: frozenset[str] = frozenset()
    studies: frozenset[str] | None = None


def answers(one: Assessed, parts: Iterable[Part], domains: Collection[str] = ()) -> bool:
    """Whether a claim is on just what was asked: on the domain, and on every part of the question."""
    claim = one.claim
    if domains and claim.domain not in domains:
        return False
    on = {link.study for link in claim.linked} | set(one.weighed.weighed)
    return all(
        claim.domain in part.domains
        or names(claim, part)
        or (part.studies is not None and bool(on) and on <= part.studies)
        for part in parts
    )


def names(claim: Claim, part: Part) -> bool:
    """Whether a claim's statement, a wording or what it is found by speaks of a part by any of its names."""
    said = [f" {' '.join(phrase(text))} " for text in (claim.statement, *claim.wordings, *claim.found_by)]
    return any(f" {name} " in text for name in map(" ".join, map(phrase, part.names)) if name for text in said)


def compares(study: Study, domains: Collection[str] = ()) -> bool:
    """Whether a result of a study sets groups against each other, in one of some domains."""
    return not is_to_come(study) and any(
        outcome.comparison in _COMPARISONS and (not domains or outcome.domain in domains) for outcome in study.outcomes
    )
