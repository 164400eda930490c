"""Ketamine with psychotherapy is one question: every trial that combined the two is found, whatever its therapy."""

from __future__ import annotations

import sqlite3

import pytest
from index_studies import VOCABULARY, arm, compiled, find, ids, made

from kapcli.catalogue.facets import FACETS

# Of the whole catalogue, by what was given and not by what the authors call it.
TRIALS = {
    "azhari2021 dakwar2019 dakwar2020 dames2022 dore2019 duek2023 feder2025 flynn2025 gent2024 grabski2022 "
    "greenway2025 kheirkhah2025 krupitsky1997 krupitsky2002 krupitsky2007 macconnel2024 moore2025 pradhan2017 "
    "pradhan2018 robison2022 robison2023 rodriguez2016 rohde2024 rothberg2021 shiroma2020 topel2025 tsang2024 "
    "tsang2025 whinkin2023 wilkinson2017 wilkinson2021 wolfson2023 yale2016 yermus2024"
}
COMPARING = {"grabski2022", "kheirkhah2025", "wilkinson2021"}
NOT = {"price2022", "hull2022", "mathai2024", "passie2022", "feder2021", "abdallah2022"}


def with_therapy(drug: str = "ketamine", *, therapy: bool | None = True):  # type: ignore[no-untyped-def]
    import msgspec

    return msgspec.structs.replace(arm(drug, "iv", 0.5), with_therapy=therapy)


@pytest.mark.parametrize(
    ("words", "narrowed"),
    [("", {"therapy": "kap"}), ("kap", {}), ("ketamine-assisted", {}), ("ketamine assisted psychotherapy", {})],
)
def test_every_trial_that_combined_them_is_found(
    words: str, narrowed: dict[str, str], catalogue: sqlite3.Connection
) -> None:
    found = ids(catalogue, words, **narrowed)
    assert set(" ".join(TRIALS).split()) <= found
    assert not NOT & found


@pytest.mark.parametrize(("words", "narrowed"), [("", {"therapy": "kap"}), ("kap", {}), ("ketamine-assisted", {})])
def test_trials_that_compare_with_and_without_therapy_come_first(
    words: str, narrowed: dict[str, str], catalogue: sqlite3.Connection
) -> None:
    hits = [hit.study.id for hit in find(catalogue, words, **narrowed).hits]
    assert set(hits[: len(COMPARING)]) == COMPARING
    assert [hit.study.id for hit in find(catalogue, words, **narrowed, design="rct").hits][:3] == hits[:3]


def test_no_other_order_changes(catalogue: sqlite3.Connection) -> None:
    first = find(catalogue, "", condition="alcohol-use").hits[0].study
    assert first.design == "meta-analysis" or "drug-only" not in first.comparator


@pytest.mark.parametrize(
    ("therapy", "given", "expected"),
    [
        (("cbt",), (with_therapy(),), {"cbt", "kap"}),
        (("kap", "group"), (with_therapy(),), {"kap", "group"}),
        # Not with the drug, not with ketamine, no psychotherapy, not known.
        (("cbt",), (with_therapy(therapy=False), with_therapy("saline")), {"cbt"}),
        (("coaching",), (with_therapy(),), {"coaching"}),
        (("cbt",), (with_therapy(therapy=None),), {"cbt"}),
        (("none",), (with_therapy(therapy=False),), {"none"}),
        (("psychotherapy",), (), {"psychotherapy"}),
    ],
)
def test_it_follows_from_the_arms(therapy, given, expected) -> None:  # type: ignore[no-untyped-def]
    assert set(FACETS["therapy"].codes(made("one", therapy=therapy, arms=given))) == expected


def test_a_trial_of_therapy_alone_is_none() -> None:
    trials = compiled(
        made("both", therapy=("emdr",), arms=(with_therapy(),)),
        made("without", therapy=("emdr",), arms=(with_therapy(therapy=False),)),
    )
    assert ids(trials, therapy="kap") == {"both"}
    assert ids(trials, therapy="emdr") == {"both", "without"}
    assert VOCABULARY.broader("therapy", "kap") == ("kap", "psychotherapy")
