"""A zero has no sign, and no place where ratios are equally far apart."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from small_catalogue import TRIAL, with_outcome, write

Kap = Callable[..., Any]
DIFFERENCE = {"estimate": "mean-difference", "unit": "points", "value": "-0.0", "ci95": ["-3", "-0"]}
# A ratio of 1 and a difference of 0, turned and not: each is no effect.
NOTHING = [
    {"id": f"{name}-{minuend}-{better}", "minuend": minuend, "better": better, "direction": "no-difference"} | fields
    for name, fields in (("ratio", {"value": "1", "ci95": ["0.5", "2"]}), ("difference", DIFFERENCE))
    for minuend in ("first", "second")
    for better in ("lower", "higher")
]
SHARE = {
    "id": "share",
    "estimate": "response-rate",
    "unit": "percent",
    "better": "higher",
    "minuend": "not-applicable",
    "value": "0",
    "control_value": "0",
    "ci95": None,
    "direction": "no-difference",
}


def study(name: str, *outcomes: dict[str, Any]) -> dict[str, Any]:
    made = [one for changes in outcomes for one in with_outcome(**changes)["outcomes"]]
    return TRIAL | {
        "id": name,
        "n": {"randomised": "20", "ketamine": "10", "control": "10"},
        "outcomes": [{field: value for field, value in one.items() if value is not None} for one in made],
    }


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(
        tmp_path_factory.mktemp("zero") / "own.yaml",
        study("nothing2021", *NOTHING, SHARE),
        study("edge2021", {"ci95": ["0", "2"]}, {"id": "none", "value": "0", "ci95": ["0", "1.5"]}),
    )


@pytest.mark.parametrize(
    "line",
    [
        ("show", "nothing2021"),
        ("show", "nothing2021", "--json"),
        ("show", "nothing2021", "--format", "markdown"),
        ("compare", "nothing2021", "edge2021"),
        ("forest", "nothing2021"),
        ("forest", "nothing2021", "--json"),
        ("forest", "nothing2021", "--format", "tsv"),
        ("forest", "nothing2021", "--format", "markdown"),
        ("report", "nothing2021", "--format", "html"),
    ],
)
def test_no_view_prints_a_negative_zero(kap: Kap, own: str, line: tuple[str, ...]) -> None:
    ran = kap(*line, "--catalogue", own)
    assert ran.code == 0, ran.err
    assert "An invented work" in ran.out or "nothing2021" in ran.out
    assert re.findall(r"(?<![\w.])[-−]0(?:\.0+)?(?![\d.%]*[1-9])(?![\w.])", ran.out) == []


def test_json_turns_nothing_into_plain_zero(kap: Kap, own: str) -> None:
    shown = json.loads(kap("show", "nothing2021", "--catalogue", own, "--json").out)["results"][0]
    turned = [outcome["oriented"] for outcome in shown["outcomes"]]
    assert {str(value) for value in turned} == {"0.0"}
    assert str(shown["outcomes"][4]["value"]) == "0.0"


def test_a_ratio_that_reaches_zero_is_listed_in_words(kap: Kap, own: str) -> None:
    ran = kap("forest", "edge2021", "--catalogue", own)
    assert ran.code == 0
    assert "Zero has no place on the logarithmic axis of ratios" in ran.out
    assert "cannot both be right" not in ran.out
    listed = json.loads(kap("forest", "edge2021", "--catalogue", own, "--json").out)["results"]
    assert [(row["outcome"], row["drawn"], row["reason"]) for row in listed] == [
        ("o1", False, "zero-ratio"),
        ("none", False, "zero-ratio"),
    ]
