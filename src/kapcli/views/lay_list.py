"""Claims as a list in plain words: each with how sure it is, as many as a window holds."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kapcli.views import lay_words
from kapcli.views.closing_lines import last_line
from kapcli.views.document import Heading, Span, text
from kapcli.views.document import closing as closing_blocks
from kapcli.views.plain_text import words_of
from kapcli.views.terms import where_explained

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kapcli.catalogue.model import About, GlossaryTerm
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.assessment import Assessed
    from kapcli.views.document import Block, Document

# What the claims of a kind are about.
KINDS = {
    "effect": "What it may do",
    "harm": "Harms",
    "rule": "What authorities say",
    "mechanism": "How it may work",
    "field": "The research as a whole",
    "record": "What one paper says",
}


def lay_list(
    every: Sequence[Assessed],
    places: Sequence[int],
    vocabulary: Vocabulary,
    about: About,
    glossary: Iterable[GlossaryTerm],
    first: Sequence[Block] = (),
    *,
    urgent: bool = False,
) -> Document:
    """What people say and what the research says to it, without the studies.

    Args:
        every: All claims that match, in order.
        places: Where in these each that is shown stands.
        vocabulary: For labels.
        about: For the foot.
        glossary: For the terms that can be looked up.
        first: What stands above the list.
        urgent: Whether urgent help is named at the end.
    """
    blocks = (*first, *_claims(every, places, vocabulary))
    return (*blocks, *_close(blocks, len(places), len(every), about, glossary, urgent=urgent))


def _claims(every: Sequence[Assessed], places: Sequence[int], vocabulary: Vocabulary) -> Iterator[Block]:
    kinds = [one.claim.kind for one in every]
    for kind, group in groupby(places, key=lambda place: kinds[place]):
        shown = list(group)
        total = kinds.count(kind)
        of = f" · {len(shown)} of {total}" if len(shown) < total else ""
        yield Heading(f"{KINDS[kind]}{of}", 3)
        for place in shown:
            claim, weighed = every[place].claim, every[place].weighed
            said = lay_words.in_short(claim, weighed, vocabulary)
            number = f"{place + 1} "
            statement = Span(f"“{claim.statement}”", "strong")
            yield text(Span(number, "label"), statement, f" {said}", level=1, hang=len(number))


def _close(
    blocks: Document, shown: int, total: int, about: About, glossary: Iterable[GlossaryTerm], *, urgent: bool
) -> Iterator[Block]:
    every = f"{shown} of {total} shown, all: --all · " if shown < total else ""
    yield text(f"{every}one with its studies: --open N")
    if look := where_explained(words_of(blocks), glossary):
        yield text(look)
    if urgent:
        yield text(Span(about.urgent_help, "strong"))
    yield from closing_blocks([last_line(about)])
