"""A study that a claim links, in words: who, the figure, why it is linked, and what weakens it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kapcli.catalogue.study_rules import counted
from kapcli.evidence.estimates import estimate, people
from kapcli.views import phrases
from kapcli.views.claim import Linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.claim import Linked


def figure_text(linked: Linked, vocabulary: Vocabulary) -> str:
    """A figure as it is printed, with an interval that was worked out marked as such."""
    if linked.outcome is None:
        return ""
    text = phrases.figure(linked.outcome, vocabulary)
    found = estimate(linked.outcome, linked.study)
    if found is None or found.low is None or found.high is None or found.origin == "source":
        return text
    low, high = found.low, found.high
    if found.scale == "ratio":
        return f"{text}; 95% CI of the benefit {math.exp(low):.2f} to {math.exp(high):.2f}, {found.origin}"
    # A tenth of a standard deviation is too coarse: an end of 0.02 would read as no effect.
    places = 2 if found.scale == "standardised" else 1
    return f"{text}; 95% CI of the benefit {low:.{places}f} to {high:.{places}f}, {found.origin}"


def by_study(group: Sequence[Linked], first: Sequence[str] = ()) -> list[list[Linked]]:
    """A group with each study once, whatever number of its figures is linked.

    Args:
        group: Of one side.
        first: Ids of the studies that come first, in order.
    """
    found: dict[str, list[Linked]] = {}
    for linked in group:
        found.setdefault(linked.study.id, []).append(linked)
    ranks = {name: rank for rank, name in enumerate(dict.fromkeys(first))}
    return sorted(found.values(), key=lambda one: ranks.get(one[0].study.id, len(ranks)))


def size_words(linked: Linked) -> str:
    """Of how many people a figure is; where that was not read, how many its sides randomised, or its study has."""
    size, of = _people(linked)
    return "number of people not known" if size is None else f"{size} people{of}"


def _people(linked: Linked) -> tuple[int | None, str]:
    """People of a figure, and what they are where nobody read how many were analysed for it."""
    if linked.outcome is not None:
        size, only_randomised = people(linked.outcome, linked.study)
        if size is not None:
            return size, " randomised" if only_randomised else ""
    count = counted(linked.study)
    return (None if count is None else count.people), " in the study"


def number_cell(linked: Linked) -> str:
    """The same in a column: in brackets where they are not those who were analysed."""
    size, of = _people(linked)
    return "" if size is None else f"({size})" if of else str(size)


def facts(linked: Linked, vocabulary: Vocabulary) -> list[str]:
    """A linked study in a line: year, design, number, comparator, figure, why, limitations."""
    return [*of_study(linked, vocabulary), *of_figure(linked, vocabulary), *of_reading(linked, vocabulary)]


def of_study(linked: Linked, vocabulary: Vocabulary) -> list[str]:
    """What its study is."""
    study = linked.study
    parts = [
        str(study.year),
        vocabulary.label("design", study.design),
        phrases.people(study),
        phrases.comparator(study, vocabulary),
        phrases.retraction(study),
    ]
    return [part for part in parts if part]


def of_figure(linked: Linked, vocabulary: Vocabulary) -> list[str]:
    """The figure, why it is linked, and how it is indirect."""
    link, parts = linked.link, []
    if linked.outcome is not None:
        when = f", {linked.outcome.timepoint}" if linked.outcome.timepoint else ""
        parts.append(f"{linked.outcome.measure}{when}: {figure_text(linked, vocabulary)}")
    parts.append(link.because.rstrip("."))
    if link.indirect is not None:
        label = vocabulary.label("indirectness", link.indirect.kind)
        parts.append(f"indirect ({label}): {link.indirect.reason.rstrip('.')}")
    return parts


def result(linked: Linked, vocabulary: Vocabulary) -> str:
    """A linked result in a sentence: the figure, or in words why it is linked, and how it is indirect."""
    return ". ".join(of_figure(linked, vocabulary))


def of_reading(linked: Linked, vocabulary: Vocabulary) -> list[str]:
    """What weakens its study, and how much of that was read."""
    study = linked.study
    parts = [f"limitations: {phrases.limits_line(study, vocabulary)}", phrases.reading_mark(study)]
    return [part for part in parts if part]
