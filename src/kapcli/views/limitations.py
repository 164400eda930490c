"""Limitations: counted over the field or a corner of it, beside what is said of the field."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kapcli.evidence.limitation_counts import DOMAINS, domain_of
from kapcli.evidence.limitation_rules import RULES
from kapcli.views import signs
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import SCREEN, Heading, Shortest, Space, Span, closing, item, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.drawings import Share, Shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.views.document import Block, Document

COLUMNS = ("code", "label", "weight", "yes", "no", "unknown", "studies", "domain")


# So many rows with a bar, and so many other limitations by name, are on a first screen.
_ROWS, _NAMED = 8, 4
# In the order of their weight, what these say is said by a heavier one, or does not belong on a first screen.
_LATER = frozenset({"very-small", "large-effect", "single-site", "no-results", "not-peer-reviewed", "not-empirical"})
_ABOUT_COUNTS = (
    "Each limitation is counted over the studies it can apply to. “Not reported” is never counted as "
    "“no”; + means at least that many."
)


def limitations_document(
    tallies: Sequence[Tally],
    vocabulary: Vocabulary,
    about: About,
    *,
    over: str,
    caveats: str = "",
    studies: bool = False,
    full: bool = False,
    remarks: Sequence[str] = (),
    shown: Sequence[Study] = (),
) -> Document:
    """The limitations by domain of bias, each counted.

    Args:
        tallies: The counts, heaviest first.
        vocabulary: For labels.
        about: For the date and the disclaimer.
        over: What was counted over, in words.
        caveats: What there is to read of caveats made about the field.
        studies: Name the studies behind each count.
        full: Every limitation, and not only those of a first screen.
        remarks: What has to be said first.
        shown: Studies counted over, to know whether urgent help must be named.
    """
    found = {tally.code: tally for tally in tallies if tally.yes}
    brief = not (full or studies)
    ruled = [code for code in found if code in RULES and code not in _LATER][:_ROWS]
    helped = about.urgent_help in remarks

    def blocks(rows: Sequence[str]) -> Iterator[Block]:
        yield from first_remarks(line for line in remarks if not brief or line == about.urgent_help)
        yield text(Span(f"Limitations of the evidence: {over}", "heading"))
        groups = [(name, [found[code] for code in codes if code in rows]) for name, codes in DOMAINS.items()]
        groups = [(name, own) for name, own in groups if own]
        if studies:
            for name, own in groups:
                yield from _named(name, own, vocabulary)
            yield Space()
        else:
            counted = ((name, tuple(_share(tally, vocabulary) for tally in own)) for name, own in groups)
            yield Shares(tuple(counted), _LEGEND)
        if others := [tally for code, tally in found.items() if code not in rows]:
            yield _others(others, vocabulary)
        if full or studies:
            yield text(_ABOUT_COUNTS)
        if not studies:
            yield text("Studies behind each count: --studies" + (f" · {caveats}: --caveats" if caveats else ""))
        if brief:
            # How it was read and what was not counted stand below the answer.
            yield from (text(line) for line in remarks if line != about.urgent_help)
        yield from closing(last_lines(about, shown, helped=helped))

    if not brief:
        return tuple(blocks(list(found)))
    lengths = [ruled[:count] for count in range(len(ruled), min(_FEWEST, len(ruled)) - 1, -1)]
    return (Shortest(SCREEN, [partial(blocks, rows) for rows in lengths]),)


# A first screen has so many rows at least.
_FEWEST = 3
_LEGEND = " ".join(
    part.replace(" ", "\N{NO-BREAK SPACE}")
    for part in (
        f"{signs.YES} yes ",
        f"{signs.GAP[0]} no ",
        f"{signs.UNKNOWN} not known ",
        "+ at least",
        "· % of known",
    )
)


def _share(tally: Tally, vocabulary: Vocabulary) -> Share:
    counts = (len(tally.yes), len(tally.no), len(tally.unknown))
    return Share(
        vocabulary.label("limitation", tally.code), fraction(tally), percent(tally), counts, count_words(tally)
    )


def _named(domain: str, tallies: Sequence[Tally], vocabulary: Vocabulary) -> Iterator[Block]:
    """The limitations of a domain with the studies behind each count."""
    yield Heading(domain, 3)
    for tally in tallies:
        yield item(vocabulary.label("limitation", tally.code), f": {count_words(tally)}")
        yield text(Span(", ".join(tally.yes), "muted"), level=2)


def main_tallies(tallies: Sequence[Tally], most: int = 5) -> list[Tally]:
    """The few limitations that matter most, by their weight; what a heavier one says already is not among them."""
    return [tally for tally in tallies if tally.yes and tally.code in RULES and tally.code not in _LATER][:most]


def fraction(tally: Tally) -> str:
    """How many of how many; with a plus where it is the least there can be."""
    return f"{len(tally.yes)}+/{tally.asked}" if tally.at_least else f"{len(tally.yes)}/{tally.known}"


def percent(tally: Tally) -> str:
    """The share of those whose sources tell; none where no source can say no."""
    return "" if tally.at_least else f"{round(100 * len(tally.yes) / tally.known)}%"


def _others(tallies: Sequence[Tally], vocabulary: Vocabulary) -> Block:
    """What else is noted, the most frequent first."""
    ranked = sorted(tallies, key=lambda tally: -len(tally.yes))
    named = " · ".join(
        f"{vocabulary.label('limitation', tally.code)} {len(tally.yes)}{'+' if tally.at_least else ''}"
        for tally in ranked[:_NAMED]
    )
    more = f" · {len(ranked) - _NAMED} more: --full" if len(ranked) > _NAMED else ""
    return text(Span("Also: ", "label"), named + more, hang=2)


def count_words(tally: Tally) -> str:
    """A count in words: of how many that tell, and how many do not."""
    if tally.at_least:
        return f"at least {len(tally.yes)} of {tally.asked}"
    unknown = f"; not known for {len(tally.unknown)} more" if tally.unknown else ""
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
            domain_of(tally.code),
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


def summary(studies: int, trials: int, caveats: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What was counted over, and what is said of the field, for a program."""
    return {
        "studies": studies,
        "trials": trials,
        "field": caveats,
    }
