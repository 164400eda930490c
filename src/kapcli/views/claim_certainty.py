"""What the verdict on a claim rests on: its figure, and the steps of its certainty, listed or in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.assessment import GRADED
from kapcli.evidence.grade_wording import LEVELS, people_words, settling, shown_words, step_words
from kapcli.views import effect_words
from kapcli.views.claim import certainty_line
from kapcli.views.document import Heading, Span, item, row, text
from kapcli.views.linked import size_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.assessment import Weighed
    from kapcli.views.claim import ClaimView
    from kapcli.views.document import Block


_NOT_GRADE_SHORT = "Rules modelled on GRADE; not a formal GRADE assessment, signed by no clinician."


NOT_GRADE = "Rated by fixed rules modelled on GRADE; not a formal GRADE assessment, and signed by no clinician."


# Longer reasons of a step are left to the full page.
_REASONS = {"in a line": None, "in short": 45, "briefly": 32, "in one text": 0}


def effect_row(view: ClaimView, vocabulary: Vocabulary, *, way: bool = True, when: bool = True) -> Iterator[Block]:
    """The figure that the verdict rests on."""
    effect = view.weighed.effect
    every = (*view.for_, *view.against, *view.unsized)
    for linked in every if effect is not None else ():
        outcome = linked.outcome
        if effect is None or outcome is None or (linked.study.id, outcome.id) != (effect.study, effect.outcome):
            continue
        cell = effect_words.effect_cell(outcome, linked.study, vocabulary, way=way)
        who = ", ".join(filter(None, (linked.study.id, size_words(linked), outcome.timepoint if when else "")))
        yield row("Effect", f"{cell} ({who})", level=0)
        return


def steps(claim: Claim, weighed: Weighed, vocabulary: Vocabulary, how: str) -> Iterator[Block]:
    """Where the certainty starts and what takes it down."""
    if weighed.certainty is None or weighed.start is None:
        yield row("Certainty", not_rated(claim, weighed), level=0)
        return
    start = f"starts at {vocabulary.label('certainty', weighed.start)} ({LEVELS[weighed.level]})"
    if how == "in one text":
        yield from _in_one_text(start, weighed, vocabulary)
        return
    if how == "listed":
        yield row("Certainty", start, level=0)
        yield from (item(step_words(step)) for step in weighed.steps)
    else:
        told = [step_words(step, _REASONS[how]) for step in weighed.steps]
        yield row("Certainty", "; ".join([start, *told]), level=0)
    if weighed.rated:
        yield row("Formal ratings", _formal(weighed, vocabulary), level=0)
    yield text(Span(_NOT_GRADE_SHORT, "muted"))


def _formal(weighed: Weighed, vocabulary: Vocabulary) -> str:
    return "; ".join(
        f"{who} {vocabulary.label('certainty', rating)}{' (older than a study weighed here)' if outdated else ''}"
        for who, rating, outdated in weighed.rated
    )


def _in_one_text(start: str, weighed: Weighed, vocabulary: Vocabulary) -> Iterator[Block]:
    """Start, steps without their reasons and formal ratings, run on."""
    told = [step_words(step, _REASONS["in one text"]) for step in weighed.steps]
    first = told[0].partition(" for ")[0] if told else ""
    # "rated down one level for risk of bias, imprecision": what several steps begin with is said once.
    same = [one.removeprefix(f"{first} for ") for one in told] if first else []
    alike = len(told) > 1 and all(one.startswith(f"{first} for ") for one in told)
    down = f"{first} each for {' and '.join([', '.join(same[:-1]), same[-1]])}" if alike else "; ".join(told)
    formal = f" Formal ratings: {_formal(weighed, vocabulary)}." if weighed.rated else ""
    yield row("Certainty", f"{'; '.join(filter(None, (start, down)))}.{formal} {_NOT_GRADE_SHORT}", level=0)


def certainty(claim: Claim, weighed: Weighed, vocabulary: Vocabulary) -> Iterator[Block]:
    """The same in full: the studies of each step, formal ratings, what was not used, what would settle it."""
    yield Heading("Certainty of the evidence")
    if weighed.certainty is None or weighed.start is None:
        yield text(not_rated(claim, weighed), level=1)
        return
    sure = certainty_line(weighed, vocabulary).removeprefix("certainty ").upper()
    yield text(Span(sure, "strong"), f": {shown_words(weighed)} ({people_words(weighed)})", level=1, hang=2)
    start = vocabulary.label("certainty", weighed.start)
    yield item(f"starts at {start}: {LEVELS[weighed.level]} ({', '.join(weighed.weighed)})")
    for step in weighed.steps:
        yield item(f"{step_words(step)} ({', '.join(step.studies)})")
    differing = any(caveat.code == "heterogeneity" for caveat in claim.caveats)
    if differing and not any(step.name == "inconsistency" for step in weighed.steps):
        yield item(
            "not rated down for inconsistency: no opposite effects beyond chance, and no I² of 60% or more was read"
        )
    for who, rating, outdated in weighed.rated:
        old = "; studies weighed here are newer than its search" if outdated else ""
        yield item(f"formal rating by {who}: {vocabulary.label('certainty', rating)}{old}")
    for name, reason in weighed.beside:
        yield item(f"not used: {name}, {reason}")
    if weighed.probable:
        yield item(f"counted once with a paper probably of the same trial: {', '.join(weighed.probable)}")
    if weighed.one_group:
        yield item("all of it from one group of authors; named, not counted")
    if settle := settling(weighed):
        yield row("What would settle it", "; ".join(settle))
    yield text(Span(NOT_GRADE, "muted"), level=1)


def not_rated(claim: Claim, weighed: Weighed) -> str:
    """Why an effect has no certainty."""
    if weighed.level == "within":
        return "not rated, because there was no comparison group: one group was followed from before to after."
    if not weighed.level:
        return "not rated, because no study in this catalogue compares it."
    if claim.says not in GRADED:
        return "not rated: the verdict comes from what was seen, and no difference between groups is claimed."
    return "not rated: groups were compared, but no estimate of the difference is available."
