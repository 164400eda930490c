"""The two sentences that answer a question, by rule from the claims that match it and what was weighed.

The first says what was compared and how it came out, always on both sides where there are two; the second how sure one
can be, and what is missing. Nothing is counted as a vote, and no sentence goes beyond the claim it stands on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.evidence.certainty import LADDER, Assessed
from kapcli.evidence.wording import closing, verdict_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kapcli.catalogue.model import Study
    from kapcli.catalogue.vocabulary import Vocabulary

Ground = Literal["compared", "followed", "untested", "harm", "other", "studies", "nothing"]

# Groups set against each other; one group with its own beginning shows no effect.
_BETWEEN = frozenset({"between-randomised", "between"})
_COMPARISONS = _BETWEEN | {"pooled-randomised", "pooled"}
_ONE_WAY = {
    "better": "points one way",
    "worse": "points the other way",
    "no-difference": "shows no difference",
    "mixed": "disagrees",
}
# Of harms, one that has been reported is quoted before one that somebody denies.
_QUOTED_FIRST = ("supported", "mixed", "overstated", "contradicted", "untested", "unverified")
CURATED = "this catalogue is curated, not a systematic search"
SILENCE = "Where a report does not speak of a harm it is not known, which is neither zero nor none"


class Verdict(msgspec.Struct, frozen=True):
    """The answer to a question.

    Attributes:
        ground: What it rests on.
        sentences: Two, each ended.
        quoted: The claims they name: the first, and the one on the other side where there is one.
        certainty: The highest that any of the claims it rests on has; ``None`` where nothing was weighed.
    """

    ground: Ground
    sentences: tuple[str, str]
    quoted: tuple[Assessed, ...] = ()
    certainty: str | None = None


def verdict(
    claims: Sequence[Assessed],
    studies: Sequence[Study],
    vocabulary: Vocabulary,
    *,
    domains: Collection[str] = (),
    within: Collection[str] | None = None,
    on_harm: bool = False,
) -> Verdict:
    """Word the answer.

    Args:
        claims: Those that match the question, in the order of their search.
        studies: Those that match it.
        vocabulary: For labels.
        domains: What the question is about; anything where empty.
        within: Where the question is narrowed: the studies it leaves. A claim that was weighed on any other study
            does not answer it.
        on_harm: Whether the question is about harm.
    """
    effects = [one for one in claims if one.claim.kind == "effect" and _answers(one, domains, within)]
    harms = [one for one in claims if one.claim.kind == "harm"]
    if harms and (on_harm or not effects):
        return _harm(min(harms, key=lambda one: _QUOTED_FIRST.index(one.claim.verdict)), vocabulary)
    compared = [one for one in effects if one.weighed.level in _BETWEEN]
    if compared:
        return _compared(compared, effects, vocabulary)
    with_groups = sum(compares(study, domains) for study in studies)
    if effects and not with_groups:
        return _not_compared(effects, vocabulary)
    if not with_groups and claims and not studies:
        return _other(claims[0], vocabulary)
    return _studies(studies, with_groups)


def compares(study: Study, domains: Collection[str] = ()) -> bool:
    """Whether a figure of a study sets groups against each other, in one of some domains."""
    return any(
        outcome.comparison in _COMPARISONS and (not domains or outcome.domain in domains) for outcome in study.outcomes
    )


def _answers(one: Assessed, domains: Collection[str], within: Collection[str] | None) -> bool:
    if domains and one.claim.domain not in domains:
        return False
    if within is None:
        return True
    linked = {link.study for link in (*one.claim.for_, *one.claim.against)}
    return bool(linked) and linked | set(one.weighed.weighed) <= set(within)


def _harm(one: Assessed, vocabulary: Vocabulary) -> Verdict:
    first = closing(one.claim, one.weighed).partition(". ")[0].rstrip(".")
    return Verdict(
        "harm",
        (
            f"{quoted(one, vocabulary)}: {first[:1].lower()}{first[1:]}.",
            f"{SILENCE}; how often a harm happens is known only where a figure is given.",
        ),
        (one,),
    )


def _compared(compared: Sequence[Assessed], effects: Sequence[Assessed], vocabulary: Vocabulary) -> Verdict:
    # A statement that stands as it is worded is quoted before one that says too much.
    ahead = [one for one in compared if one.weighed.shows == "better"]
    better = next((one for one in ahead if one.claim.verdict == "supported"), ahead[0] if ahead else None)
    other = next((one for one in compared if one.weighed.shows != "better"), None)
    named = tuple(one for one in (better, other) if one is not None)
    if better and other:
        first = f"What was compared points both ways: {quoted(better, vocabulary)}, but {quoted(other, vocabulary)}."
    else:
        (one,) = named
        how = _ONE_WAY.get(one.weighed.shows, "comes to this")
        first = f"What was compared {how}: {quoted(one, vocabulary)}."
    best = max((one.weighed.certainty or "very-low" for one in compared), key=LADDER.index)
    reasons = dict.fromkeys(step.name for one in named for step in one.weighed.steps)
    because = f", because of {_joined(reasons)}" if reasons else ""
    uncompared = sum(one.weighed.level not in _BETWEEN for one in effects)
    rest = (
        f"for {uncompared} of {len(effects)} statements on an effect nothing was compared"
        if uncompared
        else "what was not compared is not known"
    )
    second = f"The certainty is {vocabulary.label('certainty', best)} at best{because}; {rest}."
    return Verdict("compared", (first, second), named, best)


def _not_compared(effects: Sequence[Assessed], vocabulary: Vocabulary) -> Verdict:
    followed = next((one for one in effects if one.weighed.level == "within"), None)
    one = followed or effects[0]
    if followed is None:
        first = f"Nothing in this catalogue compares it: {quoted(one, vocabulary)}."
        second = f"That nothing is here does not show that there is nothing, since {CURATED}."
        return Verdict("untested", (first, second), (one,))
    people = f"{one.weighed.people} people" if one.weighed.people is not None else "people"
    first = (
        "Nothing in this catalogue compares it with another treatment or with none: "
        f"{people} were only followed from before to after ({quoted(one, vocabulary)})."
    )
    sure = vocabulary.label("certainty", one.weighed.certainty or "very-low")
    second = f"Whether the treatment was the cause is not known, and the certainty is {sure}."
    return Verdict("followed", (first, second), (one,), one.weighed.certainty)


def _other(one: Assessed, vocabulary: Vocabulary) -> Verdict:
    said = closing(one.claim, one.weighed).partition(". ")[0].rstrip(".")
    return Verdict(
        "other",
        (
            f"{quoted(one, vocabulary)}: {said[:1].lower()}{said[1:]}.",
            "No study here matches these words themselves, and no effect was weighed for them.",
        ),
        (one,),
    )


def _studies(studies: Sequence[Study], with_groups: int) -> Verdict:
    if not studies:
        text = f"That none is here does not show that there is none, since {CURATED}."
        return Verdict("nothing", ("No study and no statement in this catalogue matches the question.", text))
    count = f"{len(studies)} {'study' if len(studies) == 1 else 'studies'}"
    if with_groups:
        verb = "compares" if with_groups == 1 else "compare"
        second = f"Of the {count}, {with_groups} {verb} groups: each stands below with its own result and its limits."
    else:
        second = f"Of the {count}, none compares groups on it, so what the treatment does cannot be told from them."
    return Verdict(
        "studies",
        (
            "No statement in this catalogue weighs an effect for just this question, and nothing here adds studies up.",
            second,
        ),
    )


def quoted(one: Assessed, vocabulary: Vocabulary) -> str:
    """A claim's statement with its verdict, certainty and number of people beside it."""
    claim, weighed = one.claim, one.weighed
    parts = [verdict_words(claim, weighed, vocabulary.label("verdict", claim.verdict))]
    if weighed.certainty is not None:
        parts.append(f"{vocabulary.label('certainty', weighed.certainty)} certainty")
        if weighed.people is not None:
            parts.append(f"{weighed.people} people analysed")
    return f"“{claim.statement.rstrip('.')}” ({'; '.join(parts)})"


def _joined(parts: Iterable[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


__all__ = ["CURATED", "SILENCE", "Ground", "Verdict", "compares", "quoted", "verdict"]
