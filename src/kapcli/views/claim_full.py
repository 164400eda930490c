"""One claim in full: every study with its figures, the steps of its certainty, and its limitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.grade_wording import closing
from kapcli.views.claim import NONE, no_studies, standing
from kapcli.views.claim_certainty import certainty, effect_row
from kapcli.views.document import Heading, Span, item, row, text
from kapcli.views.linked import by_study, of_figure, of_reading, of_study

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.claim import ClaimView, Linked
    from kapcli.views.document import Block


def in_full(view: ClaimView, vocabulary: Vocabulary) -> Iterator[Block]:
    """A claim with all that is known of it."""
    claim, weighed = view.claim, view.weighed
    yield Heading(claim.statement)
    yield text(*standing(view, vocabulary), level=1, hang=2)
    yield text(closing(claim, weighed), level=1)
    yield from effect_row(view, vocabulary)
    if claim.instead:
        yield row("Fairer wording", claim.instead)
    yield row("In plain words", claim.plain)
    yield row("Topic", vocabulary.label("theme", claim.topic))
    if claim.question is not None:
        yield row("Question", question_words(claim, vocabulary))
    for place, (name, group) in enumerate(zip(view.group_names, (view.for_, view.against, view.unsized), strict=True)):
        if not group and place == 2:
            continue
        yield Heading(name, 3)
        if not group:
            yield text(no_studies(claim) if place == 0 else NONE, level=2)
        yield from _studies(group, vocabulary)
    if claim.both_sides:
        yield row("Why they disagree", claim.both_sides)
    if view.context:
        yield Heading("Also relevant (not part of the rating)", 3)
        yield from _studies(view.context, vocabulary)
    if claim.kind == "effect":
        yield from certainty(claim, weighed, vocabulary)
    if claim.caveats:
        yield Heading("Limitations")
        for caveat in claim.caveats:
            yield item(Span(vocabulary.label("limitation", caveat.code), "limit"), f": {caveat.note}")


def question_words(claim: Claim, vocabulary: Vocabulary) -> str:
    """The question of an effect in PICO's order."""
    asked = claim.question
    if asked is None:
        return ""
    who = ", ".join(vocabulary.label("condition", code) for code in asked.condition)
    population = f" ({asked.population})" if asked.population else ""
    outcome = vocabulary.label("domain", claim.domain) if claim.domain else ""
    against = COMPARATORS[asked.comparator]
    return f"{who}{population} · {asked.intervention} · vs {against} · {outcome} · {asked.window}"


COMPARATORS = {
    "inert": "something inert, such as saline",
    "active-placebo": "an active placebo, such as midazolam",
    "control": "a control, inert or active placebo",
    "active": "another treatment",
    "nothing": "no treatment",
}


def _studies(group: Sequence[Linked], vocabulary: Vocabulary) -> Iterator[Block]:
    """Each study once, with its figures under it."""
    for found in by_study(group):
        head = "".join(f" · {part}" for part in of_study(found[0], vocabulary))
        tail = "".join(f" · {part}" for part in of_reading(found[0], vocabulary))
        if len(found) == 1:
            figure = "".join(f" · {part}" for part in of_figure(found[0], vocabulary))
            yield item(Span(found[0].study.id, "id"), f"{head}{figure}{tail}", level=2)
            continue
        yield item(Span(found[0].study.id, "id"), f"{head}{tail}", level=2)
        yield from (item(" · ".join(of_figure(linked, vocabulary)), level=3) for linked in found)
