"""Screens of the built-in catalogue: none is wider than a narrow window, and six are kept whole at three widths.

The kept screens are the files in ``screens/``. After a change, KAP_WRITE_SCREENS=1 writes them anew. All other pages
are kept as they are drawn from the frozen catalogue, which no new study moves (`test_frozen_screens.py`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kapcli.writers.layout import cell_width

if TYPE_CHECKING:
    from conftest import InProcess

WRITE = bool(os.environ.get("KAP_WRITE_SCREENS"))
SCREENS = Path(__file__).parent / "screens"
COMMANDS = {
    "welcome": (),
    "search-ptsd-oral": ("search", "ptsd", "--route", "oral", "--format", "table"),
    "search-typo": ("search", "ptds", "--population", "veteran", "--format", "table", "--limit", "3"),
    "search-explain": ("search", "emdr", "lozenge", "--explain", "--format", "table"),
    "search-nothing": ("search", "homeopathy", "--format", "table"),
    "search-partial": ("search", "emdr ocd", "--format", "table"),
    "search-suicidal": ("search", "suicidal thoughts", "--design", "rct", "--limit", "2", "--format", "table"),
    "show-feder2014": ("show", "feder2014"),
    "limits": ("limits", "--format", "text"),
    "limits-emdr": ("limits", "emdr", "--studies", "--format", "text"),
    "limits-topel2025": ("limits", "topel2025", "--format", "text"),
    "limits-safety": ("limits", "--safety", "--route", "intranasal", "--format", "text"),
    "claims-therapy": ("claims", "therapy", "--format", "text", "--limit", "4"),
    "claims-ptsd-one-infusion-day": ("claims", "ptsd-one-infusion-day", "--format", "text"),
    "claims-lay": ("claims", "ketamine-as-good-as-ect", "--lay"),
    "check-cures": ("check", "ketamine cures PTSD"),
    "search-lay": ("search", "ptsd", "--route", "oral", "--lay"),
    "compare-two": ("compare", "feder2014", "abdallah2022"),
    "compare-three": ("compare", "anand2023", "ekstrand2022", "lii2023"),
    "map": ("map",),
    "map-participants": ("map", "--metric", "participants"),
    "map-therapy-design": ("map", "--rows", "therapy", "--cols", "design"),
    "map-ptsd": ("map", "ptsd"),
    "timeline": ("timeline",),
    "timeline-ptsd": ("timeline", "ptsd"),
    "forest-ptsd": ("forest", "ptsd"),
    "forest-suicidality": ("forest", "suicidality"),
    "forest-depression-kap": ("forest", "depression", "--therapy", "kap"),
    "forest-feder2014": ("forest", "feder2014"),
    "forest-nothing-to-draw": ("forest", "abdallah2022"),
    "compare-intervals": ("compare", "popova2019", "jelovac2025"),
    "about": ("about",),
}
KEPT = ("search-ptsd-oral", "show-feder2014", "claims-ptsd-one-infusion-day", "limits", "check-cures", "map")
WIDTHS = (60, 80, 120)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_line_is_wider_than_the_window(name: str, kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """The narrowest: these and pages of sentences alone are drawn at each width from the frozen catalogue."""
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(cell_width, kap(*COMMANDS[name]).out.splitlines()), default=0) <= 60


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", KEPT)
def test_a_screen_is_as_expected(name: str, width: int, kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = kap(*COMMANDS[name]).out
    assert_kept(f"{name}-{width}.txt", out)
    assert max(map(cell_width, out.splitlines())) <= width


def test_no_kept_screen_is_left_over() -> None:
    assert {path.name for path in SCREENS.iterdir()} == {f"{name}-{width}.txt" for name in KEPT for width in WIDTHS}


def assert_kept(name: str, text: str) -> None:
    expected = SCREENS / name
    if WRITE:
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")
