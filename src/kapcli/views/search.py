"""The answer to a search: hits, best first, each with its limitations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.facets import option, placed
from kapcli.catalogue.forms import plain_title
from kapcli.views import phrases, study_fields
from kapcli.views.closing_lines import about_lines
from kapcli.views.document import Entry, Fuller, Space, Span, closing, row, text
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.search import Found, Hit
    from kapcli.views.document import Block, Document

# How many values of a facet are offered to narrow an answer, and from how many hits on.
_VALUES, _FEW = 3, 3


def search_document(
    found: Found,
    vocabulary: Vocabulary,
    about: About,
    *,
    remarks: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    narrowed: Sequence[str] = (),
    harms: bool = False,
    explain: bool = False,
) -> Document:
    """A search answer.

    Args:
        found: The answer.
        vocabulary: For labels.
        about: For the date and the disclaimer.
        remarks: What has to be said before the hits (corrections, no match).
        footnotes: What the answer leaves out.
        narrowed: Facets that are set already, so that they are not offered again.
        harms: Show for each hit what it says of harm: the question was about that.
        explain: Show for each hit which field matched.
    """

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        for hit in found.hits:
            yield Space()
            yield _hit(hit, vocabulary, harms=harms, explain=explain)
        yield Space()
        if found.total:
            yield text(Span(count_line(found), "strong"))
            yield from _offers(found, narrowed)
        yield from (text(note) for note in footnotes)
        yield from closing(about_lines(about, [hit.study for hit in found.hits]))

    return tuple(blocks())


def count_line(found: Found) -> str:
    """How many of how many, as studies and as trials."""
    shown = len(found.hits)
    count = found.total - found.retracted
    studies = f"{count} {'study' if count == 1 else 'studies'}"
    trials = "" if found.trials == count else f" of {found.trials} trials or works"
    if found.retracted:
        trials += f", and {found.retracted} retracted"
    if shown < found.total:
        return f"{shown} of {studies}{trials} shown; --limit {found.total} shows all"
    return f"{studies}{trials}"


def _hit(hit: Hit, vocabulary: Vocabulary, *, harms: bool, explain: bool) -> Entry:
    study = hit.study

    def blocks() -> Iterator[Block]:
        yield text(study.finding, level=1)
        if retraction := phrases.retraction(study):
            yield text(Span(retraction, "warning"), level=1)
        if harms:
            parts = filter(None, (phrases.safety_status(study, vocabulary), study.safety.text))
            yield row("Adverse events", ". ".join(parts))
        limits = Span(phrases.limits_and_reading(study, vocabulary), "limit")
        yield text(Span("Limits: ", "label"), limits, level=1, hang=2)
        yield Fuller((row("Record", phrases.record(study)),) if phrases.record(study) else ())
        if hit.missing:
            yield text(Span(f"Without: {', '.join(hit.missing)}", "warning"), level=1)
        if hit.origin != "built-in":
            yield text(Span(f"From {hit.origin}, not from the built-in catalogue", "muted"), level=1)
        if explain:
            yield from (row(unit, ", ".join(fields)) for unit, fields in hit.matched.items())

    head, facts = study_fields.in_hit(study, vocabulary, "head"), study_fields.in_hit(study, vocabulary, "facts")
    return Entry(study.id, plain_title(study.title), head, facts, tuple(blocks()))


def _offers(found: Found, narrowed: Sequence[str]) -> Iterator[Block]:
    """Facet values that would narrow the answer, with their counts."""
    if found.total <= _FEW:
        return
    offers = []
    for facet in placed(lambda facet: facet.offered):
        values = [
            (code, count)
            for code, count in found.facets.get(facet, {}).items()
            if count < found.total and code not in ("none", "other", "mixed")
        ][:_VALUES]
        if values and facet not in narrowed:
            listed = ", ".join(f"{code} ({count})" for code, count in values)
            offers.append(f"{option(facet)} {listed}")
    if offers:
        yield text(Span("Narrow with: ", "label"), "; ".join(offers), hang=2)


def as_data(hit: Hit, vocabulary: Vocabulary, *, explain: bool) -> dict[str, Any]:
    """A hit for a program: its study in short, and how it matched; which field did where that is asked for."""
    return study_fields.as_data(hit.study, hit.origin, vocabulary) | {
        "match": hit.match,
        "missing": hit.missing,
        "matched": msgspec.to_builtins(hit.matched) if explain else None,
    }
