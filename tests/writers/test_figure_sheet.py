"""Where things stand in a figure: no label on another, none beyond the margin, every piece on exactly one page."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.writers import figure_files
from kapcli.writers.figure_marks import Box, Text, flat
from kapcli.writers.figure_pieces import Piece, heading, paragraph
from kapcli.writers.figure_sheet import MARGIN, ROOM, Frame, Page, Sheet, pages, single
from kapcli.writers.figure_text import width

Kap = Callable[..., Any]
FRAME = Frame("Title", "2030-01-01", "anything", "kap map", ("Not medical advice.",))


def extent(text: Text) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what a reader sees of a line."""
    wide = width(text.text, text.size, text.bold)
    if text.upright:
        return text.x - text.size / 2, text.y - wide, text.x + text.size / 2, text.y
    left = {"left": text.x, "center": text.x - wide / 2, "right": text.x - wide}[text.align]
    # Capitals and figures; what hangs below the line may come near the next one.
    return left, text.y - 0.72 * text.size, left + wide, text.y


def overlapping(page: Page) -> list[tuple[str, str]]:
    texts = [(mark, extent(mark)) for mark in flat(page.marks) if isinstance(mark, Text)]
    return [
        (one.text, other.text)
        for (one, a), (other, b) in combinations(texts, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 0.5
    ]


def beyond(page: Page) -> list[str]:
    found = []
    for mark in flat(page.marks):
        if isinstance(mark, Text):
            left, top, right, bottom = extent(mark)
            if left < MARGIN - 1 or right > page.width - MARGIN + 1 or top < 0 or bottom > page.height - MARGIN / 2:
                found.append(mark.text)
    return found


class TestRealPictures:
    def test_what_is_looked_for_would_be_found(self) -> None:
        near = Page(200, 100, (Text(40, 50, "one", 9), Text(45, 52, "other", 9), Text(150, 50, "too long", 9)))
        assert overlapping(near) == [("one", "other")]
        assert beyond(near) == ["too long"]

    @pytest.fixture
    def laid(self, kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Page, ...]]:
        """The pages of a command's picture, before they are painted."""
        found: list[tuple[Page, ...]] = []

        def kept(_: Sheet, laid: tuple[Page, ...]) -> bytes:
            found.append(laid)
            return b""

        monkeypatch.setattr(figure_files, "_pdf", kept)

        def of(*line: str) -> tuple[Page, ...]:
            assert kap(*line, "--output", str(tmp_path / "x.pdf"), "--force").code == 0
            return found[-1]

        return of

    @pytest.mark.parametrize(
        "line",
        [
            ("map",),
            ("map", "ocd"),
            ("map", "ocd", "--rows", "dosing-model", "--metric", "participants"),
            ("map", "--rows", "therapy", "--cols", "design"),
            ("map", "--rows", "design", "--cols", "therapy", "--metric", "participants"),
            ("map", "--rows", "population", "--cols", "year"),
            ("map", "--design", "theory"),
            ("map", "--rows", "drug", "--cols", "condition"),
            ("forest",),
            ("forest", "depression", "--therapy", "kap"),
            ("timeline",),
            ("timeline", "ptsd"),
            ("timeline", "feder2014"),
        ],
        ids=" ".join,
    )
    def test_no_label_stands_on_another_or_beyond_the_margin(
        self, laid: Callable[..., tuple[Page, ...]], line: tuple[str, ...]
    ) -> None:
        for page in laid(*line):
            assert overlapping(page) == []
            assert beyond(page) == []


class TestPages:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.floats(1, 300), st.booleans()), max_size=40))
    def test_every_piece_is_on_one_page_and_none_lies_on_the_foot(self, heights: list[tuple[float, bool]]) -> None:
        pieces = tuple(
            Piece(high, (Box(0, 0, ROOM, high, kind=str(number)),), bound)
            for number, (high, bound) in enumerate(heights)
        )
        laid = pages(Sheet(FRAME, "words", ROOM, pieces))
        drawn = [mark for page in laid for mark in flat(page.marks) if isinstance(mark, Box)]
        assert [box.kind for box in drawn] == [str(number) for number in range(len(heights))]
        for page in laid:
            boxes = [mark for mark in flat(page.marks) if isinstance(mark, Box)]
            foot = min(
                mark.y for mark in flat(page.marks) if isinstance(mark, Text) and mark.text.startswith("Source:")
            )
            assert all(box.y + box.height <= foot for box in boxes)
            assert all(one.y + one.height <= other.y + 1e-6 for one, other in pairwise(boxes))

    def test_each_page_names_the_source_and_its_number(self) -> None:
        pieces = tuple(paragraph("Some words.", ROOM) for _ in range(200))
        sheet = Sheet(FRAME, "words", ROOM, pieces)
        laid = pages(sheet)
        assert len(laid) > 2
        for number, page in enumerate(laid, 1):
            lines = [mark.text for mark in flat(page.marks) if isinstance(mark, Text)]
            assert f"Page {number} of {len(laid)}" in lines
            assert any(line.startswith("Source: kapcli, a hand-picked catalogue") for line in lines)
        assert len({page.height for page in laid}) == 1
        assert single(sheet).height > laid[0].height

    def test_a_further_page_says_under_which_heading_it_goes_on(self) -> None:
        first = (heading("What is drawn", ROOM), *(paragraph("Some words.", ROOM) for _ in range(100)))
        laid = pages(Sheet(FRAME, "words", ROOM, (*first, heading("What is not", ROOM), paragraph("Words.", ROOM))))
        assert len(laid) == 2
        lines = [mark.text for mark in flat(laid[1].marks) if isinstance(mark, Text)]
        assert lines[:2] == ["Title (continued). Question: anything", "What is drawn"]
