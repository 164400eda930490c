"""Where a study was read, and which publications belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views import phrases
from kapcli.views.document import Span, item, row, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.model import Study, Unverified
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Block
    from kapcli.views.study import StudyView


def works(view: StudyView) -> Iterator[Block]:
    """Other publications of the same trial, and reviews."""
    study = view.study
    papers = {name for name, _ in view.papers}
    for name, title in view.papers:
        if name != study.id:
            sure = {same.id: same.sure for same in study.same_trial}.get(name, "yes")
            relation = "the same trial" if sure == "yes" else "probably the same trial"
            yield item(Span(name, "id"), f": {relation}. {title}")
    for same in study.same_trial:
        if same.id not in papers:
            yield item(Span(same.id, "id"), f": {phrases.same_trial_words(same.sure)}")
    if study.parent and study.parent not in papers:
        yield item(Span(study.parent, "id"), ": the trial it draws on")
    if isinstance(study.includes, str):
        yield text("Which studies of this catalogue it includes was not read.", level=1)
    elif study.includes:
        yield row("Includes", ", ".join(study.includes))
    if view.reviews:
        yield row("Included in", ", ".join(view.reviews))


def read(study: Study, vocabulary: Vocabulary) -> Iterator[Block]:
    """Every address something was read at, and what was not found."""
    for reading in study.read_at:
        when = f", {reading.when}" if reading.when else ""
        yield item(f"{vocabulary.label('read', reading.read)}{when}: {reading.url}")
    figures = dict.fromkeys(outcome.source for outcome in study.outcomes)
    known = {reading.url for reading in study.read_at}
    yield from (item(f"figures: {source}") for source in figures if source not in known)
    if len(figures) > 1:
        for number, outcome in enumerate(study.outcomes, 1):
            yield text(Span(f"figure {number}: {outcome.source}", "muted"), level=2, hang=2)
    if study.not_found:
        yield row("Looked for and not found", "; ".join(study.not_found))
    for note in study.notes:
        yield text(Span(note, "muted"), level=1, hang=2)
    yield from (unverified(claim) for claim in study.unverified if claim.field not in ("doi", "safety"))


def reference(view: StudyView) -> Iterator[Block]:
    """The reference, and what must be said beside it."""
    if view.reference:
        yield text(view.reference, level=1, hang=2)
    for caution in view.cautions:
        yield text(Span(f"Note: {caution}.", "muted"), level=1, hang=2)


def unverified(claim: Unverified) -> Block:
    """What only one voice says, marked as such."""
    return text(Span(f"Unverified, the word of {claim.said_by} only: {claim.value}", "warning"), level=1, hang=2)
