"""The limits of one study, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.limitations import limits
from kapcli.writers.layout import Span

if TYPE_CHECKING:
    from collections.abc import Collection

    from kapcli.catalogue.model import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.writers.layout import Page


def limit_lines(page: Page, study: Study, vocabulary: Vocabulary, asked: Collection[str]) -> None:
    """Add a study's limits to a page, heaviest first, each with what it means there.

    Args:
        page: Where to write.
        study: The study.
        vocabulary: For labels and their order.
        asked: Codes of which it must be said where it is not known whether they hold.
    """
    unknown = []
    for limit in limits(study, vocabulary.codes("limitation")):
        label = vocabulary.label("limitation", limit.code)
        if limit.answer == "yes":
            notes = " ".join(limit.notes)
            page.bullet(Span(label, "limit"), f": {notes}" if notes else "")
        elif limit.answer == "unknown" and limit.code in asked:
            unknown.append(label)
        elif limit.notes:
            page.bullet(f"{label}, in part: ", " ".join(limit.notes))
    if unknown:
        page.pair("Not known whether", "; ".join(unknown))


__all__ = ["limit_lines"]
