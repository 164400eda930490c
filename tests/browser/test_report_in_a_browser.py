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
# A table to work with: a study in each row, and of some nobody knows how many took part.
MANY = ("ptsd", "--population", "veteran", "--full")
STUDIES = 17


def rows(page: Any) -> Any:
    """The rows that are shown."""
    return page.locator("#study-table tbody tr:visible")


def column(page: Any, place: int) -> list[str]:
    """What a column of the shown rows sorts by."""
    found: list[str] = rows(page).evaluate_all(f"rows => rows.map(row => row.cells[{place}].dataset.sort)")
    return found


def announced(button: str) -> int:
    """How many studies a button says that it leaves."""
    (number,) = re.findall(r"\((\d+)\)", button)
    return int(number)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


class TestLoading:
    @EACH
    def test_it_says_nothing_and_asks_for_nothing(
        self, opened: Open, written: Callable[..., Path], words: tuple[str, ...]
    ) -> None:
        for dark in (False, True):
            found = opened(*words, dark=dark)
            assert found.said == []
            assert found.asked == [written(*words).as_uri()]

    def test_a_hostile_catalogue_runs_nothing_and_asks_for_nothing(self, opened: Open, hostile: Path) -> None:
        for lay in ((), ("--full",), ("--lay",)):
            found = opened("--route", "rectal", "--catalogue", str(hostile), *lay)
            assert "Mallory" in found.page.text_content("body")
            assert found.said == []
            assert len(found.asked) == 1
            assert found.page.locator("img, b, main script").count() == 0

    def test_without_its_script_the_table_is_whole_and_has_no_dead_controls(self, opened: Open) -> None:
        page = opened(*MANY, script=False).page
        assert rows(page).count() == STUDIES
        assert page.locator("#study-table button").count() == 0
        assert not page.locator("#filter").is_visible()


class TestLookedAt:
    @EACH
    def test_it_fits_every_window_and_axe_finds_no_violation(self, looked_at: Open, words: tuple[str, ...]) -> None:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
        for width in (800, 400, 1280):
            page = looked_at(*words, width=width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if width != 800:
                found = axe.run(page).response
                assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
                assert len(found["passes"]) > 10
        # Dark it has other colours, and nothing else.
        colours = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
        found = axe.run(looked_at(*words, dark=True), options=colours).response
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        assert "color-contrast" in [one["id"] for one in found["passes"]]


class TestFilter:
    def test_typing_leaves_the_rows_with_all_the_words_and_emptied_it_shows_all_again(self, opened: Open) -> None:
        page = opened(*MANY).page
        field, said = page.get_by_label("Filter the studies by any word"), page.get_by_role("status")
        field.fill("randomised saline")
        texts = rows(page).all_text_contents()
        assert 0 < len(texts) < STUDIES
        assert all("saline" in text.lower() for text in texts)
        assert said.text_content() == f"{len(texts)} of {STUDIES} studies shown"
        field.fill("xyzzy")
        assert said.text_content() == f"0 of {STUDIES} studies shown"
        field.fill("")
        assert rows(page).count() == STUDIES

    def test_by_keyboard_it_leaves_those_that_compare(self, opened: Open) -> None:
        page = opened(*MANY).page
        page.get_by_label("Filter the studies by any word").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert rows(page).count() == page.locator("#study-table tbody tr[data-compares]").count() < STUDIES


class TestFacets:
    def test_a_value_leaves_its_rows_and_two_mean_or_and_two_facets_mean_and(self, opened: Open) -> None:
        page = opened(*MANY).page
        designs = page.get_by_role("group", name="Design").get_by_role("button")
        first, second = map(announced, designs.all_text_contents()[:2])
        designs.nth(0).click()
        assert designs.nth(0).get_attribute("aria-pressed") == "true"
        assert rows(page).count() == first < STUDIES
        designs.nth(1).click()
        assert rows(page).count() == first + second
        comparator = page.get_by_role("group", name="Comparator").get_by_role("button").first
        comparator.click()
        assert rows(page).count() < first + second
        for button in (comparator, designs.nth(1), designs.nth(0)):
            button.click()
        assert designs.nth(0).get_attribute("aria-pressed") == "false"
        assert rows(page).count() == STUDIES

    def test_by_keyboard(self, opened: Open) -> None:
        page = opened(*MANY).page
        button = page.get_by_role("group", name="Route").get_by_role("button").first
        button.focus()
        page.keyboard.press("Space")
        assert button.get_attribute("aria-pressed") == "true"
        assert rows(page).count() < STUDIES

    def test_a_link_of_the_contents_opens_what_is_folded(self, opened: Open) -> None:
        page = opened(*MANY).page
        part = page.locator("details.part:has(#references)")
        assert part.get_attribute("open") is None
        page.get_by_role("link", name="References", exact=True).click()
        assert part.get_attribute("open") is not None


class TestSort:
    def test_by_mouse_up_and_down_with_the_unknown_last(self, opened: Open) -> None:
        page = opened(*MANY).page
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
        # Only the column in use says so.
        page.get_by_role("columnheader", name="Design").get_by_role("button").click()
        assert page.locator("#study-table th[aria-sort]").count() == 1

    def test_by_keyboard(self, opened: Open) -> None:
        page = opened(*MANY).page
        head = page.get_by_role("columnheader", name="Year")
        head.get_by_role("button").focus()
        page.keyboard.press("Enter")
        assert column(page, 1) == sorted(column(page, 1))
        page.keyboard.press("Space")
        assert head.get_attribute("aria-sort") == "descending"

    def test_a_filter_stays_while_rows_are_sorted(self, opened: Open) -> None:
        page = opened(*MANY).page
        page.get_by_label("Filter the studies by any word").fill("saline")
        before = rows(page).count()
        page.get_by_role("columnheader", name="Year").get_by_role("button").click()
        assert rows(page).count() == before < STUDIES


def test_the_first_stop_of_the_keyboard_leads_past_the_head(opened: Open) -> None:
    page = opened(*FULL).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


class TestPrinted:
    @pytest.mark.parametrize("lay", [(), ("--lay",)], ids=["brief", "lay"])
    @pytest.mark.parametrize("words", [("ptsd", "--route", "oral"), ("ptsd",), ("depression",)], ids=" ".join)
    def test_it_is_two_pages_at_most(self, looked_at: Open, words: tuple[str, ...], lay: tuple[str, ...]) -> None:
        page = looked_at(*words, *lay)
        for paper in ("A4", "Letter"):
            assert 1 <= pages_of(page.pdf(format=paper)) <= 2, paper

    def test_controls_are_not_printed_and_heads_repeat(self, looked_at: Open) -> None:
        page = looked_at(*MANY)
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
