"""Which answer a question gets, by rule from the claims that match it and what was weighed: on what it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.study_rules import BETWEEN
from kapcli.evidence import answer_sentences as say
from kapcli.evidence.question_match import Part, answers, compares, names

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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
