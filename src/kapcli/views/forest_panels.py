"""The axes of a forest plot: each with its rows in numbers and in words, the published reviews after the studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views import forest_words as said
from kapcli.views import phrases, signs
from kapcli.views.document import Heading, Span, text
from kapcli.views.drawings import Plot, PlotRow
from kapcli.views.effect_words import value_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.forest import Forest, Panel, Row, Undrawn
    from kapcli.views.document import Block


def panels(
    forest: Forest,
    vocabulary: Vocabulary,
    *,
    level: int = 2,
    limits: bool = False,
    briefly: bool = False,
    silent: bool = False,
) -> Iterator[Block]:
    """The axes, by domain, the published reviews after the studies.

    Args:
        forest: What is drawn.
        vocabulary: For labels.
        level: Of the headings over them.
        limits: Whether each row's words end in the study's limitations: where no list of them follows.
        briefly: Whether its words leave out what the drawing says already.
        silent: Whether comparisons that showed no difference and have no interval stand in a domain as well.
    """
    domain, published = "", False
    unsized = said.without_interval(forest) if silent else []
    for panel in forest.panels:
        if panel.domain != domain:
            domain, published = panel.domain, False
            label = vocabulary.label("domain", domain)
            yield Heading(label.upper() if level < 3 else f"{label[:1].upper()}{label[1:]}", level)
            if own := [one for one in unsized if one.outcome.domain == domain]:
                yield Heading(said.NO_INTERVAL, 3)
                yield from _without_interval(own, vocabulary)
        if panel.published and not published:
            published = True
            yield Heading(said.PUBLISHED, level)
        yield plot(panel, vocabulary, limits=limits, briefly=briefly)


def _without_interval(outcomes: Sequence[Undrawn], vocabulary: Vocabulary) -> Iterator[Block]:
    """Rows without a mark, one a study: among those that have one they would be missed."""
    by_study: dict[str, list[Undrawn]] = {}
    for one in outcomes:
        by_study.setdefault(one.study.id, []).append(one)
    for name, own in by_study.items():
        study = own[0].study
        measures = "; ".join(_measured(one.outcome, vocabulary) for one in own)
        limits = f"Limitations: {phrases.limits_line(study, vocabulary)}"
        parts = (phrases.people(study), measures, phrases.retraction(study))
        said_of = ". ".join((" · ".join(filter(None, parts)), limits))
        yield text(Span(name, "id"), f" {signs.NO_EFFECT} {said_of}.", level=1, hang=2)


def _measured(outcome: Outcome, vocabulary: Vocabulary) -> str:
    """What was measured, with the estimate where there is one."""
    what = phrases.measure(outcome)
    return what if outcome.value is None else f"{what}: {value_words(outcome, vocabulary)}"


def plot(panel: Panel, vocabulary: Vocabulary, *, limits: bool = False, briefly: bool = False) -> Plot:
    """One axis with its rows."""
    worse, better = said.sides(panel)
    return Plot(
        said.title(panel, vocabulary),
        said.unit_line(panel, vocabulary),
        panel.axis,
        tuple(line for row in panel.rows for line in _lines(row)),
        worse,
        better,
        tuple(_words(row, panel, vocabulary, limits, briefly) for row in panel.rows),
        panel.published,
    )


def _lines(row: Row) -> Iterator[PlotRow]:
    """The lines of a row: the first names the study, a second one the other side of the comparison."""
    year = "" if str(row.study.year) in row.study.id else f" {row.study.year}"
    for place, mark in enumerate(row.effect.marks):
        yield PlotRow(
            number=0 if place else row.number,
            name=mark.name if place else f"{row.study.id}{year}",
            people=said.mark_people(row, mark),
            when="" if place else " ".join(row.outcome.timepoint.split()),
            figure=said.as_published(row, mark),
            mark=mark,
            second=place > 0,
            again=bool(row.again) and not place,
        )


def _words(row: Row, panel: Panel, vocabulary: Vocabulary, limits: bool, briefly: bool) -> Block:
    parts = [] if briefly else [said.reported(row.outcome, vocabulary)]
    parts += ["95% CI calculated here"] if row.effect.worked_out and not briefly else []
    parts += [said.shows(row, panel), said.again(row), phrases.retraction(row.study)]
    parts += [f"limitations: {phrases.limits_line(row.study, vocabulary)}"] if limits else []
    design = vocabulary.label("design", row.study.design)
    sentences = ". ".join(f"{word[:1].upper()}{word[1:]}" for word in parts if word)
    line = f"{phrases.measure(row.outcome)}; {design}. {sentences}."
    return text(Span(f"{row.number} ", "label"), line, level=1, hang=len(str(row.number)) + 1)
