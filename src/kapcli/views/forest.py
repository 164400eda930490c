"""Reported effects with their intervals: for each axis its rows and their own words, and what could not be drawn."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.words import so_many
from kapcli.evidence.limitations import heaviest
from kapcli.views import forest_words as said
from kapcli.views import phrases, signs
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Action, Heading, Space, Span, closing, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.drawings import Plot
from kapcli.views.forest_panels import panels
from kapcli.views.forest_screen import COMPARED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.forest import Forest
    from kapcli.views.document import Block, Document

# So many limitations are named beneath a picture.
_MAIN = 5


def forest_page(
    forest: Forest,
    vocabulary: Vocabulary,
    about: About,
    *,
    window: int | None,
    leading: Collection[tuple[str, str]] = (),
    remarks: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    others: str = "",
    full: str = "",
) -> Document:
    """As much as a window holds, where there is one and not everything is asked for; see `forest_document`."""
    if window is None or not full or not (forest.panels or forest.listed()):
        return forest_document(
            forest, vocabulary, about, remarks=remarks, footnotes=footnotes, others=others, full=full
        )
    from kapcli.views.forest_screen import first_screen, listed_screen

    screen = partial(first_screen, leading=leading) if forest.panels else listed_screen
    return screen(forest, vocabulary, about, lines=window, full=full, remarks=remarks, footnotes=footnotes)


def forest_document(
    forest: Forest,
    vocabulary: Vocabulary,
    about: About,
    *,
    remarks: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    others: str = "",
    full: str = "",
) -> Document:
    """The plot with the limitations of each row; what could not be drawn is counted, or listed.

    Args:
        forest: What is drawn and what is not.
        vocabulary: For labels, with the ranges of instruments.
        about: For the date and the disclaimer.
        remarks: What has to be said first.
        footnotes: What has to be said of the answer as a whole.
        others: The command that shows the domains left out.
        full: The command that lists everything; empty where this is it.
    """

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield Space()
        yield text(Span(over(forest, vocabulary), "strong"))
        yield from (text(line) for line in (balance(forest), _parts(forest, vocabulary)) if line)
        if forest.panels:
            yield from (text(Span(line, "muted")) for line in _legend(forest))
        yield from panels(forest, vocabulary, limits=True, briefly=bool(full), silent=True)
        if not full or not forest.panels:
            yield from _undrawn(forest, vocabulary)
        yield Space()
        if elsewhere := left_out(forest, vocabulary):
            yield text(elsewhere + (f" Show them: {others}" if others else ""))
        if not full:
            yield from _limitations(forest, vocabulary)
            yield Space()
        elif forest.listed() and forest.panels:
            yield Action("Every figure, drawn or not, and every limitation", full)
        yield from (text(line) for line in footnotes)
        yield from closing(last_lines(about, studies_of(forest)))

    return tuple(blocks())


def picture_document(forest: Forest, vocabulary: Vocabulary, *, remarks: Sequence[str] = ()) -> Document:
    """The plot alone, for a slide: of words only what is needed to read it, and what weakens the studies, counted.

    Where groups were compared, the comparisons alone are drawn: single groups and pooled results are counted.
    """
    compared = tuple(panel for panel in forest.panels if panel.contrast in COMPARED and not panel.published)
    drawn = msgspec.structs.replace(forest, panels=compared or forest.panels)
    away = len(forest.rows()) - len(drawn.rows())

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield text(Span(over(forest, vocabulary), "strong"))
        for block in panels(drawn, vocabulary, silent=True):
            yield msgspec.structs.replace(block, words=()) if isinstance(block, Plot) else block
        yield text(Span("; ".join(line.rstrip(".") for line in keys(drawn)) + ".", "muted"))
        yield text(Span(_in_short(drawn, vocabulary), "muted"))
        if away:
            yield text(Span(f"Not in this picture: {away} effects in single groups or pooled by reviews.", "muted"))

    return tuple(blocks())


def _in_short(forest: Forest, vocabulary: Vocabulary) -> str:
    """The limitations of the studies drawn, the most frequent first."""
    studies = list({row.study.id: row.study for row in forest.rows()}.values())
    counts = Counter(limit.code for study in studies for limit in heaviest(study, vocabulary))
    named = "; ".join(f"{vocabulary.label('limitation', code)} {count}" for code, count in counts.most_common(_MAIN))
    return f"Main limitations of the {len(studies)} studies drawn: {named}. {balance(forest)}".rstrip()


def keys(forest: Forest) -> list[str]:
    """What must be known to read the figures, whatever signs a drawing has."""
    told = said.traits(forest)
    return [f"{words.rstrip('.')}." for trait, words in said.TRAIT_WORDS.items() if trait in told]


def over(forest: Forest, vocabulary: Vocabulary) -> str:
    """What is drawn, counted."""
    count = len(forest.rows())
    domains = " or ".join(vocabulary.label("domain", code) for code in forest.domains)
    of = f" on {domains}" if domains else ""
    if not count:
        return said.nothing_to_draw(forest, vocabulary)
    works = phrases.works(forest.studies, forest.trials)
    return f"{so_many(count, 'reported effect')}{of} with an interval, of {works}. {said.NOT_POOLED}"


def balance(forest: Forest) -> str:
    """That what is drawn is not all: results without a difference are often printed without an interval."""
    listed = forest.listed()
    if not listed or not forest.panels:
        return ""
    none = sum(one.outcome.direction == "no-difference" for one in listed)
    among = f", {none} of which showed no difference" if none else ""
    return f"Not plotted: {len(listed)} more{among}. The plot is not the whole evidence."


def left_out(forest: Forest, vocabulary: Vocabulary) -> str:
    """How many figures of other domains there are."""
    counts = Counter(one.outcome.domain for one in forest.listed(elsewhere=True))
    if not counts:
        return ""
    named = ", ".join(f"{vocabulary.label('domain', code)} {count}" for code, count in counts.most_common())
    total = counts.total()
    return f"Other outcomes of these studies: {total} ({named})."


def no_figures(count: int) -> str:
    """What is said where studies match, and none has anything to draw or list."""
    verb = "study matches and has" if count == 1 else "studies match and none has"
    return f"{count} {verb}{' no' if count == 1 else ' an'} outcome here: there is nothing to draw and nothing to list."


def title(domains: Sequence[str]) -> str:
    """What a picture is of, by the domains of outcomes in words."""
    return f"Forest plot of reported effects{' on ' if domains else ''}{' or '.join(domains)}"


def studies_of(forest: Forest) -> list[Study]:
    """The studies of a forest with a figure that is drawn or listed, each once."""
    found = {row.study.id: row.study for row in forest.rows()}
    found |= {one.study.id: one.study for one in forest.listed()}
    return list(found.values())


def _parts(forest: Forest, vocabulary: Vocabulary) -> str:
    """What a page on several domains holds, in its order; empty where there is but one."""
    counts = Counter(row.outcome.domain for row in forest.rows())
    if len(counts) < 2:
        return ""
    named = ", ".join(f"{vocabulary.label('domain', code)} {count}" for code, count in counts.items())
    return f"In this order: {named}. One alone: --domain {next(iter(counts))}."


def _legend(forest: Forest) -> list[str]:
    told = said.traits(forest)
    line = f"{signs.POINT} estimate   {signs.LEFT_END}{signs.LINE}{signs.RIGHT_END} 95% CI"
    if "line" in told:
        line += f"   {signs.NO_EFFECT} no effect. {said.RIGHT}"
    words = said.TRAIT_WORDS | {
        "groups": f"{signs.POINT} {signs.SECOND_POINT} the two groups of a comparison",
        "leaves": f"{signs.BEYOND_LEFT} {signs.BEYOND_RIGHT} {said.BEYOND}",
    }
    order = ("turned", "groups", "worked-out", "of-study", "no-number", "leaves", "again")
    return [line, *(words[trait] for trait in order if trait in told)]


def _undrawn(forest: Forest, vocabulary: Vocabulary) -> Iterator[Block]:
    if not (listed := forest.listed()):
        return
    yield Heading(f"Not plotted: {len(listed)}")
    reason: str = ""
    for one in listed:
        if one.reason != reason:
            reason = one.reason
            yield Space()
            yield text(Span(said.REASON_WORDS[reason], "label"), level=1, hang=2)
        yield text(Span(one.study.id, "id"), f" · {said.listed(one, vocabulary)}", level=1, hang=2)


def _limitations(forest: Forest, vocabulary: Vocabulary) -> Iterator[Block]:
    """Who was studied, against what, and what weakens it: no figure stands without it."""
    yield Heading("Study limitations")
    for study in studies_of(forest):
        facts, limits = said.weakness(study, vocabulary)
        yield text(Span(study.id, "id"), f" · {facts}. ", Span(limits, "limit"), level=1, hang=2)
