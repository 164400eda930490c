"""Effects by the Metapsy data standard, held against its published rules and against R's way of reading them.

The columns and their classes are the defaults of ``checkDataFormat`` in metapsyTools; the rules of formatting those of
https://docs.metapsy.org/data-preparation/format.
"""

from __future__ import annotations

import io
import json
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from exported import whole

from kapcli.exporting.metapsy import ADDED, COLUMNS, IDENTIFYING, STANDARD, Effects, effects, metapsy_csv
from kapcli.exporting.metapsy_files import repository
from kapcli.exporting.metapsy_words import condition, weeks
from later import Later

if TYPE_CHECKING:
    import pandas

    from kapcli.exporting.columns import Selection
else:
    pandas = Later("pandas")

MUST_CONTAIN = {
    **dict.fromkeys(
        ("study", "condition_arm1", "condition_arm2", "multi_arm1", "multi_arm2", "outcome_type", "instrument"),
        "character",
    ),
    "time": "character",
    "time_weeks": "numeric",
    "rating": "character",
    **{f"{name}_arm{arm}": "numeric" for name in ("mean", "sd", "n", "event", "totaln") for arm in (1, 2)},
}
ALSO = {
    *(f"{name}_change_arm{arm}" for name in ("mean", "sd", "n") for arm in (1, 2)),
    *("precalc_g", "precalc_g_se", "precalc_log_rr", "precalc_log_rr_se"),
}
GROUPS = {
    "mean_change_arm1": [f"{name}_change_arm{arm}" for name in ("mean", "sd", "n") for arm in (1, 2)],
    "event_arm1": ["event_arm1", "event_arm2", "totaln_arm1", "totaln_arm2"],
    "precalc_g": ["precalc_g", "precalc_g_se"],
    "precalc_log_rr": ["precalc_log_rr", "precalc_log_rr_se"],
}


@pytest.fixture
def found(selection: Selection) -> Effects:
    return effects(selection)


@pytest.fixture
def frame(found: Effects) -> pandas.DataFrame:
    """As ``read.csv2`` reads it."""
    return pandas.read_csv(
        io.StringIO(metapsy_csv(found)), sep=";", decimal=",", na_values=["NA"], keep_default_na=False
    )


def named(found: Effects, outcome: str) -> dict[str, Any]:
    (row,) = [row for row in found.rows if row["outcome_id"] == outcome]
    return row


class TestRules:
    def test_every_variable_is_there_in_its_class(self, frame: pandas.DataFrame) -> None:
        assert MUST_CONTAIN.keys() | ALSO == STANDARD.keys()
        assert {name: kind for name, (kind, _) in STANDARD.items() if name in MUST_CONTAIN} == MUST_CONTAIN
        assert list(frame.columns) == list(COLUMNS)
        for name, (kind, _) in COLUMNS.items():
            known = frame[name].dropna()
            if len(known):
                numeric = known.dtype.kind in "if"
                assert numeric == (kind == "numeric"), name

    def test_names_are_snake_case_and_none_is_reserved(self) -> None:
        assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) for name in COLUMNS)
        assert not {"subset", "exclude"} & COLUMNS.keys()
        assert not STANDARD.keys() & ADDED.keys()

    def test_cells_hold_no_semicolon_and_no_blank_at_an_end(self, found: Effects) -> None:
        lines = metapsy_csv(found).splitlines()
        assert {line.count(";") for line in lines} == {len(COLUMNS) - 1}
        assert all(cell == cell.strip() and cell for line in lines for cell in line.split(";"))
        # Decimal commas, and no decimal point in a number.
        assert not re.search(r"(?:^|;)-?\d+\.\d+(?:;|$)", metapsy_csv(found), re.MULTILINE)

    def test_every_comparison_is_unique(self, frame: pandas.DataFrame) -> None:
        assert not frame.duplicated(list(IDENTIFYING)).any()

    def test_one_group_of_numbers_is_whole_and_the_others_are_missing(self, found: Effects) -> None:
        for row in found.rows:
            filled = [names for first, names in GROUPS.items() if row[first] is not None]
            assert len(filled) <= 1
            assert all(row[name] is not None for names in filled for name in names)
            rest = set(STANDARD) - set(MUST_CONTAIN) - {name for names in filled for name in names}
            assert all(row[name] is None for name in rest)
            assert filled or row["reported_se"] is not None

    def test_only_randomised_comparisons_with_ketamine_and_no_retracted_ones(self, found: Effects) -> None:
        assert all("ketamine" in f"{row['condition_arm1']} {row['condition_arm2']}" for row in found.rows)
        assert "retracted" not in {row["retraction"] for row in found.rows}
        assert not any(row["outcome_id"].startswith("invented-retracted") for row in found.rows)

    def test_every_figure_is_in_it_or_left_out_with_a_reason(self, found: Effects, selection: Selection) -> None:
        every = {f"{work.study.id}:{one.id}" for work in selection.works for one in work.study.outcomes}
        left = [name for names in found.left_out.values() for name in names]
        assert {row["outcome_id"] for row in found.rows} | set(left) == every
        assert len(found.rows) + len(left) == len(every)

    def test_no_spread_is_made_up(self, found: Effects, selection: Selection) -> None:
        given = {f"{work.study.id}:{one.id}": one for work in selection.works for one in work.study.outcomes}
        for row in found.rows:
            assert row["sd_arm1"] is row["mean_arm1"] is None
            if row["sd_change_arm1"] is not None:
                assert row["sd_change_arm1"] == given[str(row["outcome_id"])].sd


class TestNumbers:
    def test_counts_stand_once_over_the_whole_catalogue(self) -> None:
        found = effects(whole("outcomes"))
        assert len(found.rows) > 50
        arms = ("condition_arm1", "condition_arm2", "multi_arm1", "multi_arm2")
        numbers = ("event_arm1", "totaln_arm1", "event_arm2", "totaln_arm2")
        seen: dict[Any, Any] = {}
        for row in found.rows:
            if row["event_arm1"] is not None:
                key = (row["study"], *(row[name] for name in (*arms, "instrument", "time", *numbers)))
                assert key not in seen, (row["outcome_id"], seen.get(key))
                seen[key] = row["outcome_id"]
        # The score of one side beside a difference hides nothing: it stands with its own interval.
        (row,) = (row for row in found.rows if row["outcome_id"] == "dwyer2021:madrs")
        assert (row["reported_value"], row["reported_ci_low"], row["reported_ci_high"]) == (-8.69, -16.72, -0.65)
        # A hazard ratio stands as published.
        assert not [row for row in found.rows if row["reported_type"] == "hazard-ratio" and row["event_arm1"]]
        frame = pandas.read_csv(io.StringIO(metapsy_csv(found)), sep=";", decimal=",", na_values=["NA"])
        assert not frame.duplicated(list(IDENTIFYING)).any()

    def test_a_difference_without_a_spread_stands_as_published_with_its_error(self, found: Effects) -> None:
        row = named(found, "feder2014:ies-r")
        assert row["study"] == "Feder, 2014"
        assert (row["condition_arm1"], row["condition_arm2"]) == ("ketamine", "midazolam")
        assert (row["reported_value"], row["reported_ci_low"], row["reported_ci_high"]) == (-12.7, -22.8, -2.5)
        assert row["reported_se"] == pytest.approx((22.8 - 2.5) / 3.92, abs=1e-3)
        assert row["precalc_g"] is None
        assert row["change_sign"] is True
        assert row["rating"] == "self-report"

    def test_a_published_d_becomes_g(self, found: Effects) -> None:
        row = named(found, "feder2021:caps-5-week-2-after-all")
        correction = 1 - 3 / (4 * 28 - 1)
        assert row["precalc_g"] == pytest.approx(-1.13 * correction, abs=1e-5)
        assert row["precalc_g_se"] == pytest.approx((1.91 - 0.36) / 3.92 * correction, abs=1e-4)

    def test_counts_are_those_of_the_source(self, found: Effects) -> None:
        rows = [row for row in found.rows if row["event_arm1"] is not None]
        assert rows
        for row in rows:
            assert 0 <= row["event_arm1"] <= row["totaln_arm1"]  # type: ignore[operator]
            assert 0 <= row["event_arm2"] <= row["totaln_arm2"]  # type: ignore[operator]

    def test_publications_of_a_trial_share_its_name(self, found: Effects) -> None:
        names: dict[Any, set[Any]] = {}
        for row in found.rows:
            names.setdefault(row["trial"], set()).add(row["study"])
        assert all(len(labels) == 1 for labels in names.values())
        assert len({label for labels in names.values() for label in labels}) == len(names)

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("24 h", 1 / 7),
            ("day 28", 4),
            ("end of week 4", 4),
            ("6 months", 26.09),
            ("24 h (day 1)", 1 / 7),
            ("up to 14 days", None),
            ("42 days after birth", None),
            ("weeks 2 to 4", None),
            ("end of treatment", None),
            ("", None),
        ],
    )
    def test_a_point_in_time_is_told_in_weeks_and_a_span_is_not(self, said: str, expected: float | None) -> None:
        found = weeks(said)
        assert found is None if expected is None else found is not None and math.isclose(found, expected, abs_tol=1e-3)

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ("ketamine 0.5 mg/kg", "ketamine"),
            ("esketamine 84 mg", "esketamine"),
            ("placebo spray", "placebo"),
            ("ECT", "ect"),
            ("ketamine + TIMBER", "ketamine_timber"),
            ("no music", "no_music"),
        ],
    )
    def test_conditions_are_standardised(self, said: str, code: str, selection: Selection) -> None:
        assert condition(said, selection.vocabulary) == code


def test_a_folder_is_laid_out_as_a_database_of_the_standard(found: Effects, selection: Selection) -> None:
    files = repository(found, selection)
    assert {"data.csv", "license", "readme.md"} < files.keys()
    assert re.fullmatch(rb"\d{4}-\d{2}-\d{2}\n", files["metadata/last_search.txt"])
    assert json.loads(files["metadata/variable_description.json"]).keys() == COLUMNS.keys()
    assert b"hand-picked" in files["metadata/search_string.txt"]


def test_what_is_left_out_is_said_on_stderr(kap: Any, frozen: Path) -> None:
    ran = kap("export", "ptsd", "--format", "metapsy")
    assert ran.code == 0
    assert ran.out.startswith("study;condition_arm1;")
    assert "left out, not a randomised comparison of two arms" in ran.err
    assert "stand only as their sources give them" in ran.err
