"""What the tables hold: keys, types, nulls, and the same facts as the catalogue."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kapcli.cli.export import What
from kapcli.exporting.tables import TABLES, TIDY

if TYPE_CHECKING:
    from kapcli.exporting.columns import Filled, Selection

DOCS = (Path(__file__).parents[2] / "docs" / "export.md").read_text("utf-8")
PYTHON = {
    **dict.fromkeys(("text", "code", "date", "address"), str),
    "integer": int,
    "number": float,
    "boolean": bool,
    "list": list,
}


def rows(filled: Filled) -> list[dict[str, Any]]:
    return [dict(zip(filled.names, row, strict=True)) for row in filled.rows]


def test_what_offers_every_table() -> None:
    assert set(What.__args__) == {*TABLES, "all"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", TABLES)
def test_the_manual_has_every_column_with_type_and_meaning(name: str) -> None:
    section = DOCS.partition(f"\n### {name}\n")[2].partition("\n#")[0]
    told = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", section, re.MULTILINE)
    assert told == [(column.name, column.kind, column.means) for column in TABLES[name].columns]


@pytest.mark.parametrize("name", TABLES)
def test_keys_are_unique_and_values_have_their_type(name: str, tables: dict[str, Filled]) -> None:
    filled = tables[name]
    assert filled.rows
    assert len({row[0] for row in filled.rows}) == len(filled.rows)
    for column, values in zip(filled.table.columns, zip(*filled.rows, strict=True), strict=True):
        known = [value for value in values if value is not None]
        assert all(type(value) is PYTHON[column.kind] for value in known), column.name
        # Null is the one sign for what is not known.
        assert not [value for value in known if value in ("", []) or value == "not known"], column.name


@pytest.mark.parametrize("table", TIDY, ids=lambda table: table.name)
def test_what_refers_to_a_row_finds_it(table: Any, tables: dict[str, Filled]) -> None:
    for column in table.columns:
        if column.refers:
            place = tables[table.name].names.index(column.name)
            there = {row[0] for row in tables[column.refers].rows}
            assert {row[place] for row in tables[table.name].rows} - {None} <= there


def test_codes_are_those_of_the_vocabulary(selection: Selection, tables: dict[str, Filled]) -> None:
    for filled in tables.values():
        for place, column in enumerate(filled.table.columns):
            if column.section:
                cells = [row[place] for row in filled.rows if row[place] is not None]
                found = {code for cell in cells for code in (cell if isinstance(cell, list) else [cell])}
                assert found <= set(selection.vocabulary.codes(column.section)), column.name


def test_a_figure_is_the_catalogues_own(tables: dict[str, Filled]) -> None:
    (found,) = [row for row in rows(tables["outcomes"]) if row["id"] == "feder2014:ies-r"]
    assert (found["value"], found["ci_low"], found["ci_high"]) == (12.7, 2.5, 22.8)
    assert (found["minuend"], found["better"], found["effect"]) == ("second", "lower", 12.7)
    assert (found["effect_low"], found["effect_high"], found["effect_origin"]) == (2.5, 22.8, "source")
    assert found["rating"] == "self-report"
    assert found["source"].startswith("http")


def test_what_is_not_known_is_null_and_not_zero(tables: dict[str, Filled]) -> None:
    studies = rows(tables["studies"])
    assert any(row["n"] is None for row in studies)
    assert all(row["n"] is None or row["n"] > 0 for row in studies)
    assert not any(row["number"] == 0 for row in rows(tables["adverse_events"]) if row["what"] == "absent")


def test_records_and_drafts_are_not_exported(selection: Selection, tables: dict[str, Filled]) -> None:
    assert "record" not in {row["kind"] for row in rows(tables["claims"])}
    assert {view.claim.id for view in selection.claims} == {row["id"] for row in rows(tables["claims"])}


def test_a_retracted_work_is_marked_in_every_table_that_names_it(tables: dict[str, Filled]) -> None:
    name = "invented-retracted"
    seen = set()
    for filled in tables.values():
        for row in rows(filled):
            if name in (row["id"], row.get("study")):
                seen.add(filled.table.name)
                assert row.get("retraction") == "retracted" or "RETRACTED" in row["notes"], filled.table.name
    assert {"studies", "outcomes", "limitations"} <= seen


def test_the_steps_of_a_claim_end_at_its_certainty(tables: dict[str, Filled]) -> None:
    ladder = ["very-low", "low", "moderate", "high"]
    down: dict[str, int] = {}
    for step in rows(tables["steps"]):
        down[step["claim"]] = down.get(step["claim"], 0) + step["down"]
    for claim in rows(tables["claims"]):
        if claim["certainty"] is not None:
            place = ladder.index(claim["start"]) - down.get(claim["id"], 0)
            assert ladder[max(place, 0)] == claim["certainty"], claim["id"]
