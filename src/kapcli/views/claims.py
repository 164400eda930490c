"""Claims as a list: one line each, with its verdict by a sign, its certainty, and how many studies and people."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kapcli.views import signs
from kapcli.views.claim import certainty_words, count_words, people_cell, studies_cell, verdict_label
from kapcli.views.closing_lines import last_line
from kapcli.views.document import ROOMY, Heading, Span, Table, inline, text
from kapcli.views.document import closing as closing_blocks
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.assessment import Assessed
    from kapcli.index.session import Session
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
_LEAST = 72
# Lines of a window that are not claims: title, names of columns, meaning of signs, what to type, last line, prompt.
_AROUND = 7
# So many of the first kind before any of another.
_FIRST = 2
# Letters that the other columns take beside the statement, in a narrow window and in a roomy one.
_COLUMNS, _ROOMY_COLUMNS = 38, 76


def in_turn(claims: Sequence[Assessed]) -> list[int]:
    """The places of claims in the order in which a window takes them: of every kind one, of the first more."""
    kinds = [list(group) for _, group in groupby(range(len(claims)), key=lambda place: claims[place].claim.kind)]
    first, *others = kinds or [[]]
    # The claims of the first kind are what the words are most closely about.
    order = [*first[:_FIRST], *(group[0] for group in others), *first[_FIRST:]]
    return [*order, *(place for group in others for place in group[1:])]


def the_first(claims: Sequence[Assessed], most: int) -> list[list[int]]:
    """Fewer and fewer of the places that come first in turn, each time in the order of the list."""
    order = in_turn(claims)
    return [sorted(order[:count]) for count in range(min(most, len(order)), 0, -1)]


def that_fit(claims: Sequence[Assessed], height: int, width: int) -> list[int]:
    """The places of the claims that a window has room for: of every kind one, of the first more.

    Args:
        claims: All of them, in order.
        height: Lines of the window.
        width: Its columns.
    """
    room = height - _AROUND
    shown: list[int] = []
    for place in in_turn(claims):
        headed = any(claims[place].claim.kind == claims[other].claim.kind for other in shown)
        lines = _lines(claims[place], width) + (0 if headed else 1)
        if lines <= room or not shown:
            room -= lines
            shown.append(place)
    return sorted(shown)


def _lines(one: Assessed, width: int) -> int:
    """About how many lines a claim takes."""
    if width < _LEAST:
        return -(-len(one.claim.statement) // max(16, width - 4)) + 2
    return -(-(len(one.claim.statement) + 6) // (width - (_COLUMNS if width < ROOMY else _ROOMY_COLUMNS)))


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
    return " · ".join(f"{count} {one if count == 1 else many}" for count, one, many in found)


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
        least=_LEAST,
        instead=tuple(listed),
        caption="Claims with their certainty",
    )


def _key(verdicts: Iterable[str]) -> str:
    seen = set(verdicts)
    return "  ".join(f"{sign} {code.replace('-', ' ')}" for code, sign in signs.VERDICTS.items() if code in seen)


def _next(shown: int, total: int) -> str:
    all_of_them = "" if shown == total else f"{shown} of {total} claims shown, all: --all · "
    return f"{all_of_them}one in full: --open N · as a table: --table"


def taken_out(session: Session, words: list[str]) -> list[str]:
    """What became of claims that were taken out; empty unless every word is the id of one."""
    from kapcli.index.claims import former_id

    said = []
    for word in words:
        former = former_id(session.connection, word)
        if former is None or not former[1]:
            return []
        look = f" See: kap claims {former[0]}" if former[0] else ""
        said.append(f"{word} was taken out: {former[1].rstrip('.')}.{look}")
    return said
