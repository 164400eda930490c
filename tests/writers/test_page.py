from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kapcli.views.document import Span, Style
from kapcli.writers.cleaning import clean
from kapcli.writers.layout import NARROWEST, Line, Page, cell_width, plain

QUICK = settings(derandomize=True, max_examples=150, deadline=None, database=None)
STYLES: tuple[Style, ...] = ("", "id", "heading", "limit")
WIDTHS = st.integers(20, 130)
WIDE = st.sampled_from("李永進かな한글😀Ａ")
COMBINING = st.sampled_from("\u0301\u0308\u0323")
CHARACTERS = st.one_of(st.characters(), WIDE, COMBINING, st.sampled_from("    ab\t\n\u00a0"))
TEXTS = st.text(CHARACTERS, max_size=150)
LONG_WORDS = st.text(st.one_of(WIDE, st.sampled_from("abc")), min_size=15, max_size=150)
SPANS = st.lists(st.builds(Span, st.one_of(TEXTS, LONG_WORDS), st.sampled_from(STYLES)), max_size=5)
INDENTS = st.integers(0, 8)
# The columns of a study's outcomes, and two more divisions.
SHARES = st.sampled_from([(30, 42, 28), (1, 1), (20, 80), (1, 1, 1, 1)])


def widest(lines: Sequence[Line]) -> int:
    return max((cell_width("".join(span.text for span in line)) for line in lines), default=0)


def ink(text: str) -> str:
    return "".join(clean(text).split())


@QUICK
@given(WIDTHS, SPANS, INDENTS, INDENTS)
@example(20, [Span("a" * 20), Span("b", "id")], 0, 0)
@example(20, [Span("a" * 19), Span("李", "id")], 0, 0)
def test_a_text_is_no_wider_than_the_page_and_loses_no_character(
    width: int, spans: list[Span], indent: int, hang: int
) -> None:
    page = Page(width)
    page.text(*spans, indent=indent, hang=hang)
    assert widest(page.lines) <= width
    assert ink(plain(page.lines)) == ink("".join(span.text for span in spans))
    # Every line is one line.
    assert len(plain(page.lines).splitlines()) == len(page.lines)


@settings(QUICK, max_examples=80)
@given(WIDTHS, TEXTS, SPANS)
def test_heading_bullet_and_pair_fit_too(width: int, label: str, spans: list[Span]) -> None:
    page = Page(width)
    page.heading(label)
    page.bullet(*spans)
    page.pair(label, *spans)
    assert widest(page.lines) <= width
    texts = "".join(span.text for span in spans)
    assert ink(plain(page.lines)) == ink(f"{label}•{texts}{label}:{texts}")


@st.composite
def tables(draw: st.DrawFn) -> tuple[Sequence[str], Sequence[Sequence[Line]], Sequence[int]]:
    shares = draw(SHARES)
    header = [draw(st.text("abc ", max_size=20)) for _ in shares]
    cell = st.builds(tuple, SPANS)
    rows = draw(st.lists(st.tuples(*[cell] * len(shares)), max_size=3))
    return header, rows, shares


@settings(QUICK, max_examples=80)
@given(WIDTHS, tables())
@example(20, (["a", "b"], [((Span("x" * 16),), (Span("y" * 16),))], (1, 1)))
def test_a_table_is_no_wider_than_the_page_and_loses_no_character(
    width: int, table: tuple[Sequence[str], Sequence[Sequence[Line]], Sequence[int]]
) -> None:
    header, rows, _ = table
    page = Page(width)
    page.table(*table)
    assert widest(page.lines) <= width
    cells = "".join(span.text for row in rows for cell in row for span in cell)
    assert sorted(ink(plain(page.lines))) == sorted(ink("".join(header) + cells))


@QUICK
@given(st.integers(-5, 25), TEXTS)
def test_narrowest_page_still_takes_text(width: int, text: str) -> None:
    page = Page(width)
    page.text(text)
    assert widest(page.lines) <= max(width, NARROWEST)
    assert ink(plain(page.lines)) == ink(text)


def test_words_are_kept_whole_where_they_fit() -> None:
    page = Page(20)
    page.text("one two three four five six seven")
    assert plain(page.lines).splitlines() == ["one two three four", "five six seven"]


def test_hanging_lines_are_indented() -> None:
    page = Page(20)
    page.text("one two three four five", indent=2, hang=4)
    assert plain(page.lines).splitlines() == ["  one two three four", "    five"]


def test_glued_spans_have_no_blank_between_them() -> None:
    page = Page(40)
    page.text(Span("label", "label"), ": value")
    assert plain(page.lines) == "label: value\n"


def test_no_break_space_keeps_its_words_together() -> None:
    page = Page(20)
    page.text("a dose of just about 0.5\u00a0mg/kg")
    assert plain(page.lines).splitlines() == ["a dose of just about", "0.5 mg/kg"]


def test_two_blanks_are_one() -> None:
    page = Page(20)
    page.text("a")
    page.blank()
    page.blank()
    page.text("b")
    assert plain(page.lines) == "a\n\nb\n"


@pytest.mark.parametrize(
    ("text", "cells"), [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("李", 2), ("😀", 2), ("Ａ", 2)]
)
def test_cells_of_a_text(text: str, cells: int) -> None:
    assert cell_width(text) == cells
