"""The two sentences of an answer, for each ground that it may rest on.

The first says what was compared and how it came out, always on both sides where there are two; the second how sure one
can be, and what is missing. Nothing is counted as a vote, and no sentence goes beyond the claim it stands on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.catalogue.study_rules import BETWEEN, trial_key
from kapcli.evidence.assessment import LADDER, Assessed, joined
from kapcli.evidence.grade_wording import SHOWN, closing, people_words, verdict_words
from kapcli.evidence.limitation_rules import is_to_come

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary

Ground = Literal[
    "compared",
    "compared-and-harm",
    "followed",
    "untested",
    "harm",
    "other",
    "several",
    "studies",
    "everything",
    "nothing",
]

# Of claims that show the same, one that stands as it is worded is quoted before one that says too much.
_STANDS_FIRST = (
    "supported",
    "mixed",
    "uncertain",
    "not-shown",
    "overstated",
    "contradicted",
    "unverified",
    "untested",
)

_ONE_WAY = {"better": "points one way", "worse": "points the other way", "no-difference": "shows no difference"}

# Verdicts on what was compared that call for no other wording than the claim's own.
_AS_WORDED = ("supported", "uncertain", "not-shown")

ELSEWHERE = "This catalogue is hand-picked, so relevant studies may exist elsewhere"

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


def everything(claims: Sequence[Assessed], studies: Sequence[Study]) -> Verdict:
    """Nothing in particular was asked."""
    trials = len({trial_key(study) for study in studies})
    return Verdict(
        "everything",
        (
            f"Nothing in particular was asked: this is the whole catalogue, {len(studies)} studies of {trials} trials "
            f"or works and {len(claims)} statements.",
            "No one answer holds for all of it: each statement below has a verdict and, where it was weighed, a "
            "certainty of its own.",
        ),
    )


def harm(harms: Sequence[Assessed], vocabulary: Vocabulary) -> Verdict:
    """Harm was asked for, or nothing else is known."""
    more = len(harms) - 1
    stand = f"{more} more {'statement on harm stands' if more == 1 else 'statements on harm stand'} below"
    known = "how often a harm happens is known only where a figure is given"
    return Verdict(
        "harm",
        (f"{_said_of_harm(harms[0], vocabulary)}.", f"{SILENCE}; {stand if more else known}."),
        (harms[0],),
    )


def _said_of_harm(one: Assessed, vocabulary: Vocabulary) -> str:
    label = verdict_words(one.claim, one.weighed, vocabulary.label("verdict", one.claim.verdict))
    return f"“{one.claim.statement.rstrip('.')}” is {label}: {_closed(one)}"


def _closed(one: Assessed) -> str:
    """The first sentence that closes a claim, within a sentence."""
    first = closing(one.claim, one.weighed).partition(". ")[0].rstrip(".")
    return first[:1].lower() + first[1:]


def with_harm(answer: Verdict, harm: Assessed, vocabulary: Vocabulary) -> Verdict:
    """Where harm was asked for and an effect was compared: both, in two sentences."""
    first, second = (sentence.rstrip(".") for sentence in answer.sentences)
    sure = second[:1].lower() + second[1:].partition(";")[0]
    return Verdict(
        "compared-and-harm",
        (f"{first}; {sure}.", f"{_said_of_harm(harm, vocabulary)}; {SILENCE[:1].lower()}{SILENCE[1:]}."),
        (*answer.quoted, harm),
        answer.certainty,
    )


def several(effects: Sequence[Assessed], domains: Sequence[str], vocabulary: Vocabulary) -> Verdict:
    """Effects on several things match."""
    named = joined(vocabulary.label("domain", domain) for domain in domains)
    compared = sum(one.weighed.level in BETWEEN for one in effects)
    few = "none of them rests" if not compared else f"only {compared} of them {'rests' if compared == 1 else 'rest'}"
    rest = "" if compared == len(effects) else f"; {few} on a comparison"
    return Verdict(
        "several",
        (
            f"{len(effects)} statements on an effect match, on different things ({named}), and no one answer holds for "
            "all of them.",
            f"Each stands below with its own verdict and certainty{rest}.",
        ),
    )


def compared(
    compared: Sequence[Assessed], effects: Sequence[Assessed], vocabulary: Vocabulary, *, named: bool
) -> Verdict:
    """Both sides; where the question names no domain, it is said what the answer is on."""
    ordered = sorted(compared, key=lambda one: _STANDS_FIRST.index(one.claim.verdict))
    better = next((one for one in ordered if one.weighed.shows == "better"), None)
    others = [one for one in ordered if one.weighed.shows != "better"]
    # Of those that do not point to a benefit, the one with most people: it is not to be hidden behind a small one.
    level = [one for one in others if one.claim.verdict == others[0].claim.verdict]
    other = max(level, key=lambda one: one.weighed.people or 0, default=None)
    both = tuple(one for one in (better, other) if one is not None)
    start = "What" if named else f"On {vocabulary.label('domain', both[0].claim.domain or 'other')}, what"
    if better and other:
        first = f"{start} was compared points both ways: {quoted(better, vocabulary)}, but {quoted(other, vocabulary)}."
    elif both[0].claim.verdict in _AS_WORDED:
        how = _ONE_WAY.get(both[0].weighed.shows, "comes to this")
        first = f"{start} was compared {how}: {quoted(both[0], vocabulary)}."
    else:
        first = f"The statement nearest to the question does not stand as it is worded: {quoted(both[0], vocabulary)}."
    rated = [one.weighed.certainty for one in both if one.weighed.certainty is not None]
    best = max(rated, key=LADDER.index, default=None)
    reasons = dict.fromkeys(step.name for one in both for step in one.weighed.steps)
    because = f", because of {joined(reasons)}" if reasons else ""
    uncompared = sum(one.weighed.level not in BETWEEN for one in effects)
    rest = (
        f"for {uncompared} of {len(effects)} statements on an effect nothing was compared"
        if uncompared
        else "what was not compared is not known"
    )
    at_best = " at best" if len(both) > 1 else ""
    second = (
        f"The certainty is {vocabulary.label('certainty', best)}{at_best}{because}; {rest}."
        if best
        else (f"It is not rated, since no estimate of the difference was read; {rest}.")
    )
    return Verdict("compared", (first, second), both, best)


def not_compared(effects: Sequence[Assessed], with_groups: int, vocabulary: Vocabulary) -> Verdict:
    """Effects match, and no groups were compared for them."""
    followed = next((one for one in effects if one.weighed.level == "within"), None)
    one = followed or effects[0]
    # Studies may set groups against each other in a way that no statement on just this question weighs.
    aside = f"; {with_groups} of the studies below {_verb(with_groups)} groups in some way" if with_groups else ""
    none = "No statement on just this question rests on a comparison" if with_groups else ""
    if followed is None:
        first = f"{none or 'Nothing in this catalogue compares it'}: {quoted(one, vocabulary)}."
        second = f"{ELSEWHERE}{aside}."
        return Verdict("untested", (first, second), (one,))
    count, bound = one.weighed.people, "at least " if one.weighed.uncounted else ""
    people = "people were" if count is None else f"{bound}{count} {'person was' if count == 1 else 'people were'}"
    first = (
        f"{none or 'Nothing in this catalogue compares it with another treatment or with none'}: "
        f"{people} only followed from before to after, and {quoted(one, vocabulary)} is not shown."
    )
    second = f"Whether the treatment was the cause is not known, and nothing is rated{aside}."
    return Verdict("followed", (first, second), (one,))


def other(one: Assessed, vocabulary: Vocabulary) -> Verdict:
    """A statement matches that is on no effect and no harm."""
    return Verdict(
        "other",
        (
            f"{quoted(one, vocabulary)}: {_closed(one)}.",
            "No study here matches these words themselves, and no effect was weighed for them.",
        ),
        (one,),
    )


def on_studies(studies: Sequence[Study], with_groups: int) -> Verdict:
    """Studies match, and no statement on just this question."""
    if not studies:
        return Verdict("nothing", ("No study and no claim in this catalogue matches the question.", f"{ELSEWHERE}."))
    one = len(studies) == 1
    every = "The one study that matches" if one else f"Of the {len(studies)} studies that match,"
    if not any(study.outcomes and not is_to_come(study) for study in studies):
        second = f"{every} {'has no' if one else 'none has a'} result here, so what the treatment does cannot be told."
    elif with_groups:
        counted = "compares groups" if one else f"{with_groups} {_verb(with_groups)} groups"
        second = f"{every} {counted}: each result stands below with its limits."
    else:
        none = "compares no groups on it" if one else "none compares groups on it"
        second = f"{every} {none}, so what the treatment does cannot be told."
    return Verdict(
        "studies",
        (
            "No statement in this catalogue weighs an effect for just this question, and nothing here adds studies up.",
            second,
        ),
    )


def _verb(count: int) -> str:
    return "compares" if count == 1 else "compare"


def quoted(one: Assessed, vocabulary: Vocabulary) -> str:
    """A claim's statement with its verdict, certainty and number of people beside it."""
    claim, weighed = one.claim, one.weighed
    parts = [verdict_words(claim, weighed, vocabulary.label("verdict", claim.verdict))]
    if claim.verdict != "supported" and weighed.level:
        # The statement itself does not say then what was found.
        parts.append(f"found: {SHOWN[weighed.shows]}")
    if weighed.certainty is not None:
        parts.append(f"{vocabulary.label('certainty', weighed.certainty)} certainty")
    if weighed.level and weighed.people is not None:
        parts.append(people_words(weighed))
    return f"“{claim.statement.rstrip('.')}” ({'; '.join(parts)})"
