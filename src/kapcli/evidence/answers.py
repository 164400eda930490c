"""Which claims and studies are on just what a question asks, and which answer it gets, by rule from what they weigh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.study_rules import BETWEEN
from kapcli.catalogue.words import phrase
from kapcli.evidence import answer_sentences as say
from kapcli.evidence.limitation_rules import is_to_come

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.answer_sentences import Verdict
    from kapcli.evidence.assessment import Assessed

# Of harms, one that has been reported is quoted before one that somebody denies.
_QUOTED_FIRST = (
    "supported",
    "mixed",
    "overstated",
    "contradicted",
    "untested",
    "unverified",
    "not-shown",
    "uncertain",
)
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


def verdict(
    claims: Sequence[Assessed],
    studies: Sequence[Study],
    vocabulary: Vocabulary,
    *,
    parts: Sequence[Part] = (),
    domains: Collection[str] = (),
    on_harm: bool = False,
) -> Verdict:
    """Word the answer.

    Args:
        claims: Those that match the question, in the order of their search.
        studies: Those that match it.
        vocabulary: For labels.
        parts: What the question asks for; none where it asks for everything.
        domains: What the question is about; anything where empty.
        on_harm: Whether the question is about harm.
    """
    if not parts:
        return say.everything(claims, studies)
    effects = [one for one in claims if one.claim.kind == "effect" and answers(one, parts, domains)]
    # One that speaks of everything that was asked comes first, and is the only kind where harm was not asked for.
    named = {one.claim.id for one in claims if all(names(one.claim, part) for part in parts)}
    harms = [one for one in claims if one.claim.kind == "harm" and (on_harm or one.claim.id in named)]
    harms.sort(
        key=lambda one: (
            one.claim.id not in named,
            _QUOTED_FIRST.index(one.claim.verdict),
            # What several studies report says more than what one trial had.
            -len({link.study for link in one.claim.for_}),
        )
    )
    compared = [one for one in effects if one.weighed.level in BETWEEN]
    about = dict.fromkeys(one.claim.domain or "other" for one in effects)
    if harms and (on_harm or not effects) and not (compared and len(about) == 1):
        return say.harm(harms, vocabulary)
    if len(about) > 1:
        return say.several(effects, tuple(about), vocabulary)
    if compared:
        answer = say.compared(compared, effects, vocabulary, named=bool(domains))
        return say.with_harm(answer, harms[0], vocabulary) if harms and on_harm else answer
    with_groups = sum(compares(study, domains) for study in studies)
    if effects:
        return say.not_compared(effects, with_groups, vocabulary)
    if claims and not studies:
        return say.other(claims[0], vocabulary)
    return say.on_studies(studies, with_groups)
