"""A report as a person meets it: in a real browser, by mouse and keyboard, in light and dark, narrow, and printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Open = Callable[..., Any]
FULL = ("ocd", "--full")
BRIEF = ("ptsd",)
LAY = ("ptsd", "--route", "oral", "--lay")
EACH = pytest.mark.parametrize("words", [FULL, BRIEF, LAY], ids=["full", "brief", "lay"])
SCHEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def column(page: Any, place: int) -> list[str]:
    """What a column of the shown rows sorts by."""
    rows = page.locator("#study-table tbody tr:visible")
    return [row.locator("th, td").nth(place).get_attribute("data-sort") for row in rows.all()]


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


class TestLoading:
    @EACH
    @SCHEMES
    def test_it_says_nothing_and_asks_for_nothing(
        self, opened: Open, written: Callable[..., Path], words: tuple[str, ...], dark: bool
    ) -> None:
        found = opened(*words, dark=dark)
        assert found.said == []
        assert found.asked == [written(*words).as_uri()]

    def test_a_hostile_catalogue_runs_nothing_and_asks_for_nothing(self, opened: Open, hostile: Path) -> None:
        for lay in ((), ("--full",), ("--lay",)):
            found = opened("--route", "rectal", "--catalogue", str(hostile), *lay)
            assert found.said == []
            assert len(found.asked) == 1
            assert found.page.locator("img, b, main script").count() == 0

    @EACH
    @pytest.mark.parametrize("width", [400, 800, 1280])
    def test_nothing_is_wider_than_the_window(self, looked_at: Open, words: tuple[str, ...], width: int) -> None:
        page = looked_at(*words, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    def test_without_its_script_the_table_is_whole_and_has_no_dead_controls(self, opened: Open) -> None:
        page = opened("ptsd", "--population", "veteran", "--full", script=False).page
        assert page.locator("#study-table tbody tr:visible").count() == 17
        assert page.locator("#study-table button").count() == 0
        assert not page.locator("#filter").is_visible()


class TestFilter:
    @pytest.fixture
    def page(self, opened: Open) -> Any:
        return opened("ptsd", "--population", "veteran", "--full").page

    def test_typing_leaves_the_rows_with_all_the_words(self, page: Any) -> None:
        page.get_by_label("Filter the studies by any word").fill("randomised saline")
        rows = page.locator("#study-table tbody tr:visible")
        assert 0 < rows.count() < 17
        assert all("saline" in text.lower() for text in rows.all_text_contents())
        assert page.get_by_role("status").text_content() == f"{rows.count()} of 17 studies shown"

    def test_emptied_it_shows_all_again(self, page: Any) -> None:
        field = page.get_by_label("Filter the studies by any word")
        field.fill("xyzzy")
        assert page.get_by_role("status").text_content() == "0 of 17 studies shown"
        field.fill("")
        assert page.locator("#study-table tbody tr:visible").count() == 17

    def test_by_keyboard_it_leaves_those_that_compare(self, page: Any) -> None:
        page.get_by_label("Filter the studies by any word").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        rows = page.locator("#study-table tbody tr:visible")
        assert rows.count() == page.locator("#study-table tbody tr[data-compares]").count() < 17


class TestFacets:
    @pytest.fixture
    def page(self, opened: Open) -> Any:
        return opened("ptsd", "--population", "veteran", "--full").page

    def test_a_value_leaves_its_rows_and_their_number_is_as_announced(self, page: Any) -> None:
        button = page.get_by_role("group", name="Design").get_by_role("button").first
        announced = int(re.search(r"\((\d+)\)", button.text_content()).group(1))  # type: ignore[union-attr]
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        assert page.locator("#study-table tbody tr:visible").count() == announced < 17
        button.click()
        assert button.get_attribute("aria-pressed") == "false"
        assert page.locator("#study-table tbody tr:visible").count() == 17

    def test_two_values_of_a_facet_mean_or_and_two_facets_mean_and(self, page: Any) -> None:
        rows = page.locator("#study-table tbody tr:visible")
        designs = page.get_by_role("group", name="Design").get_by_role("button")
        numbers = [int(re.search(r"\((\d+)\)", text).group(1)) for text in designs.all_text_contents()[:2]]  # type: ignore[union-attr]
        designs.nth(0).click()
        designs.nth(1).click()
        assert rows.count() == sum(numbers)
        page.get_by_role("group", name="Comparator").get_by_role("button").first.click()
        assert rows.count() < sum(numbers)

    def test_by_keyboard(self, page: Any) -> None:
        button = page.get_by_role("group", name="Route").get_by_role("button").first
        button.focus()
        page.keyboard.press("Space")
        assert button.get_attribute("aria-pressed") == "true"
        assert page.locator("#study-table tbody tr:visible").count() < 17

    def test_a_link_of_the_contents_opens_what_is_folded(self, page: Any) -> None:
        part = page.locator("details.part:has(#references)")
        assert part.get_attribute("open") is None
        page.get_by_role("link", name="References", exact=True).click()
        assert part.get_attribute("open") is not None


class TestSort:
    @pytest.fixture
    def page(self, opened: Open) -> Any:
        return opened("ptsd", "--population", "veteran", "--full").page

    def test_by_mouse_up_and_down_with_the_unknown_last(self, page: Any) -> None:
        head = page.get_by_role("columnheader", name="Participants")
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == "ascending"
        rising = column(page, 3)
        known = [int(value) for value in rising if value]
        assert known == sorted(known)
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        falling = column(page, 3)
        assert [int(value) for value in falling if value] == known[::-1]
        unknown = len(rising) - len(known)
        assert rising[len(known) :] == falling[len(known) :] == [""] * unknown

    def test_by_keyboard(self, page: Any) -> None:
        head = page.get_by_role("columnheader", name="Year")
        head.get_by_role("button").focus()
        page.keyboard.press("Enter")
        assert column(page, 1) == sorted(column(page, 1))
        page.keyboard.press("Space")
        assert head.get_attribute("aria-sort") == "descending"

    def test_only_the_column_in_use_says_so(self, page: Any) -> None:
        for name in ("Study", "Design"):
            page.get_by_role("columnheader", name=name).get_by_role("button").click()
        assert page.locator("#study-table th[aria-sort]").count() == 1

    def test_a_filter_stays_while_rows_are_sorted(self, page: Any) -> None:
        page.get_by_label("Filter the studies by any word").fill("saline")
        before = page.locator("#study-table tbody tr:visible").count()
        page.get_by_role("columnheader", name="Year").get_by_role("button").click()
        assert page.locator("#study-table tbody tr:visible").count() == before


class TestAccessible:
    @pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (400, False)])
    @EACH
    def test_axe_finds_no_violation(self, looked_at: Open, words: tuple[str, ...], width: int, dark: bool) -> None:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright")
        found = axe.Axe().run(looked_at(*words, width=width, dark=dark)).response
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        assert len(found["passes"]) > 10

    def test_the_first_stop_of_the_keyboard_leads_past_the_head(self, opened: Open) -> None:
        page = opened(*FULL).page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


class TestPrinted:
    @pytest.mark.parametrize("paper", ["A4", "Letter"])
    @pytest.mark.parametrize("lay", [(), ("--lay",)], ids=["brief", "lay"])
    @pytest.mark.parametrize("words", [("ptsd", "--route", "oral"), ("ptsd",), ("depression",)], ids=" ".join)
    def test_it_is_two_pages_at_most(
        self, looked_at: Open, words: tuple[str, ...], lay: tuple[str, ...], paper: str
    ) -> None:
        pdf = looked_at(*words, *lay).pdf(format=paper)
        assert 1 <= pages_of(pdf) <= 2

    def test_controls_are_not_printed_and_heads_repeat(self, looked_at: Open) -> None:
        page = looked_at("ptsd", "--population", "veteran", "--full")
        page.emulate_media(media="print")
        assert not page.locator(".tools").is_visible()
        assert not page.locator(".contents").is_visible()
        display = "getComputedStyle(document.querySelector('#study-table thead')).display"
        assert page.evaluate(display) == "table-header-group"
        cut = "getComputedStyle(document.querySelector('#study-table tbody tr')).breakInside"
        assert page.evaluate(cut) == "avoid"

    def test_a_drawing_fits_the_paper(self, looked_at: Open) -> None:
        page = looked_at(*FULL, width=700)
        page.emulate_media(media="print")
        assert page.evaluate("[...document.querySelectorAll('svg')].every(s => s.getBoundingClientRect().width <= 700)")
