"""A page and the JSON of the same command say the same of a figure, a dose, a share and a limit."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

OWN = ("--catalogue", str(Path(__file__).parent.parent / "frozen" / "user.yaml"))
STUDIES = ("feder2014", "feder2021", "dakwar2019", "borgogna2024", "popova2019", "topel2025", "own2031")


@pytest.fixture
def kap(kap_once: InProcess, frozen: Path) -> InProcess:
    """Every line here only reads."""
    return kap_once


def number(value: float) -> str:
    return f"{value:g}"


def page(kap: InProcess, *line: str) -> str:
    ran = kap(*line)
    assert ran.code == 0, ran.err
    return " ".join(ran.out.split())


def results(kap: InProcess, *line: str) -> list[dict[str, Any]]:
    ran = kap(*line, "--json")
    assert ran.code == 0, ran.out
    found: list[dict[str, Any]] = json.loads(ran.out)["results"]
    return found


@pytest.mark.parametrize("name", STUDIES)
def test_an_interval_has_its_lower_limit_first_and_a_p_value_is_called_so(name: str, kap: InProcess) -> None:
    (study,) = results(kap, "show", name, *OWN)
    intervals = [outcome["ci95"] for outcome in study["outcomes"] if outcome["ci95"]]
    p_values = [outcome["p"] for outcome in study["outcomes"] if outcome["p"]]
    assert study["outcomes"]
    for line in (
        ("show", name, "--format", "markdown"),
        ("forest", name, "--domain", "all", "--full"),
        ("report", name, "--full"),
    ):
        text = page(kap, *line, *OWN).replace("\\", "")
        # The legend and the heads of columns name the interval as well.
        text = re.sub(
            r"\[95% CI\]|\(95% CI\)|┤ 95% CI|\* 95% CI calculated|95% CI calculated|95% CI of the benefit", "", text
        )
        for low, high in intervals:
            assert f"(95% CI {number(low)} to {number(high)})" in text
        for value in p_values:
            assert (f"p {value}" if value[0] in "<>" else f"p = {value}") in text
        found = re.findall(r"95% CI (\S+) to ([-\d.]+)", text)
        assert len(found) >= len(intervals)
        assert all(float(low) <= float(high) for low, high in found)
        assert text.count("95% CI") == len(found)


@pytest.mark.parametrize("name", ["feder2014", "abdallah2022", "popova2019", "topel2025", "quigley2025", "own2031"])
def test_a_dose_keeps_its_unit(name: str, kap: InProcess) -> None:
    (study,) = results(kap, "search", name, *OWN)
    for line in (
        ("search", name, "--format", "table"),
        ("search", name, "--format", "tsv"),
        ("search", name, "--format", "markdown"),
        ("show", name),
        ("compare", name, "dakwar2019", "--format", "markdown"),
    ):
        text = page(kap, *line, *OWN)
        for arm in study["arms"]:
            if arm["drug"].endswith("ketamine") and arm["dose_max"] is not None:
                low, high = number(arm["dose_min"]), number(arm["dose_max"])
                dose = low if low == high else f"{low} to {high}"
                assert re.search(rf"(?<![\d.]){re.escape(dose)} {arm['unit']}(?!/)", text), (line, dose)


def test_what_was_worked_out_is_shown_to_a_tenth(kap: InProcess) -> None:
    rows = [row for row in results(kap, "forest", "--domain", "all") if row["worked_out"]]
    assert rows
    text = page(kap, "forest", "--domain", "all")
    for row in rows:
        for mark in row["marks"]:
            shown = f"{mark['estimate']:.1f}% [{mark['low']:.1f}, {mark['high']:.1f}]*"
            assert shown in text


def test_so_many_of_so_many_are_the_share_of_their_own_side(kap: InProcess) -> None:
    told = 0
    for name in STUDIES:
        (study,) = results(kap, "show", name, *OWN)
        shares = [(one["value"], one["control_value"]) for one in study["outcomes"] if one["control_value"] is not None]
        text = page(kap, "show", name, "--lay", *OWN)
        for counts in re.findall(r"(\d+) of (\d+) people [a-z ]+, against (\d+) of (\d+) in the comparison", text):
            count, of, other, of_other = map(int, counts)
            told += 1
            assert any(
                abs(100 * count / of - value) < 1 and abs(100 * other / of_other - control) < 1
                for value, control in shares
            ), counts
    assert told


def test_every_hit_has_the_heaviest_limits_of_its_study_and_says_how_much_was_read(kap: InProcess) -> None:
    hits = results(kap, "search", "ketamine", *OWN)
    assert len(hits) > 10
    read = {hit["read_in_full"] for hit in hits}
    assert read == {True, False}
    # One at a time, so that no other study's limits can stand for its own.
    for hit in hits:
        limits = "; ".join(limit["label"] for limit in hit["limits"]) or "no limitation found by rule"
        mark = "" if hit["read_in_full"] else " · not read in full"
        title = f'"{hit["id"]}"' if hit["id"].startswith("invented") else hit["id"]
        text = page(kap, "search", title, "--format", "table", *OWN)
        shown = " · ".join(limit["label"] for limit in hit["limits"]) or "no limitation found by rule"
        assert re.search(rf"· {re.escape(shown + mark)}(?! ·)", text), hit["id"]
        line = kap("search", title, "--format", "tsv", "--no-header", *OWN).out.splitlines()[0]
        assert limits in line.split("\t")
        assert (mark.removeprefix(" · ") or "read in full") in line.split("\t")


def test_columns_stand_under_their_names(kap: InProcess) -> None:
    head, *lines = kap("search", "ketamine", "--format", "tsv", *OWN).out.splitlines()
    hits = results(kap, "search", "ketamine", *OWN)
    assert len(lines) == len(hits)
    for line, hit in zip(lines, hits, strict=True):
        row = dict(zip(head.split("\t"), line.split("\t"), strict=True))
        assert row["id"] == hit["id"]
        assert row["n"] == ("" if hit["n"] is None else str(hit["n"]["people"]))
        assert row["n_kind"] == ("" if hit["n"] is None else hit["n"]["kind"])
        assert ("ketamine" in row["given"]) == any(arm["drug"].endswith("ketamine") for arm in hit["arms"] or ())
        assert (row["therapy"] == "no psychotherapy") == (hit["therapy"] in (None, ["none"]))
        assert row["finding"] == hit["finding"]
        assert row["origin"] == hit["origin"]


def test_only_what_is_from_a_file_of_ones_own_is_said_to_be(kap: InProcess) -> None:
    hits = results(kap, "search", "ketamine", *OWN)
    text = page(kap, "search", "ketamine", "--format", "table", *OWN)
    assert text.count("not from the built-in catalogue") == sum(hit["origin"] != "built-in" for hit in hits) == 2
    assert "From built-in" not in text
    assert "not from the built-in catalogue" not in page(kap, "search", "ketamine", "--format", "table")
