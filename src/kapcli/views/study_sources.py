"""Where a study was read, and which publications belong to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kapcli.views import phrases
from kapcli.views.document import Span, item, row, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.publication import Reading, Unverified
    from kapcli.catalogue.study import Study
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
        yield text("Which studies of this catalogue it includes is not stated in our sources.", level=1)
    elif study.includes:
        yield row("Includes", ", ".join(study.includes))
    if view.reviews:
        yield row("Included in", ", ".join(view.reviews))


def registered(study: Study) -> list[str]:
    """The addresses read that are those of a DOI, of PubMed or of a registry."""
    return list(dict.fromkeys(reading.url for reading in study.read_at if _LASTING.search(reading.url)))


# Records that last: a DOI, PubMed with its archive, registries, and agencies.
_LASTING = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:doi\.org|ncbi\.nlm\.nih\.gov|pubmed\.gov|clinicaltrials\.gov|isrctn\.com|anzctr\.org\.au|"
    r"clinicaltrialsregister\.eu|europepmc\.org|chictr\.org\.cn|who\.int|fda\.gov|nice\.org\.uk)(?:/|$)"
)


def of_figure(outcome: Outcome, study: Study) -> tuple[Span, ...]:
    """The publication a figure stands in, by its lasting number, and where it was read: a copy may be gone soon."""
    own, read = phrases.record(study), outcome.source
    host = read.partition("://")[2].partition("/")[0].removeprefix("www.")
    if not own or _LASTING.search(read):
        return (Span(read, href=read if read.startswith("https://") else ""),)
    return (
        Span(own, href=own if own.startswith("https://") else ""),
        Span(", read at "),
        Span(host, href=read if read.startswith("https://") else ""),
    )


def read(study: Study, vocabulary: Vocabulary) -> Iterator[Block]:
    """Where it was read: lasting records and the addresses of figures; mirrors are counted."""
    figures = dict.fromkeys(outcome.source for outcome in study.outcomes)
    lasting = registered(study)
    shown = [reading for reading in study.read_at if reading.url in lasting or reading.url in figures]
    shown.sort(key=lambda reading: reading.url not in lasting)
    yield from _readings(shown or study.read_at[:1], vocabulary)
    yield from _figures(study)
    left = len({reading.url for reading in study.read_at}) - len(
        {reading.url for reading in shown or study.read_at[:1]}
    )
    if left:
        yield item(f"read via mirror ({left}): kap show {study.id} --sources")
    yield from _looked_up(study)
    yield from _not_read(study)


def read_everywhere(study: Study, vocabulary: Vocabulary) -> Iterator[Block]:
    """Every address something was read at, and what was not found."""
    lasting = registered(study)
    yield from _readings(sorted(study.read_at, key=lambda reading: reading.url not in lasting), vocabulary)
    yield from _figures(study)
    yield from _looked_up(study)
    yield from _not_read(study)


def _looked_up(study: Study) -> Iterator[Block]:
    """When it was last looked up whether the publication still stands, and what came of it."""
    if study.retraction_checked:
        state = phrases.retraction(study) or "no retraction, correction or expression of concern posted"
        yield row("Retraction notices", f"{state} (looked up {study.retraction_checked})")


def _readings(readings: Iterable[Reading], vocabulary: Vocabulary) -> Iterator[Block]:
    for reading in readings:
        when = f", {reading.when}" if reading.when else ""
        yield item(f"{vocabulary.label('read', reading.read)}{when}: {reading.url}")


def _figures(study: Study) -> Iterator[Block]:
    figures = dict.fromkeys(outcome.source for outcome in study.outcomes)
    known = {reading.url for reading in study.read_at}
    yield from (item(f"figures: {source}") for source in figures if source not in known)
    if len(figures) > 1:
        for number, outcome in enumerate(study.outcomes, 1):
            yield text(Span(f"figure {number}: {outcome.source}", "muted"), level=2, hang=2)


def _not_read(study: Study) -> Iterator[Block]:
    if study.not_found:
        yield row("Not found in these sources", "; ".join(study.not_found))
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
    return text(Span(f"Unverified, according to {claim.said_by} only: {claim.value}", "warning"), level=1, hang=2)
