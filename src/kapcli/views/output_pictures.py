"""What can be drawn, in JSON, declared: gap map, forest plot, timeline."""

from typing import Literal

import msgspec

from kapcli.views.output_parts import (
    CodedLimit,
    Codes,
    Counted,
    Ids,
    Picture,
    Question,
    Text,
)


class MapCell(msgspec.Struct):
    """A cell of the evidence gap map."""

    id: str
    row: str
    column: str
    studies: Ids
    trials: int
    people: int | None
    not_known: int
    strongest: Text
    gap: bool
    search: str


class Year(msgspec.Struct):
    """A year of the timeline."""

    id: str
    year: int
    trials: int
    kinds: dict[str, Ids]
    studies: Ids


class PeopleOfFigure(msgspec.Struct):
    """Of how many people a figure is."""

    people: int
    of: Literal["figure", "study"]


class Drawn(msgspec.Struct):
    """A mark of a forest plot."""

    low: float
    high: float
    estimate: float | None
    name: Text
    count: int | None
    of: int | None


class Figure(msgspec.Struct):
    """A figure of the forest plot, drawn or listed."""

    id: str
    outcome: str
    year: int
    design: str
    domain: str
    measure: str
    instrument: Text
    timepoint: Text
    first: Text
    second: Text
    comparison: str
    estimate: str
    value: float | None
    ci95: tuple[float, float] | None
    minuend: str
    better: str
    oriented: float | None
    direction: str
    figure_text: Text
    source: str
    limits: list[CodedLimit]
    drawn: bool
    reason: Text
    panel: Text
    n: PeopleOfFigure | None
    marks: list[Drawn]
    turned: bool | None
    worked_out: bool | None
    lies: Literal["left", "right", "open"] | None
    shows: Text
    again: Text
    sure: bool | None


class MapQuestion(Question):
    """What a map was asked."""

    rows: str
    columns: str
    metric: str


class ForestQuestion(Question):
    """What a forest plot was asked."""

    domain: list[str]


class MapValue(msgspec.Struct):
    """A row or column of the map."""

    code: str
    label: str
    broader: list[str]
    trials: int
    studies: int
    people: int | None
    not_known: int
    strongest: Text
    not_stated: Ids


class Gap(msgspec.Struct):
    """A cell without a study."""

    row: str
    column: str
    text: str


class MapSummary(msgspec.Struct):
    """The map as a whole."""

    output: Picture | None
    studies: int
    trials: int
    people: int | None
    not_known: int
    gaps: int
    rows: list[MapValue]
    columns: list[MapValue]
    without_row: Ids
    without_column: Ids
    no_study_at_all: dict[str, list[str]]
    widest_gaps: list[Gap]


class Axis(msgspec.Struct):
    """The axis of a panel."""

    low: float
    high: float
    ticks: list[float]
    log: bool
    none: float | None


class Panel(msgspec.Struct):
    """A panel of the forest plot."""

    id: str
    title: str
    domain: str
    published: bool
    kind: str
    contrast: str
    instrument: Text
    measure: Text
    unit: Text
    left: Text
    right: Text
    axis: Axis
    rows: int


class ForestSummary(msgspec.Struct):
    """The forest plot as a whole."""

    output: Picture | None
    matched: int
    drawn: int
    listed: int
    left_out: int
    studies: int
    trials: int
    panels: list[Panel]


class LandmarkReason(msgspec.Struct):
    """Why a work is a landmark."""

    rule: str
    code: Text
    shared: bool


class Landmark(msgspec.Struct):
    """A landmark of the timeline."""

    study: str
    year: int
    reasons: list[LandmarkReason]


class WithoutResults(msgspec.Struct):
    """A trial without results here."""

    study: str
    status: str
    conditions: Codes
    n: Counted | None
    n_planned: int | None


class TimelineSummary(msgspec.Struct):
    """The timeline as a whole."""

    output: Picture | None
    studies: int
    trials: int
    landmarks: list[Landmark]
    running: list[WithoutResults]
    unreported: list[WithoutResults]
