"""Claims as a list: one line each, with its verdict by a sign, its certainty, and how many studies and people."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kapcli.catalogue.words import so_many
from kapcli.views import signs
from kapcli.views.claim import certainty_words, count_words, people_cell, studies_cell, verdict_label
from kapcli.views.closing_lines import last_line
from kapcli.views.document import Heading, Span, Table, inline, text
from kapcli.views.document import closing as closing_blocks
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.assessment import Assessed
    from kapcli.views.claim import ClaimView
    from kapcli.views.document import Block, Document, Inline

# What the claims of a kind are called together, in the singular and plural of a count and as a heading.
KINDS = {
    "effect": ("effect", "effects", "EFFECTS"),
    "harm": ("harm", "harms", "HARMS"),
    "rule": ("rule", "rules", "GUIDELINES AND REGULATORS"),
    "mechanism": ("mechanism", "mechanisms", "HOW IT MAY WORK"),
    "field": ("on the field", "on the field", "THE RESEARCH AS A WHOLE"),
    "record": ("record", "records", "WHAT ONE PAPER SAYS"),
}
# Narrower than this a statement gets lines of its own.
LEAST = 72


def claims_document(
    views: Sequence[ClaimView],
    every: Sequence[Assessed],
    places: Sequence[int],
    topic: str,
    vocabulary: Vocabulary,
    about: About,
    remarks: Sequence[str] = (),
    *,
    urgent: bool = False,
    footnotes: Sequence[str] = (),
) -> Document:
    """A list of claims.

    Args:
        views: Those that are shown, with their studies.
        every: All that match, in order.
        places: Where in these each that is shown stands.
        topic: What was asked, in words.
        vocabulary: For labels.
        about: For the foot.
        remarks: What has to be said before them.
        urgent: Whether urgent help is named.
        footnotes: What else leads on.
    """

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        counts = _counts(every)
        yield text(Span(f"Claims: {topic}" if topic else "Claims", "heading"), f"   {counts}")
        if views:
            yield _table(views, every, places, vocabulary)
        yield text(_key(view.claim.verdict for view in views))
        if any(view.claim.kind in ("effect", "harm") for view in views):
            yield text("Studies and people are those of comparisons; of harms and rules, those linked.")
        yield text(_next(len(views), len(every)))
        yield from (text(note) for note in footnotes)
        if urgent:
            yield text(Span(about.urgent_help, "strong"))
        yield from closing_blocks([last_line(about)])

    return tuple(blocks())


def _counts(every: Sequence[Assessed]) -> str:
    kinds = [one.claim.kind for one in every]
    found = [(kinds.count(kind), *KINDS[kind][:2]) for kind in dict.fromkeys(kinds)]
    return " · ".join(so_many(count, one, many) for count, one, many in found)


def _table(
    views: Sequence[ClaimView], every: Sequence[Assessed], places: Sequence[int], vocabulary: Vocabulary
) -> Table:
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    listed: list[Block] = []
    kinds = [one.claim.kind for one in every]
    for kind, group in groupby(zip(places, views, strict=True), key=lambda pair: pair[1].claim.kind):
        shown = list(group)
        of = f"  {len(shown)} of {kinds.count(kind)}" if len(shown) < kinds.count(kind) else ""
        rows.append(((Span(f"{KINDS[kind][2]}{of}", "label"),),))
        listed.append(Heading(f"{KINDS[kind][2]}{of}", 3))
        for place, view in shown:
            claim, sign = view.claim, signs.VERDICTS[view.claim.verdict]
            verdict = verdict_label(claim, view.weighed, vocabulary)
            sure, studies, people = certainty_words(view, vocabulary), studies_cell(view), people_cell(view)
            rows.append(
                (
                    inline(str(place + 1)),
                    inline(Span(sign, "strong"), f" {claim.statement}"),
                    inline(verdict),
                    inline(sure),
                    inline(studies),
                    inline(people),
                    (Span(claim.id, "id"),),
                )
            )
            parts = [verdict, sure, *count_words(view)]
            listed.append(text(f"{place + 1} ", Span(sign, "strong"), f" {claim.statement}", hang=2))
            listed.append(text(" · ".join(filter(None, parts)), level=1))
    header = ("", "STATEMENT", "VERDICT", "CERTAINTY", "STUDIES", "PEOPLE", "ID")
    return Table(
        header,
        tuple(rows),
        rest=1,
        right=(0, 4, 5),
        roomy=(2, 6),
        level=0,
        least=LEAST,
        instead=tuple(listed),
        caption="Claims with their certainty",
    )


def _key(verdicts: Iterable[str]) -> str:
    seen = set(verdicts)
    return "  ".join(f"{sign} {code.replace('-', ' ')}" for code, sign in signs.VERDICTS.items() if code in seen)


def _next(shown: int, total: int) -> str:
    all_of_them = "" if shown == total else f"{shown} of {total} claims shown, all: --all · "
    return f"{all_of_them}one in full: --open N · as a table: --table"
