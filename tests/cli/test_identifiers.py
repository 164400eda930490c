"""A work is found by each form of its DOI or id, and files say what is wrong with theirs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.catalogue.identifiers import DOI_PREFIX, doi, doi_in, key
from kapcli.index.query_reading import take_apart
from small_catalogue import write

Kap = Callable[..., Any]
SICI = "10.1002/1520-6394(2000)12:3<118::AID-DA2>3.0.CO;2-G"
ENCODED = "10.1002/1520-6394(2000)12:3%3C118::AID-DA2%3E3.0.CO;2-G"
STUDIES = (
    {"id": "sici2000", "record": {"doi": f"https://doi.org/{ENCODED}"}},
    {"id": "divided2021", "record": {"doi": "10.1000.10/123456"}},
    {"id": "short2021", "record": {"doi": "doi: 10.15/x.y-2(3)"}},
    {"id": "müller2021", "unverified": [{"field": "doi", "value": "10.5555/Single", "said_by": "One"}]},
    {"id": "한글2021"},
    {"id": "null2021", "authors": [{"family": None, "given": "Ada"}]},
    {
        "id": "hyphens2021",
        "title": "A follow\u2010up",
        "authors": [{"family": "Ex\u2010Ample", "given": "Jean\u2011Paul"}],
    },
)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("identifiers") / "own.yaml", *STUDIES)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (SICI, "sici2000"),
        (SICI.lower(), "sici2000"),
        (ENCODED, "sici2000"),
        (f"https://doi.org/{ENCODED}", "sici2000"),
        (f"https://www.doi.org/{SICI}", "sici2000"),
        (f"https://doi.org/{ENCODED.replace('/', '%2F')}", "sici2000"),
        (f"doi.org/{SICI}", "sici2000"),
        (f"https://doi.org/{ENCODED}?src=mail#top", "sici2000"),
        ("10.1000.10/123456", "divided2021"),
        ("https://dx.doi.org/10.1000.10/123456.", "divided2021"),
        ("DOI: 10.1000.10/123456", "divided2021"),
        ("(doi:10.1000.10/123456)", "divided2021"),
        ("info:doi/10.1000.10/123456", "divided2021"),
        ("10.15/x.y-2(3)", "short2021"),
        ("https://doi.org/10.15/x.y\u20102(3)", "short2021"),
        ("10.15/X.Y-2(3)", "short2021"),
        ("doi.org/10.15/x.y-\u200b2(3),", "short2021"),
        ("10.5555/single", "müller2021"),
        ("müller2021", "müller2021"),
        (unicodedata.normalize("NFD", "Müller2021"), "müller2021"),
        (unicodedata.normalize("NFD", "한글2021"), "한글2021"),
    ],
)
def test_each_form_of_a_name_shows_the_work(kap: Kap, own: str, asked: str, found: str) -> None:
    ran = kap("show", asked, "--catalogue", own, "--json")
    assert (ran.code, [row["id"] for row in json.loads(ran.out)["results"]]) == (0, [found])


@pytest.mark.parametrize("asked", [f"https://doi.org/{ENCODED}", "doi.org/10.1000.10/123456", "doi:10.15/x.y-2(3)"])
def test_and_searching_for_it_finds_only_the_work(kap: Kap, own: str, asked: str) -> None:
    ran = kap("search", asked, "--catalogue", own, "--format", "ids")
    assert (ran.code, ran.out.count("\n")) == (0, 1)


def test_the_catalogue_keeps_it_without_address_and_encoding(kap: Kap, own: str) -> None:
    ran = kap("show", "sici2000", "divided2021", "short2021", "--catalogue", own, "--json")
    assert [row["record"]["doi"] for row in json.loads(ran.out)["results"]] == [
        SICI,
        "10.1000.10/123456",
        "10.15/x.y-2(3)",
    ]


def test_an_id_in_another_form_is_taken_twice(kap: Kap, tmp_path: Path) -> None:
    names = [{"id": "müller2021"}, {"id": unicodedata.normalize("NFD", "Müller2021")}]
    ran = kap("validate", write(tmp_path / "own.yaml", *names))
    assert ran.code == 3
    assert "only in case" in ran.err


def test_a_claim_is_named_in_any_form(kap: Kap, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "claims: [{id: über-claim, kind: record, statement: Invented., plain: Invented., topic: ptsd, "
        "verdict: supported, for: [{study: feder2014, rests_on: title, because: Invented.}]}]",
        encoding="utf-8",
    )
    for name in ("über-claim", "ÜBER-CLAIM", unicodedata.normalize("NFD", "Über-claim")):
        ran = kap("claims", name, "--catalogue", str(own), "--json")
        assert [row["id"] for row in json.loads(ran.out)["results"]] == ["über-claim"], name


@pytest.mark.parametrize("text", ["score of 10.5/20", "10.25/30 points", "3.10.2014/x"])
def test_a_score_is_no_doi(text: str) -> None:
    assert take_apart(text).identifiers == ()


DIGITS, SIGNS = "0123456789", "abcdefghijklmnopqrstuvwxyz0123456789"


@settings(max_examples=40)
@given(
    st.text(DIGITS, min_size=4, max_size=9),
    st.just("") | st.text(DIGITS, min_size=2, max_size=4).map(".{}".format),
    st.text(SIGNS, min_size=1, max_size=8),
    st.lists(st.tuples(st.sampled_from("-.;()/:<>_"), st.text(SIGNS, min_size=1, max_size=6)), max_size=3),
    st.sampled_from(["", "https://doi.org/", "http://dx.doi.org/", "www.doi.org/", "doi:", "DOI: ", "doi "]),
)
def test_what_a_file_keeps_is_what_a_query_asks_for(
    registrant: str, division: str, first: str, more: list[tuple[str, str]], prefix: str
) -> None:
    text = f"10.{registrant}{division}/{first}" + "".join(sign + part for sign, part in more)
    assert doi(prefix + text) == text
    found = take_apart(prefix + text).identifiers
    assert [key(one) for one in found] == [key(text)]
    assert doi_in(text) == text


def test_the_prefixes_are_those_that_people_copy() -> None:
    import re

    for start in ("https://doi.org/", "http://www.doi.org/", "dx.doi.org/", "doi.org/", "doi:", "DOI: ", "urn:doi:"):
        assert re.fullmatch(DOI_PREFIX, start, re.IGNORECASE), start


def test_a_person_called_null_is_warned_of_and_kept(kap: Kap, own: str) -> None:
    ran = kap("validate", own)
    assert (ran.code, "authors[0].family: warning" in ran.err, "in quotes" in ran.err) == (0, True, True)
    study = json.loads(kap("show", "null2021", "--catalogue", own, "--json").out)["results"][0]
    assert study["authors"][0]["family"] == "null"


def test_a_group_without_a_family_needs_no_warning(kap: Kap, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    write(own, {"authors": [{"family": None, "literal": "An Invented Group"}]})
    ran = kap("validate", str(own))
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("field", "warned"),
    [
        ("journal: Annals of Study #2 and more", True),
        ("finding: Nobody was studied #1", True),
        ("findings: [one thing #2, another]", True),
        ("authors: [{family: Exampleton #2}]", True),
        ("volume: 12 # as printed", False),
        ("record: {pmid: 12345678} # looked up", False),
        ("status: published # as far as known", False),
        ("year: 2021 # in print", False),
    ],
)
def test_a_text_that_a_comment_cuts_is_warned_of(kap: Kap, tmp_path: Path, field: str, warned: bool) -> None:
    lines = {
        "id": "id: made2021",
        "title": "title: An invented work",
        "csl_type": "csl_type: report",
        "year": "year: 2021",
        "design": "design: theory",
        "status": "status: published",
        "finding": "finding: Invented",
        "read_at": "read_at: [{url: 'https://example.org/x', read: abstract}]",
    }
    lines[field.partition(":")[0]] = field
    own = tmp_path / "own.yaml"
    # A flow list goes on in the next line, as it has to where a comment stands in it.
    text = "studies:\n- " + "\n  ".join(lines.values())
    text = text.replace(", another]", "\n    , another]").replace("2}]", "2\n    }]")
    own.write_text(text + "\n", encoding="utf-8")
    ran = kap("validate", str(own))
    assert ran.code == 0, ran.err
    assert ("starts a comment" in ran.err) is warned


def test_names_and_titles_have_the_hyphen_that_is_typed(kap: Kap, own: str) -> None:
    ran = kap("show", "hyphens2021", "--catalogue", own, "--json")
    study = json.loads(ran.out)["results"][0]
    assert (study["title"], study["authors"][0]["family"], study["authors"][0]["given"]) == (
        "A follow-up",
        "Ex-Ample",
        "Jean-Paul",
    )


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u2060", "\U000e0061", "\ufe0f"])
def test_what_nobody_sees_changes_no_answer(kap_once: Kap, unseen: str) -> None:
    for command, text, odd in (
        ("check", "Ketamine cures PTSD.", f"Keta{unseen}mine cu{unseen}res PT{unseen}SD."),
        ("search", "lozenge veterans", f"loz{unseen}enge vet{unseen}erans"),
        ("show", "feder2014", f"feder{unseen}2014"),
    ):
        first, second = (json.loads(kap_once(command, words, "--json").out)["results"] for words in (text, odd))
        assert first
        for one in (*first, *second):
            one.pop("text", None)
            one.pop("sentence", None)
        assert second == first, command
