"""The whole catalogue in the exchange formats, as foreign readers see it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import bibtexparser
import pytest
import rispy
from declared import faults

from kapcli.citing.style_table import STYLES

if TYPE_CHECKING:
    from conftest import InProcess


def cited(kap_once: InProcess, form: str) -> str:
    ran = kap_once("cite", "--all", "--format", form)
    assert ran.code == 0
    return ran.out


def test_every_format_has_every_study_with_the_same_numbers_to_find_it_by(kap_once: InProcess) -> None:
    library = bibtexparser.parse_string(cited(kap_once, "bibtex"))
    assert not library.failed_blocks
    bibtex = {entry.key: entry.fields_dict for entry in library.entries}
    records = rispy.loads(cited(kap_once, "ris"))
    ris = {record["id"]: record for record in records}
    # CSL-JSON is the bare list.
    listed = json.loads(cited(kap_once, "csl-json"))
    items = {item["id"]: item for item in listed}
    studies = kap_once("search", "--format", "ids").out.split()
    assert len(library.entries) == len(records) == len(listed) == len(studies)
    assert items.keys() == ris.keys() == bibtex.keys() == set(studies)
    assert sum("DOI" in item for item in listed) > len(listed) / 2
    for name, item in items.items():
        year = str(item["issued"]["date-parts"][0][0])
        assert item["title"], name
        assert item["type"], name
        assert ris[name].get("title") or ris[name].get("primary_title"), name
        assert ris[name].get("doi", "") == item.get("DOI", ""), name
        assert ris[name]["year"] == year, name
        assert ris[name].get("accession_number", "") == item.get("PMID", ""), name
        assert ("doi" in bibtex[name]) == ("DOI" in item), name
        assert bibtex[name]["year"].value == year, name
        assert len(ris[name].get("authors", [])) == len(item.get("author", [])), name


@pytest.mark.parametrize("style", STYLES)
def test_a_work_of_each_kind_has_a_reference_in_every_style(kap_once: InProcess, style: str) -> None:
    def kind(item: dict[str, Any]) -> tuple[Any, ...]:
        return (
            item["type"],
            *(key in item for key in ("author", "DOI", "volume", "page")),
            len(item.get("author", ())) > 7,
        )

    kinds = {kind(item): item["id"] for item in json.loads(cited(kap_once, "csl-json"))}
    assert len(kinds) > 15
    ran = kap_once("cite", *kinds.values(), "--style", style, "--json")
    answer = json.loads(ran.out)
    references = [one["reference"] for one in answer["results"]]
    assert (ran.code, len(references), faults(answer)) == (0, len(kinds), [])
    assert all(len(line) > 60 and "None" not in line and "<" not in line for line in references), references


def test_what_must_be_known_beside_a_citation_is_said_and_never_stands_in_it(kap: InProcess) -> None:
    said = kap("cite", "quigley2025")
    assert "no source that was read confirms it" in said.err
    assert "retracted" in said.err
    assert "retracted" not in said.out
    assert "author list is not complete" in kap("cite", "phillips2019").err
    assert "preprint: not peer-reviewed" in kap("cite", "rotharmel2024").err
