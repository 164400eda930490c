"""One claim: on a first screen the answer, the studies, the steps of its certainty and limitations; or in full."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kapcli.evidence.grade_wording import closing
from kapcli.views.claim import also_relevant, standing
from kapcli.views.claim_certainty import effect_row, steps
from kapcli.views.claim_full import in_full
from kapcli.views.claim_table import Length, evidence_table
from kapcli.views.closing_lines import concerns_suicidality, last_line, last_lines
from kapcli.views.document import SCREEN, Shortest, Space, Span, last, row, text
from kapcli.views.document import closing as closing_blocks
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.claim import ClaimView
    from kapcli.views.document import Block, Document

# The same told at several lengths: a window shows the first that fits into it.
_LENGTHS = (
    Length(99, 99, 2, True, "listed"),
    Length(8, 2, 2, True, "listed"),
    Length(8, 2, 1, True, "listed"),
    Length(5, 1, 1, True, "listed"),
    Length(5, 1, 1, False, "in a line"),
    Length(4, 1, 1, False, "in a line"),
    Length(6, 1, 1, False, "in short"),
    Length(5, 1, 1, False, "in short"),
    Length(4, 1, 1, False, "in short"),
    Length(3, 1, 1, False, "in short"),
    Length(3, 1, 0, False, "in short"),
    Length(3, 1, 0, False, "briefly"),
    Length(2, 1, 0, False, "briefly"),
    Length(2, 1, 0, False, "in one text"),
    Length(1, 1, 0, False, "in one text"),
    Length(0, 0, 0, False, "in one text"),
)
_LIMITATIONS = 3


def claim_document(
    views: Sequence[ClaimView], vocabulary: Vocabulary, about: About, remarks: Sequence[str] = (), *, full: bool = False
) -> Document:
    """Claims one after another: each on a first screen, or in full.

    Args:
        views: The claims with their studies.
        vocabulary: For labels.
        about: For the foot.
        remarks: What has to be said before them.
        full: Whether everything is told.
    """
    studies = [study for view in views for study in view.studies]
    urgent = [about.urgent_help] if any(map(concerns_suicidality, studies)) else []

    def screen(first: list[Block], view: ClaimView, foot: list[Block], length: Length) -> Document:
        return (*first, *_screen(view, vocabulary, length), *foot)

    def blocks() -> Iterator[Block]:
        if full:
            yield from first_remarks(remarks)
            for view in views:
                yield Space()
                yield from in_full(view, vocabulary)
            yield Space()
            yield from closing_blocks(last_lines(about, studies))
            return
        for place, view in enumerate(views):
            first = [] if place else [*first_remarks(remarks)]
            ends_here = place == len(views) - 1
            foot: list[Block] = [*(text(Span(line, "strong")) for line in urgent), last(last_line(about))]
            if place:
                yield Space()
            foot = foot if ends_here else []
            yield Shortest(SCREEN, [partial(screen, first, view, foot, length) for length in _LENGTHS])

    return tuple(blocks())


def _screen(view: ClaimView, vocabulary: Vocabulary, length: Length) -> Iterator[Block]:
    claim, weighed = view.claim, view.weighed
    yield text(*standing(view, vocabulary), hang=2)
    yield text(Span(claim.statement, "heading"))
    yield text(closing(claim, weighed))
    yield from effect_row(view, vocabulary, way=False, when=length.columns > 0)
    if claim.instead:
        yield row("Fairer wording", claim.instead, level=0)
    yield from evidence_table(view, vocabulary, length)
    if length.aside and (ids := ", ".join(dict.fromkeys(link.study for link in also_relevant(claim)))):
        yield row("Also relevant (not part of the rating)", ids, level=0)
    if claim.kind == "effect":
        yield from steps(claim, weighed, vocabulary, length.steps)
    named = list(dict.fromkeys(vocabulary.label("limitation", caveat.code) for caveat in claim.caveats))
    if named:
        most = _LIMITATIONS if length.columns else _LIMITATIONS - 1
        more = f" · {len(named) - most} more" if len(named) > most else ""
        yield text(Span("Limitations", "label"), f"{''.join(f' · {name}' for name in named[:most])}{more}")
    yield row("More", Span(f"kap claims {claim.id} --full", "id"), " · --lay", level=0)
