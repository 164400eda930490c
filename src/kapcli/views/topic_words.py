"""A topic's answer in words, for those in the field and for everybody else; each at most `MOST` words.

Three ways: groups were compared, one group was followed, harm or a rule. Every word comes from the facts that
`kapcli.evidence.topics` chose; no sentence of a claim or a study is quoted, so that none can be cut or joined wrongly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.evidence.topic_answer import Contribution, Excluded, TopicAnswer

MOST = 55
CANNOT_TELL = "This catalogue cannot tell who may safely have it. Labels and guidelines name:"
NONE_NAMED = "This catalogue cannot tell who may safely have it, and has no label or guideline that names whom."
# Groups whose rates say little of people in treatment: they are named beside the rate.
NOT_TREATED = ("recreational-user", "healthy", "animal")


def ordered(answer: TopicAnswer, advice: str, *ways: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Each way with the advice, then the last without: what a regulator warns of comes first and is never left out."""
    if answer.advice is not None and answer.advice.recommendation.says == "warns":
        return [(advice, *way) for way in ways]
    return [*((*way, advice) for way in ways), ways[-1]]


def exclusion(answer: TopicAnswer) -> str:
    """What is answered where people ask who may safely have it."""
    return CANNOT_TELL if answer.exclusions else NONE_NAMED


def exclusion_lines(answer: TopicAnswer, *, plain: bool = False) -> list[str]:
    """Who should not have it, by label and guideline, whole, with agency and date."""
    return [_exclusion(one, plain=plain) for one in answer.exclusions]


def _exclusion(one: Excluded, *, plain: bool) -> str:
    found = one.exclusion
    how = {
        "contraindicated": ("contraindicated", "not to be used where there is"),
        "relative": ("not recommended or relatively contraindicated", "not advised where there is"),
        "care": ("only with care", "only with special care where there is"),
    }[found.force][plain]
    people = "; ".join(found.plain if plain else found.people)
    newer = ""
    if found.newer:
        newer = (
            f" ({'we did not read the newer one of' if plain else 'not read: the newer one of'} {date(found.newer)})"
        )
    return f"{found.who}, {date(found.date)}{newer}, on {found.what}, {how}: {people}."


def moment(one: Contribution) -> str:
    """When a figure was measured, without what explains it in brackets."""
    return one.timepoint.partition(" (")[0]


def on_part(answer: TopicAnswer, what: str) -> bool:
    """Whether a topic is wider than what its verdict is on, so that this has to be named.

    Args:
        answer: Of the topic.
        what: The verdict's domain, as it would be named.
    """
    # Of what is untested nothing is said that could be too wide.
    if answer.verdict == "untested" or not answer.wider:
        return False
    # One that names just this says so already; one that names several does not.
    return " and " in answer.topic.title or not (what in answer.topic.title or what in answer.topic.plain_title)


def words(text: str) -> int:
    """How many words a text has; a sign counts as one."""
    return len(text.split())


def date(text: str) -> str:
    """A date of a guideline: month and year, or the year alone."""
    year, *rest = text.split("-")
    return f"{MONTHS[int(rest[0]) - 1]} {year}" if rest else year


def fitting(ways: Iterable[tuple[str, ...]]) -> str:
    """The first way of saying it that is short enough, else the last, which holds what leads and what opposes."""
    said = ""
    for parts in ways:
        said = " ".join(part for part in parts if part)
        if words(said) <= MOST:
            break
    return said


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]
