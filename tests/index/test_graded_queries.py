"""The search against what people meant: queries in users' words, written by somebody who had not seen the synonyms.

``tests/data/queries.json`` grades the studies for each query: 3 is what was meant, 2 clearly relevant, 1 acceptable.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kapcli.__main__ import run

QUERIES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "data" / "queries.json").read_text("utf-8"))
RELEVANT = 2


def ids(query: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> list[str]:
    run(["search", *query["options"], "--json", "--", query["query"]])
    envelope = json.loads(capsys.readouterr().out)
    return [result["id"] for result in envelope["results"]]


def relevant(query: dict[str, Any]) -> set[str]:
    return {name for name, grade in query["relevant"].items() if grade >= RELEVANT}


def test_what_was_meant_comes_first_and_little_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    ranks, recalls = [], []
    for query in QUERIES:
        wanted = relevant(query)
        if not wanted:
            continue
        found = ids(query, capsys)
        ranks.append(next((1 / (rank + 1) for rank, name in enumerate(found) if name in wanted), 0.0))
        recalls.append(len(wanted & set(found[:10])) / min(10, len(wanted)))
    assert len(ranks) >= 80
    assert sum(ranks) / len(ranks) >= 0.9
    assert sum(recalls) / len(recalls) >= 0.95


@pytest.mark.parametrize("query", [q for q in QUERIES if not q["relevant"]], ids=lambda query: query["query"])
def test_nothing_is_invented_where_nothing_fits(query: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", *query["options"], "--json", "--", query["query"]]) == 1
    envelope = json.loads(capsys.readouterr().out)
    assert envelope["total"] == 0
    assert all(result["match"] == "partial" for result in envelope["results"])
