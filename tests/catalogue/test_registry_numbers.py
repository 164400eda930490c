"""Registry numbers: a registry whose numbers have one length has no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kap = Callable[..., Any]

STUDY = """\
studies:
  - id: mine2020
    title: A study of sleep
    csl_type: article-journal
    year: 2020
    design: rct
    status: published
    finding: Sleep was better.
    authors_complete: false
    record: {{registry: ['{number}']}}
    read_at: [{{url: 'https://example.org/a', read: abstract}}]
"""


@pytest.fixture
def faults(kap: Kap, tmp_path: Path) -> Callable[[str], list[Any]]:
    def found(number: str) -> list[Any]:
        path = tmp_path / "mine.yaml"
        path.write_text(STUDY.format(number=number), encoding="utf-8")
        return list(json.loads(kap("validate", str(path), "--json").out)["errors"])

    return found


def test_whole_numbers_are_taken(faults: Callable[[str], list[Any]]) -> None:
    for number in ("NCT02397889", "nct02397889", "ACTRN12612000830820", "ISRCTN14689382", "NTR6137", "CRD42021268735"):
        assert faults(number) == [], number


def test_others_are_not(faults: Callable[[str], list[Any]]) -> None:
    wrong = (
        "NCT1",
        "NCT0239788",
        "NCT023978890",
        "NCT-02397889",
        "NCT0239788O",
        "nct1",
        "ACTRN1",
        "ISRCTN12345",
        "NCT٠٢٣٩٧٨٨٩",
    )
    for number in wrong:
        (fault,) = faults(number)
        assert "number" in fault["hint"], number
        assert "looks like" in fault["hint"], number


@pytest.mark.parametrize(
    ("number", "named", "address"),
    [
        ("NCT02397889", "ClinicalTrials.gov", "https://clinicaltrials.gov/study/NCT02397889"),
        ("ISRCTN14689382", "ISRCTN Registry", "https://www.isrctn.com/ISRCTN14689382"),
        ("UMIN000012345", "UMIN Clinical Trials Registry", ""),
        ("NTR6137", "", ""),
    ],
)
def test_a_record_is_cited_from_its_own_register(
    number: str, named: str, address: str, kap: Kap, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(STUDY.format(number=number).replace("article-journal", "webpage"), encoding="utf-8")
    (item,) = json.loads(kap("cite", "mine2020", "--catalogue", str(path), "--format", "csl-json").out)
    assert number in item["genre"]
    assert named in item.get("container-title", "")
    assert item.get("URL", "") == address
