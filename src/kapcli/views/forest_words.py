"""The words of a forest plot: titles, legend, figures as drawn, what a row shows, why a figure is not drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.words import so_many
from kapcli.views import phrases, signs

if TYPE_CHECKING:
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.effects import Mark
    from kapcli.evidence.forest import Forest, Panel, Row, Undrawn

NOT_POOLED = "Studies are shown individually; there is no pooled estimate."
PUBLISHED = "Published meta-analyses, as published"
WORKED_OUT = "* 95% CI calculated here from the counts (Wilson); not the source's"
OF_STUDY = "(n): total in the study; number analysed not given"
NO_NUMBER = "n ?: number analysed not given"
AGAIN = "= same people as another publication here: not a further study"
BEYOND = "the interval continues beyond the axis"
RIGHT = "Right of the line is always better; numbers are as published."
TURNED = f"{signs.TURNED} drawn the other way round (sign or ratio turned) so that right is better"
NO_INTERVAL = "No difference shown, and no interval in our sources"
# By what `traits` tells; each drawing explains its own signs besides.
TRAIT_WORDS = {
    "line": RIGHT,
    "turned": TURNED,
    "worked-out": WORKED_OUT,
    "of-study": OF_STUDY,
    "no-number": NO_NUMBER,
    "again": AGAIN,
}

REASON_WORDS = {
    "no-interval": "No interval in our sources",
    "no-count": "Percentages without a denominator",
    "no-side": "Neither direction of the measure is better",
    "minuend-unstated": "The source does not say what was subtracted from what",
    "sides": "The two sides are not named, or ketamine is the one named second",
    "unsound": "The estimate and its interval cannot both be right",
    "zero-ratio": "Zero has no place on the logarithmic axis of ratios",
    "other-share": "A share of people other than response or remission",
    "no-axis": "No null value",
    "no-figure": "Reported in words only",
    "another-domain": "Another domain",
}


def traits(forest: Forest) -> frozenset[str]:
    """What a reader must be told of the rows that are drawn.

    ``line`` (of no effect), ``turned`` (a figure), ``groups`` (two of them), ``worked-out`` (an interval), ``counts``
    (of a share), ``of-study`` (n), ``no-number``, ``leaves`` (an interval, the axis), ``again`` (same people).
    """
    rows = forest.rows()
    tests = {
        "line": any(row.effect.none is not None for row in rows),
        "turned": any(row.effect.turned for row in rows),
        "groups": any(len(row.effect.marks) > 1 for row in rows),
        "worked-out": any(row.effect.worked_out for row in rows),
        "counts": any(mark.count is not None for row in rows for mark in row.effect.marks),
        "of-study": any(row.people is not None and not row.own for row in rows),
        "no-number": any(row.people is None and not row.effect.worked_out for row in rows),
        "leaves": any(
            panel.axis.place(mark.low) < 0 or panel.axis.place(mark.high) > 1
            for panel in forest.panels
            for row in panel.rows
            for mark in row.effect.marks
        ),
        "again": any(row.again for row in rows),
    }
    return frozenset(name for name, holds in tests.items() if holds)


def nothing_to_draw(forest: Forest, vocabulary: Vocabulary) -> str:
    """That of what is reported nothing can stand on an axis."""
    domains = " or ".join(vocabulary.label("domain", code) for code in forest.domains)
    of = f" on {domains}" if domains else ""
    listed = len(forest.listed())
    return (
        f"Nothing to draw{of}: {so_many(listed, 'outcome is', 'outcomes are')} reported, none with an "
        "interval that can stand on an axis here."
    )


def title(panel: Panel, vocabulary: Vocabulary) -> str:
    """What stands on the axis, and between whom."""
    label = vocabulary.label("estimate", panel.kind)
    text = f"{label[:1].upper()}{label[1:]}, {instrument(panel, vocabulary)}"
    if panel.contrast == "other":
        return text + ": between groups that both, or neither, had ketamine"
    if panel.contrast == "before-after":
        return text + ": single group, before-after (no comparator)"
    if panel.contrast == "one-group":
        return text + ": single group (no comparator)"
    if panel.contrast == "two-groups":
        return text + ": both groups of a comparison"
    return text


def instrument(panel: Panel, vocabulary: Vocabulary) -> str:
    """What it was measured with."""
    if panel.measure:
        return panel.measure
    return vocabulary.label("instrument", panel.instrument) if panel.instrument else ""


def unit_line(panel: Panel, vocabulary: Vocabulary) -> str:
    """The unit of the axis, and what else must be known to read it."""
    if panel.axis.none is None:
        return "Percent of people."
    if panel.axis.log:
        return "Ratio on a logarithmic axis; 1 is no effect."
    parts = [phrases.UNITS.get(panel.unit) or "the unit of the source"]
    term = vocabulary.term("instrument", panel.instrument)
    if panel.unit == "sd":
        parts = ["standard deviations"]
    elif panel.unit == "percent":
        parts = ["percent"]
    elif panel.unit == "points" and not panel.measure and term.range:
        parts.append(f"of a scale from {phrases.span(*term.range)}")
    return f"In {' '.join(parts)}; 0 is no {'change' if panel.contrast == 'before-after' else 'difference'}."


def sides(panel: Panel) -> tuple[str, str]:
    """What left and right of the line mean; empty where there is no line."""
    if panel.axis.none is None:
        return "", ""
    if panel.contrast == "before-after":
        return "worse after", "better after"
    return f"favours {panel.left}", f"favours {panel.right}"


def people(row: Row) -> str:
    """The number of people of a row: in brackets where it is only the study's, a question mark where none was read."""
    if row.people is None:
        return "n ?"
    return str(row.people) if row.own else f"({row.people})"


def mark_people(row: Row, mark: Mark) -> str:
    """The number of people of one mark: a count of how many, where it is a share."""
    return f"{mark.count}/{mark.of}" if mark.count is not None else people(row)


def as_published(row: Row, mark: Mark) -> str:
    """Estimate and interval as the source prints them, with a sign where the axis turns them."""
    outcome, turned = row.outcome, row.effect.turned
    estimate, low, high = mark.estimate, mark.low, mark.high
    if turned:
        # The axis is turned, and a published number is not.
        back = [None if value is None else _back(value, log=row.effect.log) for value in (estimate, high, low)]
        estimate, low, high = back[0], back[1] or 0.0, back[2] or 0.0
        estimate = outcome.value if outcome.value is not None and estimate is not None else estimate
        low, high = outcome.ci95 or (low, high)

    def text(value: float) -> str:
        return f"{round(value, 1) + 0.0:.1f}" if row.effect.worked_out else phrases.number(round(value, 6))

    unit = "" if row.effect.none is not None else "%"
    shown = "" if estimate is None else f"{text(estimate)}{unit} "
    return f"{shown}[{text(low)}, {text(high)}]{'*' if row.effect.worked_out else ''}{signs.TURNED if turned else ''}"


def _back(value: float, *, log: bool) -> float:
    """A number of a turned axis as it was before, as precisely as sources are."""
    return float(f"{1 / value:.3g}") if log else -value


def shows(row: Row, panel: Panel) -> str:
    """Which side the interval lies on, in words; empty where there is no line of no effect."""
    side = row.effect.side
    if not side:
        return ""
    if panel.contrast == "before-after":
        sure = {"right": "better after", "left": "worse after"}
        return sure.get(side) or "neither better nor worse: the interval includes no change"
    if side == "open":
        # A point to one side of the line with an interval across it is no lean and no trend.
        (mark,) = row.effect.marks
        reaches = "just reaches" if panel.axis.none in (mark.low, mark.high) else "includes"
        return f"favours neither: the interval {reaches} no effect"
    return f"favours {row.outcome.first if side == 'right' else row.outcome.second}"


def reported(outcome: Outcome, vocabulary: Vocabulary) -> str:
    """The source's own figure with its own sign."""
    return f"As reported: {phrases.figure(outcome, vocabulary)}"


def again(row: Row) -> str:
    """That a row's people are counted already."""
    if not row.again:
        return ""
    return f"{phrases.same_trial_words('yes' if row.sure else 'probable')} as {row.again}: not a further study"


def listed(one: Undrawn, vocabulary: Vocabulary) -> str:
    """A figure that is not drawn, in words."""
    outcome = one.outcome
    said = f"{phrases.measure(outcome)}: {phrases.figure(outcome, vocabulary)}; {phrases.shows(outcome, vocabulary)}"
    return ". ".join(filter(None, (said, phrases.retraction(one.study))))


def without_interval(forest: Forest) -> list[Undrawn]:
    """Comparisons of groups that showed no difference, and of which our sources give no interval, or words only."""
    return [
        one
        for one in forest.listed()
        if one.reason in ("no-figure", "no-interval")
        and one.outcome.direction == "no-difference"
        and one.outcome.comparison not in ("within", "none")
    ]


def weakness(study: Study, vocabulary: Vocabulary) -> tuple[str, str]:
    """Who was studied and against what; and what weakens it."""
    parts = [vocabulary.label("design", study.design), phrases.people(study), phrases.comparator(study, vocabulary)]
    return " · ".join(filter(None, parts)), f"Limits: {phrases.limits_and_reading(study, vocabulary)}"
