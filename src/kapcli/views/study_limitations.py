"""The limitations of single studies: line by line, as a document, as cells and as data."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.evidence.limitation_counts import domain_of
from kapcli.evidence.limitation_rules import RULES
from kapcli.evidence.limitations import limits
from kapcli.views import phrases
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Shortest, Space, Span, closing, item, row, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.phrases import own_mark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Block, Document

# Where one is not known, the note on the other tells what is: how many did not finish stands with what is missing.
_TOLD_BY = {"attrition": "missing-data"}
OWN_COLUMNS = ("id", "code", "label", "answer", "notes", "retraction", "domain")


def limitation_lines(
    study: Study, vocabulary: Vocabulary, asked: Collection[str], explained: int | None = None
) -> Iterator[Block]:
    """A study's limitations, heaviest first, each with what it means there.

    Args:
        study: The study.
        vocabulary: For labels and their order.
        asked: Codes of which it must be said where it is not known whether they hold.
        explained: Only of so many it is said what they mean there; the others follow in one line.
    """
    unknown, named = [], []
    noted = {caveat.code for caveat in study.limitations}
    for limit in limits(study, vocabulary.codes("limitation")):
        label = vocabulary.label("limitation", limit.code)
        if limit.answer == "yes":
            notes = " ".join(limit.notes)
            if explained is not None:
                explained -= 1
                if explained < 0:
                    named.append(label)
                    continue
            yield item(Span(label, "limit"), f": {notes}" if notes else "")
        elif limit.answer == "unknown" and limit.code in asked:
            told = _TOLD_BY.get(limit.code)
            unknown.append(f"{label} (see {vocabulary.label('limitation', told)})" if told and told in noted else label)
        elif limit.notes and explained is not None:
            named.append(f"{label}, in part")
        elif limit.notes:
            yield item(f"{label}, in part: ", " ".join(limit.notes))
    if named:
        yield item(Span("; ".join(named), "limit"))
    if unknown:
        yield row("Not reported whether", "; ".join(unknown))


def own_document(
    studies: Sequence[tuple[Study, str]],
    vocabulary: Vocabulary,
    about: About,
    *,
    remarks: Sequence[str] = (),
    explained: int | None = None,
    full: str = "",
) -> Document:
    """The limitations of single studies, each with what it means there.

    Args:
        studies: Each with the file it came from.
        vocabulary: For labels.
        about: For the foot.
        remarks: What has to be said first.
        explained: Of so many of each study it is said what they mean there; ``None`` for all.
        full: The command that says it of all, where this does not.
    """

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        for study, origin in studies:
            yield Space()
            yield text(Span(study.id, "id"), " · ", study.finding, hang=2)
            if retraction := phrases.retraction(study):
                yield text(Span(retraction, "warning"), level=1)
            if mark := own_mark(origin, replaces=study.replaces):
                yield text(Span(mark, "muted"), level=1)
            yield from limitation_lines(study, vocabulary, RULES, explained)
        yield text(f"What each means there: {full}") if full else Space()
        yield from closing(last_lines(about, [study for study, _ in studies]))

    return tuple(blocks())


def own_screen(
    studies: Sequence[tuple[Study, str]],
    vocabulary: Vocabulary,
    about: About,
    *,
    lines: int,
    full: str,
    remarks: Sequence[str] = (),
) -> Document:
    """The same as far as a window holds it: no limitation is left out, what it means there may be.

    Args:
        studies: Each with the file it came from.
        vocabulary: For labels.
        about: For the foot.
        lines: Of the window.
        full: The command that shows everything.
        remarks: What has to be said first.
    """
    whole = own_document(studies, vocabulary, about, remarks=remarks)
    most = max(len(limits(study, vocabulary.codes("limitation"))) for study, _ in studies)
    shorter = [
        partial(own_document, studies, vocabulary, about, remarks=remarks, explained=count, full=full)
        for count in range(most, -1, -1)
    ]
    return (Shortest(lines, [whole, *shorter]),)


def own_cells(studies: Sequence[tuple[Study, str]], vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """The limitations of single studies as the cells of `OWN_COLUMNS`."""
    return [
        (
            study.id,
            limit.code,
            vocabulary.label("limitation", limit.code),
            limit.answer,
            " ".join(limit.notes),
            phrases.retraction(study),
            domain_of(limit.code),
        )
        for study, _ in studies
        for limit in limits(study, vocabulary.codes("limitation"))
    ]


def own_data(study: Study, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """The limitations of one study for a program."""
    return [
        msgspec.to_builtins(limit) | {"label": vocabulary.label("limitation", limit.code)}
        for limit in limits(study, vocabulary.codes("limitation"))
    ]


def own_results(studies: Sequence[tuple[Study, str]], vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Studies for a program, each with the file it came from and its limitations."""
    return [
        {
            "id": study.id,
            "origin": origin,
            "retraction": study.retraction,
            "limits": own_data(study, vocabulary),
        }
        for study, origin in studies
    ]
