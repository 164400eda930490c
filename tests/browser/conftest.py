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


# The two pages with which Chromium prepares for what is typed into its own address bar take as long as it does itself.
LIGHT = ("--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",)


class Window:
    """The one window of all tests, its page, and what it said and asked for since it was opened.

    A window of its own for each would be a process each, and takes ten times as long as another page in this one.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        # What is shown as it was loaded: nobody has typed or clicked there.
        self.untouched: Path | None = None
        self._chromium = page.context.new_cdp_session(page)
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.asked.append(request.url))

    def load(self, file: Path, *, script: bool = True) -> None:
        """Load a file anew."""
        self._chromium.send("Emulation.setScriptExecutionDisabled", {"value": not script})
        self.said.clear()
        self.asked.clear()
        self.page.goto(file.as_uri())

    def look(self, *, width: int = 1280, dark: bool = False) -> None:
        """Make it as wide and as light as asked, and a screen."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(media="null", color_scheme="dark" if dark else "light")


@pytest.fixture(scope="session")
def window() -> Iterator[Window]:
    """One Chromium for all tests, with one page."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _without("Playwright", "pip install -e '.[dev,browser]'")
    if CHROMIUM is None:
        _without("Chromium", "apt-get install chromium, or name one in KAP_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=LIGHT)
        yield Window(browser.new_page())
        browser.close()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory, home: Path, frozen_base: Path) -> Callable[..., Path]:
    """Write a report once, as the command does, and give its file; one with a catalogue on top has the frozen below."""
    from kapcli.__main__ import run
    from kapcli.catalogue import files

    folder = tmp_path_factory.mktemp("reports")
    kept: dict[tuple[str, ...], Path] = {}

    def report(*words: str) -> Path:
        if words not in kept:
            path = folder / f"{len(kept)}.html"
            with pytest.MonkeyPatch.context() as patch:
                if "--catalogue" in words:
                    patch.setattr(files, "_BASE", frozen_base)
                assert contextvars.copy_context().run(run, ["report", *words, "--output", str(path)]) == 0
            kept[words] = path
        return kept[words]

    return report


@pytest.fixture
def opened(window: Window, written: Callable[..., Path]) -> Callable[..., Window]:
    """Open a report afresh, to work with."""

    def show(*words: str, dark: bool = False, script: bool = True) -> Window:
        window.untouched = None
        window.look(dark=dark)
        window.load(written(*words), script=script)
        return window

    return show


@pytest.fixture
def looked_at(window: Window, written: Callable[..., Path]) -> Callable[..., Any]:
    """A report that is looked at and not worked with: loaded only if another one is shown."""

    def page(*words: str, width: int = 1280, dark: bool = False) -> Any:
        file = written(*words)
        window.look(width=width, dark=dark)
        if window.untouched != file:
            window.load(file)
            window.untouched = file
        return window.page

    return page


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound catalogue file in which every free text tries to break out."""
    return write_hostile(tmp_path_factory.mktemp("hostile") / "hostile.yaml")
