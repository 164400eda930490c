"""Limits counted: of the field, of a corner of it, and of single studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.facets import FACETS
from kapcli.evidence.limitations import RULES
from kapcli.views.closing_lines import about_lines
from kapcli.views.limitation_lines import limit_lines
from kapcli.writers.layout import Page, Span
from kapcli.writers.tables import markdown_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.model import About, FieldLimit, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.writers.layout import Line


class Said(msgspec.Struct, frozen=True):
    """A caveat said of the field, with its count where it is said and in the whole catalogue.

    Attributes:
        here: The count in its scope; ``None`` where kinds are counted instead.
        whole: The same over everything.
        variety: Facet and how many different values it has in the scope.
        seldom: Ids of the studies that do what is hardly ever done; ``None`` where something else is counted.
        studies: How many studies the scope holds.
    """

    limit: FieldLimit
    here: Tally | None
    whole: Tally | None
    variety: tuple[tuple[str, int], ...] = ()
    seldom: tuple[str, ...] | None = None
    studies: int = 0


def limits_page(
    about: About,
    vocabulary: Vocabulary,
    width: int,
    *,
    over: str,
    tallies: Sequence[Tally],
    said: Sequence[Said] = (),
    studies: bool = False,
    remarks: Sequence[str] = (),
    shown: Sequence[Study] = (),
) -> list[Line]:
    """The caveats, heaviest first, each counted.

    Args:
        about: For the date and the disclaimer.
        vocabulary: For labels.
        width: Columns.
        over: What was counted over, in words.
        tallies: The counts, heaviest limit first.
        said: What is said of the field, with its counts.
        studies: List the studies behind each count.
        remarks: What has to be said first.
        shown: Studies counted over, to know whether urgent help must be named.
    """
    page = Page(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    if said:
        page.heading("What is said of this field, and what the count shows")
        for entry in said:
            page.blank()
            _said(page, entry)
    page.heading(f"Limits, heaviest first, counted over {over}")
    for tally in tallies:
        if not tally.yes:
            continue
        term = vocabulary.term("limitation", tally.code)
        page.bullet(Span(term.label, "limit"), f": {count_words(tally)}")
        if studies:
            page.text(Span(", ".join(tally.yes), "muted"), indent=4)
    page.blank()
    page.text(
        "A study may have several. Each is counted over the studies it applies to and whose sources tell; what they do "
        "not tell is never a no." + ("" if studies else " kap limits --studies names the studies behind each count.")
    )
    for line in about_lines(about, shown):
        page.text(Span(line, "muted"))
    return page.lines


def count_words(tally: Tally) -> str:
    """A count in words: of how many that tell, and how many do not."""
    if tally.one_sided:
        verb = "holds" if tally.code in RULES else "named"
        return f"{verb} for {len(tally.yes)} of {tally.asked}; not known for the rest"
    unknown = f"; {len(tally.unknown)} more not known" if tally.unknown else ""
    return f"{len(tally.yes)} of {tally.known}{unknown}"


def limits_markdown(tallies: Sequence[Tally], vocabulary: Vocabulary, about: About) -> str:
    """The counts as a Markdown table."""
    rows = [
        (vocabulary.label("limitation", tally.code), count_words(tally), ", ".join(tally.yes))
        for tally in tallies
        if tally.yes
    ]
    table = markdown_table(("Limit", "Count", "Studies"), rows)
    return table + "\n" + "\n".join(about_lines(about, ())) + "\n"


def own_limits_page(
    studies: Sequence[tuple[Study, str]], vocabulary: Vocabulary, about: About, width: int
) -> list[Line]:
    """The limits of single studies, each with what it means there."""
    page = Page(width)
    for study, origin in studies:
        page.blank()
        page.text(Span(study.id, "id"), " · ", study.finding, hang=2)
        if origin != "built-in":
            page.text(Span(f"from {origin}, not from the built-in catalogue", "muted"), indent=2)
        limit_lines(page, study, vocabulary, RULES)
    page.blank()
    for line in about_lines(about, [study for study, _ in studies]):
        page.text(Span(line, "muted"))
    return page.lines


def safety_page(
    about: About,
    vocabulary: Vocabulary,
    width: int,
    *,
    over: str,
    counts: Sequence[tuple[str, Sequence[str]]],
    named: Sequence[tuple[str, Sequence[str]]],
    serious: Sequence[tuple[str, str]],
    known: Sequence[tuple[str, str]] = (),
    texts: Sequence[tuple[str, str]],
    remarks: Sequence[str] = (),
    shown: Sequence[Study] = (),
) -> list[Line]:
    """Harms: looked for, found, not reported.

    Args:
        about: For the date and the disclaimer.
        vocabulary: For labels.
        width: Columns.
        over: What was counted over, in words.
        counts: Safety status to the ids of its studies.
        named: Harm to the ids of the studies that name it, commonest first.
        serious: Id and number of serious adverse events, where a number was read.
        known: Id and finding of works on harm that were left out by words or facets but must be seen.
        texts: Id and what the catalogue says of harm there.
        remarks: What has to be said first.
        shown: The studies, to know whether urgent help must be named.
    """
    page = Page(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    page.heading(f"Harms, counted over {over}")
    for status, ids in counts:
        page.bullet(Span(vocabulary.label("safety", status), "limit"), f": {len(ids)}")
    page.text("Harm that was not reported is not known; it is no sign of safety.", indent=2)
    if named:
        page.heading("Named as seen, and in how many studies")
        for harm, ids in named:
            page.bullet(f"{harm}: {len(ids)} ({', '.join(ids)})")
        page.text(
            "One harm may stand here under several names, so a count may be too low. How often harms occur cannot be "
            "told from it.",
            indent=2,
        )
    if serious:
        page.heading("Serious adverse events, where a number was read")
        for name, number in serious:
            page.bullet(Span(name, "id"), f": {number}")
    if known:
        page.heading("Whatever was asked: what works on harm found, for any use or route")
        for name, text in known:
            page.text(Span(name, "id"), f": {text}", indent=2, hang=4)
    if texts:
        page.heading("Study by study")
        for name, text in texts:
            page.text(Span(name, "id"), f": {text}", indent=2, hang=4)
    page.blank()
    for line in about_lines(about, shown):
        page.text(Span(line, "muted"))
    return page.lines


def _said(page: Page, entry: Said) -> None:
    limit = entry.limit
    page.text(Span(limit.title, "heading"), f" (said by {limit.said_by})", indent=2, hang=4)
    page.text(limit.text, indent=4)
    where = f"Where it is said, {limit.scope_text}: " if limit.scope_text else "In the whole catalogue: "
    if entry.here is None or entry.whole is None:
        page.text(Span(where, "label"), variety_words(entry), indent=4, hang=6)
    else:
        page.text(Span(where, "label"), count_words(entry.here), indent=4, hang=6)
        if limit.scope_text:
            page.text(Span("In the whole catalogue: ", "label"), count_words(entry.whole), indent=4, hang=6)
    page.text(verdict(entry), indent=4, hang=6)


def variety_words(entry: Said) -> str:
    """How many different values there are, or which few studies do it, in words."""
    if entry.seldom is not None:
        named = f": {', '.join(entry.seldom)}" if entry.seldom else ""
        return f"{len(entry.seldom)} of {entry.studies} studies{named}"
    kinds = ", ".join(f"{count} {FACETS[facet].kinds}" for facet, count in entry.variety)
    return f"{kinds} in {entry.studies} studies"


def verdict(entry: Said) -> str:
    """Whether the count bears the caveat out."""
    if entry.seldom is not None:
        if 4 * len(entry.seldom) <= entry.studies:
            return "The count bears it out."
        return "The count does not bear it out."
    if entry.here is None or entry.whole is None:
        varied = all(count > 1 for _, count in entry.variety)
        if varied:
            return "They do differ; what follows from it the count cannot say."
        return "The count does not bear it out."
    here, whole = entry.here.bears_out(), entry.whole.bears_out()
    if here is None:
        return "It holds where it is named; how often elsewhere the count cannot say."
    if not entry.limit.scope_text:
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


__all__ = [
    "Said",
    "count_words",
    "limits_markdown",
    "limits_page",
    "own_limits_page",
    "safety_page",
    "variety_words",
    "verdict",
]
