"""The table of the article's statements: complete, and true to the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kapcli.catalogue.files import built_in, read_bytes
from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.validation import Below
from kapcli.index.loading import load_vocabulary, read_layer

PAGE = Path(__file__).resolve().parents[1] / "docs" / "article.md"
STATEMENTS = 119
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (confirmed|differs|not found) \| (.+?) \| ?([\w-]*) ?\|$", re.MULTILINE)
WRONG = {"not-shown", "overstated", "contradicted", "mixed", "untested", "unverified"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_layer(read_bytes(built_in("studies.yaml")), "studies.yaml", load_vocabulary(), {}, Below())[0]


def rows() -> list[tuple[str, ...]]:
    return ROW.findall(PAGE.read_text("utf-8"))


def test_every_statement_has_a_row() -> None:
    assert [int(row[0]) for row in rows()] == list(range(1, STATEMENTS + 1))


def test_the_figures_found_are_those_of_the_check() -> None:
    found = [row[2] for row in rows()]
    assert {kind: found.count(kind) for kind in set(found)} == {"confirmed": 65, "differs": 36, "not found": 18}


def test_each_is_ruled_on_by_a_claim_or_says_why_not(catalogue: Catalogue) -> None:
    verdicts = {claim.id: claim.verdict for claim in catalogue.claims}
    for number, _, _, claim, verdict in rows():
        if claim.startswith("not checkable: "):
            assert len(claim) > len("not checkable: ") + 20, number
        else:
            assert verdicts.get(claim.strip("`")) == verdict, number


def test_what_differs_or_was_not_found_is_never_called_supported_unless_it_was_left_out() -> None:
    for number, said, found, _, verdict in rows():
        if found != "confirmed" and "left out" not in said and "listed and not used" not in said:
            assert verdict in WRONG, number


def test_each_statement_is_named_once() -> None:
    said = [row[1] for row in rows()]
    assert len(set(said)) == len(said)
