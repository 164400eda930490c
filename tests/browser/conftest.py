"""A real browser: the system's Chromium, driven through Playwright; no browser is downloaded.

Where there is none these tests are skipped and say so; with KAP_BROWSER_TESTS=required they fail instead.
"""

from __future__ import annotations

import contextvars
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hostile_catalogue import write_hostile

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Read before the tests' own environment is made.
REQUIRED = os.environ.get("KAP_BROWSER_TESTS") == "required"
CHROMIUM = os.environ.get("KAP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def _without(what: str, remedy: str) -> None:
    reason = f"no {what}: {remedy}"
    if REQUIRED:
        pytest.fail(f"KAP_BROWSER_TESTS=required, and {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _without("Playwright", "pip install -e '.[dev,browser]'")
    if CHROMIUM is None:
        _without("Chromium", "apt-get install chromium, or name one in KAP_CHROMIUM")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM)
        yield found
        found.close()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Callable[..., Path]:
    """Write a report once, as the command does, and give its file."""
    from kapcli.__main__ import run

    folder = tmp_path_factory.mktemp("reports")
    files: dict[tuple[str, ...], Path] = {}

    def report(*words: str) -> Path:
        if words not in files:
            path = folder / f"{len(files)}.html"
            assert contextvars.copy_context().run(run, ["report", *words, "--output", str(path)]) == 0
            files[words] = path
        return files[words]

    return report


class Opened:
    """An open page and what it said and asked for."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.asked.append(request.url))


@pytest.fixture
def opened(browser: Any, written: Callable[..., Path]) -> Iterator[Callable[..., Opened]]:
    """Open a report in a fresh window."""
    contexts = []

    def show(*words: str, width: int = 1280, dark: bool = False, script: bool = True) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.goto(written(*words).as_uri())
        return found

    yield show
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def looked_at(browser: Any, written: Callable[..., Path]) -> Callable[..., Any]:
    """A report that is looked at and not worked with: one window for all tests, as wide and as light as each asks."""
    pages: dict[tuple[str, ...], Any] = {}

    def page(*words: str, width: int = 1280, dark: bool = False) -> Any:
        if words not in pages:
            pages[words] = browser.new_page()
            pages[words].goto(written(*words).as_uri())
        pages[words].set_viewport_size({"width": width, "height": 900})
        pages[words].emulate_media(media="null", color_scheme="dark" if dark else "light")
        return pages[words]

    return page


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound catalogue file in which every free text tries to break out."""
    return write_hostile(tmp_path_factory.mktemp("hostile") / "hostile.yaml")
