"""Who paid for a study, where it was read, and which works belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views import phrases
from kapcli.writers.layout import Span

if TYPE_CHECKING:
    from kapcli.catalogue.model import Unverified
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.study_sheet import Sheet
    from kapcli.writers.layout import Page


def paid(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """Funding and conflicts of interest."""
    study = sheet.study
    page.pair("Funding", study.funding or f"{phrases.NOT_KNOWN}: not in what was read")
    page.pair("Conflicts of interest", study.conflicts or f"{phrases.NOT_KNOWN}: not in what was read")


def works(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """Other papers of the same trial, and reviews."""
    study = sheet.study
    for name, title in sheet.papers:
        if name != study.id:
            sure = {same.id: same.sure for same in study.same_trial}.get(name, "yes")
            relation = "the same trial" if sure == "yes" else "probably the same trial"
            page.bullet(Span(name, "id"), f": {relation}. {title}")
    for same in study.same_trial:
        if same.id not in {name for name, _ in sheet.papers}:
            page.bullet(Span(same.id, "id"), f": {phrases.same_trial_words(same.sure)}")
    if study.parent and study.parent not in {name for name, _ in sheet.papers}:
        page.bullet(Span(study.parent, "id"), ": the trial it draws on")
    if isinstance(study.includes, str):
        page.text("Which studies of this catalogue it includes was not read.", indent=2)
    elif study.includes:
        page.pair("Includes", ", ".join(study.includes))
    if sheet.reviews:
        page.pair("Included in", ", ".join(sheet.reviews))


def read(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """Every address something was read at, and what was not found."""
    study = sheet.study
    for reading in study.read_at:
        when = f", {reading.when}" if reading.when else ""
        page.bullet(f"{vocabulary.label('read', reading.read)}{when}: {reading.url}")
    figures = dict.fromkeys(outcome.source for outcome in study.outcomes)
    known = {reading.url for reading in study.read_at}
    for source in figures:
        if source not in known:
            page.bullet(f"figures: {source}")
    if len(figures) > 1:
        for number, outcome in enumerate(study.outcomes, 1):
            page.text(Span(f"figure {number}: {outcome.source}", "muted"), indent=4, hang=6)
    if study.not_found:
        page.pair("Looked for and not found", "; ".join(study.not_found))
    for note in study.notes:
        page.text(Span(note, "muted"), indent=2, hang=4)
    for claim in study.unverified:
        if claim.field not in ("doi", "safety"):
            unverified(page, claim)


def reference(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """The reference, and what must be said beside it."""
    if sheet.reference:
        page.text(sheet.reference, indent=2, hang=4)
    for remark in sheet.beside:
        page.text(Span(f"Note: {remark}.", "muted"), indent=2, hang=4)


def unverified(page: Page, claim: Unverified) -> None:
    """What only one voice says, marked as such."""
    page.text(Span(f"Unverified, the word of {claim.said_by} only: {claim.value}", "warning"), indent=2, hang=4)


__all__ = ["paid", "read", "reference", "unverified", "works"]
