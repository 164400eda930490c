"""What is said of the field, and whether the counts bear it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.facets import FACETS
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Heading, Space, Span, closing, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.limitations import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.index.caveats import Caveat
    from kapcli.views.document import Block, Document


def caveats_document(caveats: Sequence[Caveat], about: About, *, remarks: Sequence[str] = ()) -> Document:
    """Each caveat in full: who makes it, and what the count shows."""

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield Heading("Caveats often made about this field, and what the counts show")
        for caveat in caveats:
            yield Space()
            yield from _caveat(caveat)
        yield Space()
        yield from closing(last_lines(about, ()))

    return tuple(blocks())


def _caveat(caveat: Caveat) -> Iterator[Block]:
    limit = caveat.limit
    yield text(Span(limit.title, "heading"), f" (from {limit.said_by})", level=1, hang=2)
    yield text(limit.text, level=2)
    where = f"{limit.scope_text[:1].upper()}{limit.scope_text[1:]}: " if limit.scope_text else "All studies here: "
    if caveat.here is None or caveat.whole is None:
        yield text(Span(where, "label"), variety_words(caveat), level=2, hang=2)
    else:
        yield text(Span(where, "label"), count_words(caveat.here), level=2, hang=2)
        if limit.scope_text:
            yield text(Span("All studies here: ", "label"), count_words(caveat.whole), level=2, hang=2)
    yield text(verdict(caveat), level=2, hang=2)


def caveat_data(caveat: Caveat) -> dict[str, Any]:
    """A caveat for a program."""
    limit = caveat.limit
    return {
        "id": limit.id,
        "title": limit.title,
        "text": limit.text,
        "said_by": limit.said_by,
        "rule": limit.rule,
        "scope": msgspec.to_builtins(limit.scope),
        "studies": caveat.studies,
        "variety": dict(caveat.variety),
        "seldom": caveat.seldom,
        "here": _counts(caveat.here),
        "whole": _counts(caveat.whole),
        "verdict": verdict(caveat),
    }


def _counts(tally: Tally | None) -> dict[str, int] | None:
    if tally is None:
        return None
    return {"yes": len(tally.yes), "no": len(tally.no), "unknown": len(tally.unknown)}


def variety_words(caveat: Caveat) -> str:
    """How many different values there are, or which few studies do it, in words."""
    if caveat.seldom is not None:
        named = f": {', '.join(caveat.seldom)}" if caveat.seldom else ""
        return f"{len(caveat.seldom)} of {caveat.studies} studies{named}"
    kinds = ", ".join(f"{count} {FACETS[facet].kinds}" for facet, count in caveat.variety)
    return f"{kinds} in {caveat.studies} studies"


def verdict(caveat: Caveat) -> str:
    """Whether the count bears the caveat out."""
    if caveat.seldom is not None:
        if 4 * len(caveat.seldom) <= caveat.studies:
            return "The counts support this."
        return "The counts do not support this."
    if caveat.here is None or caveat.whole is None:
        varied = all(count > 1 for _, count in caveat.variety)
        if varied:
            return "They do differ; a count cannot say what follows from that."
        return "The counts do not support this."
    here, whole = caveat.here.bears_out(), caveat.whole.bears_out()
    if here is None:
        return "True where it is reported; a count cannot say how often it applies elsewhere."
    if not caveat.limit.scope_text:
        return (
            "The counts support this."
            if here
            else "The counts do not support this as a statement about all studies here."
        )
    if here and whole:
        return "The counts support this, in this group and in all studies here."
    if here and whole is None:
        return "The counts support this in this group; for all studies here they cannot say."
    if here:
        return "The counts support this in this group, not in all studies here."
    if whole:
        return "The counts do not support this in this group; they do in all studies here."
    return "The counts do not support this."


def noted(caveats: Sequence[Caveat]) -> str:
    """How many caveats there are, and how many of them the counts support."""
    supported = sum(verdict(caveat).startswith("The counts support this") for caveat in caveats)
    return f"{len(caveats)} caveats often made about this field, {supported} of them supported by the counts"
