"""The limitations of one study, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.limitations import limits
from kapcli.views.document import Span, item, row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kapcli.catalogue.model import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Block


def limitation_lines(study: Study, vocabulary: Vocabulary, asked: Collection[str]) -> Iterator[Block]:
    """A study's limitations, heaviest first, each with what it means there.

    Args:
        study: The study.
        vocabulary: For labels and their order.
        asked: Codes of which it must be said where it is not known whether they hold.
    """
    unknown = []
    for limit in limits(study, vocabulary.codes("limitation")):
        label = vocabulary.label("limitation", limit.code)
        if limit.answer == "yes":
            notes = " ".join(limit.notes)
            yield item(Span(label, "limit"), f": {notes}" if notes else "")
        elif limit.answer == "unknown" and limit.code in asked:
            unknown.append(label)
        elif limit.notes:
            yield item(f"{label}, in part: ", " ".join(limit.notes))
    if unknown:
        yield row("Not known whether", "; ".join(unknown))
