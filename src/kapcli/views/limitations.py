"""Limitations: counted over the field or a corner of it, beside what is said of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.facets import FACETS
from kapcli.evidence.limitations import RULES
from kapcli.views.closing_lines import about_lines
from kapcli.views.document import Heading, Space, Span, closing, item, text
from kapcli.views.document import remarks as first_remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.index.caveats import Caveat
    from kapcli.views.document import Block, Document

COLUMNS = ("code", "label", "weight", "yes", "no", "unknown", "studies")


def limitations_document(
    tallies: Sequence[Tally],
    vocabulary: Vocabulary,
    about: About,
    *,
    over: str,
    caveats: Sequence[Caveat] = (),
    studies: bool = False,
    remarks: Sequence[str] = (),
    shown: Sequence[Study] = (),
) -> Document:
    """The limitations, heaviest first, each counted.

    Args:
        tallies: The counts, heaviest first.
        vocabulary: For labels.
        about: For the date and the disclaimer.
        over: What was counted over, in words.
        caveats: What is said of the field, with its counts.
        studies: Name the studies behind each count.
        remarks: What has to be said first.
        shown: Studies counted over, to know whether urgent help must be named.
    """

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        if caveats:
            yield Heading("What is said of this field, and what the count shows")
            for caveat in caveats:
                yield Space()
                yield from _caveat(caveat)
        yield Heading(f"Limits, heaviest first, counted over {over}")
        for tally in tallies:
            if tally.yes:
                label = vocabulary.label("limitation", tally.code)
                yield item(Span(label, "limit"), f": {count_words(tally)}")
                if studies:
                    yield text(Span(", ".join(tally.yes), "muted"), level=2)
        yield Space()
        yield text(
            "A study may have several. Each is counted over the studies it applies to and whose sources tell; what "
            "they do not tell is never a no."
            + ("" if studies else " kap limits --studies names the studies behind each count.")
        )
        yield from closing(about_lines(about, shown))

    return tuple(blocks())


def over(studies: int, trials: int) -> str:
    """What was counted over, in words."""
    counted = f"{studies} {'study' if studies == 1 else 'studies'}"
    return counted if trials == studies else f"{counted} ({trials} trials or works)"


def count_words(tally: Tally) -> str:
    """A count in words: of how many that tell, and how many do not."""
    if tally.one_sided:
        verb = "holds" if tally.code in RULES else "named"
        return f"{verb} for {len(tally.yes)} of {tally.asked}; not known for the rest"
    unknown = f"; {len(tally.unknown)} more not known" if tally.unknown else ""
    return f"{len(tally.yes)} of {tally.known}{unknown}"


def counted_cells(tallies: Sequence[Tally], vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """The counts as the cells of `COLUMNS`."""
    return [
        (
            tally.code,
            vocabulary.label("limitation", tally.code),
            str(vocabulary.term("limitation", tally.code).weight or ""),
            str(len(tally.yes)),
            str(len(tally.no)),
            str(len(tally.unknown)),
            " ".join(tally.yes),
        )
        for tally in tallies
    ]


def counted_data(tallies: Sequence[Tally], vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """The counts for a program.

    Args:
        tallies: The counts.
        vocabulary: With definitions.
    """
    results = []
    for tally in tallies:
        term = vocabulary.term("limitation", tally.code)
        results.append(
            {
                "id": tally.code,
                "label": term.label,
                "definition": term.definition,
                "weight": term.weight,
                "yes": len(tally.yes),
                "no": len(tally.no),
                "unknown": len(tally.unknown),
                "studies": tally.yes,
                "not_known": tally.unknown,
            }
        )
    return results


def _caveat(caveat: Caveat) -> Iterator[Block]:
    limit = caveat.limit
    yield text(Span(limit.title, "heading"), f" (said by {limit.said_by})", level=1, hang=2)
    yield text(limit.text, level=2)
    where = f"Where it is said, {limit.scope_text}: " if limit.scope_text else "In the whole catalogue: "
    if caveat.here is None or caveat.whole is None:
        yield text(Span(where, "label"), variety_words(caveat), level=2, hang=2)
    else:
        yield text(Span(where, "label"), count_words(caveat.here), level=2, hang=2)
        if limit.scope_text:
            yield text(Span("In the whole catalogue: ", "label"), count_words(caveat.whole), level=2, hang=2)
    yield text(verdict(caveat), level=2, hang=2)


def summary(studies: int, trials: int, caveats: Sequence[Caveat]) -> dict[str, Any]:
    """What was counted over, and what is said of the field, for a program."""
    return {
        "studies": studies,
        "trials": trials,
        "field": [caveat_data(caveat) for caveat in caveats],
    }


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
            return "The count bears it out."
        return "The count does not bear it out."
    if caveat.here is None or caveat.whole is None:
        varied = all(count > 1 for _, count in caveat.variety)
        if varied:
            return "They do differ; what follows from it the count cannot say."
        return "The count does not bear it out."
    here, whole = caveat.here.bears_out(), caveat.whole.bears_out()
    if here is None:
        return "It holds where it is named; how often elsewhere the count cannot say."
    if not caveat.limit.scope_text:
        return "The count bears it out." if here else "The count does not bear it out as a statement on the whole."
    if here and whole:
        return "The count bears it out, there and in the whole."
    if here and whole is None:
        return "The count bears it out there; for the whole it cannot say."
    if here:
        return "The count bears it out there, not in the whole catalogue."
    if whole:
        return "The count does not bear it out there; it holds in the whole catalogue."
    return "The count does not bear it out."
