"""The statements of a report: what speaks for one and what against it, as a program is told."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import InProcess


# What the sides are called of an effect, and of other statements.
SIDES = {
    "For": "for",
    "Favours it, by the estimate": "for",
    "Against": "against",
    "Does not favour it, by the estimate": "against",
}


@pytest.fixture
def claims(kap: InProcess, frozen: Path) -> dict[str, dict[str, Any]]:
    """The claims on one question, by their wording."""
    found = json.loads(kap("claims", "ptsd", "--json").out)["results"]
    return {claim["statement"]: claim for claim in found}


def studies(claim: dict[str, Any], side: str) -> list[str]:
    return list(dict.fromkeys(link["study"] for link in claim[side]))


def test_each_study_stands_on_its_side(kap: InProcess, claims: dict[str, dict[str, Any]]) -> None:
    text = kap("report", "ptsd", "--full").out.partition("## Statements")[2].partition("\n## ")[0]
    parts = re.split(r"^####? (.*)\n", text, flags=re.MULTILINE)
    told = []
    for head, body in zip(parts[1::2], parts[2::2], strict=True):
        first = re.split(r"\n\n(?!- )", body.strip())[0]
        told.append((head, list(dict.fromkeys(re.findall(r"^- ([\w-]+):", first, re.MULTILINE)))))
    statement, seen = "", set()
    for head, names in told:
        if head in SIDES:
            assert names == studies(claims[statement], SIDES[head]), (statement, head)
            seen.add(bool(names))
        else:
            statement = head.replace("\\", "")
    assert seen == {True, False}


def test_so_do_those_of_a_page(kap: InProcess, claims: dict[str, dict[str, Any]]) -> None:
    page = " ".join(kap("report", "ptsd", "--full", "--format", "html").out.split())
    section = page.partition('id="claims"')[2].partition("</section>")[0]
    unlike = 0
    for statement, claim in claims.items():
        card = section.partition(f"<h3>{statement}</h3>")[2].partition("<h3>")[0].partition("<details")[0]
        if card:
            sides = re.findall(rf">({'|'.join(SIDES)})<", card)
            assert [SIDES[side] for side in sides] == ["for", "against"]
            before, _, after = card.partition(f">{sides[1]}<")
            after = after.partition("</div>")[0]
            for text, side in ((before, "for"), (after, "against")):
                names = list(dict.fromkeys(re.findall(r'<span class="id">([\w-]+)</span>:', text)))
                assert names == studies(claim, side), statement
            unlike += studies(claim, "for") != studies(claim, "against")
    assert unlike > 2


def test_further_statements_name_both_sides_in_their_columns(kap: InProcess, claims: dict[str, dict[str, Any]]) -> None:
    text = kap("report", "ptsd", "--full").out
    head, rows = re.findall(r"^(\| Statement \| Kind .*)\n\|[- |]+\n((?:\|.*\n)+)", text, re.MULTILINE)[0]
    names = [cell.strip() for cell in head.strip("| ").split("|")]
    for line in rows.splitlines():
        row = dict(zip(names, (cell.strip() for cell in line.strip().strip("|").split("|")), strict=True))
        statement = row["Statement"].replace("\\", "").partition(" Fairer wording:")[0]
        for side, key in (("For, or favours it", "for"), ("Against, or does not favour it", "against")):
            assert row[side] == (", ".join(studies(claims[statement], key)) or "none"), statement
    assert len(rows.splitlines()) > 3
