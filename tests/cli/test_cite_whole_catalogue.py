"""The whole catalogue in the exchange formats, as foreign readers see it."""

from __future__ import annotations

import json
import sqlite3

import bibtexparser
import pytest
import rispy

from kapcli.__main__ import run
from kapcli.index.session import open_session


@pytest.fixture
def studies() -> int:
    connection: sqlite3.Connection = open_session(()).connection
    count: int = connection.execute("SELECT count(*) FROM study").fetchone()[0]
    return count


def cited(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert run(["cite", "--all", *options]) == 0
    return capsys.readouterr().out


def test_bibtex_has_as_many_records_as_studies(studies: int, capsys: pytest.CaptureFixture[str]) -> None:
    library = bibtexparser.parse_string(cited(capsys, "--format", "bibtex"))
    assert not library.failed_blocks
    assert len({entry.key for entry in library.entries}) == studies


def test_ris_has_as_many_records_as_studies(studies: int, capsys: pytest.CaptureFixture[str]) -> None:
    records = rispy.loads(cited(capsys, "--format", "ris"))
    assert len(records) == studies
    assert all(record.get("title") or record.get("primary_title") for record in records)


def test_csl_json_is_the_bare_list(studies: int, capsys: pytest.CaptureFixture[str]) -> None:
    items = json.loads(cited(capsys, "--format", "csl-json"))
    assert len({item["id"] for item in items}) == studies
    assert all(item["title"] and item["type"] for item in items)


@pytest.mark.parametrize("style", ["apa", "vancouver", "ama", "chicago", "mla", "harvard"])
def test_every_study_has_a_reference_in_every_style(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cite", "--style", style, "--condition", "ptsd"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(len(line) > 60 and "None" not in line and "<" not in line for line in lines)


def test_what_must_be_known_beside_a_citation_is_said_and_never_stands_in_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["cite", "quigley2025"])
    said = capsys.readouterr()
    assert "no source that was read has it" in said.err
    assert "retracted" in said.err
    assert "retracted" not in said.out
    run(["cite", "phillips2019"])
    assert "author list is not complete" in capsys.readouterr().err
    run(["cite", "rotharmel2024"])
    assert "preprint: not peer-reviewed" in capsys.readouterr().err


def test_every_format_has_the_same_numbers_to_find_a_work_by(capsys: pytest.CaptureFixture[str]) -> None:
    items = {item["id"]: item for item in json.loads(cited(capsys, "--format", "csl-json"))}
    ris = {record["id"]: record for record in rispy.loads(cited(capsys, "--format", "ris"))}
    library = bibtexparser.parse_string(cited(capsys, "--format", "bibtex"))
    bibtex = {entry.key: entry.fields_dict for entry in library.entries}
    assert items.keys() == ris.keys() == bibtex.keys()
    assert sum("DOI" in item for item in items.values()) > len(items) / 2
    for name, item in items.items():
        year = str(item["issued"]["date-parts"][0][0])
        assert ris[name].get("doi", "") == item.get("DOI", ""), name
        assert ris[name]["year"] == year, name
        assert ris[name].get("accession_number", "") == item.get("PMID", ""), name
        assert ("doi" in bibtex[name]) == ("DOI" in item), name
        assert bibtex[name]["year"].value == year, name
        assert len(ris[name].get("authors", [])) == len(item.get("author", [])), name
