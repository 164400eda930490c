"""Where things stand in a picture: no label on another, none beyond the margin, every block on exactly one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.pictures import writing
from kapcli.pictures.frame import Frame
from kapcli.pictures.letters import width
from kapcli.pictures.library import quiet
from kapcli.pictures.marks import Box, Text
from kapcli.pictures.sheet import MARGIN, ROOM, Block, Page, Picture, pages, paragraph, single

Kap = Callable[..., Any]
FRAME = Frame("2030-01-01", "anything", "kap map", ("Not medical advice.",))


def extent(text: Text) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what a reader sees of a line."""
    wide = width(text.text, text.size, text.bold)
    if text.upright:
        return text.x - text.size / 2, text.y - wide, text.x + text.size / 2, text.y
    left = {"left": text.x, "center": text.x - wide / 2, "right": text.x - wide}[text.align]
    # Capitals and figures; what hangs below the line may come near the next one.
    return left, text.y - 0.72 * text.size, left + wide, text.y


def overlapping(page: Page) -> list[tuple[str, str]]:
    texts = [(mark, extent(mark)) for mark in page.marks if isinstance(mark, Text)]
    return [
        (one.text, other.text)
        for (one, a), (other, b) in combinations(texts, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 0.5
    ]


def beyond(page: Page) -> list[str]:
    found = []
    for mark in page.marks:
        if isinstance(mark, Text):
            left, top, right, bottom = extent(mark)
            if left < MARGIN - 1 or right > page.width - MARGIN + 1 or top < 0 or bottom > page.height - MARGIN / 2:
                found.append(mark.text)
    return found


@pytest.fixture(scope="module")
def loaded() -> Iterator[None]:
    with quiet():
        yield


class TestRealPictures:
    @pytest.mark.usefixtures("loaded")
    def test_what_is_looked_for_would_be_found(self) -> None:
        near = Page(200, 100, (Text(40, 50, "one", 9), Text(45, 52, "other", 9), Text(150, 50, "too long", 9)))
        assert overlapping(near) == [("one", "other")]
        assert beyond(near) == ["too long"]

    @pytest.fixture
    def laid(self, kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Page, ...]]:
        """The pages of a command's picture, before they are painted."""
        found: list[tuple[Page, ...]] = []

        def kept(_: Picture, laid: tuple[Page, ...]) -> bytes:
            found.append(laid)
            return b""

        monkeypatch.setattr(writing, "_pdf", kept)

        def of(*line: str) -> tuple[Page, ...]:
            assert kap(*line, "--output", str(tmp_path / "x.pdf"), "--force").code == 0
            return found[-1]

        return of

    @pytest.mark.parametrize(
        "line",
        [
            ("map",),
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


@pytest.mark.usefixtures("loaded")
class TestPages:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.floats(1, 300), st.booleans()), max_size=40))
    def test_every_block_is_on_one_page_and_none_lies_on_the_foot(self, heights: list[tuple[float, bool]]) -> None:
        blocks = tuple(
            Block(high, (Box(0, 0, ROOM, high, f"#{number:06d}"),), bound)
            for number, (high, bound) in enumerate(heights)
        )
        laid = pages(Picture("Title", "", ("words",), FRAME, ROOM, blocks))
        drawn = [mark for page in laid for mark in page.marks if isinstance(mark, Box)]
        assert [box.fill for box in drawn] == [f"#{number:06d}" for number in range(len(heights))]
        for page in laid:
            boxes = [mark for mark in page.marks if isinstance(mark, Box)]
            foot = min(mark.y for mark in page.marks if isinstance(mark, Text) and mark.text.startswith("Source:"))
            assert all(box.y + box.height <= foot for box in boxes)
            assert all(one.y + one.height <= other.y + 1e-6 for one, other in pairwise(boxes))

    def test_each_page_names_the_source_and_its_number(self) -> None:
        blocks = tuple(paragraph("Some words.", ROOM) for _ in range(200))
        picture = Picture("Title", "", ("words",), FRAME, ROOM, blocks)
        laid = pages(picture)
        assert len(laid) > 2
        for number, page in enumerate(laid, 1):
            lines = [mark.text for mark in page.marks if isinstance(mark, Text)]
            assert f"Page {number} of {len(laid)}" in lines
            assert any(line.startswith("Source: kapcli, curated catalogue") for line in lines)
        assert len({page.height for page in laid}) == 1
        assert single(picture).height > laid[0].height
