"""The studies that a claim rests on in a table, as many and as much of each as there is room for."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import msgspec

from kapcli.views import effect_words, phrases, signs
from kapcli.views.claim import no_studies, side_names
from kapcli.views.document import Span, Table, inline, text
from kapcli.views.linked import by_study, number_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.claim import ClaimView, Linked
    from kapcli.views.document import Block, Inline

_IN_BRACKETS = "(N): people randomised or in the study; how many were analysed is not given."
# Ids of a side, where there is no room for a table.
_NAMED = 2


class Length(msgspec.Struct, frozen=True):
    """How much a first screen tells.

    Attributes:
        studies: At most so many; where 0 their ids stand in a text.
        figures: At most so many of each study.
        columns: Of design, comparator and time: both, the time, or none.
        aside: Whether what is also relevant is named.
        steps: Listed, in a line, in short or briefly.
    """

    studies: int
    figures: int
    columns: int
    aside: bool
    steps: str


def evidence_table(view: ClaimView, vocabulary: Vocabulary, length: Length) -> Iterator[Block]:
    """The table, with what its signs mean.

    Args:
        view: The claim.
        vocabulary: For labels.
        length: How much is told.
    """
    effect = view.weighed.effect
    first = (*((effect.study,) if effect is not None else ()), *view.weighed.weighed)
    # Of a study's figures the one that the verdict rests on comes first.
    rests_on = None if effect is None else f"{effect.study} {effect.outcome}"
    groups = [
        by_study(sorted(group, key=lambda one: rests_on is not None and _figure_of(one) != rests_on), first)
        for group in (view.for_, view.against, view.unsized)
    ]
    if not any(groups):
        yield text(Span("Studies: ", "label"), no_studies(view.claim))
        return
    if not length.studies:
        names = (*side_names(view.claim), "no estimate")
        sides = " · ".join(f"{name} {_few(group)}" for name, group in zip(names, groups, strict=True) if group)
        yield text(Span("Studies: ", "label"), sides, hang=2)
        return
    # Every group keeps some where there is no room for all.
    turns = [(place, at) for at, row in enumerate(zip_longest(*groups)) for place, one in enumerate(row) if one]
    kept = set(turns[: length.studies])
    is_effect = view.claim.kind == "effect"
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    names = view.group_names
    for place, group in enumerate(groups):
        if not group:
            continue
        shown = [studies for at, studies in enumerate(group) if (place, at) in kept]
        more = f" ({len(group) - len(shown)} more: --full)" if len(group) > len(shown) else ""
        # That a side is empty is said beside the other.
        other = 1 - place
        none = f" · {side_names(view.claim)[other]}: none" if place < 2 and not groups[other] else ""
        rows.append(((Span(f"{names[place]}{more}{none}", "label"),),))
        rows += [_study_row(studies, vocabulary, length.figures, effect=is_effect) for studies in shown]
    shows = f"ESTIMATE [95% CI] {signs.NO_DIFFERENCE} no difference" if is_effect else "WHAT IT SHOWS"
    kept_columns = [0, 1, *((2,) if length.columns > 1 else ()), 3, *((4,) if length.columns and is_effect else ())]
    yield Table(
        tuple(("STUDY", "N", "DESIGN", shows, "WHEN")[place] for place in kept_columns),
        tuple(cells if len(cells) == 1 else tuple(cells[place] for place in kept_columns) for cells in rows),
        rest=kept_columns.index(3),
        right=(1,),
        level=0,
        roomy=(2,) if length.columns > 1 else (),
        caption="The evidence",
    )
    if any(_text(cells[1]).startswith("(") for cells in rows if len(cells) > 1):
        yield text(Span(_IN_BRACKETS, "muted"))


def _few(group: Sequence[Sequence[Linked]]) -> str:
    ids = [studies[0].study.id for studies in group]
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return f"{', '.join(ids[:_NAMED])}{more}"


def _text(cell: tuple[Inline, ...]) -> str:
    return "".join(part.text for part in cell if isinstance(part, Span))


def _figure_of(linked: Linked) -> str:
    return "" if linked.outcome is None else f"{linked.study.id} {linked.outcome.id}"


def _study_row(
    group: Sequence[Linked], vocabulary: Vocabulary, figures: int, *, effect: bool
) -> tuple[tuple[Inline, ...], ...]:
    study = group[0].study
    # A corrected estimate is never left out beside the one that it corrects.
    first = [linked for linked in group if not linked.link.corrects]
    shown = [*first[:figures], *(linked for linked in group if linked.link.corrects)]
    times = dict.fromkeys(linked.outcome.timepoint for linked in shown if linked.outcome and linked.outcome.timepoint)
    if effect:
        cells = [_estimate(linked, vocabulary) for linked in shown]
        left = len(group) - len(shown)
        told = "; ".join(dict.fromkeys(cells)) + (f"; {left} more" if left else "")
    else:
        told = "; ".join(dict.fromkeys(linked.link.because.rstrip(".") for linked in shown))
    design = vocabulary.label("design", study.design)
    mark = phrases.retraction(study) if study.retraction in ("retracted", "concern") else ""
    return (
        inline(Span(study.id, "id")),
        inline(number_cell(group[0])),
        inline(", ".join(filter(None, (design, phrases.comparator(study, vocabulary))))),
        inline(f"{told}{f' · {mark}' if mark else ''}"),
        inline("; ".join(times)),
    )


def _estimate(linked: Linked, vocabulary: Vocabulary) -> str:
    outcome, study = linked.outcome, linked.study
    if outcome is None:
        return linked.link.because.rstrip(".")
    told = effect_words.effect_cell(outcome, study, vocabulary, way=False)
    if linked.link.corrects:
        told = effect_words.effect_cell(outcome, study, vocabulary, way=False, what=False)
        told = f"corrected for bias {told.removeprefix(effect_words.SHORT.get(outcome.estimate, '')).strip()}"
    level = outcome.direction == "no-difference" or effect_words.includes_no_effect(outcome, study)
    alone = " (one group, before and after)" if outcome.comparison == "within" else ""
    indirect = " (indirect)" if linked.link.indirect else ""
    return f"{signs.NO_DIFFERENCE + ' ' if level else ''}{told}{alone}{indirect}"
