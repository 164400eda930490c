"""The first screen of a forest plot: comparisons of groups, what was not plotted, what reviews found, limitations."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from kapcli.catalogue.words import so_many
from kapcli.evidence.effects import CONTRASTS
from kapcli.evidence.limitation_rules import INERT
from kapcli.evidence.limitations import heaviest
from kapcli.views import forest_words as said
from kapcli.views import phrases, signs
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Bar, Shortest, Span, Table, closing, inline, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.effect_words import SHORT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.forest import Forest, Row
    from kapcli.views.document import Block, Document, Inline

# A study and its outcome.
Figure: TypeAlias = tuple[str, str]
# What a trial of a drug is first of all compared with: whether it works at all is asked before which works better.
_PLACEBOS = INERT | {"active-placebo", "midazolam"}
COMPARED = ("control", "other", "two-groups")
# So many results of reviews beside the studies; so many studies without an estimate are named; so many limitations.
_REVIEWS, _NAMED, _LIMITATIONS = 3, 6, 3
# A row has two lines.
_LINES = 2
_LEGEND = "● estimate ├─┤ 95% CI │ no effect; right {}. Own scales; numbers as published"
_RIGHT, _RIGHT_ALONE = "favours ketamine or the first named", "is better"
# The signs beside figures, shorter than under axes.
_SIGNS = {
    "turned": f"{signs.TURNED} axis turned round",
    "worked-out": "* 95% CI calculated here",
    "of-study": "(n) whole study",
    "no-number": "n ? not given",
}


def first_screen(
    forest: Forest,
    vocabulary: Vocabulary,
    about: About,
    *,
    lines: int,
    full: str,
    leading: Collection[Figure] = (),
    remarks: Sequence[str] = (),
    footnotes: Sequence[str] = (),
) -> Document:
    """As much as a window holds.

    Args:
        forest: What is drawn and what is not.
        vocabulary: For labels.
        about: For the date and the disclaimer.
        lines: Of the window.
        full: The command that shows everything.
        leading: Figures that the answer to the question rests on: they come first.
        remarks: What has to be said first.
        footnotes: What has to be said of the answer as a whole.
    """
    rows = _in_turn([row for panel in forest.panels if not panel.published for row in panel.rows], leading)
    compared = [row for row in rows if row.effect.contrast in COMPARED]
    shown = compared or rows
    pooled_rows = _in_turn([row for panel in forest.panels if panel.published for row in panel.rows], leading)
    reviews = sorted(pooled_rows, key=lambda row: (*_rank(row, leading), -row.study.year))

    def page(many: int, pooled: int) -> Document:
        drawn = [*shown[:many], *reviews[:pooled]]
        return (
            *first_remarks(remarks),
            text(Span(f"{_title(forest, vocabulary)}. ", "heading"), _counted(forest)),
            _table(shown[:many], reviews[:pooled], forest, single=not compared),
            *_unsized(forest),
            text(_limited([row.study for row in drawn], vocabulary)),
            text(Span(_signs(forest, drawn), "muted")),
            text(f"{_rest(forest, len(drawn))}: {full}"),
            *(text(line) for line in footnotes),
            *closing(last_lines(about, [row.study for row in drawn])),
        )

    most = min(max(1, lines // _LINES), len(shown))
    # Each shorter than the one before: studies give way before the last two reviews do.
    lengths = [(most, pooled) for pooled in range(min(lines // _LINES, len(reviews)), _REVIEWS, -1)]
    lengths += [(many, _REVIEWS) for many in range(most, 4, -1)]
    lengths += [(4, 3), (4, 2), (3, 2), (3, 1), (2, 1), (1, 1), *([(1, 0)] if shown else [])]
    return (Shortest(lines, [partial(page, *length) for length in lengths]),)


def listed_screen(
    forest: Forest,
    vocabulary: Vocabulary,
    about: About,
    *,
    lines: int,
    full: str,
    remarks: Sequence[str] = (),
    footnotes: Sequence[str] = (),
) -> Document:
    """Where nothing can be drawn: as many results in words as a window holds; see `first_screen`."""
    listed = forest.listed()

    def page(many: int) -> Document:
        some = listed[:many]
        rest = f"{len(listed) - many} more, and every limitation" if many < len(listed) else "Every limitation"
        return (
            *first_remarks(remarks),
            text(Span(said.nothing_to_draw(forest, vocabulary), "heading")),
            *(text(Span(one.study.id, "id"), f" · {said.listed(one, vocabulary)}", level=1, hang=2) for one in some),
            text(_limited([one.study for one in some], vocabulary)),
            text(f"{rest}: {full}"),
            *(text(line) for line in footnotes),
            *closing(last_lines(about, [one.study for one in listed])),
        )

    return (Shortest(lines, [partial(page, many) for many in range(min(lines, len(listed)), 0, -1)]),)


def _rank(row: Row, leading: Collection[Figure]) -> tuple[int, bool, bool]:
    """By what was compared."""
    rests_on = (row.study.id, row.outcome.id) in leading
    return CONTRASTS.index(row.effect.contrast), not rests_on, not _PLACEBOS.intersection(row.study.comparator)


def _in_turn(rows: Sequence[Row], leading: Collection[Figure]) -> list[Row]:
    """One of each study and outcome, those first that say most: between groups, against placebo, randomised, large."""
    ordered = sorted(
        rows,
        key=lambda row: (
            *_rank(row, leading),
            bool(row.again),
            row.study.design != "rct",
            not row.outcome.primary,
            -(row.people or 0),
            row.number,
        ),
    )
    first: dict[tuple[str, str], Row] = {}
    for row in ordered:
        first.setdefault((row.study.id, row.outcome.domain), row)
    return list(first.values())


def _title(forest: Forest, vocabulary: Vocabulary) -> str:
    domains = " or ".join(vocabulary.label("domain", code) for code in forest.domains)
    return f"Forest plot: {domains}" if domains else "Forest plot"


def _counted(forest: Forest) -> str:
    effects = len(forest.rows())
    listed = forest.listed()
    none = sum(one.outcome.direction == "no-difference" for one in listed)
    studies = phrases.works(forest.studies, forest.trials)
    drawn = f"{so_many(effects, 'effect')} with an interval, of {studies}; none pooled here."
    if not listed:
        return drawn
    among = f", {none} of which showed no difference" if none else ""
    return f"{drawn} {len(listed)} more cannot be plotted{among}."


def _table(rows: Sequence[Row], reviews: Sequence[Row], forest: Forest, *, single: bool) -> Table:
    cells: list[tuple[tuple[Inline, ...], ...]] = []
    if rows:
        label = "SINGLE GROUPS, BEFORE AND AFTER: no comparison" if single else "GROUPS COMPARED"
        cells.append(((Span(label, "label"),),))
    cells += [line for row in rows for line in _row(row)]
    if reviews:
        cells.append(((Span(said.PUBLISHED.upper(), "label"),),))
    cells += [line for row in reviews for line in _row(row)]
    return Table(
        ("Study", "n", "", "Estimate [95% CI]"),
        tuple(cells),
        rest=3,
        right=(1,),
        level=0,
        caption="Forest plot in numbers",
    )


def _row(row: Row) -> Iterator[tuple[tuple[Inline, ...], ...]]:
    effect, marks = row.effect, row.effect.marks
    drawn = Bar(marks[0], effect.log, effect.none) if effect.none is not None else ""
    kind = SHORT.get(row.outcome.estimate, SHORT.get(effect.kind, ""))
    figure = " vs ".join(said.as_published(row, mark) for mark in marks)
    people = said.people(row)
    name = Span(row.study.id, "id")
    yield inline(name), inline(people), inline(drawn), inline(f"{kind} {figure}".strip())
    parts = (phrases.measure(row.outcome), said.again(row), phrases.retraction(row.study))
    yield (inline(f"  {'. '.join(filter(None, parts))}"),)


def _unsized(forest: Forest) -> Iterator[Block]:
    """Studies that compared, showed no difference and gave no interval: no row, but never passed over."""
    studies: dict[str, Study] = {one.study.id: one.study for one in said.without_interval(forest)}
    if not studies:
        return
    ordered = sorted(studies.values(), key=lambda study: (study.design != "rct", -_people(study), study.id))
    named = ", ".join(f"{study.id} ({_people(study) or '?'})" for study in ordered[:_NAMED])
    more = f", {len(ordered) - _NAMED} more" if len(ordered) > _NAMED else ""
    yield text(Span(f"{said.NO_INTERVAL} (n): ", "label"), f"{named}{more}.", hang=2)


def _people(study: Study) -> int:
    counts = (study.n.analysed, study.n.randomised, study.n.enrolled)
    return next((count for count in counts if count is not None), 0)


def _limited(studies: Sequence[Study], vocabulary: Vocabulary) -> str:
    each = {study.id: study for study in studies}
    counts = Counter(limit.code for study in each.values() for limit in heaviest(study, vocabulary))
    named = "; ".join(
        f"{vocabulary.label('limitation', code)} {count}" for code, count in counts.most_common(_LIMITATIONS)
    )
    return f"Main limitations of these {len(each)}: {named}." if len(each) > 1 else f"Main limitations: {named}."


def _signs(forest: Forest, rows: Sequence[Row]) -> str:
    drawn = {row.number for row in rows}
    panels = tuple(
        msgspec.structs.replace(panel, rows=tuple(row for row in panel.rows if row.number in drawn))
        for panel in forest.panels
    )
    traits = said.traits(msgspec.structs.replace(forest, panels=panels))
    compared = any(row.effect.contrast in COMPARED for row in rows)
    legend = _LEGEND.format(_RIGHT if compared else _RIGHT_ALONE)
    return "; ".join([legend, *(words for trait, words in _SIGNS.items() if trait in traits)]) + "."


def _rest(forest: Forest, shown: int) -> str:
    left = len(forest.rows()) - shown
    return f"{left} more, axes, every limitation" if left else "On their axes, with every limitation"
