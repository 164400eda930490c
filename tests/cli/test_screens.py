"""Whole screens, as a person sees them at 60, 80 and 120 columns.

The expected screens are the files in ``screens/``. After a change, KAP_WRITE_SCREENS=1 writes them anew.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kapcli.__main__ import run
from kapcli.writers.layout import cell_width

if TYPE_CHECKING:
    from conftest import AsProcess

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
    "show-quigley2025": ("show", "quigley2025"),
    "show-borgogna2024": ("show", "borgogna2024"),
    "cite-apa": ("cite", "feder2014"),
    "limits": ("limits", "--format", "text"),
    "limits-emdr": ("limits", "emdr", "--studies", "--format", "text"),
    "limits-topel2025": ("limits", "topel2025", "--format", "text"),
    "limits-safety": ("limits", "--safety", "--route", "intranasal", "--format", "text"),
    "claims-therapy": ("claims", "therapy", "--format", "text", "--limit", "4"),
    "claims-ptsd-one-infusion-day": ("claims", "ptsd-one-infusion-day", "--format", "text"),
    "claims-therapy-adds": ("claims", "therapy-adds-to-ketamine", "--format", "text"),
    "claims-lay": ("claims", "ketamine-as-good-as-ect", "--lay"),
    "check-cures": ("check", "ketamine cures PTSD"),
    "check-supported": ("check", "one infusion lowered PTSD symptoms within a day compared with midazolam"),
    "check-negated": ("check", "one infusion did not lower PTSD symptoms within a day compared with midazolam"),
    "check-figure": ("check", "In OKTOP the mean PCL-5 fell from 40 to 12"),
    "check-lay": ("check", "oral ketamine works as well as infusions for PTSD", "--lay"),
    "search-lay": ("search", "ptsd", "--route", "oral", "--lay"),
    "show-lay": ("show", "feder2021", "--lay"),
    "check-file": ("check", "--file", "tests/data/leaflet.txt"),
    "limits-lay": ("limits", "emdr", "--lay"),
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
    "show-intervals": ("show", "jelovac2025"),
    "glossary-psycholytic": ("glossary", "psycholytic"),
    "about": ("about",),
}
# A reference in a pipe stays on one line, to be pasted.
UNFOLDED = frozenset({"cite-apa"})


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_screen_is_as_expected(
    name: str, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    run(list(COMMANDS[name]))
    out = capsys.readouterr().out
    expected = SCREENS / f"{name}-{width}.txt"
    if WRITE:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(out, "utf-8")
    assert out == expected.read_text("utf-8")
    if name not in UNFOLDED:
        assert max((cell_width(line) for line in out.splitlines()), default=0) <= width


@pytest.mark.parametrize("name", ["map", "forest-suicidality", "timeline"])
def test_a_picture_without_more_than_ascii_is_as_expected(name: str, kap_process: AsProcess) -> None:
    out = kap_process(*COMMANDS[name], env={"COLUMNS": "80", "PYTHONIOENCODING": "ascii"}, timeout=60).out
    expected = SCREENS / f"{name}-ascii-80.txt"
    if WRITE:
        expected.write_text(out, "utf-8")
    assert out == expected.read_text("utf-8")
    assert out.isascii()
    assert "?" not in out.replace("n ?", "").replace("thinking of suicide?", "")
    # One sign for one: nothing shifts.
    lines = (SCREENS / f"{name}-80.txt").read_text("utf-8").splitlines()
    assert [len(line) for line in out.splitlines()] == [len(line) for line in lines]
