"""A forest plot in characters: for each axis its rows, the axis, and beneath them each row's own words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from kapcli.evidence.forest_legend import traits
from kapcli.views import forest_words as said
from kapcli.views import phrases, signs
from kapcli.views.closing_lines import about_lines
from kapcli.views.study_results import measure
from kapcli.writers.cleaning import one_line
from kapcli.writers.interval_bar import axis_lines, cell, interval_bar
from kapcli.writers.layout import Page, Span, cell_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.model import About, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.effects import Mark
    from kapcli.evidence.forest import Forest, Panel, Row
    from kapcli.writers.layout import Line

# A plot narrower than this shows nothing; the figures then stand under their rows.
_PLOT, _ROOMY, _WIDEST = 26, 40, 61
_GAP = 2


def forest_page(
    forest: Forest,
    vocabulary: Vocabulary,
    about: About,
    width: int,
    *,
    remarks: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    others: str = "",
) -> list[Line]:
    """The plot, what could not be drawn, and the limits of what was.

    Args:
        forest: What is drawn and what is not.
        vocabulary: For labels.
        about: For the date and the disclaimer.
        width: Columns.
        remarks: What has to be said first.
        footnotes: What has to be said of the answer as a whole.
        others: The command that shows the domains left out.
    """
    page = Page(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    page.blank()
    page.text(Span(over(forest, vocabulary), "strong"))
    if balance(forest):
        page.text(balance(forest))
    if parts := _parts(forest, vocabulary):
        page.text(parts)
    if forest.panels:
        for line in _legend(forest):
            page.text(Span(line, "muted"))
    domain, published = "", False
    for panel in forest.panels:
        if panel.domain != domain:
            domain, published = panel.domain, False
            label = vocabulary.label("domain", domain)
            page.heading(f"{label[:1].upper()}{label[1:]}".upper())
        if panel.published and not published:
            published = True
            page.heading(said.PUBLISHED)
        _panel(page, panel, vocabulary)
    _undrawn(page, forest, vocabulary)
    elsewhere = left_out(forest, vocabulary)
    if elsewhere:
        page.blank()
        page.text(elsewhere + (f" Show them with: {others}" if others else ""))
    _limits(page, forest, vocabulary)
    page.blank()
    for line in footnotes:
        page.text(line)
    for line in about_lines(about, studies_of(forest)):
        page.text(Span(line, "muted"))
    return page.lines


def over(forest: Forest, vocabulary: Vocabulary) -> str:
    """What is drawn, counted."""
    count = len(forest.rows())
    domains = " or ".join(vocabulary.label("domain", code) for code in forest.domains)
    of = f" on {domains}" if domains else ""
    if not count:
        listed = len(forest.listed())
        return (
            f"Nothing to draw{of}: {listed} {'outcome is' if listed == 1 else 'outcomes are'} reported, none with an "
            "interval that can stand on an axis here."
        )
    works = f"{forest.studies} {'study' if forest.studies == 1 else 'studies'}"
    if forest.trials != forest.studies:
        works += f" ({forest.trials} trials or works)"
    return (
        f"{count} reported {'effect' if count == 1 else 'effects'}{of} with an interval, of {works}. {said.NOT_POOLED}"
    )


def balance(forest: Forest) -> str:
    """That what is drawn is not all: results without a difference are often printed without an interval."""
    listed = forest.listed()
    if not listed or not forest.panels:
        return ""
    none = sum(one.outcome.direction == "no-difference" for one in listed)
    among = f", {none} of which showed no difference" if none else ""
    return (
        f"{len(listed)} more {'figure is' if len(listed) == 1 else 'figures are'} listed beneath{among}. "
        "What can be drawn is not the balance of the evidence."
    )


def left_out(forest: Forest, vocabulary: Vocabulary) -> str:
    """How many figures of other domains there are."""
    counts = Counter(one.outcome.domain for one in forest.listed(elsewhere=True))
    if not counts:
        return ""
    named = ", ".join(f"{vocabulary.label('domain', code)} {count}" for code, count in counts.most_common())
    total = counts.total()
    return f"Left out: {total} {'figure' if total == 1 else 'figures'} of these studies on something else ({named})."


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
    told = traits(forest)
    line = f"{signs.POINT} estimate   {signs.LEFT_END}{signs.LINE}{signs.RIGHT_END} its 95% interval"
    if "line" in told:
        line += f"   {signs.NO_EFFECT} no effect. {said.RIGHT}"
    words = said.TRAIT_WORDS | {
        "groups": f"{signs.POINT} {signs.SECOND_POINT} the two groups of a comparison, each with its own interval",
        "leaves": f"{signs.BEYOND_LEFT} {signs.BEYOND_RIGHT} {said.BEYOND}",
    }
    order = ("groups", "worked-out", "of-study", "no-number", "leaves", "again")
    return [line, *(words[trait] for trait in order if trait in told)]


def _panel(page: Page, panel: Panel, vocabulary: Vocabulary) -> None:
    page.heading(said.title(panel, vocabulary))
    page.text(Span(said.unit_line(panel, vocabulary), "muted"), indent=2)
    _plot(page, panel)
    for row in panel.rows:
        parts = [row.effect.worked_out and "interval worked out here", said.shows(row, panel), said.turned(row)]
        parts += [said.again(row), said.retraction(row.study)]
        number = Span(f"{row.number} ", "label")
        design = vocabulary.label("design", row.study.design)
        words = [said.reported(row.outcome, vocabulary), *(str(part) for part in parts if part)]
        text = f"{measure(row.outcome)}; {design}. " + ". ".join(word[:1].upper() + word[1:] for word in words) + "."
        page.text(number, text, indent=2, hang=2 + len(str(row.number)) + 1)


class _Entry(msgspec.Struct, frozen=True):
    """One line of a plot: the study or the second side, how many people, when, the figure, and what is drawn."""

    name: str
    people: str
    when: str
    figure: str
    mark: Mark
    point: str


def _plot(page: Page, panel: Panel) -> None:
    digits = len(str(panel.rows[-1].number))
    entries = [entry for row in panel.rows for entry in _entries(row, digits)]
    figures = max(cell_width(entry.figure) for entry in entries)
    counts = max(cell_width(entry.people) for entry in entries)
    times = max(cell_width(entry.when) for entry in entries)
    most = max(16, page.width // 3)
    # A name too long for its column gets a line of its own.
    names = max((width for entry in entries if (width := cell_width(entry.name)) <= most), default=most)
    left = 2 + names + _GAP + counts + _GAP
    cells = page.width - left - _GAP - figures
    # Where there is room for all of them, the times stand in the plot as well: whole, or not at all.
    timed = times > 0 and cells - times - _GAP >= _ROOMY
    if timed:
        left, cells = left + times + _GAP, cells - times - _GAP
    beside = cells >= _PLOT
    if not beside:
        cells = page.width - left - 1
    cells = max(5, min(cells, _WIDEST))
    for entry in entries:
        bar = interval_bar(entry.mark, panel.axis, cells, entry.point)
        name = entry.name
        if cell_width(name) > names:
            page.text(Span(name, "id"), indent=2)
            name = ""
        gap = " " * (names - cell_width(name) + _GAP + counts - cell_width(entry.people))
        middle = gap + entry.people + " " * _GAP
        if timed:
            middle += entry.when + " " * (times - cell_width(entry.when) + _GAP)
        line = [Span("  "), Span(name, "id"), Span(middle), Span(bar if beside else bar.rstrip())]
        if beside:
            line.append(Span(" " * _GAP + entry.figure))
        page.lines.append(tuple(span for span in line if span.text))
        if not beside:
            start = max(2, min(left, page.width - cell_width(entry.figure)))
            page.lines.append((Span(" " * start + entry.figure),))
    for text in axis_lines(panel.axis, cells):
        page.lines.append((Span(" " * left + text, "muted"),))
    _favours(page, panel, left, cells)
    page.blank()


def _entries(row: Row, digits: int) -> list[_Entry]:
    """The lines of a row: the first names the study, a second one the other side of the comparison."""
    year = "" if str(row.study.year) in row.study.id else f" {row.study.year}"
    name = f"{row.number:>{digits}} {row.study.id}{year}{'=' if row.again else ''}"
    lines = []
    for place, mark in enumerate(row.effect.marks):
        lines.append(
            _Entry(
                name=" " * (digits + 1) + one_line(mark.name) if place else name,
                people=said.mark_people(row, mark),
                when="" if place else one_line(row.outcome.timepoint),
                figure=said.as_drawn(row, mark),
                mark=mark,
                point=signs.SECOND_POINT if place else signs.POINT,
            )
        )
    return lines


def _favours(page: Page, panel: Panel, left: int, cells: int) -> None:
    """Under the axis: whom each side favours, either side of the line; one under the other where there is no room."""
    worse, better = map(one_line, said.sides(panel))
    if not better or panel.axis.none is None:
        return
    line = left + cell(panel.axis.none, panel.axis, cells)
    before, after = f"{signs.BEYOND_LEFT} {worse} ", f" {better} {signs.BEYOND_RIGHT}"
    if cell_width(before) + 2 <= line and line + 1 + cell_width(after) <= page.width:
        page.lines.append((Span(" " * (line - cell_width(before)) + before + signs.NO_EFFECT + after, "label"),))
    else:
        page.text(Span(f"{signs.BEYOND_LEFT} {worse}", "label"), indent=2, hang=4)
        page.text(Span(f"{signs.BEYOND_RIGHT} {better}", "label"), indent=2, hang=4)


def _undrawn(page: Page, forest: Forest, vocabulary: Vocabulary) -> None:
    listed = forest.listed()
    if not listed:
        return
    page.heading(f"Reported, not drawn: {len(listed)}")
    reason = ""
    for one in listed:
        if one.reason != reason:
            reason = one.reason
            page.blank()
            page.text(Span(said.REASON_WORDS[reason], "label"), indent=2, hang=4)
        outcome = one.outcome
        text = f"{measure(outcome)}: {phrases.figure(outcome, vocabulary)}; {phrases.shows(outcome, vocabulary)}"
        page.text(Span(one.study.id, "id"), f" · {text}", indent=2, hang=4)


def _limits(page: Page, forest: Forest, vocabulary: Vocabulary) -> None:
    """Who was studied, against what, and what weakens it: no figure stands without it."""
    page.heading("The works named, and what weakens them")
    for study in studies_of(forest):
        parts = [
            vocabulary.label("design", study.design),
            phrases.people(study),
            phrases.comparator(study, vocabulary),
        ]
        mark = phrases.reading_mark(study)
        limits = f"Limits: {phrases.limits_line(study, vocabulary)}" + (f" · {mark}" if mark else "")
        text = " · ".join(filter(None, parts))
        page.text(Span(study.id, "id"), f" · {text}. ", Span(limits, "limit"), indent=2, hang=4)


__all__ = ["balance", "forest_page", "left_out", "over", "studies_of"]
