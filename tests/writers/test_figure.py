"""A document as a figure: every kind of block is drawn, and no word of it is lost."""

from __future__ import annotations

from typing import get_args

import pytest

from kapcli.evidence.axis import axis
from kapcli.evidence.effects import Mark
from kapcli.views import document as blocks
from kapcli.views import drawings, entries, handout
from kapcli.views.document import Span, item, row, text
from kapcli.writers.figure import figure
from kapcli.writers.figure_marks import Box, Text, flat
from kapcli.writers.figure_sheet import Frame, single

FRAME = Frame("The title", "2030-01-01", "anything", "kap map", ("Said last.",))
POINT = Mark(1.0, 3.0, 2.0)
GRID = drawings.Grid(
    "",
    "corner",
    (drawings.GridRow("first row"), drawings.GridRow("everything", total=True)),
    (drawings.Column("one column", "code", (drawings.Cell("7", "R"), drawings.Cell("░░", gap=True)), asked=True),),
    lambda _: (text("░░ what a gap is"), text("Below, ░░ stands for a gap.")),
    lambda: None,
)
BARS = drawings.Bars(
    (drawings.Series("2001", 3, (("R", 2), ("Z", 1))), drawings.Series("2002", 0, ())),
    "░░",
    lambda each: (text(f"each of {each}"),),
)
PLOT = drawings.Plot(
    "On the axis",
    "Its unit",
    axis([POINT], none=0.0),
    (drawings.PlotRow(1, "work2001", "(41)", "week one", "2 [1, 3]", POINT),),
    "favours left",
    "favours right",
    (text(Span("1 ", "label"), "in words"),),
)
# For each kind of block one, and the words of it that must be seen.
DRAWN: dict[type, tuple[blocks.Block, str]] = {
    blocks.Text: (text(Span("bold", "id"), " and plain"), "bold and plain"),
    blocks.Heading: (blocks.Heading("A heading"), "A heading"),
    blocks.Item: (item("a point"), "• a point"),
    blocks.Row: (row("Label", "what belongs to it"), "Label: what belongs to it"),
    blocks.Space: (blocks.Space(), ""),
    blocks.Rule: (blocks.Rule(), ""),
    entries.Entry: (entries.Entry("id1", "", "source", (text("inside"),)), "id1 source inside"),
    entries.Facts: (entries.Facts(("RCT", "", "n=41"), (10, 7)), "RCT · n=41"),
    entries.Listed: (
        entries.Listed("id1", ("▲", "n=41"), (2, 7), "source", "· small"),
        "id1 ▲ · n=41 · source · · small",
    ),
    entries.Ends: (entries.Ends("source", "id1"), "id1 source"),
    blocks.Table: (
        blocks.Table(("Left", "Right"), ((blocks.inline("one"), blocks.inline("two")),)),
        "Left Right one two",
    ),
    blocks.Sides: (
        blocks.Sides(("For", "Against"), ((blocks.inline("pro"),), ()), ("none for", "none against")),
        "For • pro Against • none against",
    ),
    drawings.Grid: (GRID, "one column corner first row 7 R everything what a gap is Below, Hatched: stands for a gap."),
    drawings.Bars: (BARS, "2001 3 R R Z 2002 each of 1"),
    drawings.Plot: (
        PLOT,
        "On the axis Its unit Study Time n Estimate [95% CI] 1 work2001 week one (41) 2 [1, 3] -1 0 1 2 3 "
        "◄ favours left favours right ► 1 in words",
    ),
    blocks.Definitions: (blocks.Definitions((("term", "meaning"),)), "term meaning"),
    handout.Front: (
        handout.Front("A report", "Kind", "As of", "Help", "Help again.", ("The end.",)),
        "Kind A report As of Help Help again. The end.",
    ),
    entries.Title: (entries.Title("id1", "A paper"), "id1 · A paper"),
    handout.Quote: (handout.Quote("The answer."), "The answer."),
    handout.Records: (
        handout.Records("Of what", "works", ("One",), ("text",), (handout.Record((blocks.inline("x"),), ("x",)),), ""),
        "Of what One x",
    ),
    handout.Card: (handout.Card((text(blocks.Verdict("mixed", "MIXED"), " so far"),)), "MIXED so far"),
    handout.Fold: (handout.Fold("More", (text("inside"),)), "More inside"),
    handout.References: (
        handout.References((handout.Reference("id1", "A paper.", "", ("not checked",), (("abstract", "a.org", ""),)),)),
        "1 id1 A paper. not checked a.org (abstract)",
    ),
    blocks.Action: (blocks.Action("Next", "kap about"), "Next: kap about"),
    drawings.Shares: (
        drawings.Shares((("Bias", (drawings.Share("open label", "3/4", "75%", (3, 1, 0), "3 of 4"),)),), "█ yes"),
        "Bias open label: 3 of 4",
    ),
    blocks.Shortest: (blocks.Shortest(5, ((text("at length"),), (text("short"),))), "at length"),
    blocks.Fuller: (blocks.Fuller((text("for a page"),)), "for a page"),
}


def lines(*document: blocks.Block) -> list[str]:
    marks = flat(single(figure(document, FRAME)).marks)
    return [mark.text for mark in marks if isinstance(mark, Text)]


def around() -> int:
    """How many lines stand above the content."""
    return 1 + len(FRAME.under_title())


@pytest.mark.parametrize("kind", get_args(blocks.Block), ids=lambda kind: kind.__name__)
def test_every_kind_of_block_is_drawn_with_its_words(kind: type) -> None:
    block, words = DRAWN[kind]
    content = lines(block)[around() : -len(FRAME.lines())]
    assert sorted(" ".join(content).split()) == sorted(words.split())


def test_what_the_frame_says_last_is_not_said_twice() -> None:
    assert lines(text("Said once."), text(Span("Said last.", "muted"))).count("Said last.") == 1
    assert "Said once." in lines(text("Said once."))


def test_a_gap_is_hatched_in_the_grid_in_bars_and_in_what_explains_it() -> None:
    for block, count in ((GRID, 2), (BARS, 1)):
        boxes = [mark for piece in figure((block,), FRAME).pieces for mark in flat(piece.marks)]
        assert sum(isinstance(mark, Box) and mark.hatched for mark in boxes) == count
    assert "░" not in "".join(lines(GRID, BARS))


def test_where_a_bar_is_too_long_a_square_stands_for_several_and_that_is_said() -> None:
    bars = drawings.Bars((drawings.Series("2001", 100, (("R", 100),)),), "", BARS.below)
    found = lines(bars)
    squares = found.count("R")
    (each,) = (int(line.removeprefix("each of ")) for line in found if line.startswith("each of "))
    assert each > 1
    assert (squares - 1) * each < 100 <= squares * each


def test_the_description_holds_every_cell_and_every_row() -> None:
    words = figure((GRID, BARS, PLOT), FRAME).description
    for said in ("first row: one column: 7 R.", "everything: one column: gap.", "2001: 3 (2 R, 1 Z)", "2002: 0"):
        assert said in words.splitlines()
    assert "1 work2001: 2 [1, 3], (41)" in words
    assert "░" not in words
