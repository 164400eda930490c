"""The search against what people meant: queries in users' words, written by people who had not seen the synonyms.

Each file grades the studies for each query: 3 is what was meant, 2 clearly relevant, 1 acceptable. The second was
written when the search was done, in whole questions, and holds it to less.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kapcli.__main__ import run

DATA = Path(__file__).parents[1] / "data"
RELEVANT = 2


def load(name: str) -> list[dict[str, Any]]:
    queries: list[dict[str, Any]] = json.loads((DATA / name).read_text("utf-8"))
    return queries


def options(query: dict[str, Any]) -> list[str]:
    asked = query["options"]
    return asked if isinstance(asked, list) else [part for pair in asked.items() for part in pair]


# Enough to hold ten of which somebody said whether they are relevant.
_LOOKED_AT = 30


def ids(query: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> list[str]:
    run(["search", *options(query), "--limit", str(_LOOKED_AT), "--json", "--", query["query"]])
    envelope = json.loads(capsys.readouterr().out)
    return [result["id"] for result in envelope["results"]]


# The works that those who graded had before them. Of later ones nobody said whether they are relevant, so they are
# passed over in a ranking (a condensed list: Sakai 2007, doi:10.1145/1277741.1277756).
JUDGED = set(json.loads((DATA / "judged-works.json").read_text("utf-8")))


def relevant(query: dict[str, Any]) -> set[str]:
    return {name for name, grade in query["relevant"].items() if grade >= RELEVANT}


@pytest.mark.parametrize(
    ("name", "rank_floor", "recall_floor"), [("queries.json", 0.96, 0.95), ("queries-later.json", 0.92, 0.8)]
)
def test_what_was_meant_comes_first_and_little_is_missed(
    name: str, rank_floor: float, recall_floor: float, capsys: pytest.CaptureFixture[str]
) -> None:
    ranks, recalls = [], []
    for query in load(name):
        wanted = relevant(query)
        if not wanted:
            continue
        found = [hit for hit in ids(query, capsys) if hit in JUDGED]
        ranks.append(next((1 / (rank + 1) for rank, hit in enumerate(found) if hit in wanted), 0.0))
        recalls.append(len(wanted & set(found[:10])) / min(10, len(wanted)))
    assert len(ranks) >= 75
    assert sum(ranks) / len(ranks) >= rank_floor
    assert sum(recalls) / len(recalls) >= recall_floor


@pytest.mark.parametrize(
    "query", [q for q in load("queries.json") if not q["relevant"]], ids=lambda query: query["query"]
)
def test_nothing_is_invented_where_nothing_fits(query: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", *options(query), "--json", "--", query["query"]]) == 1
    envelope = json.loads(capsys.readouterr().out)
    assert envelope["total"] == 0
    assert all(result["match"] == "partial" for result in envelope["results"])


# What people type when they do not know the words of the field, by somebody who had seen the list of studies and not
# the search. Where nothing here answers, no study is named.
EVERYDAY = load("everyday-queries.json")
_FIRST = 5


def test_everyday_words_find_what_was_meant_among_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    asked = [query for query in EVERYDAY if query["studies"]]
    missed = []
    for query in asked:
        run(["search", "--limit", str(_FIRST), "--json", "--", query["query"]])
        found = [hit["id"] for hit in json.loads(capsys.readouterr().out)["results"]]
        if not set(found) & set(query["studies"]):
            missed.append((query["query"], found))
    assert len(asked) >= 60
    assert 1 - len(missed) / len(asked) >= 0.95, missed


def test_the_trials_that_everybody_knows_are_on_the_first_page(capsys: pytest.CaptureFixture[str]) -> None:
    run(["search", "ptsd", "--limit", "8", "--json"])
    found = {hit["id"] for hit in json.loads(capsys.readouterr().out)["results"]}
    assert found >= {"feder2014", "feder2021", "abdallah2022", "vadod2024"}


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        ("my husband's ptsd at xyzzy", ["xyzzy"]),
        ("ptsd sleep apnea veterans", ["apnea"]),
        ("childhood trauma", ["childhood trauma"]),
    ],
)
def test_what_is_left_out_is_said(words: str, left_out: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run(["search", "--json", "--", words])
    envelope = json.loads(capsys.readouterr().out)
    assert envelope["summary"]["left_out"] == left_out
    assert len(envelope["results"]) >= 3
    assert any(left_out[0] in note for note in envelope["notes"])
