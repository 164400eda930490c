"""A forest plot as drawings: one for each axis, from the same figures as ``kap forest``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.evidence.forest_legend import traits
from kapcli.views import forest_words as said
from kapcli.views import phrases
from kapcli.views.forest import balance, left_out, over
from kapcli.views.phrases import measure

if TYPE_CHECKING:
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.axis import Axis
    from kapcli.evidence.effects import Mark
    from kapcli.evidence.forest import Forest, Panel, Row

# Sizes in view box units, which are pixels at full width.
_WIDTH, _LEFT, _RIGHT = 480.0, 12.0, 468.0
_ROW, _TOP, _FOOT = 44.0, 8.0, 58.0
_ARROW = 7.0
# Rough widths of a letter, strong and plain: enough to see what would run into what.
_STRONG, _PLAIN = 7.4, 6.8


class Bar(msgspec.Struct, frozen=True):
    """One point with its interval.

    Attributes:
        name: The work, or the comparator on a second line.
        left: Where the line starts.
        right: Where it ends.
        point: Where the estimate stands; ``None`` where only the interval was read.
        cut_left: Whether the interval goes on beyond the axis.
        cut_right: Likewise.
        second: Whether it is the second group of a comparison, drawn hollow.
    """

    y: float
    name: str
    people: str
    figure: str
    left: float
    right: float
    point: float | None
    cut_left: bool
    cut_right: bool
    second: bool


class Tick(msgspec.Struct, frozen=True):
    """A number under the axis."""

    x: float
    text: str


class RowWords(msgspec.Struct, frozen=True):
    """A row in words: the text beside the picture, which says the same and more."""

    number: int
    study: str
    design: str
    people: str
    measure: str
    drawn: str
    shows: str
    reported: str
    limits: str


class PanelDrawing(msgspec.Struct, frozen=True):
    """One axis with its rows.

    Attributes:
        apart: How far below the name of the left side that of the right one stands: 0 where both fit one line.
    """

    id: str
    heading: str
    unit: str
    published: bool
    domain: str
    width: float
    height: float
    base: float
    none: float | None
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    worse: str
    better: str
    apart: float
    description: str
    words: tuple[RowWords, ...]


class Listed(msgspec.Struct, frozen=True):
    """A figure that is listed and not drawn."""

    study: str
    measure: str
    figure: str
    shows: str
    reason: str


class ForestDrawing(msgspec.Struct, frozen=True):
    """All axes, and what is not drawn."""

    over: str
    balance: str
    panels: tuple[PanelDrawing, ...]
    keys: tuple[str, ...]
    listed: tuple[Listed, ...]
    elsewhere: str


def forest_drawing(forest: Forest, vocabulary: Vocabulary) -> ForestDrawing:
    """Lay out every panel of a forest.

    Args:
        forest: What is drawn and what is not.
        vocabulary: For labels, with the ranges of instruments.
    """
    return ForestDrawing(
        over=over(forest, vocabulary),
        balance=balance(forest),
        panels=tuple(_panel(panel, vocabulary) for panel in forest.panels),
        keys=_keys(forest),
        listed=tuple(
            Listed(
                one.study.id,
                measure(one.outcome),
                phrases.figure(one.outcome, vocabulary),
                phrases.shows(one.outcome, vocabulary),
                said.REASON_WORDS[one.reason],
            )
            for one in forest.listed()
        ),
        elsewhere=left_out(forest, vocabulary),
    )


def _panel(panel: Panel, vocabulary: Vocabulary) -> PanelDrawing:
    bars: list[Bar] = []
    for row in panel.rows:
        for place, mark in enumerate(row.effect.marks):
            bars.append(_bar(row, mark, panel.axis, _TOP + _ROW * len(bars), second=place > 0))
    base = _TOP + _ROW * len(bars) + 6
    worse, better = said.sides(panel)
    apart = 0.0 if _PLAIN * (len(worse) + len(better) + 6) < _RIGHT - _LEFT else 16.0
    return PanelDrawing(
        id=panel.id,
        heading=said.title(panel, vocabulary),
        unit=said.unit_line(panel, vocabulary),
        published=panel.published,
        domain=vocabulary.label("domain", panel.domain),
        width=_WIDTH,
        height=base + (_FOOT + apart if better else 26),
        base=base,
        none=None if panel.axis.none is None else _place(panel.axis.none, panel.axis),
        bars=tuple(bars),
        ticks=tuple(Tick(_place(tick, panel.axis), phrases.number(tick)) for tick in panel.axis.ticks),
        worse=worse,
        better=better,
        apart=apart,
        description=_description(panel, worse, better),
        words=tuple(_words(row, panel, vocabulary) for row in panel.rows),
    )


def _bar(row: Row, mark: Mark, axis: Axis, y: float, *, second: bool) -> Bar:
    low, high = axis.place(mark.low), axis.place(mark.high)
    name = mark.name if second else f"{row.number} {row.study.id}{'=' if row.again else ''}"
    if mark.name and not second:
        name = f"{name}, {mark.name}"
    people, figure = _people(row, mark), said.as_drawn(row, mark)
    # Where there is no room for all, the number of people stands in the words beneath alone.
    room = _RIGHT - _LEFT - _STRONG * len(name) - _PLAIN * (len(people) + len(figure) + 3)
    return Bar(
        y=y,
        name=name,
        people=people if room >= 0 else "",
        figure=figure,
        left=_place(mark.low, axis) if low >= 0 else _LEFT,
        right=_place(mark.high, axis) if high <= 1 else _RIGHT,
        point=None if mark.estimate is None else _place(mark.estimate, axis),
        cut_left=low < 0,
        cut_right=high > 1,
        second=second,
    )


def _people(row: Row, mark: Mark) -> str:
    text = said.mark_people(row, mark)
    return text if text.startswith("n ") else f"n {text}" if mark.count is None else f"{mark.count} of {mark.of}"


def _place(value: float, axis: Axis) -> float:
    inside = min(1.0, max(0.0, axis.place(value)))
    return round(_LEFT + _ARROW + inside * (_RIGHT - _LEFT - 2 * _ARROW), 1)


def _words(row: Row, panel: Panel, vocabulary: Vocabulary) -> RowWords:
    marks = row.effect.marks
    parts = [said.shows(row, panel), said.turned(row), said.again(row), phrases.retraction(row.study)]
    return RowWords(
        number=row.number,
        study=row.study.id,
        design=vocabulary.label("design", row.study.design),
        people="; ".join(_people(row, mark) for mark in marks),
        measure=measure(row.outcome),
        drawn="; ".join(f"{mark.name} {said.as_drawn(row, mark)}".strip() for mark in marks),
        shows="; ".join(filter(None, parts)),
        reported=phrases.figure(row.outcome, vocabulary),
        limits=phrases.limits_line(row.study, vocabulary),
    )


def _keys(forest: Forest) -> tuple[str, ...]:
    told = traits(forest)
    return tuple(f"{words.rstrip('.')}." for trait, words in said.TRAIT_WORDS.items() if trait in told)


def _description(panel: Panel, worse: str, better: str) -> str:
    rows = [
        f"{row.study.id}: {'; '.join(f'{mark.name} {said.as_drawn(row, mark)}'.strip() for mark in row.effect.marks)}"
        for row in panel.rows
    ]
    line = f" Left of the line: {worse}; right of it: {better}." if better else ""
    return f"Points with 95% intervals. {'. '.join(rows)}.{line}"


__all__ = ["Bar", "ForestDrawing", "Listed", "PanelDrawing", "RowWords", "Tick", "forest_drawing"]
